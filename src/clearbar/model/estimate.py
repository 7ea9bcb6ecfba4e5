"""The words of an answer: figures that cannot be built without their n and interval."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from math import isfinite
from typing import Any


@dataclass(frozen=True)
class Estimate:
    """A figure with its n and interval.

    `clusters` counts the persons (or interactions) that the n ratings come from. `hits` is the count behind a
    share, None for other figures. `confidence` is the level of the interval.
    """

    value: float
    low: float
    high: float
    n: int
    clusters: int | None = None
    hits: int | None = None
    confidence: float = 0.95

    def __post_init__(self) -> None:
        if self.n < 1:
            raise ValueError("an estimate needs at least one rating")
        if not (isfinite(self.value) and self.low <= self.high):
            raise ValueError(f"not an estimate: {self.value} ({self.low} to {self.high})")


class Unit(StrEnum):
    """How a figure or fact is written: a share as a percentage, a difference with its sign, a difference of shares in
    points, a time in seconds, a whole number, a number to be taken as about."""

    SHARE = "share"
    SIGNED = "signed"
    POINTS = "points"
    SECONDS = "seconds"
    WHOLE = "whole"
    ABOUT = "about"


class Verdict(StrEnum):
    """How a share stands to its target."""

    CLEARS = "clears"
    FALLS_SHORT = "falls short"
    CANNOT_TELL = "cannot tell yet"


@dataclass(frozen=True)
class Estimates:
    """Many estimates as columns of equal length; one by one they are `Estimate`s. An n of 0 says that there is none at
    this place."""

    value: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    n: Sequence[int]
    clusters: Sequence[int] | None = None
    hits: Sequence[int] | None = None
    confidence: float = 0.95

    def __post_init__(self) -> None:
        if len({len(self.value), len(self.low), len(self.high), len(self.n)}) > 1:
            raise ValueError("estimates need their n and interval, one by one")

    def __len__(self) -> int:
        return len(self.value)

    def at(self, places: Sequence[int]) -> Estimates:
        """Those at these places, in this order."""
        kept: dict[str, Any] = {}
        for name in ("value", "low", "high", "n", "clusters", "hits"):
            held = getattr(self, name)
            kept[name] = None if held is None else [held[i] for i in places]
        return replace(self, **kept)

    def __getitem__(self, i: int) -> Estimate:
        return Estimate(
            float(self.value[i]),
            float(self.low[i]),
            float(self.high[i]),
            int(self.n[i]),
            None if self.clusters is None else int(self.clusters[i]),
            None if self.hits is None else int(self.hits[i]),
            self.confidence,
        )


@dataclass(frozen=True)
class Row:
    """One group of an answer. `figures` are its estimates by name, without those that it cannot have; `facts` what
    else is told of it (a verdict, a target, a count), as plain values."""

    keys: Mapping[str, Any]
    figures: Mapping[str, Estimate]
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class BarChange:
    """A standard had another edition from `week` (yyyyww) on: its bar (a level) and its target (a share, None without
    one), before and since. Where both stayed, its words changed."""

    standard: str
    week: int
    was_bar: int
    bar: int
    was_target: float | None
    target: float | None


@dataclass(frozen=True)
class Answer:
    """The answer of a measure, as columns of equal length; `rows` gives it group by group.

    `notes` are what a reader must know about it, in sentences. An answer may have notes and no rows.
    """

    measure: str
    by: tuple[str, ...]
    keys: Mapping[str, Sequence[Any]]
    figures: Mapping[str, Estimates]
    facts: Mapping[str, Sequence[Any]]
    notes: tuple[str, ...] = ()
    withheld: tuple[tuple[Any, ...], ...] = ()
    """Keys of the groups that may not be shown, because too few answers stand behind them."""
    units: Mapping[str, Unit] = field(default_factory=dict)
    """How figures and facts are written, by name; a plain number where nothing is said."""
    parts: tuple[Answer, ...] = ()
    """Further tables of the same answer, each with its name as `measure`: what one row a group cannot hold."""
    marks: tuple[BarChange, ...] = ()
    """Of a series: where the bar of what it shows changed, in the order of the weeks."""

    def __len__(self) -> int:
        return len(next(iter(self.figures.values()), ()))

    def records(self) -> Iterator[dict[str, Any]]:
        """Rows as flat records for programs: keys, then each figure with its interval, then facts."""
        for row in self.rows:
            record: dict[str, Any] = dict(row.keys)
            for name in self.figures:
                record |= {name: None, f"{name}_low": None, f"{name}_high": None, "n": record.get("n")}
                if name not in row.figures:
                    continue
                figure = row.figures[name]
                record |= {name: figure.value, f"{name}_low": figure.low, f"{name}_high": figure.high, "n": figure.n}
                record |= {"hits": figure.hits} if figure.hits is not None else {}
                record |= {"clusters": figure.clusters} if figure.clusters is not None else {}
            yield record | {name: getattr(fact, "value", fact) for name, fact in row.facts.items()}

    def document(self) -> dict[str, Any]:
        """The answer as JSON data: its records, its notes, and further tables under `parts`. JSON knows no infinity: an
        open end is null."""
        rows = [
            {name: None if isinstance(value, float) and not isfinite(value) else value for name, value in row.items()}
            for row in self.records()
        ]
        said = {"measure": self.measure, "by": list(self.by), "rows": rows, "notes": list(self.notes)}
        said |= {"bar_changes": [asdict(one) for one in self.marks]} if self.marks else {}
        return said | ({"parts": [part.document() for part in self.parts]} if self.parts else {})

    def only(self, column: str, values: Collection[Any]) -> Answer:
        """The same answer with those groups alone that have one of these values in a column of keys. Its notes and
        further tables stay whole."""
        at = [i for i, value in enumerate(self.keys[column]) if value in values]
        return replace(
            self,
            keys={name: [held[i] for i in at] for name, held in self.keys.items()},
            figures={name: estimates.at(at) for name, estimates in self.figures.items()},
            facts={name: [held[i] for i in at] for name, held in self.facts.items()},
        )

    @property
    def rows(self) -> Iterator[Row]:
        """The groups, one by one."""
        for i in range(len(self)):
            yield Row(
                {name: column[i] for name, column in self.keys.items()},
                {name: estimates[i] for name, estimates in self.figures.items() if estimates.n[i]},
                {name: column[i] for name, column in self.facts.items()},
            )
