"""Bringing findings: new ones are kept, those that are known are told anew, and what came again is opened again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction

from clearbar.model.finding import Duty, Finding, FindingKind
from clearbar.web.audit.actions import SYSTEM, Act, record, record_all
from clearbar.web.bridge.finding import is_much_worse
from clearbar.web.followup.actions.findings import VERBS
from clearbar.web.followup.models.findings import UNDER_WAY, WAITING, FindingRow, FindingState, sure_data
from clearbar.web.followup.queries.findings_owners import Owners
from clearbar.web.notices.models import Topic
from clearbar.web.notices.telling import announce, tell

EVENTS = (FindingKind.CRITICAL, FindingKind.QUIZ)
"""Kinds that happen once and are not seen again: they fade only by somebody's act."""
FADES = timedelta(days=28)
"""So long after it was last seen, a finding that nobody took on settles by itself."""
RENEWED = timedelta(weeks=26)
"""So long after somebody decided, all that a finding rests on is new (flow/assess/sights.py): it may come again."""
_TOLD = (
    "seen", "sure", "rests", "act", "says", "duty", "role", "owner", "due", "last_at", "times", "state", "until",
    "turned_at",
)  # fmt: skip
_AT_ONCE = 500


@transaction.atomic
def bring(*, findings: Sequence[Finding], at: datetime, today: date, whole: bool = False) -> int:
    """Keeps findings; how many are new or came again. `whole`: they are all that is seen of the house, so that what is
    not among them was not seen. A finding that is known keeps its state, its owner and its day, and tells its newest
    figures; put off, it comes again on its day; dismissed or settled, only with evidence that is much worse or all new.

    What waits for somebody who has the duty no more goes to the next. Owners are told once a day that there is
    something new.
    """
    known = _known(one.key for one in findings)
    owners = Owners.on(today)
    new = [_row(one, owners, at) for one in findings if one.key not in known]
    again = [row for one in findings if (row := known.get(one.key)) and _seen_again(row, one, at, today)]
    for row in again:
        row.owner = _owner(row, owners)
    opened = {row.pk for row in again}
    moved = [row for row in known.values() if row.pk not in opened and _moves(row, owners)]
    FindingRow.objects.bulk_create(new, batch_size=_AT_ONCE)
    FindingRow.objects.bulk_update(known.values(), _TOLD, batch_size=_AT_ONCE)
    acts = [Act("found", ("finding", row.pk), row.person or row.rater) for row in new]
    acts += [Act(VERBS[FindingState.REOPENED], ("finding", row.pk), row.person or row.rater) for row in again]
    record_all(actor=SYSTEM, at=at, acts=acts)
    if whole:
        _fade(at, today)
        moved += _events_that_move(owners, known)
        record(actor=SYSTEM, verb="looked for findings", thing=("findings", len(findings)), at=at)
    _tell([*new, *again, *moved], at)
    return len(new) + len(again)


def _known(keys: Iterable[str]) -> dict[str, FindingRow]:
    listed = sorted(set(keys))
    found: dict[str, FindingRow] = {}
    for start in range(0, len(listed), _AT_ONCE):
        rows = FindingRow.objects.select_for_update().filter(pk__in=listed[start : start + _AT_ONCE])
        found |= {row.pk: row for row in rows}
    return found


def _row(one: Finding, owners: Owners, at: datetime) -> FindingRow:
    place = asdict(one.place)
    row = FindingRow(key=one.key, kind=one.kind.value, found_at=at, turned_at=at, **place)
    _tell_anew(row, one, at)
    row.owner, row.due = _owner(row, owners), one.due
    return row


def _owner(row: FindingRow, owners: Owners) -> str:
    return owners.of(Duty(row.duty), row.place)


def _moves(row: FindingRow, owners: Owners) -> bool:
    """Gives what waits for somebody who has the duty no more to the next; whether there is one."""
    if row.state not in WAITING or owners.is_theirs(row.owner, Duty(row.duty), row.place):
        return False
    row.owner = _owner(row, owners)
    return True


def _events_that_move(owners: Owners, known: Collection[str]) -> list[FindingRow]:
    """Moves events, too, which are never seen again."""
    events = FindingRow.objects.select_for_update().filter(state__in=WAITING, kind__in=[kind.value for kind in EVENTS])
    moved = [row for row in events if row.pk not in known and _moves(row, owners)]
    FindingRow.objects.bulk_update(moved, ["owner"], batch_size=_AT_ONCE)
    return moved


def _tell_anew(row: FindingRow, one: Finding, at: datetime) -> None:
    row.seen, row.sure, row.act, row.says = one.seen, sure_data(one.sure), one.act.value, one.says
    row.rests = [asdict(rest) for rest in one.rests]
    row.duty, row.role, row.last_at = one.owner.duty.value, one.owner.role, at


def _seen_again(row: FindingRow, one: Finding, at: datetime, today: date) -> bool:
    """Tells a known finding anew; whether it is opened again."""
    opens = _opens(row, one, at, today)
    if row.state in {FindingState.DISMISSED, FindingState.SETTLED} and not opens:
        row.last_at = at  # what was decided on keeps the figures it was decided by
        return False
    _tell_anew(row, one, at)
    row.times += 1
    if opens:
        row.state, row.until, row.turned_at = FindingState.REOPENED, None, at
        row.due = one.due
    return opens


def _opens(row: FindingRow, one: Finding, at: datetime, today: date) -> bool:
    if row.state in UNDER_WAY:
        return False
    if row.state == FindingState.SNOOZED and row.until is not None and row.until <= today:
        return True
    is_new = row.state in {FindingState.DISMISSED, FindingState.SETTLED} and at - row.turned_at >= RENEWED
    return is_new or is_much_worse(row.known_sure, one.sure)


def _fade(at: datetime, today: date) -> None:
    """What nobody took on and is not seen any more settles by itself; an event that was put off waits again."""
    events = [kind.value for kind in EVENTS]
    due = FindingRow.objects.filter(state=FindingState.SNOOZED, until__lte=today)
    awake = list(due.filter(kind__in=events).values_list("pk", "person"))
    gone = FindingRow.objects.filter(state__in=(*WAITING, FindingState.SNOOZED), last_at__lte=at - FADES)
    faded = list(gone.exclude(kind__in=events).values_list("pk", "person", "rater"))
    turned = ((FindingState.REOPENED, [pk for pk, _ in awake]), (FindingState.SETTLED, [pk for pk, *_ in faded]))
    for state, keys in turned:
        for start in range(0, len(keys), _AT_ONCE):
            some = FindingRow.objects.filter(pk__in=keys[start : start + _AT_ONCE])
            some.update(state=state, until=None, by="", turned_at=at)
    acts = [Act(VERBS[FindingState.REOPENED], ("finding", pk), person) for pk, person in awake]
    acts += [Act("no longer seen", ("finding", pk), person or rater) for pk, person, rater in faded]
    record_all(actor=SYSTEM, at=at, acts=acts)


def _tell(rows: Sequence[FindingRow], at: datetime) -> None:
    owners = {row.owner for row in rows if row.owner}
    text = "Something was seen that deserves an act, with what it rests on and what could be done."
    name = f"findings:{at:%Y%m%d}"
    tell(owners, "Something to act on", text, path="/followup/findings/", name=name, at=at, topic=Topic.FINDING)
    if any(not row.person and not row.rater for row in rows):  # of single persons no channel hears
        announce("Something to act on", text, path="/followup/findings/", name=name, at=at, topic=Topic.FINDING)
