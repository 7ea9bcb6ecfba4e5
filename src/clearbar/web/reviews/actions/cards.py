"""Writes to cards: begun, saved, submitted, corrected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from django.db import transaction

from clearbar.model.book import Source
from clearbar.text.redact import BEFORE_STORAGE, redact
from clearbar.web.audit.actions import record
from clearbar.web.book.models import Version
from clearbar.web.book.scorecards import Scorecard
from clearbar.web.ledger import actions as ledger
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.models import Comment, Interaction, Rating
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope
from clearbar.web.reviews import spans
from clearbar.web.reviews.models import Assignment, Calibration, Card, Choice, Dispute
from clearbar.web.reviews.permits import Permits, Whom

Marks = Mapping[str, Mapping[str, Any]]


class Overtaken(Exception):
    """The card was saved or submitted elsewhere meanwhile."""


class Refused(Exception):
    """What was asked for cannot be done any more; its words are for the one who asked."""


@transaction.atomic
def begin(*, scope: Scope, assignment: Assignment, version: Version, journey: str, at: datetime) -> Card:
    """The card of an assignment, pinned to the version that holds now; the same one when it was begun before."""
    demand(assignment.reviewer == scope.person)
    interaction = Interaction.objects.get(id=assignment.interaction)
    source = Permits.now().speaks_as(scope, Whom.of(interaction), drawn=True)
    demand(source is not None and assignment.state != Assignment.State.REPLACED)
    known = {
        "kind": Card.Kind.ASSIGNED, "interaction": interaction.id, "rater": scope.person, "person": interaction.person,
        "source": str(source), "version": version, "journey": journey, "begun_at": at, "changed_at": at,
    }  # fmt: skip
    card, is_new = Card.objects.get_or_create(assignment=assignment, defaults=known)
    if is_new:
        _line(scope, "began", card, at, {"version": version.number})
    return card


@transaction.atomic
def begin_seat(*, scope: Scope, calibration: Calibration, interaction: Interaction, journey: str, at: datetime) -> Card:
    """The card of a seat in a calibration, pinned to the version of the calibration."""
    demand(calibration.seats.filter(person=scope.person).exists() and interaction.id in calibration.interactions)
    source = Permits.now().speaks_as(scope, Whom.of(interaction))
    demand(source is not None)
    known = {
        "kind": Card.Kind.CALIBRATION, "person": interaction.person, "source": Source.REVIEWER.value,
        "version": calibration.version, "journey": journey, "begun_at": at, "changed_at": at,
    }  # fmt: skip
    seat = {"calibration": calibration, "interaction": interaction.id, "rater": scope.person}
    card, is_new = Card.objects.get_or_create(**seat, defaults=known)
    if is_new:
        _line(scope, "began", card, at, {"version": calibration.version.number})
    return card


@transaction.atomic
def save(*, scope: Scope, card: Card, marks: Marks, changed: int, at: datetime) -> Card:
    """Keeps a draft. Raises Overtaken where another window saved it since `changed`."""
    demand(card.rater == scope.person)
    kept = {name: cleaned(mark) for name, mark in marks.items() if mark}
    mine = Card.objects.filter(pk=card.pk, changed=changed, submitted_at=None)
    if not mine.update(marks=kept, changed=changed + 1, changed_at=at):
        raise Overtaken
    record(actor=scope.person, verb="saved a draft", thing=("card", card.pk), at=at)
    card.marks, card.changed, card.changed_at = kept, changed + 1, at
    return card


@transaction.atomic
def submit(*, scope: Scope, card: Card, scorecard: Scorecard, marks: Marks, changed: int, at: datetime) -> Card:
    """Submits a complete card. One of a calibration stays here; any other becomes ratings and comments in the ledger.

    Raises Overtaken, and Refused where its calibration has ended.
    """
    save(scope=scope, card=card, marks=marks, changed=changed, at=at)
    card.submitted_at = at
    if card.calibration:
        if card.calibration.deadline <= at or card.calibration.concluded_at:
            raise Refused("This calibration has ended: the others' marks may be seen already. Your draft is kept.")
        card.save(update_fields=["submitted_at"])
        _line(scope, "submitted", card, at, {"calibration": card.calibration.pk})
        return card
    assignment = card.assignment
    interaction = Interaction.objects.get(id=card.interaction)
    source = Permits.now().speaks_as(scope, Whom.of(interaction), drawn=assignment is not None)
    demand(source is not None)
    card.source = str(source)
    if assignment and not Assignment.objects.filter(pk=assignment.pk, state=Assignment.State.OPEN).update(
        state=Assignment.State.DONE
    ):
        raise Refused("This review was replaced meanwhile. Your draft is kept.")
    inclusion = assignment.inclusion if assignment else None
    card.response = keep(card, scorecard, interaction, inclusion, card.response or token_hex(16), at)
    card.save(update_fields=["submitted_at", "source", "response"])
    _line(scope, "submitted", card, at, {"response": card.response})
    return card


def keep(
    card: Card, scorecard: Scorecard, interaction: Interaction, inclusion: float | None, response: str, at: datetime
) -> str:
    """The ratings and comments of a card, kept in the ledger; the id of the response. Part of a transaction."""
    answer = answer_about(interaction, Source(card.source), card.rater, scorecard.instrument, inclusion, at)
    levels = [(line, card.marks.get(line.standard, {})) for line in scorecard.lines]
    marks = [Mark(line.standard, line.edition, mark["level"]) for line, mark in levels if mark.get("level")]
    ledger.keep_answer(answer=answer, marks=marks, actor=card.rater, response=response)
    for line, mark in levels:
        about: dict[str, Any] = {
            "response": response, "standard": line.standard, "person": card.person, "week": answer.week
        }  # fmt: skip
        if mark.get("comment"):
            ledger.keep_comment(kind=Comment.Kind.REVIEW, text=mark["comment"], **about)
        if places := mark.get("spans"):
            words = spans.quoted(places, interaction.messages)
            ledger.keep_comment(kind=Comment.Kind.QUOTE, text=words, spans=places, **about)
    return response


def answer_about(
    interaction: Interaction, source: Source, rater: str, instrument: str, inclusion: float | None, at: datetime
) -> Answer:
    """An answer about an interaction, without its marks."""
    return Answer(
        source=source,
        at=at,
        timezone=interaction.timezone,
        instrument=instrument,
        interaction=interaction.id,
        rater=rater,
        person=interaction.person,
        team=interaction.team,
        site=interaction.site,
        customer=interaction.customer,
        channel=interaction.channel,
        topic=interaction.topic,
        inclusion=inclusion,
    )


@transaction.atomic
def correct(*, scope: Scope, rating: Rating, level: int, reason: str, at: datetime) -> Rating:
    """Changes a level that one gave oneself, within the days that the organisation allows. Raises Refused after them,
    and once somebody disputes it."""
    own = Card.objects.filter(response=rating.response, kind__in=(Card.Kind.ASSIGNED, Card.Kind.WATCHED))
    demand(rating.rater == scope.person and own.exists())
    days = Choice.the().edit_days
    if rating.rated_at is None or rating.rated_at + timedelta(days=days) < at:
        raise Refused(f"A mark can be corrected for {days} days. After that it stays, and can only be disputed.")
    if Dispute.objects.filter(rating=rating.rating).exclude(state=Dispute.State.WITHDRAWN).exists():
        raise Refused("Somebody disputes this mark, or did: it is no longer yours to change.")
    return ledger.revise(rating=rating, changes={"level": level}, by=scope.person, reason=reason, at=at)


def cleaned(mark: Mapping[str, Any]) -> dict[str, Any]:
    """A mark without empty parts, and without card and health numbers in its words."""
    words = {
        name: redact(str(mark[name]), kinds=BEFORE_STORAGE).text for name in ("reason", "comment") if mark.get(name)
    }
    return {name: value for name, value in mark.items() if value} | words


def _line(scope: Scope, verb: str, card: Card, at: datetime, values: Mapping[str, Any]) -> None:
    record(
        actor=scope.person, verb=verb, thing=("card", card.pk), at=at, subject=card.person or scope.person,
        values=dict(values),
    )  # fmt: skip
