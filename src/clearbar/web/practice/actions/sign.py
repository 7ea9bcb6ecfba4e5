"""Writes of signatures and objections."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from clearbar.model.book import Book
from clearbar.text.redact import storable
from clearbar.web.audit.actions import record
from clearbar.web.book.models import Version
from clearbar.web.bridge import books
from clearbar.web.ledger.actions import happened
from clearbar.web.people.access import demand
from clearbar.web.people.days import day_and_week_of
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.sign import Objection, Signature, SigningChoice
from clearbar.web.practice.news import practised
from clearbar.web.practice.queries.duties import Duties
from clearbar.web.practice.queries.permits import rules_house, settles

DAYS = 14
"""So long an objection may wait for its answer."""

State = Objection.State


class Refused(Exception):
    """What was asked for cannot be done; its words are for the one who asked."""


@transaction.atomic
def sign(*, scope: Scope, version: Version, editions: Collection[str], at: datetime, today: date) -> list[str]:
    """Somebody agrees to these editions of a version; the standards. Sent twice on one day, it is kept once. An
    objection that still waits is taken back by the signature. Raises Refused where an edition is none of theirs."""
    mine = {one.standard.edition: one.standard.id for one in Duties.now().standards(_book(version), scope.teams)}
    demand(bool(mine))
    if not set(editions) <= set(mine):
        raise Refused("The book changed meanwhile. Read what it says now, and sign that.")
    until = _after(today, SigningChoice.the().months)
    held = set(
        Signature.objects.filter(person=scope.person, edition__in=editions, day=today).values_list("edition", flat=True)
    )
    fresh = [one for one in dict.fromkeys(editions) if one not in held]
    if not fresh:
        return []
    rows = [
        Signature(
            person_id=scope.person, standard=mine[one], edition=one, version=version, at=at, day=today, until=until
        )
        for one in fresh
    ]
    Signature.objects.bulk_create(rows, ignore_conflicts=True)
    Objection.objects.filter(person=scope.person, edition__in=fresh, state=State.OPEN).update(
        state=State.WITHDRAWN, settled_at=at, by=scope.person
    )
    standards = [mine[one] for one in fresh]
    values = {"standards": standards, "version": version.number}
    record(
        actor=scope.person, verb="signed the book", thing=("book", version.number), at=at, subject=scope.person,
        values=values,
    )  # fmt: skip
    day = day_and_week_of(scope.person, at)[0]
    happened(kind="signed", person=scope.person, standards=standards, day=day, at=at)
    practised(person=scope.person, at=at)
    return standards


@transaction.atomic
def object_to(*, scope: Scope, version: Version, standard: str, words: str, at: datetime) -> Objection:
    """Somebody says why they cannot agree. Raises Refused where theirs waits already, or there is nothing to sign."""
    mine = {one.standard.id: one.standard.edition for one in Duties.now().standards(_book(version), scope.teams)}
    demand(standard in mine)
    try:
        with transaction.atomic():
            objection = Objection.objects.create(
                person_id=scope.person, standard=standard, edition=mine[standard], version=version,
                words=storable(words), at=at, due=at + timedelta(days=DAYS),
            )  # fmt: skip
    except IntegrityError as clash:
        raise Refused("Your objection to this standard waits for an answer already.") from clash
    _line(scope, "objected", objection, at)
    return objection


@transaction.atomic
def withdraw(*, scope: Scope, objection: Objection, at: datetime) -> Objection:
    """Takes an objection of one's own back. Raises Refused where it was settled meanwhile."""
    demand(objection.person_id == scope.person)
    return _settled(scope, objection, State.WITHDRAWN, "", at, "withdrew an objection")


@transaction.atomic
def settle(*, scope: Scope, objection: Objection, changes: bool, answer: str, at: datetime, today: date) -> Objection:
    """Answers an objection: the standard stays, and is asked to be signed again; or it will be changed, and nobody is
    asked for this edition. Raises Refused where it was settled meanwhile."""
    demand(settles(scope, objection.person_id, today))
    state = State.CHANGES if changes else State.STAYS
    told = storable(answer)
    return _settled(scope, objection, state, told, at, "settled an objection")


@transaction.atomic
def choose(*, scope: Scope, months: int | None, at: datetime) -> SigningChoice:
    """Chooses after how many months a signature ends; those that were given keep their day."""
    demand(rules_house(scope))
    chosen = SigningChoice.the()
    chosen.months = months
    chosen.save(update_fields=["months"])
    record(actor=scope.person, verb="chose", thing=("signatures", 1), at=at, values={"months": months})
    return chosen


def _settled(scope: Scope, objection: Objection, state: str, answer: str, at: datetime, verb: str) -> Objection:
    waiting = Objection.objects.filter(pk=objection.pk, state=State.OPEN)
    if not waiting.update(state=state, answer=answer, by=scope.person, settled_at=at):
        raise Refused("This objection was settled meanwhile.")
    objection.refresh_from_db()
    _line(scope, verb, objection, at)
    return objection


def _line(scope: Scope, verb: str, objection: Objection, at: datetime) -> None:
    # Not the words: what somebody objects to stays between them and who answers.
    values = {"standard": objection.standard, "state": objection.state}
    record(
        actor=scope.person, verb=verb, thing=("objection", objection.pk), at=at, subject=objection.person_id,
        values=values,
    )  # fmt: skip


def _book(version: Version) -> Book:
    return books.read(version.files)


def _after(day: date, months: int | None) -> date | None:
    """The day so many months later, or the last of that month; None for none."""
    if months is None:
        return None
    year, month = divmod(day.month - 1 + months, 12)
    first_of_next = date(day.year + year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(day.year + year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))
