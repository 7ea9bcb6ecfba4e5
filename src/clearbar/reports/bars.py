"""Changes of a bar in words, and where they stand on a series by week."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from clearbar.model.book import Level
from clearbar.model.estimate import BarChange
from clearbar.reports.charts.bars import Mark
from clearbar.reports.words import percent
from clearbar.text.days import monday


def says(change: BarChange) -> str:
    """What changed: "bar: good to exemplary", "target: 75 % to 85 %", "new words"."""
    told = []
    if change.bar != change.was_bar:
        told.append(f"bar: {_level(change.was_bar)} to {_level(change.bar)}")
    if change.target != change.was_target:
        told.append(f"target: {_share(change.was_target)} to {_share(change.target)}")
    return ", ".join(told) or "new words"


def _level(number: int) -> str:
    return Level(number).name.lower()


def _share(target: float | None) -> str:
    return "none" if target is None else percent(target)


def marks(changes: Iterable[BarChange], weeks: Sequence[int], called: Callable[[str], str] | None = None) -> list[Mark]:
    """Where changes stand on a series that begins with the first of these weeks; `called` names their standards, where
    a series is about several."""
    found: dict[int, list[str]] = {}
    first, last = monday(min(weeks)), monday(max(weeks))
    for one in changes:
        day = monday(one.week)
        if first <= day <= last:
            name = f"{called(one.standard)}, " if called else ""
            found.setdefault((day - first).days // 7, []).append(f"{name}{says(one)}")
    return [
        (float(place), told[0] if len(told) == 1 else f"{len(told)} changes of the book")
        for place, told in sorted(found.items())
    ]


def by_week(changes: Iterable[BarChange], called: Callable[[str], str] | None = None) -> Mapping[int, str]:
    """What changed in each week, for tables."""
    found: dict[int, list[str]] = {}
    for one in changes:
        found.setdefault(one.week, []).append(f"{called(one.standard)}, {says(one)}" if called else says(one))
    return {week: "; ".join(told) for week, told in found.items()}
