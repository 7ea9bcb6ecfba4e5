"""The page in a real browser: readable by all, quiet on the network, whole on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from clearbar.model.report import Report
from clearbar.reports import page
from tests.conftest import PATIENCE_MS
from tests.reports.samples import almost_empty, nasty, shop, star

pytestmark = pytest.mark.browser
Scheme = Literal["light", "dark"]
SAMPLES = [shop, star, almost_empty, nasty]


@contextmanager
def shown(
    browser: Browser,
    folder: Path,
    report: Report,
    width: int = 1440,
    scheme: Scheme = "light",
    *,
    scripts: bool = True,
) -> Iterator[tuple[Page, list[str], list[str]]]:
    """The page of a report, with all requests it made and all complaints of the browser."""
    file = folder / "report.html"
    file.write_text(page(report), encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts
    )
    context.set_default_timeout(PATIENCE_MS)
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


def pass_by(tab: Page) -> None:
    """Scrolls past everything, so that every chart has come near, and waits until each is drawn."""
    tab.evaluate("for (const chart of document.querySelectorAll('.chart')) chart.scrollIntoView()")
    for at in range(tab.locator(".chart").count()):
        tab.locator(".chart").nth(at).scroll_into_view_if_needed()
    expect(tab.locator(".chart:not(.drawn)")).to_have_count(0)


def resize(tab: Page, width: int) -> None:
    """Makes the window so wide, and waits until every chart that is drawn has followed."""
    tab.set_viewport_size({"width": width, "height": 900})
    apart = tab.evaluate(
        """patience => new Promise(done => {
            const end = performance.now() + patience;
            const apart = it => Math.abs(it.querySelector('.live svg').getBoundingClientRect().width - it.clientWidth);
            const look = () => {
                const most = Math.max(0, ...[...document.querySelectorAll('.chart.drawn')].map(apart));
                if (most <= 2 || performance.now() > end) done(most); else requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
        })""",
        PATIENCE_MS,
    )
    assert apart <= 2, width


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_axe_finds_nothing_with_all_folds_open(
    browser: Browser, tmp_path: Path, sample: Callable[[], Report], scheme: Scheme
) -> None:
    with shown(browser, tmp_path, sample(), scheme=scheme) as (tab, _, _):
        unfold(tab)
        pass_by(tab)
        for width in (390, 1440):
            resize(tab, width)
            results = Axe().run(tab)
            assert results.violations_count == 0, f"at {width}: {results.generate_report()}"


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_page_never_scrolls_sideways(browser: Browser, tmp_path: Path, sample: Callable[[], Report]) -> None:
    with shown(browser, tmp_path, sample()) as (tab, _, _):
        unfold(tab)
        pass_by(tab)
        for width in (1440, 768, 640, 639, 390, 320):
            resize(tab, width)
            assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_browser_asks_for_the_file_alone_and_has_no_complaint(
    browser: Browser, tmp_path: Path, sample: Callable[[], Report]
) -> None:
    with shown(browser, tmp_path, sample()) as (tab, requests, complaints):
        pass_by(tab)
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
        expect(tab.locator(".skip")).to_be_focused()
        tab.keyboard.press("Enter")
        expect(tab.locator("#main")).to_be_focused()


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


# Charts


def test_every_chart_is_drawn_by_the_script_and_tells_its_values(browser: Browser, tmp_path: Path) -> None:
    with shown(browser, tmp_path, shop()) as (tab, requests, complaints):
        assert tab.evaluate("document.querySelectorAll('.chart.drawn').length") < 7  # only those that are near
        pass_by(tab)
        assert tab.locator(".chart.drawn .live svg.marks").count() == 7
        assert tab.locator(".chart .still:visible").count() == 0
        chart = tab.locator('[data-chart="delight-0"]')
        chart.scroll_into_view_if_needed()
        first = chart.locator(".live path[opacity='0']").first.bounding_box()
        assert first
        tab.mouse.move(first["x"] + first["width"] / 2, first["y"] + first["height"] / 2)
        expect(tab.locator("#tip")).to_have_text("week of 29 December: 24 of 60 (29–53 %)")
        tab.mouse.move(2, 2)
        expect(tab.locator("#tip")).to_be_hidden()
        assert (len(requests), complaints) == (1 + sum(url.startswith("data:") for url in requests), [])


def test_nothing_may_be_evaluated_or_fetched_even_by_the_page_itself(browser: Browser, tmp_path: Path) -> None:
    with shown(browser, tmp_path, shop()) as (tab, requests, complaints):
        with tab.expect_console_message():  # the browser says what it refused
            told = tab.evaluate(
                """async () => {
                    const refused = [];
                    const both = new Promise(done => document.addEventListener('securitypolicyviolation', seen => {
                        if (refused.push(seen.violatedDirective) === 2) setTimeout(done, 100);
                    }));
                    const code = document.createElement('script');
                    code.textContent = 'window.broken = true';
                    document.body.append(code);
                    await fetch('https://example.org/').catch(() => 0);
                    await both;
                    return [window.broken ?? false, refused.sort()];
                }"""
            )
        assert told == [False, ["connect-src", "script-src-elem"]]
        assert not [url for url in requests if url.startswith("http")]
        assert complaints


@pytest.mark.parametrize(("width", "wide"), [(390, False), (1440, True)])
def test_without_scripts_the_pictures_stand(browser: Browser, tmp_path: Path, width: int, wide: bool) -> None:
    with shown(browser, tmp_path, shop(), width, scripts=False) as (tab, _, complaints):
        pictures = tab.locator(".chart .still:visible svg")
        assert pictures.count() == 7
        sizes = [pictures.nth(at).bounding_box() for at in range(7)]
        assert all(size and size["height"] > 60 for size in sizes)
        assert (max(size["width"] for size in sizes if size) > 600) is wide
        assert complaints == []


def test_a_chart_fills_its_place_and_follows_the_window(browser: Browser, tmp_path: Path) -> None:
    with shown(browser, tmp_path, shop()) as (tab, _, _):
        pass_by(tab)
        for width in (1440, 390):
            resize(tab, width)
            room = tab.evaluate("document.querySelector('[data-chart=agreement]').clientWidth")
            drawn = tab.locator("[data-chart=agreement] .live svg").bounding_box()
            assert drawn and abs(drawn["width"] - room) <= 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_wear_the_colours_of_the_page(browser: Browser, tmp_path: Path, scheme: Scheme) -> None:
    ink = {"light": "rgb(29, 27, 24)", "dark": "rgb(238, 235, 228)"}[scheme]
    with shown(browser, tmp_path, shop(), scheme=scheme) as (tab, _, _):
        pass_by(tab)
        bold = "[...document.querySelectorAll('.chart .live text[font-weight=\"600\"]')]"
        colours = tab.evaluate(f"{bold}.map(it => getComputedStyle(it).fill)")
        assert set(colours) == {ink} and len(colours) > 10
        fonts = tab.evaluate(
            "[...new Set([...document.querySelectorAll('.chart text')].map(it => getComputedStyle(it).fontFamily))]"
        )
        assert len(fonts) == 1 and fonts[0].startswith("system-ui")


def test_on_paper_the_still_pictures_are_printed(browser: Browser, tmp_path: Path) -> None:
    with shown(browser, tmp_path, shop(), scheme="dark") as (tab, _, _):
        pass_by(tab)
        tab.emulate_media(media="print")
        expect(tab.locator(".chart .live:visible")).to_have_count(0)
        expect(tab.locator(".chart .still:visible svg")).to_have_count(7)


def test_twice_as_large_the_page_still_fits(browser: Browser, tmp_path: Path) -> None:
    with shown(browser, tmp_path, shop(), 640) as (tab, _, _):  # a desk of 1,280 at 200 %
        unfold(tab)
        pass_by(tab)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 640
        clipped = tab.evaluate(
            """[...document.querySelectorAll('.chart .live text')].filter(it => {
                const own = it.getBoundingClientRect(), room = it.closest('.chart').getBoundingClientRect();
                return own.left < room.left - 2 || own.right > room.right + 2;
            }).map(it => it.textContent)"""
        )
        assert clipped == []
