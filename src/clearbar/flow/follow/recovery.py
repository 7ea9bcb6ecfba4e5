"""Recovery: how bad it was → when an answer is due → who is told if it is late; and what making it right changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from clearbar.followup import clock
from clearbar.followup.causes import FLOOR, OTHERS, Bar, pareto
from clearbar.followup.clock import ALWAYS, Opening, Step
from clearbar.model.estimate import Estimate
from clearbar.stats.intervals import wilson
from clearbar.stats.paired import paired

__all__ = [
    "FLOOR", "OTHERS", "Bar", "Change", "Clock", "Hours", "Kept", "Late", "Opening", "Step", "begin", "change",
    "hours_of", "in_words", "kept", "late", "opening_of", "pareto",
]  # fmt: skip

BAR = 4
"""Good: the bar of the whole."""


@dataclass(frozen=True)
class Hours:
    """Open hours until an answer is due, until it is made right, and from one step of escalation to the next."""

    answer: float
    solve: float
    step: float


@dataclass(frozen=True)
class Clock:
    """When the answer is due, and when it is to be made right."""

    answer_due: datetime
    solve_due: datetime


@dataclass(frozen=True)
class Late:
    """Who should have been told by now, and when the next one is to be told; None where all were."""

    step: Step
    look_at: datetime | None


def opening_of(days: Sequence[Sequence[Sequence[int]]] | None) -> Opening:
    """Opening hours from plain data; around the clock where there are none. ValueError as `Opening`."""
    if days is None:
        return ALWAYS
    return Opening(tuple(tuple((int(one[0]), int(one[1])) for one in spans) for spans in days))


def begin(since: datetime, hours: Hours, timezone: str, opening: Opening) -> Clock:
    """The clock of a case, from its opening or from when the customer last said that it is not right."""
    answer = clock.due(since, hours.answer, timezone, opening)
    return Clock(answer, max(answer, clock.due(since, hours.solve, timezone, opening)))


def late(now: datetime, due: datetime, hours: Hours, timezone: str, opening: Opening) -> Late:
    """How far the lateness of what is due has come."""
    told_at = clock.escalations(due, hours.step, timezone, opening)
    return Late(clock.step(now, told_at), clock.next_look(now, told_at))


def in_words(now: datetime, due: datetime) -> str:
    """ "in 3 hours", "40 minutes late"."""
    return clock.in_words(now, due)


def hours_of(told: Mapping[str, float]) -> Hours:
    """Hours from plain data. KeyError where one is missing."""
    return Hours(float(told["answer"]), float(told["solve"]), float(told["step"]))


@dataclass(frozen=True)
class Kept:
    """How fast and how well: the share answered in time never stands without the share that was made right. None where
    fewer than five cases stand behind it."""

    in_time: Estimate | None
    made_right: Estimate | None


@dataclass(frozen=True)
class Change:
    """What making it right changed, for those who rated before and after: the shares at the bar, and their difference
    within pairs."""

    before: Estimate
    after: Estimate
    change: Estimate


def kept(in_time: int, answered: int, right: int, rated: int) -> Kept:
    """From counts of cases: how many were answered in time, and how many customers who rated it afterwards cleared the
    bar."""
    return Kept(_share(in_time, answered), _share(right, rated))


def change(pairs: Sequence[tuple[int, int]], bar: int = BAR) -> Change | None:
    """What changed from before to after, from pairs of levels; None for fewer than five pairs. A case was opened
    because it was bad before: some of the rise would have come by itself."""
    clear = [(before >= bar, after >= bar) for before, after in pairs]
    told = [_share(sum(one[side] for one in clear), len(clear)) for side in (0, 1)]
    if told[0] is None or told[1] is None:
        return None
    counts = [clear.count(one) for one in ((True, True), (False, True), (True, False), (False, False))]
    return Change(told[0], told[1], paired(*counts))


def _share(hits: int, n: int) -> Estimate | None:
    if n < FLOOR:
        return None
    low, high = wilson(hits, n)
    return Estimate(hits / n, float(low), float(high), n, n, hits)
