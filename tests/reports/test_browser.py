"""The page in a real browser: readable by all, quiet on the network, whole on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from clearbar.model.report import Report
from clearbar.reports import page
from tests.reports.samples import almost_empty, nasty, shop, star

pytestmark = pytest.mark.browser
Scheme = Literal["light", "dark"]
SAMPLES = [shop, star, almost_empty, nasty]


@contextmanager
def shown(
    browser: Browser, folder: Path, report: Report, width: int = 1440, scheme: Scheme = "light"
) -> Iterator[tuple[Page, list[str], list[str]]]:
    """The page of a report, with all requests it made and all complaints of the browser."""
    file = folder / "report.html"
    file.write_text(page(report), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    requests: list[str] = []
    complaints: list[str] = []
    tab = context.new_page()
    tab.on("request", lambda request: requests.append(request.url))
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    tab.goto(file.as_uri())
    try:
        yield tab, requests, complaints
    finally:
        context.close()


def unfold(tab: Page) -> None:
    tab.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")


def resize(tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_all_folds_open(
    browser: Browser, tmp_path: Path, sample: Callable[[], Report], scheme: Scheme
) -> None:
    with shown(browser, tmp_path, sample(), scheme=scheme) as (tab, _, _):
        unfold(tab)
        for width in (390, 1440):
            resize(tab, width)
            results = Axe().run(tab)
            assert results.violations_count == 0, f"at {width}: {results.generate_report()}"


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_page_never_scrolls_sideways(browser: Browser, tmp_path: Path, sample: Callable[[], Report]) -> None:
    with shown(browser, tmp_path, sample()) as (tab, _, _):
        unfold(tab)
        for width in (320, 390, 639, 640, 768, 1440):
            resize(tab, width)
            assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_browser_asks_for_the_file_alone_and_has_no_complaint(
    browser: Browser, tmp_path: Path, sample: Callable[[], Report]
) -> None:
    with shown(browser, tmp_path, sample()) as (tab, requests, complaints):
        tab.wait_for_load_state("networkidle")
        assert [url for url in requests if not url.startswith("data:")] == [(tmp_path / "report.html").as_uri()]
        assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_policy_lets_the_style_sheet_through(browser: Browser, tmp_path: Path, scheme: Scheme) -> None:
    with shown(browser, tmp_path, shop(), scheme=scheme) as (tab, _, _):
        paper = tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert paper == {"light": "rgb(252, 251, 248)", "dark": "rgb(23, 22, 20)"}[scheme]


@pytest.mark.parametrize("sample", SAMPLES)
def test_on_paper_the_folds_are_open_and_the_page_is_light(
    browser: Browser, tmp_path: Path, sample: Callable[[], Report]
) -> None:
    with shown(browser, tmp_path, sample(), scheme="dark") as (tab, _, _):
        tab.emulate_media(media="print", color_scheme="dark")
        assert tab.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink')") == "#1d1b18"
        hidden = tab.evaluate(
            "[...document.querySelectorAll('details table')]"
            ".filter(table => !table.closest('.screen') && table.getBoundingClientRect().height === 0).length"
        )
        assert hidden == 0
        assert tab.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n") >= 1


@pytest.mark.parametrize("width", [390, 768, 1440])
@pytest.mark.parametrize(
    "what", [".row .bar", ".row .verdict", ".places .label", ".places .bar", ".places .said", ".steps li"]
)
def test_nothing_that_is_shown_takes_no_room(browser: Browser, tmp_path: Path, width: int, what: str) -> None:
    with shown(browser, tmp_path, shop(), width) as (tab, _, _):
        heights = tab.evaluate(
            "what => [...document.querySelectorAll(what)].map(it => it.getBoundingClientRect().height)", what
        )
        assert len(heights) >= 9
        assert min(heights) >= 14


def test_targets_of_the_finger_are_large_enough(browser: Browser, tmp_path: Path) -> None:
    with shown(browser, tmp_path, shop(), 390) as (tab, _, _):
        heights = tab.evaluate("[...document.querySelectorAll('summary')].map(it => it.getBoundingClientRect().height)")
        assert heights
        assert min(heights) >= 44


def test_the_first_tab_stop_leads_to_the_figures(browser: Browser, tmp_path: Path) -> None:
    with shown(browser, tmp_path, shop()) as (tab, _, _):
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "main"


def test_every_dot_stands_within_its_own_interval(browser: Browser, tmp_path: Path) -> None:
    with shown(browser, tmp_path, shop(), 390) as (tab, _, _):
        outside = tab.evaluate(
            """[...document.querySelectorAll('.row .bar')].filter(bar => {
                const dot = bar.querySelector('.dot'), range = bar.querySelector('.range');
                if (!dot) return false;
                const at = dot.getBoundingClientRect(), of = range.getBoundingClientRect();
                const middle = (at.left + at.right) / 2;
                return middle < of.left - 1 || middle > of.right + 1;
            }).length"""
        )
        assert outside == 0
