"""Writes of cards: when somebody is asked about a standard again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from clearbar.model.book import Book
from clearbar.model.quiz import Answer
from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.book.queries import current
from clearbar.web.bridge import learning
from clearbar.web.ledger.sync import Item, Refused, taker
from clearbar.web.people.access import demand
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Organisation
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.learn import Given, Question, ReviewCard
from clearbar.web.practice.queries.duties import Duties

REVIEW = "review"
"""The kind of item by which a phone sends an answer to a card."""
NO_CARD = "This is no question of yours."
NO_ANSWER = "This was no answer to what was asked."


def reviewed(*, person: str, standard: str, edition: str, credit: float, at: datetime) -> ReviewCard:
    """The card of a standard after it was asked about, made if there was none. Part of an answer, which has a line."""
    card, _ = ReviewCard.objects.get_or_create(person=person, standard=standard, defaults={"edition": edition})
    after = learning.again(
        card.memory, credit, edition=edition, at=at, zone=Organisation.the().timezone, seed=str(card.pk)
    )
    card.memory, card.due, card.edition = after.card, after.due, edition
    card.times, card.last_at = card.times + 1, at
    card.save(update_fields=["memory", "due", "edition", "times", "last_at"])
    return card


@transaction.atomic
def answer(
    *, scope: Scope, card: ReviewCard, question: Question, variant: int, chosen: tuple[str, ...], at: datetime,
    sync: str | None = None,
) -> Given:  # fmt: skip
    """An answer to a card of one's own. Where the standard changed meanwhile the answer is kept, and the card stays as
    it is: what was answered was another promise. Raises Refused for what was not asked."""
    demand(card.person == scope.person)
    if question.standard != card.standard or question.state == Question.State.DRAFT:
        raise Refused(NO_CARD)
    try:
        found = learning.grade(learning.read(question.body), Answer(question.name, str(card.pk), variant, chosen))
    except ValueError:
        raise Refused(NO_ANSWER) from None
    given = Given.objects.create(
        person=scope.person, question=question, seed=str(card.pk), variant=variant, answer=list(chosen),
        credit=found.credit, at=at, sync=sync,
    )  # fmt: skip
    if question.edition == card.edition:
        reviewed(person=card.person, standard=card.standard, edition=card.edition, credit=found.credit, at=at)
    record(actor=scope.person, verb="answered", thing=("question", question.pk), at=at, subject=scope.person)
    return given


@taker(REVIEW)
def take(*, scope: Scope, item: Item, now: datetime) -> Mapping[str, Any]:
    """An answer that was given on a phone: {card, question, variant, chosen}. Whose card it is, and whether they still
    perform the standard, is asked anew."""
    del now
    body = item.body
    card = ReviewCard.objects.select_for_update().filter(pk=_number(body.get("card"))).first()
    question = Question.objects.filter(pk=_number(body.get("question"))).first()
    chosen, variant = body.get("chosen"), body.get("variant")
    if card is None or question is None or card.person != scope.person:
        raise Refused(NO_CARD)
    if not isinstance(chosen, list) or type(variant) is not int or not 0 <= variant <= card.times + 1:
        raise Refused(NO_ANSWER)
    demand(_performs(scope, card.standard))
    given = answer(
        scope=scope, card=card, question=question, variant=variant, chosen=tuple(map(str, chosen)), at=item.at,
        sync=item.id,
    )  # fmt: skip
    return {"credit": given.credit}


def _performs(scope: Scope, standard: str) -> bool:
    """Whether they perform a standard today; one that the book has no more was theirs while it was there."""
    book = current()
    if book is None or book.find(standard) is None:
        return True
    return any(one.standard.id == standard for one in Duties.now().standards(book, scope.teams))


def _number(raw: object) -> int:
    text = str(raw)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else -1


@transaction.atomic
def renew(*, book: Book, at: datetime) -> int:
    """Cards follow the book: of a standard that changed they are due at once and begin anew, of one that went they
    sleep. How many. Bears being done twice."""
    editions = {one.standard.id: one.standard.edition for one in book.placed()}
    count = 0
    for standard in ReviewCard.objects.values_list("standard", flat=True).distinct().order_by():
        cards = ReviewCard.objects.filter(standard=standard)
        edition = editions.get(standard)
        if edition is None:
            count += cards.exclude(due=None).update(due=None)
        else:
            count += cards.exclude(edition=edition).update(edition=edition, memory="", due=at, renewed_at=at)
            count += cards.filter(due=None).update(due=at)
    if count:
        record(actor=SYSTEM, verb="renewed", thing=("cards", house_today(at)), at=at)
    return count
