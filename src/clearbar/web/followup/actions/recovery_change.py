"""Changes to a case: whose it is, how bad it was, and what it came from; and telling others that it is late."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from clearbar.web.audit.actions import SYSTEM
from clearbar.web.bridge import recovery as bridge
from clearbar.web.followup.actions.recovery import tell_owner, today_of
from clearbar.web.followup.actions.recovery_turns import OVERTAKEN, Refused, Turn, taken_up, turned, wind
from clearbar.web.followup.models.recovery import Case, Severity
from clearbar.web.followup.models.recovery_rules import Cause
from clearbar.web.followup.queries.recovery_clock import promise_of
from clearbar.web.followup.queries.recovery_permits import sees
from clearbar.web.followup.queries.recovery_who import can_act, leads_house, leads_team, owner_for
from clearbar.web.notices.models import Topic
from clearbar.web.notices.telling import announce, tell
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope


@transaction.atomic
def hand_over(*, scope: Scope, case: Case, version: int, owner: str, reason: str, at: datetime) -> Case:
    """Gives a case to somebody else who is here and can log in. Its clock runs on."""
    demand(sees(scope, case))
    kept = taken_up(case, Turn.HAND, version)
    if not can_act(owner, today_of(kept, at)):
        raise Refused("They are not here, or cannot log in. Choose somebody else.")
    if owner == kept.owner:
        raise Refused("It is theirs already.")
    kept.owner = owner
    turned(kept, Turn.HAND, by=scope.person, at=at, reason=reason, about=owner)
    tell_owner(
        kept, at, "A customer waits for an answer", "A case was handed over and is yours to answer.",
        f"handed-{kept.version}",
    )  # fmt: skip
    return kept


@transaction.atomic
def weigh(*, scope: Scope, case: Case, version: int, severity: str, reason: str, at: datetime) -> Case:
    """Changes how bad it was; the clock counts anew from where it began. Raises Refused without a reason."""
    demand(sees(scope, case))
    kept = taken_up(case, Turn.WEIGH, version)
    if severity not in Severity.values or severity == kept.severity:
        raise Refused("Choose another severity.")
    if not reason.strip():
        raise Refused("Say why.")
    kept.severity = severity
    wind(kept)
    return turned(kept, Turn.WEIGH, by=scope.person, at=at, reason=reason, about=severity)


@transaction.atomic
def sort(*, scope: Scope, case: Case, version: int, cause: Cause, at: datetime) -> Case:
    """Says what a case came from; also after it was closed."""
    demand(sees(scope, case))
    kept = taken_up(case, Turn.SORT, version)
    kept.cause = cause
    return turned(kept, Turn.SORT, by=scope.person, at=at, values={"cause": cause.name})


@transaction.atomic
def tell_late(*, case: Case, at: datetime) -> bool:
    """Tells those who should have been told by now that a case is late; whether there was anybody to tell."""
    kept = Case.objects.select_for_update().filter(pk=case.pk).first()
    if kept is None or kept.due is None or kept.look_at is None or kept.look_at > at:
        return False
    promise = promise_of(kept)
    found = bridge.late(at, kept.due, promise.hours, promise.timezone, promise.opening)
    told, kept.look_at = kept.told, found.look_at
    if found.step <= told:
        Case.objects.filter(pk=kept.pk).update(look_at=found.look_at)
        return False
    kept.told = found.step
    today = today_of(kept, at)
    whom = leads_team(kept.team, today) or leads_house(today)
    whom = whom | leads_house(today) if found.step == bridge.Step.HOUSE else whom
    turned(kept, Turn.LATE, by=SYSTEM, at=at, values={"step": int(found.step)})
    tell(
        whom | {kept.owner}, "A customer waits longer than was promised", "A case is late. Please see to it.",
        path=f"/followup/cases/{kept.pk}/", name=f"case-late:{kept.pk}:{kept.version}", at=at, topic=Topic.CASE,
    )  # fmt: skip
    announce(
        "A customer waits longer than was promised", "A case is late. Who owns it was told.",
        path=f"/followup/cases/{kept.pk}/", name=f"case-late:{kept.pk}:{kept.version}", at=at, topic=Topic.CASE,
        team=kept.team,
    )  # fmt: skip
    return True


@transaction.atomic
def find_owner(*, case: Case, at: datetime) -> Case | None:
    """Gives a case whose owner cannot act any more to somebody who can; None where nobody can, or it needs none."""
    kept = Case.objects.select_for_update().filter(pk=case.pk).exclude(due=None).first()
    if kept is None or can_act(kept.owner, today_of(kept, at)):
        return None
    owner = owner_for(kept.team, today_of(kept, at), but=[kept.person])
    if not owner:
        return None
    kept.owner = owner
    turned(kept, Turn.HAND, by=SYSTEM, at=at, about=owner)
    tell_owner(
        kept, at, "A customer waits for an answer", "A case was handed over and is yours to answer.",
        f"handed-{kept.version}",
    )  # fmt: skip
    return kept


__all__ = ["OVERTAKEN", "find_owner", "hand_over", "sort", "tell_late", "weigh"]
