"""Quizzes and their questions in a real browser: on a phone, by keyboard, without scripts; every page through axe."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from clearbar.web.book.models import Version
from clearbar.web.ledger.models import Interaction
from clearbar.web.practice.models.learn import Question, QuizAttempt, QuizChoice
from tests.web.browsing import follow, press_on
from tests.web.practice.learning import best, bring_questions, take, worst

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SITUATION = {
    "standard": "right.choice", "ask": "A customer is angry about a broken frame. What do you do first?",
    "language": "en", "text-0": "Ask what could make it right", "text-1": "Explain the warranty",
    "text-2": "Fetch the manager",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _database_in_a_running_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def asked(book: Version) -> Version:
    bring_questions(book)
    return book


def to_the_first_choice(page: Page) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.asked input, .asked select')"):
            return
    raise AssertionError("no choice is reached by keyboard")


def test_a_quiz_on_a_phone_by_keyboard_alone(asked: Version, page_of: Callable[..., Page]) -> None:
    page = page_of("finn", 390)
    page.goto("/practice/quiz/?step=choose-glasses/greet")
    page.get_by_role("button", name="Begin").focus()
    press_on(page)
    count = len(QuizAttempt.objects.get().items)
    for number in range(1, count + 1):
        expect(page.locator("h1")).to_have_text(f"Question {number} of {count}")
        to_the_first_choice(page)
        if page.locator(".ordering").count() == 0:
            page.keyboard.press("Space")
        press_on(page)
    expect(page.locator("h1")).to_have_text("All is answered")
    page.get_by_role("button", name="Hand in").focus()
    press_on(page)
    expect(page.locator("h2")).to_contain_text("Each question, and why")
    assert QuizAttempt.objects.get().ended_at


def test_a_step_that_takes_anothers_number_changes_places_with_it(asked: Version, page_of: Callable[..., Page]) -> None:
    row = Question.objects.filter(kind="order").first()
    assert row
    page = page_of("finn", 390)
    attempt = QuizAttempt.objects.create(
        person="finn", about="standard", what=row.standard, edition=row.edition, number=1, seed="s",
        items=[str(row.pk)], pass_mark=80, begun_at=timezone.now(),
    )  # fmt: skip
    page.goto(f"/practice/quiz/{attempt.pk}/1/")
    selects = page.locator(".ordering select")
    count = selects.count()
    selects.first.select_option(str(count))
    assert sorted(one.input_value() for one in selects.all()) == [str(number + 1) for number in range(count)]
    assert selects.nth(count - 1).input_value() == "1"
    follow(page.get_by_role("button", name="Answer"))
    assert attempt.given.count() == 1


def test_a_quiz_without_scripts(asked: Version, page_of: Callable[..., Page]) -> None:
    page = page_of("finn", 390, scripts=False)
    page.goto("/practice/quiz/?standard=right.choice")
    follow(page.get_by_role("button", name="Begin"))
    while page.locator(".asked").count():
        if page.locator("[name=choice]").count():
            page.locator("[name=choice]").first.check()
        follow(page.locator("form.asking button"))
    follow(page.get_by_role("button", name="Hand in"))
    assert QuizAttempt.objects.get().ended_at and page.locator(".why").count()


def world(log_in: Callable[[str], Client]) -> dict[str, list[str]]:
    """Something on every page, and who looks at it."""
    QuizChoice.the()
    QuizChoice.objects.update(days=0)
    take(log_in("finn"), "standard", "choose.listened", best)
    for _ in range(2):
        failed = take(log_in("finn"), "standard", "right.choice", worst)
    log_in("finn").post("/practice/quiz/?journey=collect-glasses")
    running = QuizAttempt.objects.get(ended_at=None)
    at = timezone.now() - timedelta(days=1)
    said = [{"role": role, "text": "It broke again.", "at": at.isoformat()} for role in ("customer", "agent")]
    Interaction.objects.create(id="talk-1", team="north", person="finn", at=at, channel="chat", messages=said)
    log_in("cora").post("/practice/questions/new/situation/", SITUATION)
    waiting, row = Question.objects.get(state="draft"), Question.objects.filter(kind="multiple").first()
    assert row
    order = next((n for n, key in enumerate(running.items, 1) if Question.objects.get(pk=int(key)).kind == "order"), 1)
    return {
        "finn": [
            "/practice/quiz/", "/practice/quiz/?standard=right.choice", f"/practice/quiz/{running.pk}/1/",
            f"/practice/quiz/{running.pk}/{order}/", f"/practice/quiz/{running.pk}/", f"/practice/quiz/{failed.pk}/",
            "/practice/learning/", "/practice/due/offline/",
        ],
        "gwen": ["/practice/due/"],
        "cora": [
            "/practice/learning/finn/", "/practice/questions/", "/practice/questions/new/single/",
            "/practice/questions/new/order/", "/practice/questions/talks/?kind=deviation",
            "/practice/questions/talks/?kind=level&standard=right.choice",
            "/practice/questions/new/deviation/?interaction=talk-1", f"/practice/questions/{row.pk}/",
            f"/practice/questions/{waiting.pk}/",
        ],
        "hugo": ["/practice/questions/choices/"],
    }  # fmt: skip


@pytest.mark.parametrize("width", [390, 1440])
def test_every_page_is_accessible_and_as_wide_as_the_screen(
    asked: Version, log_in: Callable[[str], Client], page_of: Callable[..., Page], width: int
) -> None:
    for who, paths in world(log_in).items():
        page = page_of(who, width)
        for path in paths:
            page.goto(path)
            found = Axe().run(page)
            assert not found.response["violations"], (path, found.generate_report())
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            if folder := os.environ.get("CLEARBAR_LOOK"):
                name = path.strip("/").replace("/", "_").replace("?", "_")[:60]
                page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
