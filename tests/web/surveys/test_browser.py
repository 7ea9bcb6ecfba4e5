"""The pages of who is asked, in a real browser: by keyboard, without scripts, on a phone, in three languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from clearbar.web.ledger.models import Comment, Rating
from clearbar.web.surveys.models import Said, Survey, Way, Wish
from tests.conftest import PATIENCE_MS
from tests.web.browsing import follow, press_on
from tests.web.surveys.conftest import ask, path_of, way

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Pages = Callable[..., Page]


def clean(page: Page) -> None:
    """axe finds nothing, and nothing is wider than the screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en-GB", "de-DE", "es-ES"])
def test_axe_finds_nothing_on_any_page_of_an_answer(survey: Survey, page_of: Pages, language: str, scheme: str) -> None:
    path, page = path_of(ask(survey)), page_of("nobody", 390, locale=language)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(path)
    assert page.locator("html").get_attribute("lang") == language[:2]
    clean(page)
    follow(page.locator("main button"))
    expect(page.locator("[role=alert]")).to_have_count(1)
    clean(page)
    page.locator("[name=g0][value='2']").check()
    follow(page.locator("main button"))
    expect(page.locator("#contact")).to_have_count(1)
    clean(page)
    page.fill("#contact", "nobody")
    follow(page.locator("main button"))
    expect(page.locator("#contact[aria-invalid]")).to_have_count(1)
    clean(page)
    page.fill("#contact", "")
    follow(page.locator("main button"))
    expect(page.locator("main form")).to_have_count(0)
    clean(page)
    page.goto(path)
    clean(page)
    page.goto("/s/unknown/")
    clean(page)


def test_an_answer_is_given_by_keyboard_alone_without_scripts(survey: Survey, page_of: Pages) -> None:
    page = page_of("nobody", 390, scripts=False)
    page.goto(path_of(ask(survey)))
    page.locator("[name=e0]").first.focus()
    press(page, "ArrowDown", "ArrowDown", "ArrowDown", "Tab")  # expected: good
    press(page, "Space", "ArrowUp", "ArrowUp", "Tab")  # got, from the same row: not good enough
    for _ in range(40):
        if page.locator("#words:focus").count():
            break
        press(page, "Tab")
    page.keyboard.type("I stood there for long.")
    press(page, "Tab")
    press_on(page)
    expect(page.locator("#contact")).to_be_visible()
    press(page, "Tab")
    page.locator("#words").focus()
    page.keyboard.type("A chair.")
    press(page, "Tab")
    page.keyboard.type("mara@example.test")
    press_on(page)
    expect(page.get_by_text("we will get in touch")).to_be_visible()
    assert Rating.objects.values_list("standard", "expected", "level").get() == ("overall", 4, 2)
    assert set(Comment.objects.values_list("text", flat=True)) == {"I stood there for long.", "A chair."}
    assert Wish.objects.get().contact is not None


def test_a_kiosk_begins_again_after_an_answer_and_after_a_minute_of_nothing(survey: Survey, page_of: Pages) -> None:
    survey.standards, survey.expectation = ["choose.seen", "choose.listened", "choose.price-whole"], False
    survey.save()
    found, page = way(survey, Way.Kind.KIOSK), page_of("nobody", 768)
    page.goto(f"/k/{found.address}/")
    clean(page)
    follow(page.get_by_role("button", name="Begin", exact=True))
    for count in range(1, 7):
        expect(page.get_by_text(f"Question {count} of 6")).to_be_visible()
        clean(page)
        follow(page.locator("div.marks button").nth(1))
    expect(page.locator("#contact")).to_be_visible()
    follow(page.locator("main button"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert Said.objects.count() == 1
    expect(page.get_by_text("Begin without a time limit")).to_be_visible()
    follow(page.get_by_role("button", name="Begin", exact=True))
    expect(page.locator("div.marks")).to_be_visible()
    expect(page.get_by_text("Begin without a time limit")).to_be_visible(timeout=60_000 + PATIENCE_MS)


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_on_the_pages_of_staff(survey: Survey, page_of: Pages, width: int) -> None:
    page = page_of("ada", width)
    ways = [way(survey, kind, hosts=["www.example.org"] if kind == "embed" else []) for kind in Way.Kind]
    paths = ["", "new/", "new/?journey=choose-glasses&audience=customer", f"{survey.pk}/", f"{survey.pk}/edit/",
             f"{survey.pk}/ask/", f"{survey.pk}/ways/new/", *(f"ways/{one.pk}/" for one in ways),
             f"ways/{ways[-1].pk}/enter/"]  # fmt: skip
    for path in paths:
        page.goto(f"/surveys/{path}")
        assert page.locator("h1").count() == 1
        clean(page)


def test_a_card_of_ten_boxes_is_typed_in_and_the_next_one_is_ready(survey: Survey, page_of: Pages) -> None:
    found, page = way(survey, Way.Kind.PAPER), page_of("lea", scripts=False)
    page.goto(f"/surveys/ways/{found.pk}/enter/")
    for count in (1, 2, 3):
        expect(page.locator("#id_digits")).to_be_focused()
        page.keyboard.type("45 45 44 12 12")
        press_on(page)
        expect(page.get_by_text("The card is kept")).to_be_visible()
        assert Said.objects.count() == count
    expect(page.locator("#id_digits")).to_be_focused()
