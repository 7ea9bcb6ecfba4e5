"""In a real browser: the list and a finding at phone and desk, by keyboard and without scripts; axe and widths."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from clearbar.web.book.models import Version
from clearbar.web.followup.actions.findings_bring import bring
from clearbar.web.followup.models.findings import FindingRow, FindingState
from clearbar.web.people.days import house_today
from tests.web.browsing import press_on
from tests.web.followup.test_findings import ABOUT, critical, finding

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = 390, 1440
PICTURES = os.environ.get("CLEARBAR_PICTURES", "")
"""A folder for screenshots, for whoever wants to look."""


@pytest.fixture(autouse=True)
def _database_in_a_running_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright's loop runs in this thread; the database is asked from it all the same."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def brought(book: Version) -> None:
    del book
    now = timezone.now()
    bring(findings=[*ABOUT.values(), critical(), finding(person="gwen")], at=now, today=house_today(now))


def picture(page: Page, name: str) -> None:
    if PICTURES:
        width = (page.viewport_size or {"width": 0})["width"]
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True, caret="initial")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.usefixtures("brought")
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_page_fits_and_has_no_fault(page_of: Callable[..., Page], width: int) -> None:
    page = page_of("cora", width)
    for name, path in (
        ("hub", "/followup/"), ("findings", "/followup/findings/"), ("finding", f"/followup/findings/{finding().key}/"),
    ):  # fmt: skip
        page.goto(path)
        picture(page, name)
        assert fits(page), path
        assert Axe().run(page).response["violations"] == [], path
    page.get_by_text("Put it off", exact=True).first.click()
    page.get_by_text("Dismiss it, with a reason").click()
    picture(page, "finding-open")
    assert fits(page)
    assert Axe().run(page).response["violations"] == []
    small = page.evaluate(
        "[...document.querySelectorAll('main button, main .button')]"
        ".filter(one => one.offsetHeight && one.offsetHeight < 44).length"
    )
    assert small == 0


@pytest.mark.usefixtures("brought")
def test_a_finding_is_dismissed_by_keyboard_alone(page_of: Callable[..., Page]) -> None:
    page = page_of("cora", PHONE)
    page.goto(f"/followup/findings/{finding().key}/")
    page.locator("summary", has_text="Dismiss it").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Why is nothing to be done?").focus()
    page.keyboard.type("They were alone at the counter that week.")
    page.get_by_role("button", name="Dismiss it").focus()
    press_on(page)
    expect(page.get_by_role("status")).to_contain_text("Dismissed")
    expect(page.get_by_text("They were alone at the counter that week.")).to_be_visible()
    assert FindingRow.objects.get(pk=finding().key).state == FindingState.DISMISSED


@pytest.mark.usefixtures("brought")
def test_without_scripts_it_is_taken_on_and_done(page_of: Callable[..., Page]) -> None:
    page = page_of("cora", PHONE, scripts=False)
    page.goto("/followup/findings/")
    with page.expect_navigation():
        page.get_by_role("link", name="One interaction to talk about").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Take it on").click()
    expect(page.get_by_role("status")).to_contain_text("You took it on")
    with page.expect_navigation():
        page.get_by_role("button", name="It is done").click()
    assert FindingRow.objects.get(pk=critical().key).state == FindingState.SETTLED
