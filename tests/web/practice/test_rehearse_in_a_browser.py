"""In a real browser: a talk at 390 px by keyboard alone, without scripts, in two windows; the road from a scenario to
what was seen; axe and widths on every page."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from clearbar.web.book.models import Version
from clearbar.web.people.models import Person
from clearbar.web.practice.models.rehearse import Endpoint, Opinion, Rehearsal, ScenarioText
from tests.web.browsing import follow, press_on
from tests.web.practice.rehearsals import BAD, GOOD, HINGE, offer

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = 390, 1440
OpenPage = Callable[..., Page]
PICTURES = os.environ.get("CLEARBAR_PICTURES", "")
"""A folder for screenshots, for whoever wants to look."""


@pytest.fixture(autouse=True)
def _database_in_a_running_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright's loop runs in this thread; the database is asked from it all the same."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def open_page(cast: dict[str, Person], book: Version, page_of: Callable[..., Page]) -> OpenPage:
    """A page as one of the cast sees it, with a scenario to rehearse."""
    del book
    offer(cast["lea"])

    def opened(who: str, path: str, width: int = PHONE, **further: Any) -> Page:
        page = page_of(who, width, **further)
        page.goto(path)
        return page

    return opened


def picture(page: Page, name: str) -> None:
    if PICTURES:
        width = (page.viewport_size or {"width": 0})["width"]
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True, caret="initial")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def lines_of() -> list[str]:
    return [turn["text"] for turn in Rehearsal.objects.get().turns if turn["role"] == "staff"]


def tab_to(page: Page, what: str) -> None:
    """Goes on by Tab until what is focused matches."""
    for _ in range(60):
        if page.evaluate("(what) => document.activeElement.matches(what)", what):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{what} is not reached by Tab")


def test_the_whole_road_on_a_phone_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("finn", "/practice/rehearse/")
    picture(page, "rehearse")
    tab_to(page, ".next .button")
    press_on(page)
    picture(page, "scenario")
    tab_to(page, "#id_mood_0")
    page.keyboard.press("ArrowDown")
    tab_to(page, "form.form button")
    press_on(page)
    expect(page.locator("#id_text")).to_be_focused()
    picture(page, "talk-begins")
    page.keyboard.type(BAD[0])
    page.keyboard.press("Enter")
    expect(page.locator("#said .said")).to_have_count(3)
    expect(page.locator("#patience")).to_contain_text("The customer is about to give up")
    expect(page.locator("#id_text")).to_have_value("")
    expect(page.locator("#id_text")).to_be_focused()
    picture(page, "talk")
    page.keyboard.type("One line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type(BAD[1])
    page.keyboard.press("Enter")
    expect(page.locator("#over")).to_be_focused()
    assert lines_of() == [BAD[0], f"One line\n{BAD[1]}"]
    expect(page.locator("#say")).to_be_hidden()
    picture(page, "talk-over")
    tab_to(page, ".over .button")
    press_on(page)
    expect(page.get_by_role("heading", name="How far did you go, in your own eyes?")).to_be_visible()
    picture(page, "say")
    tab_to(page, ".levels input")
    page.keyboard.press("ArrowDown")
    tab_to(page, "form.rate button")
    press_on(page)
    expect(page.get_by_role("heading", name="What was seen in your rehearsal")).to_be_visible()
    picture(page, "feedback")
    assert Opinion.objects.get().source == "self"
    assert fits(page)
    tab_to(page, ".did button")
    press_on(page)
    expect(page.locator("#said .said")).to_have_count(1)
    assert Rehearsal.objects.get(line=0).said == 0


def test_a_talk_without_scripts(open_page: OpenPage) -> None:
    page = open_page("finn", f"/practice/rehearse/scenario/{HINGE}/", scripts=False)
    page.get_by_label("calm").check()
    follow(page.get_by_role("button", name="Begin"))
    for line in GOOD:
        page.get_by_label("What do you say?").fill(line)
        follow(page.get_by_role("button", name="Say it"))
    assert lines_of() == list(GOOD)
    expect(page.get_by_role("heading", name="The talk is over.")).to_be_visible()
    follow(page.get_by_role("link", name="How did it go?"))
    follow(page.get_by_role("button", name="See it without saying how it went"))
    expect(page.get_by_text("It ended well for the customer.")).to_be_visible()
    follow(page.get_by_role("button", name="Again from here").last)
    expect(page.locator("#said .said")).to_have_count(3)


def test_a_second_click_and_a_second_window_neither_double_nor_lose_a_line(open_page: OpenPage) -> None:
    first = open_page("finn", f"/practice/rehearse/scenario/{HINGE}/")
    first.get_by_label("calm").check()
    follow(first.get_by_role("button", name="Begin"))
    second = first.context.new_page()
    second.goto(first.url)
    first.get_by_label("What do you say?").fill(GOOD[0])
    first.get_by_role("button", name="Say it").dblclick()
    expect(first.locator("#said .said")).to_have_count(3)
    assert lines_of() == [GOOD[0]]
    second.get_by_label("What do you say?").fill("Something else.")
    second.get_by_role("button", name="Say it").click()
    expect(second.get_by_role("alert")).to_contain_text("Something was said in another window meanwhile")
    expect(second.locator("#said .said")).to_have_count(3)
    expect(second.get_by_label("What do you say?")).to_have_value("Something else.")
    picture(second, "talk-overtaken")
    second.get_by_role("button", name="Say it").click()
    expect(second.locator("#said .said")).to_have_count(5)
    expect(second.get_by_role("alert")).to_have_count(0)
    assert lines_of() == [GOOD[0], "Something else."]


def test_a_line_that_could_not_be_sent_stays_in_its_field(open_page: OpenPage) -> None:
    page = open_page("finn", "/practice/rehearse/").context.new_page()  # its console may complain: the network is gone
    page.goto(f"/practice/rehearse/scenario/{HINGE}/")
    page.get_by_label("calm").check()
    follow(page.get_by_role("button", name="Begin"))
    page.context.set_offline(True)
    page.get_by_label("What do you say?").fill(GOOD[0])
    page.get_by_label("What do you say?").press("Enter")
    expect(page.locator("#how")).to_contain_text("It was not sent. What you typed is still here; try again.")
    expect(page.get_by_label("What do you say?")).to_have_value(GOOD[0])
    page.context.set_offline(False)
    page.get_by_label("What do you say?").press("Enter")
    expect(page.locator("#said .said")).to_have_count(3)
    assert lines_of() == [GOOD[0]]


def test_face_to_face_with_a_colleague(open_page: OpenPage) -> None:
    finn = open_page("finn", f"/practice/rehearse/scenario/{HINGE}/")
    finn.get_by_label("Face to face, with a colleague who plays the customer").check()
    finn.get_by_label("Who plays the customer?").select_option("Gwen Frontline")
    follow(finn.get_by_role("button", name="Begin"))
    expect(finn.get_by_text("Gwen Frontline plays the customer and has the sheet for it")).to_be_visible()
    picture(finn, "waits")
    gwen = open_page("gwen", "/practice/rehearse/")
    follow(gwen.get_by_role("link", name="Play the customer for Finn Frontline"))
    picture(gwen, "sheet")
    assert fits(gwen)
    gwen.get_by_label("“You can choose between a repair today and a new frame.”").check()
    gwen.get_by_label("good: “Thank you. Until Friday.”").check()
    follow(gwen.get_by_role("button", name="Next: how far did it go?"))
    gwen.get_by_label("4 good").first.check()
    follow(gwen.get_by_role("button", name="Send your view"))
    picture(gwen, "viewed")
    assert Opinion.objects.get().source == "peer"


def test_what_somebody_types_never_runs(open_page: OpenPage) -> None:
    page = open_page("finn", f"/practice/rehearse/scenario/{HINGE}/")
    page.get_by_label("calm").check()
    follow(page.get_by_role("button", name="Begin"))
    page.get_by_label("What do you say?").fill(
        '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    )
    page.get_by_label("What do you say?").press("Enter")
    expect(page.locator("#said .said")).to_have_count(3)
    assert page.locator("#said img, #said script").count() == 0
    page.reload()
    assert page.locator("#said img, #said script").count() == 0 and page.title().startswith("The hinge")


def test_axe_finds_nothing_and_every_page_fits(open_page: OpenPage, cast: dict[str, Person], now: object) -> None:
    del now
    at = timezone.now()
    page = open_page("finn", f"/practice/rehearse/scenario/{HINGE}/")
    page.get_by_label("calm").check()
    follow(page.get_by_role("button", name="Begin"))
    one = Rehearsal.objects.get()
    addresses = {"finn": ["/practice/rehearse/", f"/practice/rehearse/scenario/{HINGE}/", f"/practice/talk/{one.pk}/"]}
    Endpoint.objects.create(id="e1", name="Local", url="https://x.example/v1", model="m", made_by="ada", made_at=at)
    broken = ScenarioText.objects.get().text.replace("right.choice", "right.nonsense")
    ScenarioText.objects.create(name="broken", text=broken, changed_at=at, by="lea")
    addresses["ada"] = [
        "/practice/rehearse/texts/", "/practice/rehearse/texts/broken/", f"/practice/rehearse/texts/{HINGE}/",
        "/practice/rehearse/models/", "/practice/rehearse/models/e1/",
    ]  # fmt: skip
    for line in BAD:
        page.get_by_label("What do you say?").fill(line)
        page.get_by_label("What do you say?").press("Enter")
        expect(page.get_by_label("What do you say?")).to_have_value("")
    check(page, "talk over")
    page.goto(f"/practice/talk/{one.pk}/feedback/")
    check(page, "say")
    Rehearsal.objects.update(seen_at=at + timedelta(seconds=1))
    addresses["finn"].append(f"/practice/talk/{one.pk}/feedback/")
    addresses["cora"] = ["/practice/rehearse/of/finn/", f"/practice/talk/{one.pk}/view/"]
    del cast
    for who, paths in addresses.items():
        for width in (PHONE, DESK):
            seen = open_page(who, "/practice/rehearse/", width)
            for path in paths:
                answer = seen.goto(path)
                assert answer and answer.status == 200, path
                check(seen, path)
                picture(seen, path.strip("/").replace("/", "-").replace(str(one.pk), "n"))


def check(page: Page, what: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{what}: {found.generate_report()}"
    assert fits(page), what
