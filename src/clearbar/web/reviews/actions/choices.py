"""Writes to what the organisation chose about reviews."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from clearbar.web.audit.actions import record
from clearbar.web.ledger.jobs import publish
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope
from clearbar.web.reviews.models import Cause, Choice, Conflict, Critical
from clearbar.web.reviews.permits import runs


def may_choose(scope: Scope) -> bool:
    """Whether they choose for the whole house."""
    return runs(scope, None)


@transaction.atomic
def choose(*, scope: Scope, pay: bool | None, edit_days: int, dispute_days: int, at: datetime) -> None:
    """Whether the pay of leads hangs on ratings, and how long marks can be corrected and disputed."""
    demand(may_choose(scope))
    values = {"pay": pay, "edit_days": edit_days, "dispute_days": dispute_days}
    Choice.objects.update_or_create(pk=1, defaults=values)
    record(actor=scope.person, verb="chose", thing=("reviews", 1), at=at, subject=scope.person, values=values)


@transaction.atomic
def mark_critical(*, scope: Scope, standard: str, why: str, at: datetime) -> None:
    """Marks a standard as critical; without a reason, no longer."""
    demand(may_choose(scope))
    if why:
        Critical.objects.update_or_create(pk=standard, defaults={"why": why, "by": scope.person, "at": at})
    else:
        Critical.objects.filter(pk=standard).delete()
    verb = "marked as critical" if why else "marked as not critical"
    record(
        actor=scope.person, verb=verb, thing=("standard", standard), at=at, subject=scope.person, values={"why": why}
    )
    publish("standard critical", name=f"{standard[:100]}:{at:%Y%m%d%H%M%S%f}", at=at, standard=standard, why=why)


@transaction.atomic
def name_causes(*, scope: Scope, names: list[str], at: datetime) -> None:
    """The root causes that reviewers may name. Those left out are put away."""
    demand(may_choose(scope))
    Cause.objects.exclude(name__in=names).update(used=False)
    for name in names:
        Cause.objects.update_or_create(name=name, defaults={"used": True})
    record(
        actor=scope.person,
        verb="named causes",
        thing=("reviews", 1),
        at=at,
        subject=scope.person,
        values={"causes": names},
    )


@transaction.atomic
def note_conflict(
    *, scope: Scope, reviewer: str, team: str, person: str, person_team: str | None, reason: str, at: datetime
) -> Conflict:
    """Notes that somebody must not review a team, or a person (who is of `person_team`)."""
    demand(runs(scope, team or person_team))
    found, _ = Conflict.objects.update_or_create(
        reviewer=reviewer, team=team, person=person, defaults={"reason": reason, "by": scope.person, "at": at}
    )
    values = {"team": team, "person": person, "reason": reason}
    record(
        actor=scope.person,
        verb="noted a conflict",
        thing=("conflict", found.pk),
        at=at,
        subject=reviewer,
        values=values,
    )
    return found


@transaction.atomic
def end_conflict(*, scope: Scope, conflict: Conflict, person_team: str | None, at: datetime) -> None:
    """Takes a conflict away. Nobody takes away their own."""
    demand(runs(scope, conflict.team or person_team) and conflict.reviewer != scope.person)
    record(
        actor=scope.person, verb="ended a conflict", thing=("conflict", conflict.pk), at=at, subject=conflict.reviewer
    )
    conflict.delete()
