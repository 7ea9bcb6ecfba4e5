"""Writes of findings: they are brought, taken on, put off, dismissed and settled; what is much worse comes again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from clearbar.text.redact import storable
from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.audit.seals import seal
from clearbar.web.followup.models.findings import TURNS, CriticalStandard, FindingRow, FindingState
from clearbar.web.followup.queries.findings import acts_on
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope

LONGEST = timedelta(days=180)
"""So long a finding can be put off: what is put off for longer is dismissed."""
MEANWHILE = "Somebody else decided on this meanwhile: it is {} now. Nothing was changed."
VERBS = {
    FindingState.TAKEN: "took on",
    FindingState.OPEN: "put back",
    FindingState.SNOOZED: "put off",
    FindingState.DISMISSED: "dismissed",
    FindingState.SETTLED: "settled",
    FindingState.REOPENED: "found again",
}


class Refused(Exception):
    """What was asked for cannot be done; its words are for the one who asked."""


@transaction.atomic
def take_on(*, scope: Scope, finding: FindingRow, at: datetime) -> FindingRow:
    """Somebody takes it on. Who has the duty and is not its owner becomes the owner. Raises Refused where somebody else
    decided meanwhile."""
    demand(acts_on(scope, finding))
    return _turn(finding, FindingState.TAKEN, by=scope.person, at=at, owner=scope.person)


@transaction.atomic
def put_back(*, scope: Scope, finding: FindingRow, at: datetime) -> FindingRow:
    """Who took it on leaves it to be acted on. Raises Refused as `take_on`."""
    demand(acts_on(scope, finding))
    return _turn(finding, FindingState.OPEN, by=scope.person, at=at)


@transaction.atomic
def snooze(
    *, scope: Scope, finding: FindingRow, until: date, today: date, at: datetime, reason: str = ""
) -> FindingRow:
    """Puts it off until a day, from which on it comes again. Raises Refused as `take_on`, and for a day that is over or
    lies too far ahead."""
    demand(acts_on(scope, finding))
    if not today < until <= today + LONGEST:
        raise Refused("Choose a day from tomorrow on, at most half a year ahead.")
    return _turn(finding, FindingState.SNOOZED, by=scope.person, at=at, until=until, reason=reason)


@transaction.atomic
def dismiss(*, scope: Scope, finding: FindingRow, reason: str, at: datetime) -> FindingRow:
    """Says that nothing is to be done, and why; only evidence that is much worse brings it again. Raises Refused as
    `take_on`, and without a reason."""
    demand(acts_on(scope, finding))
    if not reason.strip():
        raise Refused("Say why nothing is to be done about it.")
    return _turn(finding, FindingState.DISMISSED, by=scope.person, at=at, reason=reason)


@transaction.atomic
def finish(*, scope: Scope, finding: FindingRow, at: datetime) -> FindingRow:
    """Says that what was to be done is done. Raises Refused as `take_on`."""
    demand(acts_on(scope, finding))
    return _turn(finding, FindingState.SETTLED, by=scope.person, at=at)


@transaction.atomic
def settle(*, finding: str, at: datetime, by: str) -> bool:
    """The act that a finding with this key proposed was done elsewhere (a coaching, a case, a recognition), by somebody
    who was allowed to do that; whether it waited. In the transaction of that act."""
    held = FindingRow.objects.select_for_update().filter(pk=finding).first() if finding else None
    if held is None or FindingState.SETTLED not in TURNS[held.state]:
        return False
    _turned(held, FindingState.SETTLED, by=by, at=at)
    return True


@transaction.atomic
def keep_critical(*, standard: str, why: str, at: datetime) -> None:
    """Notes that a standard was marked as critical, or, without a reason, no longer is."""
    if why:
        CriticalStandard.objects.update_or_create(pk=standard, defaults={"why": why})
    else:
        CriticalStandard.objects.filter(pk=standard).delete()
    verb = "heard as critical" if why else "heard as not critical"
    record(actor=SYSTEM, verb=verb, thing=("standard", standard), at=at)


def _turn(
    finding: FindingRow,
    to: FindingState,
    *,
    by: str,
    at: datetime,
    owner: str = "",
    until: date | None = None,
    reason: str = "",
) -> FindingRow:
    """From the state that the asker saw; refused where it has changed or leads nowhere."""
    held = FindingRow.objects.select_for_update().get(pk=finding.pk)
    if held.state != finding.state or to not in TURNS[held.state]:
        raise Refused(MEANWHILE.format(FindingState(held.state).label))
    held.owner = owner or held.owner
    return _turned(held, to, by=by, at=at, until=until, reason=reason)


def _turned(
    held: FindingRow, to: FindingState, *, by: str, at: datetime, until: date | None = None, reason: str = ""
) -> FindingRow:
    told = storable(reason)
    held.reason_for = (held.person or held.rater or by) if told else ""
    held.reason = seal(held.reason_for, told) if told else None
    held.state, held.until, held.by, held.turned_at = to, until, by, at
    held.save(update_fields=["state", "until", "by", "turned_at", "owner", "reason", "reason_for"])
    about = held.person or held.rater
    record(
        actor=by or SYSTEM,
        verb=VERBS[to],
        thing=("finding", held.pk),
        at=at,
        subject=about,
        values={"state": to.value} if about else None,
    )
    return held
