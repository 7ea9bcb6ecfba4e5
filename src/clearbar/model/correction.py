"""The words of corrective action: the ladder, what a step rests on, why one is refused, and what the file says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clearbar.model.book import Source
from clearbar.model.estimate import Estimate, Verdict


class Against(StrEnum):
    """A reason against a step."""

    EVIDENCE = "too little evidence"
    DISPUTED = "disputed ratings"
    TIME_ALONE = "time alone"
    NOT_TAUGHT = "a standard never taught"
    CONFLICT = "a conflict of interest"
    OBJECTION = "an objection that is not settled"
    EARLIER = "the earlier step"


@dataclass(frozen=True)
class Refusal:
    """One reason against a step, in words; `until` is the day on which it falls away by itself, where it does."""

    why: Against
    says: str
    until: date | None = None


@dataclass(frozen=True)
class Rung:
    """A step of the ladder: what it is called, the least days after the step before, and the least ratings that a
    verdict must rest on. `house`: only who leads the whole house decides it."""

    name: str
    days: int
    least: int
    house: bool = False


@dataclass(frozen=True)
class Rated:
    """One rating of a person. `day` is the local day, or the Monday of the week where only that is known; `visit`
    tells one interaction from another. `disputed` is since when, `conflict` what stands between rater and person."""

    rating: str
    standard: str
    level: int
    bar: int
    source: Source
    day: date
    visit: str
    is_week: bool = False
    disputed: date | None = None
    conflict: str = ""

    @property
    def missed(self) -> bool:
        """Whether it lies below the bar."""
        return self.level < self.bar


@dataclass(frozen=True)
class Standing:
    """How a person stands to one standard, as one source says. `taught` is the first day on which they were taught or
    signed its edition; `pair` the quality that guards a time. `beside`: it was not chosen, and stands there as the
    quality beside a time."""

    standard: str
    name: str
    share: Estimate | None = None
    target: float | None = None
    verdict: Verdict | None = None
    source: Source | None = None
    timed: bool = False
    pair: str | None = None
    taught: date | None = None
    beside: bool = False


@dataclass(frozen=True)
class Earlier:
    """A step that was taken: on which day, and until when what was agreed runs."""

    name: str
    day: date
    until: date


@dataclass(frozen=True)
class Proposed:
    """A step as somebody proposes it, with all that it rests on.

    `number` counts from 0 in the ladder. `disputes` are since when other ratings of the same standards are disputed,
    `objections` since when objections to what was done so far wait.
    """

    today: date
    rung: Rung
    number: int
    standings: tuple[Standing, ...]
    events: tuple[Rated, ...]
    earlier: tuple[Earlier, ...] = ()
    disputes: tuple[date, ...] = ()
    objections: tuple[date, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part of a file: its heading, and what stands in it, each with a label; an empty label for a plain sentence."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CorrectionFile:
    """A file as it is read, on a page and on paper alike."""

    organisation: str
    title: str
    opening: tuple[str, ...]
    parts: tuple[Part, ...]
