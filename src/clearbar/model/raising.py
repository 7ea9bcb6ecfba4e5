"""The words of raising the bar: what was seen of a standard, and what is proposed for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clearbar.model.agreement import Agreeing
from clearbar.model.book import Level
from clearbar.model.estimate import Estimate


class Rise(StrEnum):
    """What is proposed."""

    BAR = "bar"
    """The bar rises by one level: what is promised today is surely kept, and the next level nearly as often."""
    TARGET = "target"
    """The target rises: the same bar is to be reached more often."""
    RETIRE = "retire"
    """The standard goes: with enough heard, customers' verdict does not hang on it."""
    REWORD = "reword"
    """The standard is said otherwise: those who rate the same do not agree what it means."""


@dataclass(frozen=True)
class Watched:
    """What was heard of one standard of the book, of its present edition.

    `clearance` is the share that reaches its bar, as the source `heard_from` says; `next_level` the share that would
    reach the level above it, None where that cannot be told. `explains` is its part of the variation of the overall
    verdict, `slope` by how much the verdict is higher where its level is higher by one, `penalty` what a missed bar
    takes from the verdict; `points` says that the verdict is a share, so that both are in points of it, and else in
    levels. `missed` counts the answers in which its bar was missed. `guards` names the timed standards that it guards.
    `alpha` is the agreement of raters, `pairs` the interactions that two or more of them rated.
    """

    standard: str
    name: str
    bar: Level
    target: float | None
    yes_no: bool
    heard_from: str = ""
    clearance: Estimate | None = None
    next_level: Estimate | None = None
    explains: Estimate | None = None
    slope: Estimate | None = None
    penalty: Estimate | None = None
    points: bool = False
    missed: int = 0
    guards: tuple[str, ...] = ()
    agreeing: Agreeing | None = None
    alpha: Estimate | None = None
    pairs: int | None = None


@dataclass(frozen=True)
class Proposal:
    """One proposal about one standard: what is seen, how sure, what the change would be and bring. Each is a sentence
    without its full stop. `was` and `becomes` are the value of the changed field (`bar`: the number of a level;
    `target`: a share), None where no field changes by itself."""

    rise: Rise
    standard: str
    name: str
    seen: str
    sure: str
    change: str
    brings: str
    was: float | None = None
    becomes: float | None = None
