"""The words of an answer: figures that cannot be built without their n and interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


class Verdict(StrEnum):
    """How a share stands to its target."""

    CLEARS = "clears"
    FALLS_SHORT = "falls short"
    CANNOT_TELL = "cannot tell yet"


@dataclass(frozen=True)
class Row:
    """One group of an answer. `figures` are its estimates by name; `facts` what else is told of it (a verdict,
    a target, a count), as plain values."""

    keys: Mapping[str, Any]
    figures: Mapping[str, Estimate]
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """The answer of a measure: its rows, what it read, and what a reader must know about it (`notes`)."""

    measure: str
    by: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
