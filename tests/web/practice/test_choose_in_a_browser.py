"""In a real browser: a candidate's whole road on a phone without scripts; those who decide and rate; axe and widths."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from clearbar.web.book.models import Version
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from clearbar.web.practice.actions import choose_decide
from clearbar.web.practice.models.choose import Candidate, Interview, Opening, TraitAnswer, Try
from tests.conftest import PATIENCE_MS
from tests.web.browsing import follow
from tests.web.conftest import NOW
from tests.web.practice.choosing import TODAY, decide, interview, invite, open_place, switch_on, try_twice
from tests.web.practice.rehearsals import BAD, GOOD

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = 390, 1440
PICTURES = os.environ.get("CLEARBAR_PICTURES", "")
"""A folder for screenshots, for whoever wants to look."""
People = dict[str, Person]
PageOf = Callable[..., Page]


@pytest.fixture(autouse=True)
def _database_in_a_running_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright's loop runs in this thread; the database is asked from it all the same."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def place(cast: People, book: Version, now: object) -> Opening:
    """A place of team north, open."""
    del book, now
    switch_on(cast["hugo"])
    return open_place(cast["lea"])


def looks_well(page: Page, name: str, *, axe: bool = True) -> None:
    """Nothing is wider than the page, and axe finds nothing; with a picture for whoever wants to look."""
    width = (page.viewport_size or {"width": 0})["width"]
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"choose-{name}-{width}.png"), full_page=True, caret="initial")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
    if axe:
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"


def small_targets(page: Page) -> list[str]:
    """What can be pressed and is lower than 44 px; links within a sentence may be."""
    return [
        one.inner_text()
        for one in page.locator("button, footer a, label:has(input)").all()
        if (box := one.bounding_box()) and box["height"] < 44
    ]


def test_a_candidate_goes_the_whole_road_on_a_phone_without_scripts(
    place: Opening, cast: People, page_of: PageOf
) -> None:
    _, link = invite(cast["lea"], place)
    page = page_of("nobody", PHONE, scripts=False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(link)
    looks_well(page, "consent", axe=False)
    assert small_targets(page) == []
    follow(page.get_by_role("button", name="Begin"))
    expect(page.get_by_role("alert")).to_contain_text("Tick that you agree")
    page.get_by_label("I have read this and agree to it").check()
    follow(page.get_by_role("button", name="Begin"))
    for line in BAD:
        looks_well(page, "talk", axe=False)
        page.get_by_label("What do you say?").fill(line)
        follow(page.get_by_role("button", name="Say it"))
    expect(page.get_by_role("heading", name="What we promise")).to_be_visible()
    looks_well(page, "read", axe=False)
    follow(page.get_by_role("button", name="I have read it: try again"))
    expect(page.get_by_role("heading", name="Your second try")).to_be_visible()
    for line in GOOD:
        page.get_by_label("What do you say?").fill(line)
        follow(page.get_by_role("button", name="Say it"))
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    looks_well(page, "thanks", axe=False)
    assert small_targets(page) == []
    page.get_by_label("Woman").check()
    follow(page.get_by_role("button", name="Send"))
    expect(page.get_by_text("Nothing more is asked.")).to_be_visible()
    assert [row.value for row in TraitAnswer.objects.all()] == ["Woman"]
    assert Try.objects.filter(ended_at__isnull=False).count() == 2
    follow(page.get_by_role("link", name="Withdraw, and have everything erased now"))
    looks_well(page, "withdraw", axe=False)
    follow(page.get_by_role("button", name="Withdraw and erase everything"))
    expect(page.get_by_role("heading", name="Everything is erased")).to_be_visible()
    assert not Candidate.objects.exists() and not TraitAnswer.objects.exists()
    own = page.url.partition("/practice/")[0]
    assert asked and all(url.startswith(own) for url in asked), "nobody else is asked for anything"
    assert not page.context.cookies()


def test_the_pages_of_a_candidate_are_clean_by_axe(
    place: Opening, cast: People, browser: Browser, live_server: Any
) -> None:
    """Each page in turn; axe needs a script of its own, which the pages' policy refuses."""
    _, link = invite(cast["lea"], place)
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": PHONE, "height": 900}, bypass_csp=True, locale="en-GB"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(link)
    looks_well(page, "axe-consent")
    page.get_by_label("I have read this and agree to it").check()
    follow(page.get_by_role("button", name="Begin"))
    for line in BAD:
        page.get_by_label("What do you say?").fill(line)
        looks_well(page, "axe-talk")
        follow(page.get_by_role("button", name="Say it"))
    looks_well(page, "axe-read")
    follow(page.get_by_role("button", name="I have read it: try again"))
    for line in GOOD:
        page.get_by_label("What do you say?").fill(line)
        follow(page.get_by_role("button", name="Say it"))
    looks_well(page, "axe-thanks")
    follow(page.get_by_role("link", name="Withdraw, and have everything erased now"))
    looks_well(page, "axe-withdraw")
    page.goto("/practice/try/nothing-here-at-all-000/")
    looks_well(page, "axe-unknown")
    context.close()


