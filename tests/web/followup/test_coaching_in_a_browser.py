"""The road of a coaching in a real browser: a deviation → both agree → fresh evidence → what changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from clearbar.web.book.models import Version
from clearbar.web.followup.models.coaching import Coaching
from clearbar.web.ledger import jobs
from clearbar.web.ledger.actions import happened
from clearbar.web.ledger.models import Happened
from clearbar.web.notices.models import Notice
from clearbar.web.people.models import Person
from tests.web.browsing import follow
from tests.web.conftest import NOW, publish_demo
from tests.web.followup.coachings import STANDARD, afterwards, colleagues, history, mirrored
from tests.web.practice.rehearsals import offer

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def clean(page: Page, name: str = "") -> None:
    """Nothing that a screen reader stumbles over, and nothing wider than the screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    if folder := os.environ.get("CLEARBAR_PICTURES"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets the clock of views and jobs to so many days after NOW."""

    def stand(days: int) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=days))

    stand(0)
    return stand


def test_from_a_deviation_to_what_changed(
    page_of: Callable[..., Page], cast: dict[str, Person], clock: Callable[[int], None]
) -> None:
    """Cora sees that Finn falls short and begins; Finn rates himself on the phone and sees it first; both agree; Finn
    is better afterwards, and the two close it with what that says."""
    book = publish_demo(cast["ada"])
    history(book)
    colleagues(book)
    mirrored()
    offer(cast["lea"])
    cora, finn = page_of("cora"), page_of("finn", 390)
    begin(cora)
    rate_oneself(finn)
    talk_and_propose(cora)
    say_yes(finn)
    day = Happened.objects.get(kind="coached")
    assert (day.person, day.standard, day.day) == ("finn", STANDARD, 20261118)
    note_and_answer(cora, finn)
    rehearse(finn)
    close(page_of, book, clock)


def begin(page: Page) -> None:
    page.goto("/followup/coaching/")
    clean(page, "hub")
    follow(page.get_by_role("link", name="Finn Frontline"))
    expect(page.locator("main")).to_contain_text("3 of 12")
    expect(page.locator("main")).to_contain_text("falls short")
    clean(page, "new")
    follow(page.get_by_role("button", name="Begin a coaching about asking before showing"))
    expect(page.locator("h1")).to_have_text("Finn Frontline rates themself first")
    expect(page.locator("main")).not_to_contain_text("It shows here")
    clean(page, "coach-waits")


def rate_oneself(page: Page) -> None:
    page.goto("/followup/coaching/")
    clean(page, "hub-person")
    follow(page.get_by_role("link", name="Rate yourself first"))
    expect(page.locator("main")).not_to_contain_text("3 of 12")
    clean(page, "rate")
    page.locator("[name=level][value='4']").check()
    page.locator("[name=words]").fill("I do ask, mostly. Not when it is full.")
    follow(page.get_by_role("button", name="This is how I see it"))
    expect(page.locator("h1")).to_contain_text("You see it first")
    expect(page.locator("main")).to_contain_text("3 of 12")
    clean(page, "seen-first")
    follow(page.get_by_role("button", name="Show it to Cora Coach"))


def talk_and_propose(page: Page) -> None:
    page.goto("/followup/coaching/")
    follow(page.get_by_role("link", name="Go on"))
    expect(page.locator("main")).to_contain_text("I do ask, mostly.")
    clean(page, "shared-coach")
    follow(page.get_by_role("link", name="Propose what to do"))
    page.locator("[name=what1]").fill("Ask two questions before showing a frame")
    page.locator("[name=what2]").fill("Stand beside you on Saturday for an hour")
    page.locator("[name=whose2]").select_option("coach")
    follow(page.get_by_role("button", name="Propose it"))
    expect(page.locator("[name=what2]")).to_have_value("Stand beside you on Saturday for an hour")
    expect(page.locator("main")).to_contain_text("Say by when.")
    clean(page, "propose-wrong")
    page.locator("[name=by2]").fill("2026-11-21")
    follow(page.get_by_role("button", name="Propose it"))
    expect(page.locator("h1")).to_have_text("Your proposal waits for Finn Frontline's yes")


def say_yes(page: Page) -> None:
    page.goto("/followup/coaching/")
    follow(page.get_by_role("link", name="Say yes, or propose something else"))
    clean(page, "proposed")
    follow(page.get_by_role("button", name="Yes, agreed"))
    expect(page.locator("h1")).to_have_text("What you and Cora Coach agreed on")
    follow(page.get_by_role("button", name="It is done (Ask two questions before showing a frame)"))
    expect(page.locator("main")).to_contain_text("✓ done")
    clean(page, "agreed")


def note_and_answer(cora: Page, finn: Page) -> None:
    cora.reload()
    cora.locator("#id_text").fill("The first question was a good one.")
    follow(cora.get_by_role("button", name="Keep the note"))
    finn.reload()
    finn.get_by_text("Answer", exact=False).filter(has_text="the note of").first.click()
    finn.locator("article.note textarea").fill("It surprised me, too.")
    follow(finn.locator("article.note").get_by_role("button", name="Answer"))
    cora.reload()
    expect(cora.locator("article.note")).to_contain_text("It surprised me, too.")
    clean(finn, "notes")


def rehearse(page: Page) -> None:
    """The link leads to what can be rehearsed; that something was, is read from what happened."""
    there = page.url
    follow(page.get_by_role("link", name="Rehearse this standard"))
    assert "/practice/rehearse/" in page.url
    happened(kind="rehearsed", person="finn", standards=[STANDARD], day=20261119, at=NOW)
    page.goto(there)
    expect(page.locator("main")).to_contain_text("You rehearsed it on 19 November")


def close(page_of: Callable[..., Page], book: Version, clock: Callable[[int], None]) -> None:
    """Each logs in anew: days lie between."""
    there = f"/followup/coaching/{Coaching.objects.get().pk}/"
    clock(5)
    finn = page_of("finn", 390)
    finn.goto(there)
    follow(finn.get_by_role("link", name="Look at what changed"))
    expect(finn.locator("h1")).to_have_text("No fresh ratings so far: too few to tell what changed")
    clean(finn, "check-too-few")
    afterwards(book)
    mirrored()
    clock(13)
    jobs.arm(NOW)
    jobs.settle(lambda: NOW + timedelta(days=13))
    assert Notice.objects.filter(person="cora", name__contains=":check:").exists()
    finn, cora = page_of("finn", 390), page_of("cora")
    finn.goto(f"{there}check/")
    expect(finn.locator("h1")).to_have_text("It rose, by more than it would have risen by itself")
    for figure in ("3 of 12", "10 of 10", "By itself"):
        expect(finn.locator("main")).to_contain_text(figure)
    clean(finn, "check")
    cora.goto(f"{there}check/")
    clean(cora, "check")
    follow(finn.get_by_role("button", name="Close it with this"))
    expect(finn.locator("h1")).to_have_text("It rose, by more than it would have risen by itself")
    clean(finn, "closed")
    cora.goto(there)
    expect(cora.locator("h1")).to_have_text("It rose, by more than it would have risen by itself")
    clean(cora, "closed")


def test_without_scripts_on_the_phone_a_person_rates_themself_and_answers(
    page_of: Callable[..., Page], cast: dict[str, Person], clock: Callable[[int], None]
) -> None:
    """The same forms work without JavaScript, and by keyboard."""
    book = publish_demo(cast["ada"])
    history(book)
    colleagues(book)
    mirrored()
    cora = page_of("cora", scripts=False)
    cora.goto("/followup/coaching/new/?person=finn")
    follow(cora.get_by_role("button", name="Begin a coaching about asking before showing"))
    finn = page_of("finn", 390, scripts=False)
    finn.goto("/followup/coaching/")
    follow(finn.get_by_role("link", name="Rate yourself first"))
    finn.locator("[name=level]").first.focus()
    finn.keyboard.press("Space")
    with finn.expect_navigation():
        finn.keyboard.press("Enter")
    expect(finn.locator("h1")).to_contain_text("You see it first")
