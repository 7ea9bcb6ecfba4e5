"""The signature picture: a scale, an ink line at the target, a dot for the estimate, a thin line for its interval.

Everything is a place on the scale in per cent of its width, so that one drawing fits every screen without distortion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clearbar.model.book import Level
from clearbar.model.estimate import Estimate
from clearbar.model.report import BarLine, Gap, Group
from clearbar.reports.verdicts import Standing, standing

SPARSE = 10
"""Ratings below which a group is drawn faded: its dot says more about the others than about itself."""
BINS = 100
"""Columns of dots in a strip: one for every per cent."""
DOT_STEP, TALLEST = 6.0, 120.0
"""Pixels between two dots of a heap, and those that the tallest heap may take: then dots move closer."""


@dataclass(frozen=True)
class Bar:
    """One bar. Places are per cent of the scale's width; None where there is nothing to draw."""

    target: str | None
    low: str | None = None
    high: str | None = None
    dot: str | None = None
    counted: str | None = None
    hollow: bool = False
    faded: bool = False


@dataclass(frozen=True)
class Dumbbell:
    """Expected ○—● experienced on the levels 1..5; `level` is the nearest level of what was experienced."""

    expected: str
    experienced: str
    level: int


@dataclass(frozen=True)
class Dot:
    """One group in a strip: where it stands across and, in pixels, down."""

    x: str
    y: float
    faded: bool


@dataclass(frozen=True)
class Strip:
    """Many groups as dots on one scale, heaped where they coincide."""

    dots: tuple[Dot, ...]
    height: int
    radius: float
    target: str | None


def place(share: float) -> str:
    """Where a share stands on the scale: "82.4%". Shares outside 0..1 stand at its ends."""
    return f"{100 * min(1.0, max(0.0, share)):.2f}".rstrip("0").rstrip(".") + "%"


def _interval(estimate: Estimate) -> tuple[str, str]:
    return place(estimate.low), place(estimate.high)


def standard_bar(line: BarLine) -> Bar:
    """The bar of a standard: the dot is filled once the verdict is certain."""
    target = None if line.target is None else place(line.target)
    if line.clearance is None:
        return Bar(target, faded=True)
    low, high = _interval(line.clearance)
    unsure = standing(line) is Standing.CANNOT_TELL
    return Bar(target, low, high, place(line.clearance.value), hollow=unsure)


def group_bar(group: Group, target: float | None) -> Bar:
    """The bar of a site, team or person: the dot is the shrunk share, the faint tick the share as counted."""
    low, high = _interval(group.shrunk)
    dot, counted = place(group.shrunk.value), place(group.counted.value)
    return Bar(None if target is None else place(target), low, high, dot, counted, faded=is_sparse(group))


def is_sparse(group: Group) -> bool:
    """Whether too little was heard about the group for its dot to be its own."""
    return group.counted.n < SPARSE


def nearest_level(value: float) -> int:
    """The level nearest to a mean of levels."""
    return int(min(Level.EXEMPLARY, max(Level.POOR, round(value))))


def dumbbell(gap: Gap) -> Dumbbell:
    """Expectation and experience as two dots on the levels 1..5."""
    nearest = nearest_level(gap.experienced.value)
    return Dumbbell(_on_levels(gap.expected.value), _on_levels(gap.experienced.value), nearest)


def _on_levels(value: float) -> str:
    return place((value - Level.POOR) / (Level.EXEMPLARY - Level.POOR))


def strip(groups: Sequence[Group], target: float | None) -> Strip:
    """All groups as one heap of dots, the sparse ones on top of each column."""
    heaps: dict[int, int] = {}
    dots = []
    for group in sorted(groups, key=is_sparse):
        column = min(BINS - 1, max(0, int(group.shrunk.value * BINS)))
        heaps[column] = heaps.get(column, 0) + 1
        dots.append((column, heaps[column], is_sparse(group)))
    tallest = max(heaps.values(), default=1)
    step = min(DOT_STEP, TALLEST / tallest)
    height = int((tallest + 1) * step) + 1
    placed = (Dot(place((column + 0.5) / BINS), round(height - rank * step, 1), faded) for column, rank, faded in dots)
    radius = max(1.0, round(step / 2 - 0.25, 2))
    return Strip(tuple(placed), height, radius, None if target is None else place(target))
