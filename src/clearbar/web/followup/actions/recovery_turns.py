"""Turns of a case: whether it can take one, and what each leaves behind, a row of its history and an audit line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from clearbar.text.redact import storable
from clearbar.web.audit.actions import record
from clearbar.web.audit.seals import seal
from clearbar.web.bridge import recovery as bridge
from clearbar.web.followup.models.recovery import Case, CaseTurn, State
from clearbar.web.followup.models.recovery_turns import TURNS, Turn
from clearbar.web.followup.queries.recovery_clock import promise_of

__all__ = ["OVERTAKEN", "TURNS", "Refused", "Turn", "run", "taken_up", "turned", "wind"]


class Refused(Exception):
    """What was asked for cannot be done; its words are for the one who asked."""


OVERTAKEN = "Somebody acted on this case meanwhile. This is how it stands now; nothing of yours was kept."


def taken_up(case: Case, turn: Turn, version: int | None = None) -> Case:
    """The case as it stands, locked, for a turn that it can take. Raises Refused where it cannot, or where it is not
    the version any more that somebody acted on; Case.DoesNotExist where it was erased."""
    kept = Case.objects.select_for_update().get(pk=case.pk)
    if version is not None and kept.version != version:
        raise Refused(OVERTAKEN)
    if turn not in TURNS[State(kept.state)]:
        raise Refused(f"This case {_stands(kept)}, so this cannot be done.")
    return kept


def _stands(case: Case) -> str:
    return {
        State.OPEN: "waits for an answer",
        State.ANSWERED: "is answered",
        State.SILENT: "waits for a second person",
    }.get(State(case.state), "is closed")


def turned(
    case: Case, turn: Turn, *, by: str, at: datetime, reason: str = "", about: str = "", values: Mapping[str, Any] = {}
) -> Case:  # fmt: skip
    """Keeps a turn: the state that it leads to, its row and its audit line. Called by every action, inside its
    transaction, on what `taken_up` gave."""
    if turn is not Turn.OPEN:
        case.state = TURNS[State(case.state)][turn]
        case.version += 1
    case.save()
    told = storable(reason)
    CaseTurn.objects.create(
        case=case, number=case.version, turn=turn, state=case.state, by=by, at=at, about=about,
        reason=seal(case.subject, told) if told else None,
    )  # fmt: skip
    known = {**values, **({"reason": told} if told else {}), **({"about": about} if about else {})}
    record(actor=by, verb=f"case: {turn}", thing=("case", case.pk), at=at, subject=case.subject, values=known)
    return case


def wind(case: Case, since: datetime | None = None) -> None:
    """Sets the clock of a case: from `since`, from when on an answer is owed, or anew from where it counts already."""
    promise = promise_of(case)
    if since:
        case.since, case.owed = since, True
    clock = bridge.begin(case.since, promise.hours, promise.timezone, promise.opening)
    case.answer_due, case.solve_due = clock.answer_due, clock.solve_due
    run(case)


def run(case: Case) -> None:
    """Lets the clock run to what is due next, or stops it; nobody was told yet that this is late."""
    due = None if case.is_over else case.answer_due if case.owed else case.solve_due
    if due != case.due or due is None:
        case.due, case.told, case.look_at = due, 0, due