def test_from_the_switch_to_a_decision(
    cast: People, book: Version, now: object, page_of: PageOf
) -> None:  # fmt: skip
    del book, now
    hugo = page_of("hugo", DESK)
    hugo.goto("/practice/choosing/switch/")
    looks_well(hugo, "switch-off")
    hugo.get_by_label("Candidates can be invited to try scenarios").check()
    follow(hugo.get_by_role("button", name="Keep"))
    expect(hugo.get_by_role("heading", name="No place is open yet")).to_be_visible()
    place = open_place(cast["lea"])
    lea = page_of("lea", PHONE)
    lea.goto(f"/practice/choosing/{place.pk}/")
    follow(lea.get_by_role("link", name="Take up a candidate"))
    lea.get_by_label("Name").fill("Zuleika Quenneville")
    follow(lea.get_by_role("button", name="Take them up"))
    follow(lea.get_by_role("button", name="Make their link"))
    link = lea.get_by_label("Give this link to").input_value()
    looks_well(lea, "link")
    candidate = page_of("nobody", PHONE, scripts=False)
    candidate.goto(f"/practice/try/{link.rstrip('/').rpartition('/')[2]}/")
    candidate.get_by_label("I have read this and agree to it").check()
    follow(candidate.get_by_role("button", name="Begin"))
    expect(candidate.get_by_role("heading", name="Your first try")).to_be_visible()
    lea.goto(f"/practice/candidates/{Candidate.objects.get().pk}/")
    lea.get_by_label("One", exact=True).select_option("Cora Coach")
    lea.get_by_label("And another").select_option("Rita Reviewer")
    follow(lea.get_by_role("button", name="Ask these two"))
    for who in ("cora", "rita"):
        rater = page_of(who, PHONE)
        rater.goto("/practice/interviews/")
        follow(rater.get_by_role("link", name="Zuleika Quenneville"))
        looks_well(rater, f"interview-{who}")
        for question in rater.get_by_role("group").all():
            question.get_by_role("radio").nth(3).check()
        follow(rater.get_by_role("button", name="Send, for good"))
        expect(rater.get_by_text("you have sent your marks")).to_be_visible()
    assert Interview.objects.filter(submitted_at__isnull=False).count() == 2
    lea.reload()
    follow(lea.get_by_role("link", name="Decide", exact=True))
    looks_well(lea, "decide")
    lea.get_by_label("taken on", exact=True).check()
    lea.get_by_label("Why?").fill("She asked before she answered.")
    follow(lea.get_by_role("button", name="Decide it"))
    assert Candidate.objects.get().decision == "taken"


def test_axe_finds_nothing_and_every_page_of_staff_fits(place: Opening, cast: People, page_of: PageOf) -> None:
    for number in range(11):
        one, link = invite(cast["lea"], place, f"{'CABDE'[number % 5]}nna {number}")
        try_twice(Client(), link, GOOD if number % 3 == 0 else BAD, GOOD)
        Client().post(link, {"act": "traits", "trait0": "Woman" if number % 2 else "Man"})
        interview(cast["lea"], one, {"cora": (1 + number % 5, 3), "rita": (1 + number % 4, 3)}, cast)
        decide(cast["lea"], one, taken=number % 2 == 0)
    waiting, _ = invite(cast["lea"], place, "Dora")
    paths = [
        "/practice/choosing/", "/practice/choosing/new/", f"/practice/choosing/{place.pk}/",
        f"/practice/choosing/{place.pk}/edit/", f"/practice/choosing/{place.pk}/candidate/",
        f"/practice/candidates/{one.pk}/", f"/practice/candidates/{waiting.pk}/",
        f"/practice/candidates/{one.pk}/decide/", f"/practice/candidates/{one.pk}/withdrew/",
        "/practice/interviews/", "/practice/choosing/switch/", f"/practice/choosing/{place.pk}/impact/",
    ]  # fmt: skip
    for width in (PHONE, DESK):
        page = page_of("hugo", width)
        for number, path in enumerate(paths):
            answer = page.goto(path)
            assert answer and answer.status == 200, path
            looks_well(page, f"staff-{number}")
    choose_decide.close(scope=scope_of(cast["lea"], TODAY), opening=place, at=NOW)
    for width in (PHONE, DESK):
        page = page_of("hugo", width)
        page.goto(f"/practice/choosing/{place.pk}/impact/")
        expect(page.get_by_role("heading", name="Gender")).to_be_visible()
        looks_well(page, "impact")
        page.goto(f"/practice/choosing/{place.pk}/")
        looks_well(page, "closed")
