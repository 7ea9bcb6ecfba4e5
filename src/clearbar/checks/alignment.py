"""Laying what was done beside a flow chart: which steps are missing and which are extra.

A *walk* goes along the arrows of the chart from a start to an end. Each step of the walk that was not observed is
missing and costs 1; each observed step that is not on the walk is extra and costs 1; steps that are free (silent ones,
and those welcome anywhere) cost nothing either way. The alignment is a walk that costs least: the optimal alignment
of conformance checking (Adriansyah 2014, *Aligning Observed and Modeled Behavior*, chapter 4), with a chart for a
model.

It is exact, and short in time. Between two observed steps that the walk passes in turn, the cheapest way through the
chart does not depend on anything else that was observed, so it is found once (breadth first with costs 0 and 1) and
kept. What remains is to choose which observed steps lie on the walk: a shortest path over the observed steps, one
look at each distinct step before it. The chart may have circles.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

_MISSING = 1 << 30
_EXTRA = _MISSING + 1
"""Slightly dearer than a missing step, so that of walks that cost the same the one that explains more wins."""


class Found(StrEnum):
    """What an alignment says about one step."""

    DONE = "done"
    MISSING = "missing"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Move:
    """One step of an alignment. `position` is its place among the observed steps, None if it is missing."""

    found: Found
    step: str
    position: int | None


_DOOR = ""
"""Stands in front of every start. No step has an empty name."""


@dataclass(frozen=True)
class _Ways:
    """The cheapest ways onward from one step, the origin.

    `cost[step]` is what the steps strictly between cost, and `via[step]` the one just before it. `end` is the last
    step of the cheapest way out of the chart, which may be the origin itself; None where there is no way out.
    """

    origin: str
    cost: Mapping[str, int]
    via: Mapping[str, str]
    end: str | None
    end_cost: int

    def between(self, step: str) -> list[str]:
        """The steps strictly between the origin and `step`, in order."""
        passed: list[str] = []
        while (step := self.via[step]) != self.origin:
            passed.append(step)
        return passed[::-1]

    def onward(self) -> list[str]:
        """The steps after the origin on the way out, in order."""
        if self.end is None or self.end == self.origin:
            return []
        return [*self.between(self.end), self.end]


@dataclass(frozen=True)
class FlowChart:
    """A flow chart of steps. `free` steps cost nothing, on the walk or off it."""

    arrows: Mapping[str, Sequence[str]]
    starts: Sequence[str]
    ends: frozenset[str]
    free: frozenset[str]
    _known: dict[str, _Ways] = field(default_factory=dict, repr=False, compare=False)

    def has_walk(self) -> bool:
        """Whether any walk leads from a start to an end."""
        return self._ways(_DOOR).end is not None

    def align(self, observed: Sequence[str]) -> list[Move]:
        """A cheapest alignment of `observed` (steps of the chart, none of them free), in the order of the walk.

        Of several cheapest ones it is one with the fewest extra steps. Raises `ValueError` where no walk exists.
        """
        if not self.has_walk():
            raise ValueError("the flow chart has no walk from a start to an end")
        moves: list[Move] = []
        at, position = self._ways(_DOOR), 0
        for here in self._choose(observed):
            moves += [Move(Found.EXTRA, observed[i], i) for i in range(position, here)]
            moves += self._missing(at.between(observed[here]))
            moves.append(Move(Found.DONE, observed[here], here))
            at, position = self._ways(observed[here]), here + 1
        moves += [Move(Found.EXTRA, observed[i], i) for i in range(position, len(observed))]
        return moves + self._missing(at.onward())

    def _missing(self, steps: Sequence[str]) -> list[Move]:
        return [Move(Found.MISSING, step, None) for step in steps if step not in self.free]

    def _choose(self, observed: Sequence[str]) -> list[int]:
        """The positions of the observed steps that lie on a cheapest walk.

        `latest[step]` tells what the cheapest walk so far that stands at `step` costs, less what it would cost if
        everything observed up to there were extra. So walks that stand at different positions compare by one number.
        """
        before: list[int] = []
        latest: dict[str, tuple[int, int]] = {_DOOR: (0, -1)}
        for here, step in enumerate(observed):
            paid = [
                (cost + self._ways(stand).cost[step], position)
                for stand, (cost, position) in latest.items()
                if step in self._ways(stand).cost
            ]
            cost, position = min(paid, default=(0, -1))
            before.append(position)
            if paid and cost - _EXTRA < latest.get(step, (cost, 0))[0]:
                latest[step] = (cost - _EXTRA, here)
        return _trace(before, min(self._exits(latest))[1])

    def _exits(self, latest: Mapping[str, tuple[int, int]]) -> Iterator[tuple[int, int]]:
        for stand, (cost, position) in latest.items():
            ways = self._ways(stand)
            if ways.end is not None:
                yield cost + ways.end_cost, position

    def _ways(self, origin: str) -> _Ways:
        """The cheapest ways onward from `origin`, found once for each step."""
        ways = self._known.get(origin)
        if ways is None:
            ways = self._known[origin] = self._explore(origin)
        return ways

    def _explore(self, origin: str) -> _Ways:
        """Breadth first, free steps before visible ones: steps are taken up in the order of their cost, so whoever
        comes first to a step comes cheapest."""
        cost: dict[str, int] = {}
        via: dict[str, str] = {}
        end: tuple[str, int] | None = None
        todo = deque([(origin, 0)])
        while todo:
            step, reach = todo.popleft()
            if end is None and step in self.ends:
                end = step, reach
            for following in self.starts if step == _DOOR else self.arrows.get(step, ()):
                if following in cost:
                    continue
                cost[following], via[following] = reach, step
                if following in self.free:
                    todo.appendleft((following, reach))
                elif following != origin:
                    todo.append((following, reach + _MISSING))
        return _Ways(origin, cost, via, *(end or (None, 0)))


def _trace(before: Sequence[int], last: int) -> list[int]:
    """The chosen positions in order, from the last one back along `before`; -1 is the door."""
    chosen: list[int] = []
    while last >= 0:
        chosen.append(last)
        last = before[last]
    return chosen[::-1]
