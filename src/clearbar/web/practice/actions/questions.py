"""Writes of questions: those that the book gives by itself, those that people write, and experts' votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from clearbar.model.book import Book
from clearbar.model.quiz import Kind
from clearbar.model.quiz import Question as Asked
from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.audit.keys import random_key
from clearbar.web.book.queries import current
from clearbar.web.bridge import learning
from clearbar.web.people.access import demand
from clearbar.web.people.models import Role
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.learn import Question as Row
from clearbar.web.practice.models.learn import Vote

State = Row.State


@transaction.atomic
def keep_made(*, book: Book, at: datetime) -> int:
    """Keeps the questions that a book gives by itself, and puts away those about editions that it has no more. How many
    are new. What somebody put away stays so."""
    questions = learning.made(book)
    editions = {one.standard.edition for one in book.placed()}
    known = set(Row.objects.filter(edition__in=editions).values_list("name", "language"))
    fresh = [
        Row(
            name=one.id, language=one.language, made=True, standard=one.standard, edition=one.edition,
            kind=one.kind.value, body=learning.body_of(one), state=State.LIVE, at=at,
        )
        for one in questions
        if (one.id, one.language) not in known
    ]  # fmt: skip
    Row.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500)
    gone = Row.objects.exclude(edition__in=editions).exclude(state=State.RETIRED)
    retired = gone.update(state=State.RETIRED, retired_at=at)
    if fresh or retired:
        record(actor=SYSTEM, verb="renewed", thing=("questions", book.version[:12]), at=at)
    return len(fresh)


class Refused(Exception):
    """What was asked for cannot be done; its words are for the one who asked."""


def writes(scope: Scope) -> bool:
    """Whether somebody writes questions, keys them as an expert, and reads how questions do."""
    return scope.has(Role.LEADER, Role.COACH, Role.ADMINISTRATOR)


@transaction.atomic
def write(*, scope: Scope, question: Asked, at: datetime, interaction: str = "", instead: Row | None = None) -> Row:
    """Keeps a question that somebody wrote; from now on it is asked. The one that it stands `instead` of is put away.
    The same question again is the one that there is."""
    demand(writes(scope))
    row, new = Row.objects.get_or_create(
        name=question.id, language=question.language,
        defaults={
            "standard": question.standard, "edition": question.edition, "kind": question.kind.value,
            "body": learning.body_of(question), "interaction": interaction, "by": scope.person, "at": at,
            "state": State.LIVE,
        },
    )  # fmt: skip
    if not new and row.state != State.LIVE:
        Row.objects.filter(pk=row.pk).update(state=State.LIVE, retired_at=None)
    if instead is not None and instead.pk != row.pk:
        Row.objects.filter(pk=instead.pk).update(state=State.RETIRED, retired_at=at)
    _line(scope, "wrote", row, at)
    return row


@transaction.atomic
def propose(
    *, scope: Scope, fields: Mapping[str, Any], standard: str, edition: str, language: str, at: datetime,
    instead: Row | None = None,
) -> Row:  # fmt: skip
    """A situation that experts are to key before it is asked. What is changed while it waits loses its votes."""
    demand(writes(scope))
    kept = {"standard": standard, "edition": edition, "language": language, "body": dict(fields), "at": at}
    if instead is not None:
        if instead.state != State.DRAFT:
            raise Refused("This question is asked already. Write another one instead.")
        Row.objects.filter(pk=instead.pk).update(**kept)
        instead.votes.all().delete()
        instead.refresh_from_db()
        row = instead
    else:
        row = Row.objects.create(
            name=f"draft-{random_key():x}", kind=Kind.SITUATION.value, by=scope.person, state=State.DRAFT, **kept
        )
    _line(scope, "proposed", row, at)
    return row


@transaction.atomic
def vote(*, scope: Scope, row: Row, effects: Sequence[int], at: datetime) -> None:
    """How effective an expert holds each option, in their order; again, it takes the place of what they said before.
    The audit line does not say what."""
    demand(writes(scope))
    held = Row.objects.select_for_update().get(pk=row.pk)
    if held.state != State.DRAFT:
        raise Refused("This question is asked already; its key stays.")
    row.votes.filter(expert=scope.person).delete()
    Vote.objects.bulk_create(
        Vote(question=row, expert=scope.person, option=str(place), effect=effect)
        for place, effect in enumerate(effects)
    )
    _line(scope, "rated", row, at)


@transaction.atomic
def key(*, scope: Scope, row: Row, question: Asked, at: datetime) -> Row:
    """Ends a proposal: the question that the experts keyed is asked from now on. Raises Refused where it is already."""
    demand(writes(scope))
    if not Row.objects.filter(pk=row.pk, state=State.DRAFT).exists():
        raise Refused("This question is asked already.")
    votes = list(row.votes.all())
    made = write(scope=scope, question=question, at=at)
    Vote.objects.bulk_create(
        [Vote(question=made, expert=one.expert, option=one.option, effect=one.effect) for one in votes],
        ignore_conflicts=True,
    )
    Row.objects.filter(pk=row.pk).delete()
    return made


@transaction.atomic
def put_away(*, scope: Scope, row: Row, back: bool, at: datetime) -> None:
    """A question is asked no more, or again. Raises Refused for one about an edition that the book has no more."""
    demand(writes(scope))
    if row.state == State.DRAFT:
        Row.objects.filter(pk=row.pk).delete()
    elif back:
        book = current()
        if book is None or row.edition not in {one.standard.edition for one in book.placed()}:
            raise Refused("The book has changed since: this question is about what it said before.")
        Row.objects.filter(pk=row.pk).update(state=State.LIVE, retired_at=None)
    else:
        Row.objects.filter(pk=row.pk).update(state=State.RETIRED, retired_at=at)
    _line(scope, "brought back" if back else "put away", row, at)


def _line(scope: Scope, verb: str, row: Row, at: datetime) -> None:
    values = {"standard": row.standard, "kind": row.kind}
    record(actor=scope.person, verb=verb, thing=("question", row.pk), at=at, subject=scope.person, values=values)
