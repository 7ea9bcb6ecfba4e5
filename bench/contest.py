"""A contest: Clearbar beside named others at the same work, in turns, several rounds; and its verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import isclose, log
from statistics import median
from typing import Any

from bench.spawn import Missing, Run


@dataclass(frozen=True)
class Target:
    """What the project has promised: at most so many seconds, MB, or times the first other's seconds; or that seconds
    grow with at most such a power of the ratings, and memory with such a one (`swelling`)."""

    seconds: float | None = None
    megabytes: float | None = None
    ratio: float | None = None
    growth: float | None = None
    swelling: float | None = None


@dataclass(frozen=True)
class Contest:
    """Work that several do. `sides` names who and how; the first is Clearbar. `prepare` is done before and not
    timed. `alike` are the findings in which all sides must agree, `within` how closely."""

    name: str
    title: str
    sides: Sequence[tuple[str, Callable[[], Run]]]
    meaning: str
    rounds: int = 3
    target: Target = Target()
    prepare: Sequence[Callable[[], Any]] = ()
    alike: Sequence[str] = ()
    within: float = 0.0


@dataclass(frozen=True)
class Side:
    """What came of one side. `missing` says why there is nothing."""

    who: str
    runs: Sequence[Run] = ()
    missing: str = ""

    @property
    def seconds(self) -> float:
        """The median."""
        return median(run.seconds for run in self.runs)

    @property
    def megabytes(self) -> float:
        """The most of all rounds."""
        return max(run.megabytes for run in self.runs)

    @property
    def spread(self) -> float:
        """The seconds of the longest round for one of the shortest."""
        seconds = [run.seconds for run in self.runs]
        return max(seconds) / min(seconds)

    def times(self, other: Side) -> float:
        """The seconds of this side for one of the other: the median over rounds, in which both ran in turn."""
        return median(one.seconds / two.seconds for one, two in zip(self.runs, other.runs, strict=True))


@dataclass(frozen=True)
class Result:
    """A contest that was held."""

    contest: Contest
    sides: Sequence[Side]
    differ: Sequence[str] = field(default=())

    @property
    def held(self) -> list[Side]:
        """The sides that ran."""
        return [side for side in self.sides if side.runs]

    @property
    def exponents(self) -> tuple[float, float] | None:
        """The powers of the ratings with which seconds and memory grow, where the sides are of different sizes: least
        squares through the logarithms."""
        told = [side for side in self.held if "ratings" in side.runs[0].said]
        x = [log(side.runs[0].said["ratings"]) for side in told]
        if len(x) < 2:
            return None
        return _slope(x, [side.seconds for side in told]), _slope(x, [side.megabytes for side in told])

    @property
    def verdict(self) -> str:
        """Whether the target was met; nothing where there is none or Clearbar did not run."""
        ours, target = self.sides[0], self.contest.target
        if not ours.runs or target == Target():
            return ""
        rival = self.sides[1] if len(self.sides) > 1 and self.sides[1].runs else None
        ratio = ours.times(rival) if rival else None
        pairs = [(ours.seconds, target.seconds), (ours.megabytes, target.megabytes), (ratio, target.ratio)]
        pairs += zip(self.exponents or (None, None), (target.growth, target.swelling), strict=True)
        asked = [(found, most) for found, most in pairs if most is not None]
        if any(found is None for found, _ in asked):
            return "cannot tell: the other is missing"
        return "met" if all(found <= most for found, most in asked if found is not None) else "missed"


def _slope(x: Sequence[float], values: Sequence[float]) -> float:
    middle = sum(x) / len(x)
    along = sum((one - middle) * log(value) for one, value in zip(x, values, strict=True))
    return along / sum((one - middle) ** 2 for one in x)


def hold(contest: Contest, rounds: int | None = None, tell: Callable[[str], None] = print) -> Result:
    """Holds a contest: each round lets every side run once. A side that lacks something is left out and told."""
    missing = _prepared(contest)
    runs: dict[str, list[Run]] = {who: [] for who, _ in contest.sides}
    for number in range(rounds or contest.rounds):
        for who, run in contest.sides:
            if who in missing:
                continue
            try:
                runs[who].append(run())
            except Missing as lacking:
                missing[who] = str(lacking)
                continue
            last = runs[who][-1]
            tell(f"  {contest.name} {number + 1}: {who} {last.seconds:.3f} s, {last.megabytes:.0f} MB")
    sides = [Side(who, runs[who], missing.get(who, "")) for who, _ in contest.sides]
    return Result(contest, sides, _differences(contest, sides))


def _prepared(contest: Contest) -> dict[str, str]:
    """Prepares; where that lacks something, all sides do."""
    try:
        for step in contest.prepare:
            step()
    except Missing as lacking:
        return {who: str(lacking) for who, _ in contest.sides}
    return {}


def _differences(contest: Contest, sides: Sequence[Side]) -> list[str]:
    """The findings in which a side differs from the first one."""
    held = [side for side in sides if side.runs]
    found = []
    for name in contest.alike:
        told = [(side.who, float(side.runs[0].said[name])) for side in held if name in side.runs[0].said]
        first = told[0][1] if told else 0.0
        found += [
            f"{who}: {name} {value:.10g}, not {first:.10g}" for who, value in told if not _alike(contest, value, first)
        ]
    return found


def _alike(contest: Contest, value: float, first: float) -> bool:
    return isclose(value, first, rel_tol=contest.within, abs_tol=0.0)
