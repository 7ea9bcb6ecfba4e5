"""The whole road of practice, in a real browser: published → signed → learned → rehearsed → ready."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from clearbar.model.quiz import Kind
from clearbar.web.bridge import learning
from clearbar.web.ledger import jobs
from clearbar.web.ledger.models import Happened, Rating
from clearbar.web.people.models import Person
from clearbar.web.practice.models.learn import Question, QuizAttempt
from tests.web.browsing import follow, press_on
from tests.web.practice.learning import best
from tests.web.practice.rehearsals import GOOD, HINGE, offer
from tests.web.test_roads import publish

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
JOURNEY = "put-right"


def test_nobody_performs_what_they_were_never_shown_or_never_practised(
    page_of: Callable[..., Page], cast: dict[str, Person], tmp_path: Path
) -> None:
    """Hugo publishes the book and says what is asked; Finn signs, learns and rehearses on the phone; Lea sees on the
    board that he is ready, and Gwen that she is not yet."""
    jobs.arm(timezone.now())
    hugo = page_of("hugo")
    publish(hugo, tmp_path)
    rule(hugo)
    offer(cast["lea"])
    jobs.settle(timezone.now)
    finn = page_of("finn", 390)
    finn.goto("/")
    expect(finn.locator("main")).to_contain_text("Good to see you")
    clean(finn, "/practice/")
    assert f"{standing(finn)}".count("to sign") == 1
    sign(finn)
    learn(finn)
    rehearse(finn)
    jobs.settle(timezone.now)
    finn.goto("/practice/")
    assert "you are ready" in standing(finn)
    ready = Happened.objects.filter(kind="ready", person="finn")
    assert ready.exists() and all(one.standard.startswith("right.") for one in ready if one.standard)
    for kind in ("signed", "rehearsed"):
        assert Happened.objects.filter(kind=kind, person="finn").exists(), kind
    board(page_of("lea"))


def clean(page: Page, path: str) -> None:
    page.goto(path)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def rule(page: Page) -> None:
    """Of who puts things right: all signed, all learned, one rehearsal at the bar."""
    clean(page, "/practice/ready/rules/")
    page.locator("#id_journey").select_option(JOURNEY)
    page.locator("#id_signed").check()
    page.locator("#id_learned").check()
    page.locator("#id_times").fill("1")
    page.locator("#id_scenarios").fill("1")
    follow(page.get_by_role("button", name="Write it"))
    expect(page.locator("main")).to_contain_text("1 rehearsal at the bar")


def standing(page: Page) -> str:
    """How Finn stands to the journey."""
    lines = [line for line in page.locator("main .rows > li").all_inner_texts() if "Have something put right" in line]
    return lines[-1]


def sign(page: Page) -> None:
    clean(page, "/practice/sign/")
    for box in page.locator("input[name=edition]").all():
        box.check()
    follow(page.get_by_role("button", name="I agree to what I ticked"))
    expect(page.locator("h1")).to_contain_text("You have signed all")


def learn(page: Page) -> None:
    """One quiz about the whole journey; what is right is found from the keys of the questions."""
    page.goto(f"/practice/quiz/?journey={JOURNEY}")
    follow(page.get_by_role("button", name="Begin"))
    attempt = QuizAttempt.objects.get(person="finn")
    for item in attempt.items:
        question = learning.read(Question.objects.get(pk=int(item)).body)
        variant = learning.variant(question, attempt.seed, attempt.number - 1)
        for place, one in enumerate(best(question, variant), 1):
            if question.kind is Kind.ORDER:
                page.locator(f"[name='place-{one}']").select_option(str(place))
            else:
                page.locator(f"[name=choice][value='{one}']").check()
        follow(page.locator("form.asking button"))
    follow(page.get_by_role("button", name="Hand in"))
    expect(page.locator("h1")).to_contain_text("Passed")


def rehearse(page: Page) -> None:
    clean(page, f"/practice/rehearse/scenario/{HINGE}/")
    page.locator("[name=mood][value=calm]").check()
    follow(page.locator("form.form button"))
    for number, line in enumerate(GOOD, 1):
        page.locator("#id_text").fill(line)
        page.keyboard.press("Enter")
        expect(page.locator("#said .said")).to_have_count(2 * number + 1)
    expect(page.locator("#over")).to_be_visible()
    page.locator(".over .button").focus()
    press_on(page)
    page.locator(".levels input").first.check()
    follow(page.locator("form.rate button"))
    expect(page.get_by_role("heading", name="What was seen in your rehearsal")).to_be_visible()
    rated = Rating.objects.filter(setting="rehearsal", person="finn")
    assert set(rated.values_list("source", flat=True)) >= {"check", "self"}
    assert not Rating.objects.filter(setting="live").exists()


def board(page: Page) -> None:
    clean(page, "/practice/ready/")
    section = page.locator("main").inner_text().split("Have something put right")[1]
    not_yet, ready = section.split("\nReady\n")
    assert "Finn Frontline" in ready and "Gwen Frontline" in not_yet
    clean(page, "/practice/aware/")
