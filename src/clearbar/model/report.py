"""The words of a report: how far the bar is cleared, at a glance and in detail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clearbar.model.agreement import Agreeing, Lean
from clearbar.model.book import Audience, Dimension, Level, Scale, Source, Stage
from clearbar.model.estimate import Answer, BarChange, Estimate, Verdict
from clearbar.model.lint import Finding


@dataclass(frozen=True)
class Voice:
    """What one source says of one standard."""

    source: Source
    clearance: Estimate


@dataclass(frozen=True)
class Gap:
    """Experience against expectation, on the levels 1..5: both parts, their difference, and `met`, the share that got
    at least what they expected."""

    experienced: Estimate
    expected: Estimate
    gap: Estimate
    met: Estimate | None = None


@dataclass(frozen=True)
class BarLine:
    """One standard at a glance. `name` is what the book calls it, here and wherever a standard is told of; empty where
    it gives no name.

    `clearance` is what `heard_from` say (the first source of the standard's `measured_by` that has been heard);
    None while nobody was heard, or too few to show. `verdict` is None where no target is set. `more` is about how
    many further ratings would settle the verdict; None where it is settled or where the share lies on the target
    itself. `voices` is every source that was heard. `pair` is the quality standard that guards a timed one.
    `edition_note` says that the standard changed within the period, where it did. `owner` is the role that the book
    names for it; empty where it names none.
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
    owner: str = ""
    name: str = ""


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
    name: str = ""


@dataclass(frozen=True)
class Week:
    """One ISO week (`week`: yyyyww) of a series. `share` is None where fewer than five answered, or nobody."""

    week: int
    share: Estimate | None


@dataclass(frozen=True)
class Weekly:
    """How often one standard delights, week by week, as `source` sees it.

    `weeks` is every week of the period, those without a figure among them. `before` and `after` are the shares of the
    first and of the second half of the period, `change` is `after` less `before`, all standards looked at together;
    None where one of them may not be shown.
    """

    standard: str
    source: Source
    weeks: tuple[Week, ...]
    before: Estimate | None = None
    after: Estimate | None = None
    change: Estimate | None = None
    name: str = ""
    bars: tuple[BarChange, ...] = ()
    """Where the bar of the standard changed within the period."""


@dataclass(frozen=True)
class Agreement:
    """Whether those who rate the same interactions give them the same level.

    `alpha` is Krippendorff's α, `ac` Gwet's AC; None where too few interactions were rated by two. `units` counts the
    interactions that two or more rated, None where they are too few to be told; `ratings` and `raters` count all.
    `lean` says whether one rater stands apart from the others as harsh or mild, and never who it is.
    """

    standard: str
    source: Source
    verdict: Agreeing
    alpha: Estimate | None
    ac: Estimate | None
    units: int | None
    ratings: int
    raters: int
    lean: Lean | None = None
    name: str = ""


@dataclass(frozen=True)
class Apart:
    """Two sources that can be told apart on one standard: `higher` says more of it reaches the bar than `lower`, by
    `difference` (a share)."""

    higher: Source
    lower: Source
    difference: Estimate


@dataclass(frozen=True)
class Voices:
    """What two or more sources say of one standard, side by side. `apart` are the pairs that can be told apart, all
    pairs of the standard looked at together; the largest difference first."""

    standard: str
    voices: tuple[Voice, ...]
    apart: tuple[Apart, ...]
    name: str = ""


@dataclass(frozen=True)
class Limits:
    """Where the shares of sites would lie by chance, at `n` independent ratings: 95 and 998 of 1,000 of them."""

    n: float
    low_95: float
    high_95: float
    low_998: float
    high_998: float


@dataclass(frozen=True)
class FunnelPoint:
    """One site: its share as counted, the share `adjusted` to the mix of all, and the limits at its own size.
    `limits.n` is how many independent ratings its `counted.n` are worth."""

    name: str
    counted: Estimate
    adjusted: float
    limits: Limits

    @property
    def outside(self) -> int:
        """0 within the limits; ±1 beyond those of 95 %, ±2 beyond those of 99.8 %; negative means below."""
        if self.adjusted < self.limits.low_95:
            return -2 if self.adjusted < self.limits.low_998 else -1
        if self.adjusted > self.limits.high_95:
            return 2 if self.adjusted > self.limits.high_998 else 1
        return 0


@dataclass(frozen=True)
class Funnel:
    """Sites around their common share, on one standard as `source` sees it. Persons never have a funnel.

    `limits` draws the funnel, from the smallest site to the largest. `spread` is the standard deviation of the true
    shares between sites that the limits allow for (over-dispersion), 0 where none can be seen; `ratio` how many times
    as large as by chance the variation is. `withheld` sites have too few answers to be shown.
    """

    standard: str
    source: Source
    centre: float
    target: float | None
    points: tuple[FunnelPoint, ...]
    limits: tuple[Limits, ...]
    spread: float
    ratio: float
    withheld: int = 0
    name: str = ""


@dataclass(frozen=True)
class Report:
    """All that a report page says, as values. `first` and `last` are local days of the ratings read; None where
    only weeks are known. `version` is the evidence version, `book` the book version. `findings` are what the linter
    says of the book, `answers` those of further measures that have something to tell."""

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
    delight: tuple[Weekly, ...] = ()
    voices: tuple[Voices, ...] = ()
    funnels: tuple[Funnel, ...] = ()
    agreement: tuple[Agreement, ...] = ()
    findings: tuple[Finding, ...] = ()
    answers: tuple[Answer, ...] = ()
