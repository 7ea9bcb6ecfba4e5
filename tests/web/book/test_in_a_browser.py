"""Define in a real browser: from a starter to a published version by keyboard alone, findings while typing, without
scripts, and every page at both widths."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from clearbar.web.book.actions import drafts, listening
from clearbar.web.book.models import Version
from clearbar.web.bridge import drafting
from clearbar.web.bridge.mirroring import mirror_new
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from tests.web.book.test_reading import ID, rate
from tests.web.browsing import follow, press_on
from tests.web.conftest import NOW

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("CLEARBAR_PICTURES")
"""A folder for pictures of the pages, to be looked at."""
OpenPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def _database_in_a_running_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright's loop runs in this thread; the database is asked from it all the same."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def look(page: Page, name: str) -> None:
    """Nothing that axe objects to, nothing that scrolls sideways, one heading."""
    found = Axe().run(page)
    assert not found.response["violations"], (name, found.generate_report())
    assert page.locator("h1").count() == 1, name
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, (name, wide)
    if PICTURES and page.viewport_size:
        page.screenshot(path=Path(PICTURES) / f"book-{name}-{page.viewport_size['width']}.png", full_page=True)


def reach(page: Page, wanted: Locator, most: int = 200) -> None:
    """Goes to something by the tab key alone."""
    for _ in range(most):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached by the keyboard")


def press(page: Page, role: str, name: str) -> None:
    """Follows a link or presses a button by the keyboard."""
    reach(page, page.get_by_role(role, name=name, exact=True).first)  # type: ignore[arg-type]
    press_on(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_starter_to_a_version_by_keyboard(page_of: OpenPage, cast: dict[str, Person], scripts: bool) -> None:
    page = page_of("hugo", scripts=scripts)
    page.goto("/book/")
    press(page, "link", "Begin the book")
    reach(page, page.get_by_label("Trade", exact=True))
    page.keyboard.type("shop")
    press(page, "button", "Begin with this book")
    expect(page.locator("main")).to_contain_text("The rules find nothing.")
    press(page, "link", "You tell it once, and nobody asks whose fault it is.")
    reach(page, page.get_by_label("Promise", exact=True))
    page.keyboard.press("Control+a")
    page.keyboard.type("You tell it once, and we act promptly.")
    if scripts:  # told while it is typed, before anything is saved
        expect(page.locator("#told-promise")).to_contain_text("promptly")
        expect(page.get_by_label("Promise", exact=True)).to_be_focused()
        expect(page.get_by_label("Promise", exact=True)).to_have_value("You tell it once, and we act promptly.")
    press(page, "button", "Save")
    expect(page.locator("#told-promise")).to_contain_text("CB111")
    press(page, "link", "Back to the draft")
    press(page, "link", "See what changes, and publish")
    reach(page, page.get_by_label("Why does this version come?"))
    page.keyboard.type("We begin.")
    press(page, "button", "Publish version 1")
    expect(page.locator("main")).to_contain_text("Say why this may stand")
    expect(page.get_by_label("Why does this version come?")).to_have_value("We begin.")
    reach(page, page.get_by_label("One reason for all"))
    page.keyboard.type("Our own word.")
    press(page, "button", "Publish version 1")
    expect(page.locator("h1")).to_have_text("What came with version 1?")
    press(page, "link", "Book")
    expect(page.locator("main")).to_contain_text("You tell it once, and we act promptly.")
    press(page, "link", "Change the book")
    press(page, "button", "Begin with version 1")
    press(page, "link", "You tell it once, and we act promptly.")
    reach(page, page.get_by_label("Target", exact=True))
    page.keyboard.press("Control+a")
    page.keyboard.type("95%")
    press(page, "button", "Save")
    press(page, "link", "Back to the draft")
    press(page, "link", "See what changes, and publish")
    expect(page.locator("main")).to_contain_text("1 to be read and signed anew")
    reach(page, page.get_by_label("Why does this version come?"))
    page.keyboard.type("The bar is met.")
    press(page, "button", "Publish version 2")
    expect(page.locator("main")).to_contain_text("95 %")
    assert [one.reason for one in Version.objects.order_by("number")] == ["We begin.", "The bar is met."]


@pytest.mark.parametrize("width", [390, 1440])
def test_every_page_can_be_used_by_everybody(
    page_of: OpenPage, book: Version, cast: dict[str, Person], width: int
) -> None:
    scope = scope_of(cast["hugo"], NOW.date())
    journey = drafting.outline_of(book.files)[0]
    listening.keep_sheet(scope=scope, journey=journey.id, told_by="first visit", answers=["A pair."] * 5, at=NOW)
    complained = ["Nobody looked up.", "They rang at nine in the evening."]
    listening.paste_complaints(scope=scope, journey=journey.id, texts=complained, at=NOW)
    listening.show(scope=scope, standards=[ID, "overall"], figures=True, at=NOW)
    rate(5, 12)
    mirror_new(now=NOW)
    page = page_of("hugo", width)
    page.goto("/book/draft/begin/")
    look(page, "begin")
    draft = drafts.begin(scope=scope, files=book.files, at=NOW, begun_from=book, how="version")
    typed = drafting.set_fields(draft.files, "standard", ID, {"promise": "We promptly help you.", "owner": ""})
    thing = ("standard", ID)
    drafts.arrange(scope=scope, at=NOW, thing=thing, verb="edited", edit=lambda _: typed, token=draft.token)
    step = journey.inside[0].id.replace("/", "/step/")
    pages = {
        "book": "", "versions": "versions/", "version": "versions/1/", "standard": f"standards/{ID}/",
        "draft": "draft/", "draft-book": "draft/book/", "draft-journey": f"draft/journey/{journey.id}/",
        "draft-step": f"draft/journey/{step}/", "draft-standard": f"draft/standard/{ID}/",
        "draft-file": f"draft/file/{journey.file}/", "new-journey": "draft/journeys/new/",
        "new-standard": f"draft/journey/{step}/standards/new/", "remove": f"draft/remove/journey/{journey.id}/",
        "discard": "draft/discard/", "publish": "draft/publish/", "heard": f"journeys/{journey.id}/heard/",
        "sheet": f"journeys/{journey.id}/heard/sheet/", "blank": "sheet/", "choose": "promises/",
    }  # fmt: skip
    for name, address in pages.items():
        page.goto(f"/book/{address}")
        look(page, name)
    page.goto("/promises/")
    look(page, "promises")


def test_the_second_of_two_writers_sees_what_the_first_wrote_and_keeps_their_own(
    page_of: OpenPage, book: Version, cast: dict[str, Person]
) -> None:
    scope = scope_of(cast["hugo"], NOW.date())
    drafts.begin(scope=scope, files=book.files, at=NOW, begun_from=book, how="version")
    ada, hugo = page_of("ada"), page_of("hugo", 390)
    for page in (ada, hugo):
        page.goto(f"/book/draft/standard/{ID}/")
    hugo.get_by_label("Promise", exact=True).fill("Hugo promises a frame.")
    follow(hugo.get_by_role("button", name="Save", exact=True))
    ada.get_by_label("Promise", exact=True).fill("Ada promises a frame.")
    follow(ada.get_by_role("button", name="Save", exact=True))
    expect(ada.get_by_role("alert")).to_contain_text("Hugo Head changed the draft meanwhile.")
    expect(ada.get_by_label("Promise", exact=True)).to_have_value("Ada promises a frame.")
    expect(ada.locator(".theirs")).to_contain_text("Hugo promises a frame.")
    look(ada, "met")


def test_the_poster_of_promises_fits_a_page(page_of: OpenPage, book: Version, cast: dict[str, Person]) -> None:
    scope = scope_of(cast["hugo"], NOW.date())
    chosen = list(book.editions)[:8]
    listening.show(scope=scope, standards=chosen, figures=False, at=NOW)
    page = page_of("nobody")
    page.goto("/promises/")
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") == 1
    if PICTURES:
        (Path(PICTURES) / "book-poster.pdf").write_bytes(paper)
