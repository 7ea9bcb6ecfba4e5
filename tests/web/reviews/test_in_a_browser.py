"""In a real browser: a review by keyboard alone, quotes of marked words, *just watched* on a phone, axe."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import unquote_plus

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from clearbar.web.ledger.models import Comment, Rating
from clearbar.web.reviews.actions.choices import mark_critical, name_causes
from clearbar.web.reviews.models import Assignment, Calibration, Card, Cycle, Dispute, Seat
from tests.web.browsing import follow, press_on
from tests.web.reviews.conftest import Assigned, happened
from tests.web.reviews.test_card import ada

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = 1440, 390
OpenPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def _database_in_a_running_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright's loop runs in this thread; the database is asked from it all the same."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def open_page(page_of: Callable[..., Page]) -> OpenPage:
    """A page of the running application that was opened, as one of the cast sees it."""

    def opened(who: str, path: str, width: int = WIDE, **further: Any) -> Page:
        page = page_of(who, width, **further)
        page.goto(path)
        return page

    return opened


def draft_is_kept(page: Page) -> None:
    """Waits until no change of the card is on its way; each one has set out before the step that made it is over."""
    page.wait_for_selector("#card:not(.htmx-request)")


def test_a_review_is_done_by_keyboard_alone_and_each_change_is_kept(assigned: Assigned, open_page: OpenPage) -> None:
    assignment = assigned()
    page = open_page("rita", "/reviews/")
    page.get_by_role("link", name="Begin", exact=True).focus()
    press_on(page)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#card') !== null && document.activeElement.type === 'radio'"):
            break
    page.keyboard.press("2")
    page.keyboard.press("j")
    page.keyboard.press("5")
    page.keyboard.press("c")
    page.keyboard.type("three ways, 2 of them new")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    page.keyboard.press("n")
    with page.expect_response(lambda said: "nothing was wrong" in unquote_plus(said.request.post_data or "")):
        page.keyboard.type("nothing was wrong")
    expect(page.locator("#saved")).to_have_text("Draft kept.")
    assert Card.objects.get().marks == {
        "right.no-blame": {"na": True, "reason": "nothing was wrong"},
        "right.choice": {"level": 5, "comment": "three ways, 2 of them new"},
    }
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("4")
    draft_is_kept(page)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "submit":
            break
    press_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("What you said of Finn Frontline")
    assert dict(Rating.objects.values_list("standard", "level")) == {"right.choice": 5, "overall": 4}
    assert Assignment.objects.get(pk=assignment.pk).state == "done"


def test_a_review_that_is_submitted_while_a_draft_is_on_its_way_comes_in(
    assigned: Assigned, open_page: OpenPage
) -> None:
    page = open_page("rita", f"/reviews/{assigned().pk}/")
    if page.locator("[name=journey]").count():
        page.locator("[name=journey]").first.check()
        follow(page.locator("main form button").first)

    def late(route: Any) -> None:
        if not route.request.headers.get("hx-request"):
            return route.continue_()
        kept = route.fetch()  # the draft is kept, and the page does not know it yet
        page.wait_for_timeout(700)
        return route.fulfill(response=kept)

    page.route("**/reviews/*/", late)
    lines = page.locator("#card [data-line]")
    for place in range(lines.count()):
        lines.nth(place).locator("input[type=radio][value='4']").check()
    follow(page.get_by_role("button", name="Submit the review"))
    expect(page.locator("h1")).to_have_text("What you said of Finn Frontline")
    assert Card.objects.get().submitted_at is not None
    assert set(Rating.objects.filter(source="reviewer").values_list("level", flat=True)) == {4}


def test_words_that_are_marked_become_a_quote_of_their_very_place(assigned: Assigned, open_page: OpenPage) -> None:
    assignment = assigned()
    page = open_page("rita", f"/reviews/{assignment.pk}/")
    page.locator("#s1 summary").click()
    page.evaluate("""() => new Promise((told) => {
      document.addEventListener('selectionchange', told, { once: true });
      const piece = document.querySelector('[data-message="0"] [data-from="0"]').firstChild;
      const range = document.createRange();
      range.setStart(piece, piece.data.indexOf('again'));
      range.setEnd(piece, piece.data.indexOf('again') + 5);
      const selection = document.getSelection(); selection.removeAllRanges(); selection.addRange(range); })""")
    page.locator('[data-quote="s1"]').click()
    page.locator("#s1-quotes blockquote").wait_for()
    assert page.locator("#s1-quotes blockquote").inner_text().startswith("again")
    assert Card.objects.get().marks["right.choice"]["spans"] == [[0, 17, 22]]  # the face before it is one character
    for field, level in (("s0", "4"), ("s1", "4"), ("s2", "4")):
        page.locator(f"#{field} input[value='{level}']").check()
    draft_is_kept(page)
    follow(page.get_by_role("button", name="Submit the review"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What you said of Finn Frontline")
    assert Comment.objects.get(kind="quote").text == "again"


def test_two_windows_see_that_the_other_was_quicker(assigned: Assigned, open_page: OpenPage) -> None:
    assignment = assigned()
    first = open_page("rita", f"/reviews/{assignment.pk}/")
    second = open_page("rita", f"/reviews/{assignment.pk}/")
    first.locator("#s1 input[value='5']").check()
    expect(first.locator("#saved")).to_have_text("Draft kept.")
    second.locator("#s1 input[value='1']").check()
    expect(second.locator("#saved")).to_contain_text("changed in another window")
    assert Card.objects.get().marks["right.choice"]["level"] == 5


def test_just_watched_takes_less_than_a_minute_on_a_phone(book: Any, open_page: OpenPage) -> None:
    """Read at 240 words a minute and tapped at one second a tap; what the machine takes is not counted."""
    del book
    page = open_page("lea", "/reviews/", PHONE)

    def read(root: str = "main") -> int:
        return len(page.locator(root).inner_text().split())

    follow(page.get_by_role("link", name="Rate what you just watched"))
    words = read()
    page.get_by_label("Colleague").select_option("finn")
    page.get_by_label("Have something put right").check()
    follow(page.get_by_role("button", name="Rate it"))
    words += read()
    for field, level in (("s0", "4"), ("s1", "5"), ("s2", "4")):
        page.locator(f"#{field} label:has(input[value='{level}'])").click()
    follow(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What you said of Finn Frontline")
    taps = 8
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert taps * 1.0 + words / 4 < 60, (taps, words)
    assert Rating.objects.filter(person="finn", rater="lea", source="reviewer").count() == 3


def test_the_whole_road_without_scripts(assigned: Assigned, open_page: OpenPage) -> None:
    assignment = assigned()
    page = open_page("rita", f"/reviews/{assignment.pk}/", WIDE, scripts=False)
    page.locator(".said").nth(1).get_by_label("quote").check()
    page.get_by_label("Quote the ticked messages for").select_option("s1")
    follow(page.get_by_role("button", name="Quote them"))
    for field, level in (("s0", "4"), ("s1", "4"), ("s2", "4")):
        page.locator(f"#{field} input[value='{level}']").check()
    follow(page.get_by_role("button", name="Submit the review"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What you said of Finn Frontline")
    assert Comment.objects.get(kind="quote").text.startswith("I am sorry")


def test_axe_finds_nothing_on_any_page_of_reviews(assigned: Assigned, open_page: OpenPage) -> None:
    at = timezone.now()
    first, second = assigned(), assigned(id_="i2")
    mark_critical(scope=ada(), standard="right.no-blame", why="a blamed customer leaves", at=at)
    name_causes(scope=ada(), names=["never taught", "system down"], at=at)
    page = open_page("rita", f"/reviews/{first.pk}/")
    for field, level in (("s0", "4"), ("s1", "3"), ("s2", "4")):
        page.locator(f"#{field} input[value='{level}']").check()
    draft_is_kept(page)
    follow(page.get_by_role("button", name="Submit the review"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What you said of Finn Frontline")
    response = Card.objects.get(assignment=first).response
    finn = open_page("finn", f"/reviews/of/{response}/dispute/right.choice/")
    finn.get_by_label("5 ").check()
    finn.get_by_label("Why?").fill("I offered three ways.")
    follow(finn.get_by_role("button", name="Dispute this mark"))
    expect(finn.get_by_text("waits for a decision")).to_be_visible()
    happened("i9")
    held = Calibration.objects.create(
        title="What is a choice?", interactions=["i9"], version=Card.objects.get().version,
        deadline=at + timedelta(days=2), by="lea", made_at=at,
    )  # fmt: skip
    for who in ("rita", "cora"):
        Seat.objects.create(calibration=held, person=who)
        seat = open_page(who, f"/reviews/calibrations/{held.pk}/0/")
        for field, level in (("s0", "4"), ("s1", "5" if who == "rita" else "2"), ("s2", "4")):
            seat.locator(f"#{field} input[value='{level}']").check()
        draft_is_kept(seat)
        follow(seat.get_by_role("button", name="Submit my marks"))
        expect(seat.get_by_text("Your marks are in")).to_be_visible()
    places = {
        "rita": ["/reviews/", f"/reviews/{second.pk}/", f"/reviews/{second.pk}/replace/", f"/reviews/of/{response}/",
                 f"/reviews/of/{response}/correct/overall/", "/reviews/calibrations/"],
        "finn": ["/reviews/", f"/reviews/of/{response}/", f"/reviews/of/{response}/dispute/overall/",
                 "/reviews/disputes/"],
        "lea": ["/reviews/", "/reviews/watched/", "/reviews/watched/?person=finn&journey=put-right&channel=visit",
                "/reviews/disputes/", f"/reviews/disputes/{Dispute.objects.get().pk}/", "/reviews/cycles/",
                "/reviews/cycles/new/", f"/reviews/cycles/{Cycle.objects.get().pk}/", "/reviews/calibrations/new/",
                f"/reviews/calibrations/{held.pk}/"],
        "ada": ["/reviews/choices/"],
    }  # fmt: skip
    found: dict[str, Any] = {}
    for who, paths in places.items():
        for size in (WIDE, PHONE):
            page = open_page(who, "/reviews/", size)
            for path in paths:
                answer = page.goto(path)
                assert answer and answer.status == 200, (who, path)
                assert page.evaluate("document.documentElement.scrollWidth") <= size, (who, path, size)
                told = Axe().run(page).response["violations"]
                found |= (
                    {f"{who} {path} {size}": [(one["id"], [n["html"][:120] for n in one["nodes"]]) for one in told]}
                    if told
                    else {}
                )
                if shots := os.environ.get("CLEARBAR_SHOTS"):
                    name = path.strip("/").replace("/", "-").replace("?", "-")[:40]
                    page.screenshot(path=f"{shots}/{who}-{name}-{size}.png", full_page=True)
    assert found == {}
