"""Walks as a phone tells them → walks as they are kept.

A phone tells differences on a clock that only goes forward, and when it was begun by a clock that people set. What
cannot have been is left out and said to be, step by step; what one felt and judged there is kept all the same, since
nobody can walk it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import astuple, replace
from datetime import datetime, timedelta
from itertools import pairwise
from math import isfinite
from typing import Any

from clearbar.model.book import Journey, Scale, Stage, Step
from clearbar.model.walk import StepWalked, Times, Waited, Walked

LONGEST = 12 * 3600.0
"""Seconds that a walk takes at most; a larger time is a clock that was set anew."""
OLDEST = timedelta(days=60)
"""An earlier begin is not believed, and the walk counts as walked just now."""
NOTE = 600
"""Characters of a note."""
_YES_NO = frozenset({2, 4})


class NoWalk(ValueError):
    """What came is no walk of this journey; its words are for who walked."""


def read(told: Mapping[str, Any], journey: Journey, *, now: datetime) -> Walked:
    """The walk in {begun, steps: [{step, times: {arrived, noticed, served, done, gave_up} in milliseconds, jumped,
    feeling, note, levels}]}. No time of it is negative, goes back, or lies after `now`. Raises NoWalk."""
    raw = told.get("steps")
    known = {step.id: (place, step) for place, step in enumerate(journey.steps) if step.stage is Stage.FRONT}
    if not isinstance(raw, list) or not raw or not all(isinstance(one, dict) for one in raw):
        raise NoWalk("This walk has no step.")
    names = [one.get("step") for one in raw]
    if any(not isinstance(name, str) or name not in known for name in names):
        raise NoWalk("This walk has a step that its journey does not have.")
    places = [known[name][0] for name in names]
    if any(one >= other for one, other in pairwise(places)):
        raise NoWalk("The steps of this walk are not in the order of its journey.")
    steps = tuple(_in_order(_step(one, known[one["step"]][1]) for one in raw))
    last = max((time for step in steps for time in _tapped(step.times)), default=0.0)
    return Walked(_begun(told.get("begun"), last, now), steps)


def waited(times: Times) -> Waited | None:
    """How long one waited at a step: from arriving until one was served, or gave up. None where that is not known."""
    end = times.served if times.served is not None else times.gave_up
    if end is None or times.arrived is None:
        return None
    return Waited(round((end - times.arrived) * 1000), times.served is None)


def _begun(raw: object, last: float, now: datetime) -> datetime:
    """When it was begun, by the phone; where that cannot be, as late as its last time allows."""
    latest = now - timedelta(seconds=last)
    try:
        begun = datetime.fromisoformat(str(raw))
    except ValueError:
        return latest
    return begun if begun.tzinfo is not None and now - OLDEST <= begun <= latest else latest


def _step(told: Mapping[str, Any], step: Step) -> StepWalked:
    times, jumped = _times(told.get("times"), jumped=told.get("jumped") is True)
    note = told.get("note")
    return StepWalked(
        step=step.id,
        times=times,
        jumped=jumped,
        feeling=_level(told.get("feeling")),
        note=note.strip()[:NOTE] if isinstance(note, str) else "",
        levels=dict(_levels(told.get("levels"), step)),
    )


def _times(told: object, *, jumped: bool) -> tuple[Times, bool]:
    if jumped:
        return Times(), True
    if not isinstance(told, Mapping):
        return Times(), told is not None
    names = tuple(Times.__dataclass_fields__)
    given = {name: told[name] for name in names if told.get(name) is not None}
    if not all(_is_time(one) for one in given.values()):
        return Times(), True
    if not _sound(Times(**given)):
        return Times(), True
    return Times(**{name: round(one / 1000, 1) for name, one in given.items()}), False


def _is_time(raw: object) -> bool:
    number = isinstance(raw, int | float) and not isinstance(raw, bool)
    return number and isfinite(raw) and 0 <= raw <= LONGEST * 1000  # type: ignore[arg-type, operator]


def _sound(times: Times) -> bool:
    """Whether somebody arrived first, and then one thing came after the other; who gave up was not served."""
    tapped = _tapped(times)
    if times.gave_up is not None and (times.served is not None or times.done is not None):
        return False
    return not tapped or (times.arrived is not None and tapped == sorted(tapped))


def _tapped(times: Times) -> list[float]:
    return [one for one in astuple(times) if one is not None]


def _in_order(steps: Iterator[StepWalked]) -> Iterator[StepWalked]:
    """Each step after the one before; one that lies before it loses its times."""
    last = 0.0
    for step in steps:
        tapped = _tapped(step.times)
        if tapped and tapped[0] < last:
            yield replace(step, times=Times(), jumped=True)
        else:
            last = tapped[-1] if tapped else last
            yield step


def _levels(told: object, step: Step) -> Iterator[tuple[str, int]]:
    """The levels that standards of the step were given; others are not of this step."""
    if not isinstance(told, Mapping):
        return
    for standard in step.standards:
        level = _level(told.get(standard.id))
        if level is not None and (standard.scale is not Scale.YES_NO or level in _YES_NO):
            yield standard.id, level


def _level(raw: object) -> int | None:
    return raw if isinstance(raw, int) and not isinstance(raw, bool) and 1 <= raw <= 5 else None
