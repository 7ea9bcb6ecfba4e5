"""Reads of what is due: whom to ask about which standard today, and with which question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from clearbar.model.book import Book, Placed
from clearbar.model.quiz import Due, Variant
from clearbar.model.quiz import Question as Asked
from clearbar.web.book.queries import current
from clearbar.web.bridge import learning
from clearbar.web.people.models import Organisation, Person
from clearbar.web.people.queries import language_of
from clearbar.web.practice.models.learn import Given, Question, QuizChoice, ReviewCard
from clearbar.web.practice.queries.duties import Duties, teams_of
from clearbar.web.practice.queries.quizzes import live

MOST = 200
"""Cards that are looked at to choose from: those that have waited longest."""


def due_count(person: str, now: datetime) -> int:
    """How many standards somebody is to be asked about by now, of those that they perform."""
    book = current()
    if book is None:
        return 0
    own = _own(book, person, timezone.localdate(now))
    return ReviewCard.objects.filter(person=person, due__lte=now, standard__in=own).count() if own else 0


def _own(book: Book, person: str, today: date) -> dict[str, Placed]:
    return {one.standard.id: one for one in Duties.now().standards(book, teams_of(person, today))}


@dataclass(frozen=True)
class DueItem:
    """A card, the question that it asks this time, and what is shown of that."""

    card: ReviewCard
    row: Question
    question: Asked
    variant: Variant
    placed: Placed

    @property
    def changed(self) -> bool:
        """Whether the standard changed since they were last asked."""
        return self.card.renewed_at is not None and self.card.memory == ""


def due_items(person: Person, now: datetime, most: int = 40) -> list[DueItem]:
    """What somebody is asked now, within the minutes that the organisation chose; a handful of queries, however many
    cards there are."""
    book = current()
    own = _own(book, person.pk, timezone.localdate(now)) if book else {}
    if not own:
        return []
    waiting = ReviewCard.objects.filter(person=person.pk, due__lte=now, standard__in=own).order_by("due")[:MOST]
    cards = {one.standard: one for one in waiting}
    editions = {own[standard].standard.edition for standard in cards}
    rows = live(list(cards), editions, language_of(person), bodies=False)
    asked = _asked_last(person.pk, rows)
    keys = {one: _next(cards[one], rows[one], asked).pk for one in rows}
    whole = Question.objects.in_bulk(keys.values())
    chosen = {standard: whole[key] for standard, key in keys.items()}
    ready = [_due(cards[standard], learning.read(row.body)) for standard, row in chosen.items()]
    first = learning.first(ready, now, seconds=60 * QuizChoice.the().minutes, zone=Organisation.the().timezone)
    return [_item(cards[one.standard], chosen[one.standard], own[one.standard]) for one in first[:most]]


def _asked_last(person: str, rows: dict[str, list[Question]]) -> dict[int, datetime]:
    keys = [one.pk for held in rows.values() for one in held]
    found = Given.objects.filter(person=person, question__in=keys).values("question").annotate(last=Max("at"))
    return {one["question"]: one["last"] for one in found}


def _next(card: ReviewCard, rows: Sequence[Question], asked: dict[int, datetime]) -> Question:
    """The one that was asked longest ago; of those never asked, another one for everybody."""
    turn = card.pk % max(1, len(rows))
    order = [*rows[turn:], *rows[:turn]]
    return min(order, key=lambda one: (one.pk in asked, asked.get(one.pk, card.due)))


def _due(card: ReviewCard, question: Asked) -> Due:
    assert card.due is not None  # noqa: S101  chosen by it
    return Due(card.standard, question.edition, card.memory, card.due, question.seconds)


def _item(card: ReviewCard, row: Question, placed: Placed) -> DueItem:
    question = learning.read(row.body)
    return DueItem(card, row, question, learning.variant(question, str(card.pk), card.times), placed)


def due_item(person: Person, card: str, question: str, variant: int, now: datetime) -> DueItem | None:
    """A question as it was asked, to be answered; None where it is not this person's."""
    if not (card.isdecimal() and question.isdecimal() and len(card) < 20 and len(question) < 20):
        return None
    held = ReviewCard.objects.filter(pk=int(card), person=person.pk).first()
    row = Question.objects.filter(pk=int(question)).exclude(state=Question.State.DRAFT).first()
    book = current()
    if held is None or row is None or book is None or row.standard != held.standard:
        return None
    placed = _own(book, person.pk, timezone.localdate(now)).get(held.standard)
    if placed is None or not 0 <= variant <= held.times + 1:
        return None
    asked = learning.read(row.body)
    return DueItem(held, row, asked, learning.variant(asked, str(held.pk), variant), placed)
