"""Closing cases: with an answer, or because there is no way to reply, to which a second person agrees."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from clearbar.web.followup.actions.findings import settle
from clearbar.web.followup.actions.recovery import reopen, today_of
from clearbar.web.followup.actions.recovery_turns import Refused, Turn, run, taken_up, turned
from clearbar.web.followup.models.recovery import Case, CaseOffer
from clearbar.web.followup.models.recovery_rules import Cause
from clearbar.web.followup.queries.recovery_permits import leads, sees
from clearbar.web.followup.queries.recovery_sent import was_answered
from clearbar.web.followup.queries.recovery_who import keeps_away, second_persons
from clearbar.web.ledger.jobs import publish
from clearbar.web.notices.models import Topic
from clearbar.web.notices.telling import tell
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope


@transaction.atomic
def close(*, scope: Scope, case: Case, version: int, cause: Cause | None, at: datetime) -> Case:
    """Closes a case that was answered, and lets the customer be asked how it is now. Raises Refused where no answer was
    sent, or an offer still waits for a leader."""
    demand(sees(scope, case))
    kept = taken_up(case, Turn.CLOSE, version)
    if not was_answered(kept):
        raise Refused("No answer was sent yet. A case is closed with an answer, or because there is no way to reply.")
    if kept.offers.filter(state=CaseOffer.State.ASKED).exists():
        raise Refused("An offer still waits for a leader. The customer is to hear of it before the case is closed.")
    kept.cause = cause or kept.cause
    _end(kept, Turn.CLOSE, scope.person, at)
    if kept.contact is not None:
        publish(
            "made right", name=f"{kept.pk:016x}", at=at, case=f"{kept.pk:016x}", subject=kept.subject,
            contact=bytes(kept.contact).decode(), customer=kept.customer, team=kept.team, site=kept.site,
            language=kept.language,
        )  # fmt: skip
    return kept


@transaction.atomic
def no_way(*, scope: Scope, case: Case, version: int, reason: str, at: datetime) -> Case:
    """Says that there is no way to reply. Somebody else who may agrees to it or not; where the house has nobody else,
    the case is closed at once and says so. Raises Refused without a reason."""
    demand(sees(scope, case))
    kept = taken_up(case, Turn.NO_WAY, version)
    if not reason.strip():
        raise Refused("Say what was tried.")
    kept.silent_by = scope.person
    others = second_persons(kept, today_of(kept, at)) - {scope.person}
    if not others:
        kept.alone = True
        return _end(kept, Turn.GIVE_UP, scope.person, at, reason=reason)
    turned(kept, Turn.NO_WAY, by=scope.person, at=at, reason=reason)
    tell(
        others, "A case waits for a second person", "Somebody says that there is no way to reply. Please look.",
        path=f"/followup/cases/{kept.pk}/", name=f"case-silent:{kept.pk}:{kept.version}", at=at, topic=Topic.CASE,
    )  # fmt: skip
    return kept


@transaction.atomic
def agree(*, scope: Scope, case: Case, version: int, agrees: bool, reason: str, at: datetime) -> Case:
    """A second person agrees that there is no way to reply, or does not and says why. Who said so themselves, and whom
    the customer complained about, decide only where nobody else is left who could, such as after the other one went."""
    demand(leads(scope, case.team))
    kept = taken_up(case, Turn.AGREE if agrees else Turn.DISAGREE, version)
    is_own = kept.silent_by == scope.person
    demand(not keeps_away(kept, scope.person, today_of(kept, at)))
    if agrees:
        kept.alone, kept.approved_by = is_own, "" if is_own else scope.person
        return _end(kept, Turn.AGREE, scope.person, at, reason=reason)
    if not reason.strip():
        raise Refused("Say how they could be reached.")
    kept.silent_by = ""
    turned(kept, Turn.DISAGREE, by=scope.person, at=at, reason=reason)
    if not kept.owed:  # it was answered once, and that did not reach them
        kept.owed = True
    run(kept)
    kept.save()
    return kept


@transaction.atomic
def reopen_case(*, scope: Scope, case: Case, version: int, reason: str, at: datetime) -> Case:
    """Opens a closed case again. Raises Refused without a reason."""
    demand(sees(scope, case))
    kept = taken_up(case, Turn.REOPEN, version)
    if not reason.strip():
        raise Refused("Say why.")
    reopen(kept, Turn.REOPEN, by=scope.person, at=at, reason=reason)
    return kept


def _end(case: Case, turn: Turn, by: str, at: datetime, reason: str = "") -> Case:
    case.closed_at, case.closed_by = at, by
    turned(case, turn, by=by, at=at, reason=reason)
    run(case)
    case.save()
    settle(finding=case.finding, at=at, by=by)
    return case
