"""Writes to disputes. While one is open its rating is marked as disputed, and counts in nothing said of a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from clearbar.text.redact import storable
from clearbar.web.audit.actions import record
from clearbar.web.ledger import actions as ledger
from clearbar.web.ledger.models import Rating
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope
from clearbar.web.reviews.actions.cards import Refused
from clearbar.web.reviews.letters import tell
from clearbar.web.reviews.models import Choice, Dispute
from clearbar.web.reviews.queries.disputes import deciders
from clearbar.web.reviews.queries.queue import SPOKEN
from clearbar.web.reviews.turns import TURNS


@transaction.atomic
def open_dispute(*, scope: Scope, rating: Rating, level: int, reason: str, at: datetime) -> Dispute:
    """The person rated proposes another level. Raises Refused after the days for it, and for a second dispute."""
    demand(rating.person == scope.person and rating.source in SPOKEN and rating.rated_at is not None)
    days = Choice.the().dispute_days
    if rating.rated_at is None or rating.rated_at + timedelta(days=days) < at:
        raise Refused(f"A mark can be disputed for {days} days, and these are over.")
    if level == rating.level:
        raise Refused("Propose another level than the one you were given.")
    try:
        with transaction.atomic():
            dispute = Dispute.objects.create(
                rating=rating.rating, response=rating.response, standard=rating.standard, person=scope.person,
                team=rating.team, was=rating.level, proposed=level, reason=storable(reason), opened_at=at,
            )  # fmt: skip
    except IntegrityError as clash:
        raise Refused("This mark is disputed already, or was decided on.") from clash
    ledger.revise(rating=rating, changes={"disputed": True}, by=scope.person, reason="disputed", at=at)
    _line(scope, "disputed", dispute, at, {"standard": dispute.standard, "proposed": level})
    tell(
        deciders([dispute])[dispute.pk].who,
        "A dispute waits for your decision",
        _ASKED,
        f"dispute:{dispute.pk}",
        at,
    )
    return dispute


@transaction.atomic
def decide(*, scope: Scope, dispute: Dispute, level: int, answer: str, at: datetime) -> Dispute:
    """Decides a dispute: the level stays, or is changed. Only who did not rate may. Raises Refused where it is over."""
    able = deciders([dispute])[dispute.pk]
    demand(scope.person in able.who)
    act = "uphold" if level == dispute.was else "change"
    _turn(
        dispute,
        act,
        decided_at=at,
        decided_by=scope.person,
        level=level,
        answer=storable(answer),
        by_owner=able.by_owner,
    )
    changes = {"disputed": False, "level": level}
    why = f"dispute decided: {dispute.get_state_display()}"
    ledger.revise(rating=_rating(dispute), changes=changes, by=scope.person, reason=why, at=at)
    _line(scope, "decided", dispute, at, {"level": level, "by_owner": able.by_owner})
    rater = {one for one in (_rating(dispute).rater,) if one}
    tell({dispute.person} | rater, "A dispute was decided", _DECIDED, f"decided:{dispute.pk}", at)
    return dispute


@transaction.atomic
def withdraw(*, scope: Scope, dispute: Dispute, at: datetime) -> Dispute:
    """The person takes their dispute back; the rating counts again. Raises Refused where it is over."""
    demand(dispute.person == scope.person)
    _turn(dispute, "withdraw", decided_at=at, decided_by=scope.person)
    ledger.revise(
        rating=_rating(dispute), changes={"disputed": False}, by=scope.person, reason="dispute withdrawn", at=at
    )
    _line(scope, "withdrew", dispute, at, {"standard": dispute.standard})
    return dispute


def _turn(dispute: Dispute, act: str, **said: object) -> None:
    """Moves a dispute on, once, whoever else acts at the same moment."""
    after = TURNS[dispute.state].get(act)
    moved = after is not None and Dispute.objects.filter(pk=dispute.pk, state=dispute.state).update(state=after, **said)
    if not moved:
        raise Refused("This dispute is over: somebody decided it, or it was withdrawn.")
    dispute.refresh_from_db()


def _rating(dispute: Dispute) -> Rating:
    return Rating.objects.get(rating=dispute.rating)


def _line(scope: Scope, verb: str, dispute: Dispute, at: datetime, values: dict[str, object]) -> None:
    record(actor=scope.person, verb=verb, thing=("dispute", dispute.pk), at=at, subject=dispute.person, values=values)


_ASKED = "Somebody disputes a mark of a review. You did not rate it, so you may decide."
_DECIDED = "A dispute that concerns you was decided. The page of the review says how, and why."
