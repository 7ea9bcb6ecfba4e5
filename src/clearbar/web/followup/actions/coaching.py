"""Writes of coaching: it is begun or asked for, the person rates themself first, and shows it; or it is called off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from clearbar.text.redact import storable
from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.audit.seals import seal
from clearbar.web.followup.actions.coaching_told import hear
from clearbar.web.followup.actions.findings import settle, take_on
from clearbar.web.followup.coaching_turns import COACH, FINAL, OTHER, PERSON, TURNS, WHOSE
from clearbar.web.followup.models.coaching import Coaching
from clearbar.web.followup.models.findings import WAITING
from clearbar.web.followup.queries import findings
from clearbar.web.followup.queries.coaching_permits import coaches, may_be_coached_by, part_of
from clearbar.web.people.access import demand
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope

MEANWHILE = "This was changed meanwhile. Please look at it again."
OPEN = "There is an open coaching about this standard already. Go on with that one, or call it off first."


class Refused(Exception):
    """What was asked for cannot be done; its words are for the one who asked."""


@transaction.atomic
def begin(
    *,
    scope: Scope,
    person: str,
    standard: str,
    prepared: Mapping[str, Any],
    at: datetime,
    kind: str = Coaching.Kind.COACHING,
    finding: str = "",
) -> Coaching:
    """A coach begins a coaching of somebody they coach, with what is laid out (`Coaching.prepared`). Raises Refused
    where one is open, for an AI agent and for who left."""
    demand(coaches(scope, person))
    _can_be_coached(person)
    made = _made(
        scope, person, scope.person, standard, "begin", at, kind=kind, finding=finding, prepared=dict(prepared)
    )
    _take_on(scope, finding, at)
    hear(made, "begun", at, to=(person,))
    return made


@transaction.atomic
def ask(*, scope: Scope, coach: str, standard: str, reason: str, at: datetime) -> Coaching:
    """Somebody asks one of their coaches for a coaching. Raises Refused where one is open."""
    demand(may_be_coached_by(scope.person, coach, at))
    told = storable(reason)
    made = _made(scope, scope.person, coach, standard, "ask", at, reason=seal(scope.person, told))
    hear(made, "asked", at, to=(coach,))
    return made


@transaction.atomic
def accept(*, scope: Scope, coaching: Coaching, prepared: Mapping[str, Any], at: datetime) -> Coaching:
    """The coach takes up what was asked for, with what is laid out."""
    held = turned(scope, coaching, "accept", at, prepared=dict(prepared))
    hear(held, "begun", at, to=(held.person,))
    return held


@transaction.atomic
def decline(*, scope: Scope, coaching: Coaching, reason: str, at: datetime) -> Coaching:
    """The coach says that it cannot be now, and why."""
    told = storable(reason)
    held = turned(scope, coaching, "decline", at, reason=seal(coaching.person, told))
    hear(held, "declined", at, to=(held.person,))
    return held


@transaction.atomic
def rate(*, scope: Scope, coaching: Coaching, level: int, words: str, at: datetime) -> Coaching:
    """The person rates themself, before either sees what is laid out. Nobody else sees it until they show it."""
    told = storable(words)
    return turned(scope, coaching, "rate", at, own=seal(coaching.person, {"level": level, "words": told}))


@transaction.atomic
def share(*, scope: Scope, coaching: Coaching, at: datetime) -> Coaching:
    """The person has seen how their own rating and the evidence differ, and shows it to their coach."""
    held = turned(scope, coaching, "share", at, shared_at=at)
    hear(held, "shared", at, to=(held.coach,))
    return held


@transaction.atomic
def looked(*, scope: Scope, coaching: Coaching, at: datetime) -> Coaching:
    """The two have looked at the interaction together, and leave it at that. Raises Refused for a whole coaching."""
    if coaching.kind != Coaching.Kind.LOOK:
        raise Refused("A coaching ends with what changed. If nothing needs to, call it off.")
    held = turned(scope, coaching, "looked", at)
    settle(finding=held.finding, at=at, by=scope.person)
    return held


@transaction.atomic
def call_off(*, scope: Scope, coaching: Coaching, at: datetime) -> Coaching:
    """One of the two ends it before it is done."""
    held = turned(scope, coaching, "call off", at)
    hear(held, "called off", at, to={held.person, held.coach} - {scope.person})
    return held


def turned(
    scope: Scope, coaching: Coaching, act: str, at: datetime, *, seen: int | None = None, **changes: Any
) -> Coaching:
    """The coaching after an act of one of the two, in the state that TURNS tells. Raises Refused where it cannot be
    done in the state it is in by now, or was written since it was read as `seen` (`Coaching.changed`), and
    PermissionDenied for who may not."""
    part = part_of(scope, coaching)
    demand(part in WHOSE[act] or (OTHER in WHOSE[act] and part in {PERSON, COACH}))
    held = Coaching.objects.select_for_update().get(pk=coaching.pk)
    after = TURNS[held.state].get(act)
    if after is None or seen not in {None, held.changed}:
        raise Refused(MEANWHILE)
    if OTHER in WHOSE[act] and held.proposed_by == scope.person:
        raise Refused("You have said yes already; now it waits for the other one.")
    ended = {"ended_at": at, "ended_by": scope.person} if after in FINAL else {}
    written = {**changes, **ended, "state": after, "changed": held.changed + 1}
    for name, value in written.items():
        setattr(held, name, value)
    held.save(update_fields=list(written))
    _record(scope.person, act, held, at)
    return held


def _made(scope: Scope, person: str, coach: str, standard: str, act: str, at: datetime, **further: Any) -> Coaching:
    _free(person, standard, at)
    try:
        with transaction.atomic():
            made = Coaching.objects.create(
                person=person, coach=coach, standard=standard, state=TURNS[""][act], begun_by=scope.person, begun_at=at,
                **further,
            )  # fmt: skip
    except IntegrityError as clash:
        raise Refused(OPEN) from clash
    _record(scope.person, act, made, at)
    return made


def _free(person: str, standard: str, at: datetime) -> None:
    """Ends an open one whose coach coaches the person no more: nobody could go on with it."""
    found = Coaching.objects.select_for_update().filter(person=person, standard=standard, ended_at=None)
    for one in found:
        if not may_be_coached_by(person, one.coach, at):
            one.state, one.ended_at, one.ended_by = Coaching.State.CALLED_OFF, at, SYSTEM
            one.save(update_fields=["state", "ended_at", "ended_by"])
            _record(SYSTEM, "call off", one, at)


def _take_on(scope: Scope, finding: str, at: datetime) -> None:
    """Takes on the finding that it acts on, as far as it waits and is theirs to act on."""
    row = findings.find(scope, finding) if finding else None
    if row is not None and row.state in WAITING and findings.acts_on(scope, row):
        take_on(scope=scope, finding=row, at=at)


def _can_be_coached(person: str) -> None:
    found = Person.objects.filter(pk=person).first()
    if found is None or found.kind != Person.Kind.HUMAN:
        raise Refused("Coaching is between two people. An AI agent is changed by who runs it.")


def _record(actor: str, act: str, held: Coaching, at: datetime) -> None:
    """The line of the audit trail: that and when, never what about."""
    record(actor=actor, verb=f"coaching: {act}", thing=("coaching", held.pk), at=at, subject=held.person)
