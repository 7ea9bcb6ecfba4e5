"""What tests of learning need: a house whose book has its questions, and people who answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from clearbar.model.quiz import Kind, Question, Variant
from clearbar.web.book.models import Version
from clearbar.web.bridge import learning
from clearbar.web.practice.models.learn import Question as Row
from clearbar.web.practice.models.learn import QuizAttempt
from clearbar.web.practice.tasks.learn import questions_of_the_book
from tests.web.conftest import NOW

STEP = "right/options"


def bring_questions(version: Version) -> int:
    """The questions of a version; how many are live."""
    questions_of_the_book(now=NOW, number=version.number)
    return Row.objects.filter(state="live").count()


def best(question: Question, variant: Variant) -> list[str]:
    """What is right, found from the key and not by grading."""
    shown = {one.id for one in variant.choices}
    if question.kind is Kind.ORDER:
        return [one.id for one in question.options if one.id in shown]
    right = [one.id for one in question.options if one.worth >= 1 and one.id in shown]
    return right[:1] if variant.most == 1 else right


def worst(question: Question, variant: Variant) -> list[str]:
    """What is wholly wrong."""
    shown = {one.id for one in variant.choices}
    if question.kind is Kind.ORDER:
        return [one.id for one in question.options if one.id in shown][::-1]
    return [one.id for one in question.options if one.worth <= 0 and one.id in shown][:1]


def as_form(kind: Kind, chosen: list[str]) -> dict[str, Any]:
    """What a form sends for it."""
    if kind is Kind.ORDER:
        return {f"place-{one}": number for number, one in enumerate(chosen, 1)}
    return {"choice": chosen}


def take(client: Client, about: str, what: str, choose: Callable[[Question, Variant], list[str]]) -> QuizAttempt:
    """A whole attempt, page by page."""
    began = client.post(f"/practice/quiz/?{about}={what}")
    assert began.status_code == 302, began.content.decode()
    key = int(began["Location"].split("/")[3])
    attempt = QuizAttempt.objects.get(pk=key)
    for number, item in enumerate(attempt.items, 1):
        question = learning.read(Row.objects.get(pk=int(item)).body)
        variant = learning.variant(question, attempt.seed, attempt.number - 1)
        page = f"/practice/quiz/{key}/{number}/"
        assert question.stem[:20] in client.get(page).content.decode().replace("&quot;", '"').replace("&#x27;", "'")
        assert client.post(page, as_form(question.kind, choose(question, variant))).status_code == 302
    assert client.post(f"/practice/quiz/{key}/").status_code == 302
    attempt.refresh_from_db()
    return attempt
