"""Writes to rehearsals: begun, a line said, stopped, begun again from a line.

What the customer answers is worked out before the transaction, which keeps the line and its answer at once: a language
model that hangs holds nobody else up, and whatever happens no line is kept twice or by half.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from clearbar.model.scenario import STAFF, Mood, Scenario, Talk
from clearbar.text.redact import storable
from clearbar.web.audit.actions import record
from clearbar.web.bridge import rehearsing
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope
from clearbar.web.practice.actions.rehearse_ends import Result, keep_end, result_of
from clearbar.web.practice.models.rehearse import Endpoint, Pinned, Rehearsal

SEEDS = 2**31

Answer = Callable[[Scenario, Talk, str], Talk]
"""What the customer makes of a line."""


class Overtaken(Exception):
    """Something was said in this talk in another window meanwhile."""


class Refused(Exception):
    """What was asked for cannot be done; its words are for the one who asked."""


@dataclass(frozen=True)
class Start:
    """How a rehearsal begins."""

    mood: Mood
    seed: int
    way: str = Rehearsal.Way.CHAT
    partner: str = ""
    endpoint: Endpoint | None = None
    is_trial: bool = False


@transaction.atomic
def begin(
    *, scope: Scope, pinned: Pinned, scenario: Scenario, start: Start, version: int | None, at: datetime
) -> Rehearsal:
    """Begins a rehearsal of somebody, for themself. Who plays the customer of a sheet is somebody else."""
    demand(start.partner != scope.person and bool(start.partner) == (start.way == Rehearsal.Way.SHEET))
    talk = rehearsing.begin(scenario, start.mood, start.seed)
    made = Rehearsal.objects.create(
        person=scope.person, pinned=pinned, version_id=version, mood=start.mood.value, seed=start.seed, way=start.way,
        partner=start.partner, endpoint=start.endpoint, is_trial=start.is_trial, talk=rehearsing.kept(talk),
        begun_at=at,
    )  # fmt: skip
    _line(scope, "began", made, at, {"scenario": pinned.scenario, "way": start.way})
    return made


def say(
    *, scope: Scope, rehearsal: Rehearsal, scenario: Scenario, text: str, said: int, answer: Answer, at: datetime
) -> Rehearsal:  # fmt: skip
    """Says one line to the customer; `said` is how many lines there were when it was written.

    The same line sent twice is kept once. Raises Overtaken where another window said something since, and where the
    talk is over.
    """
    demand(rehearsal.person == scope.person and rehearsal.way == Rehearsal.Way.CHAT)
    told = storable(text)
    if _is_there(rehearsal, told, said):
        return rehearsal
    if rehearsal.said != said or rehearsal.is_over:
        raise Overtaken
    talk = answer(scenario, rehearsing.talk_of(rehearsal.talk), told)
    result = result_of(rehearsal, scenario, talk, at) if talk.end else None
    if _kept(scope, rehearsal, talk, result, at):
        return rehearsal
    now = Rehearsal.objects.select_related("pinned").get(pk=rehearsal.pk)
    if _is_there(now, told, said):
        return now
    raise Overtaken


@transaction.atomic
def _kept(scope: Scope, rehearsal: Rehearsal, talk: Talk, result: Result | None, at: datetime) -> bool:
    """Keeps the talk as it is now, unless somebody else was quicker; whether it was kept."""
    said, data = rehearsal.said, rehearsing.kept(talk)
    mine = Rehearsal.objects.filter(pk=rehearsal.pk, said=said, ended_at=None, stopped_at=None)
    if not mine.update(talk=data, said=said + 1):
        return False
    record(actor=scope.person, verb="said a line in", thing=("rehearsal", rehearsal.pk), at=at)
    rehearsal.talk, rehearsal.said = data, said + 1
    if result is not None:
        keep_end(rehearsal=rehearsal, result=result, at=at)
    return True


def _is_there(rehearsal: Rehearsal, text: str, said: int) -> bool:
    """Whether this line, written when there were `said` of them, is the last one already."""
    last = [turn["text"] for turn in rehearsal.turns if turn["role"] == STAFF][-1:]
    return rehearsal.said == said + 1 and last == [text]


@transaction.atomic
def stop(*, scope: Scope, rehearsal: Rehearsal, at: datetime) -> None:
    """Leaves a talk without an end: nothing of it is scored or counted."""
    demand(rehearsal.person == scope.person)
    if Rehearsal.objects.filter(pk=rehearsal.pk, ended_at=None, stopped_at=None).update(stopped_at=at):
        _line(scope, "stopped", rehearsal, at, {"said": rehearsal.said})


@transaction.atomic
def again(*, scope: Scope, rehearsal: Rehearsal, scenario: Scenario, line: int, at: datetime) -> Rehearsal:
    """Begins a new rehearsal that stands where this one stood before line number `line` of staff, counted from 0.

    Raises Refused for a line that there is none of.
    """
    demand(rehearsal.person == scope.person and rehearsal.way == Rehearsal.Way.CHAT)
    lines = sum(turn["role"] == STAFF for turn in rehearsal.turns)
    if not 0 <= line < lines:
        raise Refused("There is no such line to go back to.")
    talk = rehearsing.again_from(scenario, rehearsing.talk_of(rehearsal.talk), line)
    made = Rehearsal.objects.create(
        person=scope.person, pinned=rehearsal.pinned, version_id=rehearsal.version_id, mood=rehearsal.mood,
        seed=rehearsal.seed, way=rehearsal.way, endpoint=rehearsal.endpoint, is_trial=rehearsal.is_trial,
        talk=rehearsing.kept(talk), said=line, parent=rehearsal, line=line, begun_at=at,
    )  # fmt: skip
    _line(scope, "began again", made, at, {"line": line})
    return made


@transaction.atomic
def see(*, scope: Scope, rehearsal: Rehearsal, at: datetime) -> None:
    """Somebody looks at what the checks saw, without saying before how it went."""
    demand(rehearsal.person == scope.person and rehearsal.ended_at is not None)
    if Rehearsal.objects.filter(pk=rehearsal.pk, seen_at=None).update(seen_at=at):
        record(actor=scope.person, verb="looked at", thing=("rehearsal", rehearsal.pk), at=at)


def _line(scope: Scope, verb: str, one: Rehearsal, at: datetime, values: dict[str, Any]) -> None:
    record(
        actor=scope.person, verb=verb, thing=("rehearsal", one.pk), at=at, subject=one.person, values=values
    )  # fmt: skip
