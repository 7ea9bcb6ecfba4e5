"""Erasing somebody: asked for by one administrator, confirmed by another where there is one, done at one go."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import MappingProxyType

from django.db import IntegrityError, transaction
from django.utils import timezone

from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.audit.seals import destroy, seal, unseal
from clearbar.web.ledger.jobs import ask_now
from clearbar.web.people.access import demand
from clearbar.web.people.holding import Subject, SubjectKind, holders
from clearbar.web.people.models import Person, Role
from clearbar.web.people.scope import Scope
from clearbar.web.privacy.models.erasing import Erasure
from clearbar.web.privacy.queries.others import others
from clearbar.web.privacy.queries.subjects import mark_of, sealed_for, subject_of

State = Erasure.State
CONFIRMED_WITHIN = timedelta(days=14)

TURNS = MappingProxyType(
    {
        State.ASKED: frozenset({State.DONE, State.WITHDRAWN, State.LAPSED}),
        State.DONE: frozenset({State.SWEPT}),
        State.SWEPT: frozenset[State](),
        State.WITHDRAWN: frozenset[State](),
        State.LAPSED: frozenset[State](),
    }
)
"""Which state follows which."""


class Refused(ValueError):
    """An erasure is refused; its words say why."""


@transaction.atomic
def ask(*, scope: Scope, kind: str, id: str, reason: str, at: datetime, reached: str = "") -> Erasure:
    """Asks for the erasure of a customer or of somebody who left. Where nobody else could confirm it, it is done at
    once. Raises Refused."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    _demand_erasable(kind, id, at)
    told, subject = {"reason": reason, "reached": reached}, sealed_for(kind, id)
    asked = Erasure(
        kind=kind, subject=id, mark=mark_of(kind, id), reason=seal(subject, told), asked_by=scope.person, asked_at=at,
        until=at + CONFIRMED_WITHIN,
    )  # fmt: skip
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError:
        raise Refused("This erasure was asked for already, and waits to be confirmed.") from None
    record(actor=scope.person, verb="asked to erase", thing=("erasure", asked.pk), at=at, subject=subject, values=told)
    if not others(scope, at):
        _carry_out(asked, by=scope.person, at=at)
    return asked


@transaction.atomic
def confirm(*, scope: Scope, erasure: Erasure, at: datetime) -> Erasure:
    """Confirms what another administrator asked for, which is done at once. Raises Refused."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    now = _waiting(erasure, at)
    if now.asked_by == scope.person and others(scope, at):
        raise Refused("You asked for it; another administrator confirms it.")
    _demand_erasable(now.kind, now.subject, at)  # they may have come back since
    _carry_out(now, by=scope.person, at=at)
    return now


@transaction.atomic
def withdraw(*, scope: Scope, erasure: Erasure, at: datetime) -> Erasure:
    """Takes back what was asked for. Raises Refused."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    now = _waiting(erasure, at)
    _turn(now, State.WITHDRAWN)
    was, now.subject, now.reason = sealed_for(now.kind, now.subject), "", None
    now.save()
    record(actor=scope.person, verb="withdrew an erasure", thing=("erasure", now.pk), at=at, subject=was)
    return now


@transaction.atomic
def lapse(*, at: datetime) -> int:
    """Lets those end that nobody confirmed in time; how many. Done by the clock."""
    count = 0
    for one in Erasure.objects.select_for_update().filter(state=State.ASKED, until__lt=at):
        _turn(one, State.LAPSED)
        was, one.subject, one.reason = sealed_for(one.kind, one.subject), "", None
        one.save()
        record(actor=SYSTEM, verb="let an erasure lapse", thing=("erasure", one.pk), at=at, subject=was)
        count += 1
    return count


@transaction.atomic
def swept(*, erasures: list[int], at: datetime) -> None:
    """Notes that the files, too, hold nothing any more. Done by a job."""
    for one in Erasure.objects.select_for_update().filter(pk__in=erasures, state=State.DONE):
        _turn(one, State.SWEPT)
        one.swept_at = at
        one.save()
        record(actor=SYSTEM, verb="swept the files", thing=("erasure", one.pk), at=at)


@transaction.atomic
def erase_again(*, subject: Subject, at: datetime) -> int:
    """Erases once more somebody whom a restored backup brought back; how many rows."""
    count = take_out(subject, at)
    mark = mark_of(subject.kind, subject.id)
    record(actor=SYSTEM, verb="erased again after a restore", thing=("subject", mark), at=at)
    return count


def take_out(subject: Subject, at: datetime) -> int:
    """Lets every holder take out what it holds of somebody, within the transaction of an act; their key last."""
    count = 0
    for name, holder in holders():
        if name != "audit":
            count += holder.erase(subject, at)
    destroy(subject.sealed_for)
    return count


def _carry_out(erasure: Erasure, *, by: str, at: datetime) -> None:
    told = unseal(sealed_for(erasure.kind, erasure.subject), erasure.reason) or {}
    subject = subject_of(erasure.kind, erasure.subject, told.get("reached", ""))
    _turn(erasure, State.DONE)
    erasure.rows = take_out(subject, at)
    erasure.subject, erasure.reason = "", None
    erasure.confirmed_by, erasure.done_at = by, at
    erasure.save()
    values = {"rows": erasure.rows}
    record(actor=by, verb="erased", thing=("erasure", erasure.pk), at=at, values=values)
    ask_now("privacy.sweep", name=f"privacy.sweep:{erasure.pk}", at=at)


def _demand_erasable(kind: str, id: str, at: datetime) -> None:
    if kind != SubjectKind.PERSON:
        return
    left = Person.objects.select_for_update().filter(pk=id).values_list("left_on", flat=True).first()
    if left is None or left >= timezone.localdate(at):
        raise Refused("Only somebody who has left can be erased. Say first that they left, and when.")


def _waiting(erasure: Erasure, at: datetime) -> Erasure:
    now = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if now.state != State.ASKED:
        raise Refused(f"It does not wait any more: {now.get_state_display()}.")
    if now.until < at:
        raise Refused("Its time is over. Ask for it again if it is still wanted.")
    return now


def _turn(erasure: Erasure, state: Erasure.State) -> None:
    if state not in TURNS[State(erasure.state)]:
        raise Refused(f"It does not wait any more: {erasure.get_state_display()}.")
    erasure.state = state
