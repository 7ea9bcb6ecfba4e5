"""In a real browser: the journey picture and the counter pass axe, never scroll sideways, and work without scripts."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from clearbar.web.book.models import Version
from tests.web.browsing import follow
from tests.web.walks.test_picture import said, walk

__all__ = ["said"]
pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PageOf = Callable[..., Page]
COUNTER = "/walks/counter/?arrivals=20,60,30&service=3&promise=2&share=80&patience=5&play=on"


@pytest.fixture(autouse=True)
def _database_in_a_running_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright's loop runs in this thread; the database is asked from it all the same."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def test_axe_finds_nothing_and_no_page_scrolls_sideways(page_of: PageOf, said: Version, now: datetime) -> None:
    for number in range(7):
        walk(greet=(60 * number + 20, 2 + number % 3), listen=(30 * number, 5), price=(-200, 3))
    found = {}
    for width in (390, 1440):
        page = page_of("lea", width)
        for path in ("/walks/picture/", "/walks/picture/choose-glasses/", "/walks/counter/", COUNTER):
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            told = Axe().run(page).response["violations"]
            wide = page.evaluate("document.documentElement.scrollWidth")
            if told or wide > width:
                found[path, width] = [(one["id"], one["nodes"][0]["html"][:160]) for one in told], wide
    assert not found


def test_a_leader_begins_with_a_promise_and_reckons_without_scripts(
    page_of: PageOf, said: Version, now: datetime
) -> None:
    page = page_of("lea", 390, scripts=False)
    page.goto("/walks/counter/")
    follow(page.locator("a", has_text="Begin with this promise: the first answer in the chat"))
    expect(page.get_by_label("Within how many minutes")).to_have_value("2.0")
    page.get_by_label("How many people come in an hour?").fill("20, 60")
    page.get_by_label("How many minutes does serving one take").fill("3")
    follow(page.get_by_role("button", name="Reckon it"))
    expect(page.get_by_role("heading", name="people at the counter, by the hour")).to_be_visible()
    expect(page.get_by_label("How many people come in an hour?")).to_have_value("20, 60")
