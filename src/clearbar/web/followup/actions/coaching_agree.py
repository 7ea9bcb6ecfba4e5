"""Writes of an agreement: what each does by when, both say yes, it is kept, and closed by what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from clearbar.text.redact import storable
from clearbar.web.audit.seals import seal, seal_all
from clearbar.web.followup.actions.coaching import Refused, turned
from clearbar.web.followup.actions.coaching_told import hear
from clearbar.web.followup.actions.findings import settle
from clearbar.web.followup.models.coaching import Coaching, Commitment
from clearbar.web.ledger.actions import happened
from clearbar.web.people.days import day_and_week_of, today_of
from clearbar.web.people.scope import Scope

MOST_COMMITMENTS = 2
MOST_DAYS = 180
"""So far ahead a commitment, or the day on which the two look again, can lie."""


@dataclass(frozen=True)
class Promise:
    """One commitment as it is proposed: what, by whom ("person" or "coach"), by when."""

    what: str
    whose: str
    by: date


@transaction.atomic
def propose(
    *, scope: Scope, coaching: Coaching, promises: Sequence[Promise], check_on: date, seen: int, at: datetime
) -> Coaching:
    """One of the two proposes one or two commitments and a day on which they look again, and says yes to them; what
    was proposed before is gone. Raises Refused for days that are past or too far, and where it was changed since
    `seen`."""
    if not 1 <= len(promises) <= MOST_COMMITMENTS:
        raise Refused("Agree on one or two things; more are not kept.")
    _soon([*(one.by for one in promises), check_on], today_of(coaching.person, at))
    held = turned(scope, coaching, "propose", at, seen=seen, proposed_by=scope.person, check_on=check_on)
    texts = [storable(one.what) for one in promises]
    sealed = seal_all([(held.person, text) for text in texts])
    held.commitments.all().delete()
    Commitment.objects.bulk_create(
        Commitment(coaching=held, place=place, what=what, whose=one.whose, by=one.by)
        for place, (one, what) in enumerate(zip(promises, sealed, strict=True), 1)
    )
    hear(held, "proposed", at, to=_other(scope, held))
    return held


@transaction.atomic
def agree(*, scope: Scope, coaching: Coaching, seen: int, at: datetime) -> Coaching:
    """The other one says yes to what they have read (`seen`). From now on it is agreed: an event of the person."""
    day, week = day_and_week_of(coaching.person, at)
    held = turned(scope, coaching, "agree", at, seen=seen, agreed_at=at, agreed_day=day, agreed_week=week)
    happened(kind="coached", person=held.person, standards=[held.standard], day=day, at=at, actor=scope.person)
    hear(held, "agreed", at, to=(held.proposed_by,))
    return held


@transaction.atomic
def keep(*, scope: Scope, commitment: Commitment, at: datetime) -> Commitment:
    """One of the two says that a commitment was done; said twice, it stays with the first."""
    held = turned(scope, commitment.coaching, "keep", at)
    kept = held.commitments.select_for_update().get(pk=commitment.pk)
    if kept.kept_at is None:
        kept.kept_at, kept.kept_by = at, scope.person
        kept.save(update_fields=["kept_at", "kept_by"])
    return kept


@transaction.atomic
def extend(*, scope: Scope, coaching: Coaching, check_on: date, at: datetime) -> Coaching:
    """One of the two moves the day on which they look again. Raises Refused for a day that is past or too far."""
    _soon([check_on], today_of(coaching.person, at))
    held = turned(scope, coaching, "extend", at, check_on=check_on)
    hear(held, "extended", at, to=_other(scope, held))
    return held


@transaction.atomic
def close(*, scope: Scope, coaching: Coaching, outcome: Mapping[str, Any], at: datetime) -> Coaching:
    """One of the two closes it by what changed; `outcome` are the figures as they were read, as plain data. Raises
    Refused while there are too few fresh ratings and its day has not come."""
    today = today_of(coaching.person, at)
    if not outcome.get("after") and coaching.check_on and today < coaching.check_on:
        raise Refused("There are too few fresh ratings to say what changed. Wait for more, or look again on its day.")
    held = turned(scope, coaching, "close", at, outcome=seal(coaching.person, dict(outcome)))
    settle(finding=held.finding, at=at, by=scope.person)
    hear(held, "closed", at, to=_other(scope, held))
    return held


def _soon(days: Sequence[date], today: date) -> None:
    if any(not today <= day <= today + timedelta(days=MOST_DAYS) for day in days):
        raise Refused(f"Choose days from today on, and no more than {MOST_DAYS} days ahead.")


def _other(scope: Scope, held: Coaching) -> set[str]:
    return {held.person, held.coach} - {scope.person}
