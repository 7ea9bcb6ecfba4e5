"""Writes of the own compass, and of recognition: what one says of oneself, whether one shares it, the bar that one sets
for oneself, and what one says a colleague did well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_hex
from typing import Any

from django.db import IntegrityError, transaction

from clearbar.model.book import Level, Source
from clearbar.text.redact import storable
from clearbar.web.audit.actions import record
from clearbar.web.audit.seals import seal, unseal
from clearbar.web.book.scorecards import Scorecard
from clearbar.web.followup.actions.findings import settle
from clearbar.web.followup.actions.peers import OneOfMine, Refused, answer_about, marks_of, own_interaction
from clearbar.web.followup.models.peers import NextBar, OwnRating, Recognition
from clearbar.web.followup.queries.peers import finding_of, held_book, others_of
from clearbar.web.followup.queries.peers_own import bar_row, looked
from clearbar.web.followup.queries.peers_permits import recognisable
from clearbar.web.ledger import actions as ledger
from clearbar.web.ledger.models import Interaction
from clearbar.web.notices.models import Topic
from clearbar.web.notices.telling import tell
from clearbar.web.people.access import demand
from clearbar.web.people.days import today_of
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope


@transaction.atomic
def rate_myself(
    *, scope: Scope, mine: OneOfMine, scorecard: Scorecard, marks: Mapping[str, Mapping[str, Any]], at: datetime
) -> OwnRating:
    """What somebody says of one interaction of their own. It is sealed, and no rating yet. Raises Refused where others
    rated it already, or they themselves did."""
    demand(bool(scope.person))
    if mine.id and others_of([mine.id]).exists():
        raise Refused("Somebody else rated this one already. Say it of one that nobody has rated yet.")
    interaction = own_interaction(scope, mine, at)
    levels = {one.standard: one.level for one in marks_of(scorecard, marks)}
    try:
        with transaction.atomic():
            kept = OwnRating.objects.create(
                person_id=scope.person, interaction=interaction.id, journey=mine.journey.id if mine.journey else "",
                version=scorecard.number, sealed=seal(scope.person, {"marks": levels}), at=at,
            )  # fmt: skip
    except IntegrityError as clash:
        raise Refused("You said already how you see this one.") from clash
    _own_line(scope, "rated themself", kept, at)
    return kept


@transaction.atomic
def see(*, scope: Scope, own: OwnRating, at: datetime) -> None:
    """Somebody looks at the difference, for the first time. Raises Refused as long as nobody else said anything."""
    demand(own.person_id == scope.person)
    if not looked(own).heard:
        raise Refused("Nobody else has said anything of this one yet.")
    if OwnRating.objects.filter(pk=own.pk, seen_at=None).update(seen_at=at):
        _own_line(scope, "saw the difference", own, at)
    own.refresh_from_db()


@transaction.atomic
def share(*, scope: Scope, own: OwnRating, scorecard: Scorecard, at: datetime) -> None:
    """Somebody shares it with who coaches them: now it becomes ratings of source self. Raises Refused before they have
    seen the difference."""
    demand(own.person_id == scope.person)
    interaction = Interaction.objects.filter(id=own.interaction).first()
    marks = (unseal(own.person_id, own.sealed) or {}).get("marks", {})
    if own.seen_at is None or interaction is None or not marks:
        raise Refused("Look at the difference first; it is yours before it is anybody else's.")
    response = token_hex(16)
    if not OwnRating.objects.filter(pk=own.pk, shared_at=None).update(shared_at=at, response=response):
        return
    answer = answer_about(interaction, Source.SELF, scope.person, scorecard, own.at)
    levels = {standard: {"level": level} for standard, level in marks.items()}
    ledger.keep_answer(answer=answer, marks=marks_of(scorecard, levels), actor=scope.person, response=response)
    _own_line(scope, "shared how they see it", own, at)
    own.refresh_from_db()


@transaction.atomic
def set_bar(*, scope: Scope, standard: str, level: int | None, at: datetime) -> None:
    """Sets a bar of one's own on a standard, or takes it away. The audit line tells neither which nor how high. Raises
    Refused for a standard that the book does not have."""
    demand(bool(scope.person))
    book = held_book()
    if book is None or book.find(standard) is None:
        raise Refused("The book has no such standard.")
    Person.objects.select_for_update().get(pk=scope.person)
    kept = bar_row(scope.person, standard) or NextBar(person_id=scope.person)
    if level is not None:
        kept.sealed = seal(scope.person, {"standard": standard, "level": int(Level(level))})
        kept.save()
    elif not kept._state.adding:
        kept.delete()
    record(actor=scope.person, verb="set a bar of their own", thing=("own bar", ""), at=at, subject=scope.person)


@dataclass(frozen=True)
class Praise:
    """What a colleague did well. `once` tells one sending of a form from another."""

    person: str
    standard: str
    words: str
    once: str
    finding: str = ""


@transaction.atomic
def recognise(*, scope: Scope, praise: Praise, at: datetime) -> Recognition:
    """Recognises a colleague on a standard. Only they read the words. The same form sent twice is kept once."""
    demand(praise.person in {one.pk for one in recognisable(scope, today_of(scope.person, at))})
    book = held_book()
    if book is None or book.find(praise.standard) is None:
        raise Refused("The book has no such standard.")
    once = sha256(f"{scope.person}:{praise.once}".encode()).hexdigest()
    if earlier := Recognition.objects.filter(once=once).first():
        return earlier
    words = storable(praise.words)
    kept = Recognition.objects.create(
        person_id=praise.person, by=scope.person, standard=praise.standard, finding=praise.finding, once=once,
        sealed=seal(praise.person, {"words": words}), at=at,
    )  # fmt: skip
    values = {"standard": praise.standard}
    record(
        actor=scope.person, verb="recognised", thing=("recognition", kept.pk), at=at, subject=praise.person,
        values=values,
    )  # fmt: skip
    found = finding_of(praise.finding, scope.person)
    if found and found.person == praise.person:
        settle(finding=found.pk, at=at, by=scope.person)
    tell(
        [praise.person], "A colleague saw what you did well", _RECOGNISED, path="/followup/peers/",
        name=f"recognised:{kept.pk}", at=at, topic=Topic.RECOGNITION,
    )  # fmt: skip
    return kept


def _own_line(scope: Scope, verb: str, own: OwnRating, at: datetime) -> None:
    # Not the levels: nobody but they themselves reads those before they share them.
    record(actor=scope.person, verb=verb, thing=("own rating", own.pk), at=at, subject=scope.person)


_RECOGNISED = "Only you read what they wrote."
