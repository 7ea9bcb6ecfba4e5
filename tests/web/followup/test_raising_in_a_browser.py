"""In a real browser: a proposal is taken into the draft and published by people; another is left, with a reason."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from clearbar.model.raising import Proposal
from clearbar.web.book.models import Version
from tests.web.browsing import follow
from tests.web.followup.test_raising import seen

__all__ = ["seen"]
pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PageOf = Callable[..., Page]


@pytest.fixture(autouse=True)
def _database_in_a_running_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright's loop runs in this thread; the database is asked from it all the same."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def test_a_proposal_goes_into_the_draft_and_another_is_left(
    page_of: PageOf, seen: list[Proposal], book: Version, now: datetime
) -> None:
    page = page_of("hugo", 390, scripts=False)
    page.goto("/followup/raising/")
    follow(page.locator("a", has_text="Not this quarter: feeling at home"))
    page.get_by_label("Why not this quarter?").fill("The law asks for it.")
    follow(page.get_by_role("button", name="Leave it as it is"))
    expect(page.get_by_text("“The law asks for it.”")).to_be_visible()
    follow(page.locator("button", has_text="Take it into the draft: being seen at once"))
    expect(page).to_have_url("/book/draft/standard/choose.seen/")
    expect(page.get_by_text("Nothing changes for anybody until that is published.")).to_be_visible()
    assert Version.objects.count() == 1


def test_axe_finds_nothing_and_no_page_scrolls_sideways(page_of: PageOf, seen: list[Proposal], now: datetime) -> None:
    found = {}
    for width in (390, 1440):
        page = page_of("hugo", width)
        page.goto("/followup/raising/")
        for path in (
            "/followup/raising/",
            page.get_by_role("link", name="Not this quarter").first.get_attribute("href"),
        ):
            page.goto(str(path))
            told = Axe().run(page).response["violations"]
            wide = page.evaluate("document.documentElement.scrollWidth")
            if told or wide > width:
                found[path, width] = [(one["id"], one["nodes"][0]["html"][:160]) for one in told], wide
    assert not found
