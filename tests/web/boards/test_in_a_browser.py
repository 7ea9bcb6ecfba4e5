"""In a real browser: no page of figures fails axe or scrolls sideways; charts answer the pointer; all is there without
scripts and by keyboard; the report opens under its own policy."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from clearbar.web.boards import tasks
from clearbar.web.book.models import Version
from tests.web.browsing import follow, pass_by, press_on
from tests.web.conftest import NOW

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PageOf = Callable[..., Page]
PAGES = {
    "finn": ("/", "/me/", "/team/", "/team/north/", "/ratings/"),
    "cora": ("/", "/team/", "/persons/finn/"),
    "hugo": ("/house/",),
    "ada": (
        "/house/", "/house/?site=none", "/look/house/all/sites/", "/look/house/all/weeks/",
        "/look/house/all/consistency/", "/analyst/", "/analyst/met/", "/report/",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _database_in_a_running_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright's loop runs in this thread; the database is asked from it all the same."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def test_axe_finds_nothing_and_no_page_scrolls_sideways(page_of: PageOf, heard: Version) -> None:
    found = {}
    for name, paths in PAGES.items():
        for width in (390, 1440):
            page = page_of(name, width)
            for path in paths:
                page.goto(path)
                page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
                pass_by(page)
                told = Axe().run(page).response["violations"]
                wide = page.evaluate("document.documentElement.scrollWidth")
                if told or wide > width:
                    found[name, path, width] = [(one["id"], one["nodes"][0]["html"][:160]) for one in told], wide
    assert not found


def test_a_chart_answers_the_pointer_and_stands_as_a_table_too(page_of: PageOf, heard: Version) -> None:
    page = page_of("ada")
    page.goto("/analyst/met/")
    chart = page.locator(".chart.drawn").first
    chart.wait_for()
    row = chart.locator(".live svg text").filter(has_text="%").last.bounding_box()
    assert row
    for step in range(0, 600, 4):
        page.mouse.move(chart.bounding_box()["x"] + step, row["y"] + 24)  # type: ignore[index]
        if page.locator("#tip").is_visible():
            break
    expect(page.locator("#tip")).to_contain_text("%")
    page.get_by_text("The same as a table").first.click()
    expect(page.locator("figure table").first).to_contain_text("%")


def test_without_scripts_figures_filters_and_the_guess_are_all_there(page_of: PageOf, heard: Version) -> None:
    page = page_of("hugo", 390, scripts=False)
    page.goto("/house/")
    page.get_by_label("Of 100 customers, how many say so?").fill("70")
    follow(page.get_by_role("button", name="Guess, and look"))
    expect(page.get_by_text("you guessed 70 of 100")).to_be_visible()
    page.locator(".filters summary").click()
    page.get_by_label("Who says so").select_option("reviewer")
    follow(page.get_by_role("button", name="Show"))
    expect(page.locator(".filters summary")).to_contain_text("from reviewers")
    expect(page.locator(".bar-row svg.bar").first).to_be_visible()
    page.goto("/look/house/all/sites/")
    expect(page.locator(".chart .narrow-only svg").first).to_be_visible()


def test_from_home_to_a_single_rating_by_keyboard(page_of: PageOf, heard: Version) -> None:
    page = page_of("finn")
    page.goto("/house/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if "/ratings/" in (page.evaluate("document.activeElement.getAttribute('href')") or ""):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    press_on(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Single ratings")
    expect(page.locator(".said > li").first).to_be_visible()


def test_the_report_opens_under_its_own_policy_and_draws_its_charts(page_of: PageOf, heard: Version) -> None:
    tasks.write_report(now=NOW)
    page = page_of("ada")
    page.goto("/report/")
    follow(page.get_by_role("link", name="Open the whole report"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.locator(".chart").first.scroll_into_view_if_needed()
    page.locator(".chart.drawn").first.wait_for()


def test_a_board_on_paper_shows_bars_and_no_menus(page_of: PageOf, heard: Version) -> None:
    page = page_of("finn")
    page.goto("/house/")
    page.emulate_media(media="print")
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.locator(".filters")).to_be_hidden()
    expect(page.locator(".bar-row svg.bar").first).to_be_visible()
