"""The words of a report: how far the bar is cleared, at a glance and in detail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clearbar.model.book import Audience, Dimension, Level, Scale, Source, Stage
from clearbar.model.estimate import Estimate, Verdict


@dataclass(frozen=True)
class Voice:
    """What one source says of one standard."""

    source: Source
    clearance: Estimate


@dataclass(frozen=True)
class Gap:
    """Experience against expectation, on the levels 1..5: both parts and their difference."""

    experienced: Estimate
    expected: Estimate
    gap: Estimate


@dataclass(frozen=True)
class BarLine:
    """One standard at a glance.

    `clearance` is what `heard_from` say (the first source of the standard's `measured_by` that has been heard);
    None while nobody was heard, or too few to show. `verdict` is None where no target is set. `more` is about how
    many further ratings would settle the verdict; None where it is settled or where the share lies on the target
    itself. `voices` is every source that was heard. `pair` is the quality standard that guards a timed one.
    `edition_note` says that the standard changed within the period, where it did.
    """

    standard: str
    promise: str
    journey: str | None
    step: str | None
    dimension: Dimension | None
    bar: Level
    target: float | None
    scale: Scale
    heard_from: Source | None
    clearance: Estimate | None
    verdict: Verdict | None
    more: int | None
    delight: Estimate | None
    gap: Gap | None
    voices: tuple[Voice, ...]
    pair: str | None = None
    edition_note: str = ""


@dataclass(frozen=True)
class CurvePoint:
    """One step of a journey: how many of its ratings clear their bar, all standards of the step together."""

    step: str
    title: str
    stage: Stage
    clearance: Estimate | None
    standards: tuple[str, ...]


@dataclass(frozen=True)
class Curve:
    """A journey as a curve over its steps. `peak`, `low` and `end` are step ids; None where nothing was heard or
    where the steps cannot be told apart."""

    journey: str
    title: str
    audience: Audience
    customer_wants: str
    quote: str
    points: tuple[CurvePoint, ...]
    peak: str | None
    low: str | None
    end: str | None


@dataclass(frozen=True)
class Group:
    """A site, team or person: its share as counted, and pulled towards the others by as much as it is uncertain."""

    name: str
    counted: Estimate
    shrunk: Estimate
    clears: float | None
    """Probability that its true share reaches the target; None without one."""


@dataclass(frozen=True)
class Comparison:
    """Groups of one kind beside each other, in the order of `shrunk`.

    `brackets` are (first, last) positions in `groups`, each a longest run in which no two can be told apart.
    `spread` is the standard deviation of the true shares between groups, 0 where none can be seen. `note` says
    what was adjusted for, and what could not be.
    """

    of: str
    groups: tuple[Group, ...]
    brackets: tuple[tuple[int, int], ...]
    spread: float
    target: float | None
    mean: float
    note: str = ""
    withheld: int = 0
    """Groups with too few answers to be shown."""
    named: bool = True
    """Whether groups carry their names. Persons do only where the organisation chose so."""


@dataclass(frozen=True)
class Share:
    """A part of the variation. `part` is `site`, `team`, `person`, `rater` or `occasion`; `share` is of the total,
    `sd` in the outcome's own unit."""

    part: str
    share: Estimate
    sd: float


@dataclass(frozen=True)
class Consistency:
    """How the variation of one standard splits up. `of` is `level` or `millis` (then: of log(1 + seconds))."""

    standard: str
    of: str
    shares: tuple[Share, ...]
    n: int
    note: str = ""


@dataclass(frozen=True)
class Report:
    """All that a report page says, as values. `first` and `last` are local days of the ratings read; None where
    only weeks are known. `version` is the evidence version, `book` the book version."""

    organisation: str
    value: str
    language: str
    first: date | None
    last: date | None
    ratings: int
    interactions: int
    persons: int
    sites: int
    sources: tuple[tuple[Source, int], ...]
    lines: tuple[BarLine, ...]
    curves: tuple[Curve, ...]
    comparisons: tuple[Comparison, ...]
    consistency: tuple[Consistency, ...]
    notes: tuple[str, ...]
    book: str
    version: int
