"""The words of evidence: the rows of its tables and what keeping them came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clearbar.model.errors import Fault


@dataclass(frozen=True)
class Rating:
    """One rating as it stands in the evidence; see docs/evidence.md for each column.

    `day` is yyyymmdd and `week` is ISO year and week, yyyyww, both in the site's local time. An anonymous answer
    keeps the week only: `rated_at`, `day`, `rater`, `interaction` and `customer` are None.
    """

    rating: str
    interaction: str | None
    standard: str
    edition: str
    response: str
    source: str
    setting: str
    rater: str | None
    person: str | None
    team: str | None
    site: str | None
    customer: str | None
    channel: str | None
    topic: str | None
    rated_at: datetime | None
    day: int | None
    week: int
    level: int
    expected: int | None
    desired: int | None
    millis: int | None
    censored: bool
    instrument: str
    inclusion: float | None
    disputed: bool = False


@dataclass(frozen=True)
class StandardRow:
    """One edition of a standard as it stands in the evidence, so that a measure needs no book at hand."""

    edition: str
    standard: str
    journey: str | None
    step: str | None
    stage: str | None
    dimension: str | None
    bar: int
    target: float | None
    scale: str
    pair: str | None


@dataclass(frozen=True)
class Invitation:
    """Somebody who was asked for an answer, as it stands in the evidence; `response` is the one that came, if any.

    `week` is ISO year and week, yyyyww, in the site's local time.
    """

    invitation: str
    interaction: str | None
    source: str
    instrument: str
    channel: str | None
    site: str | None
    week: int
    answered: bool
    response: str | None


class EventKind(StrEnum):
    """What happened to a person, or at a site, that may change how service is seen."""

    TAUGHT = "taught"
    SIGNED = "signed"
    REHEARSED = "rehearsed"
    READY = "ready"
    COACHED = "coached"
    WALKED = "walked"
    BAR_CHANGED = "bar changed"
    WORDING_CHANGED = "wording changed"


@dataclass(frozen=True)
class Event:
    """Something that happened on a day (yyyymmdd, local), as it stands in the evidence. `standard`, `person` and `site`
    say whom it concerns; None means all."""

    event: str
    kind: str
    day: int
    standard: str | None
    person: str | None
    site: str | None


@dataclass(frozen=True)
class Rejection:
    """One line of somebody's file that could not be used: what was wrong with it, every fault at once."""

    file: str
    line: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Conflict:
    """A rating that came again with other content. The first one stands."""

    rating: str
    columns: tuple[str, ...]
    """The columns that differ."""


@dataclass(frozen=True)
class Kept:
    """What keeping a batch of ratings came to. `version` is the evidence version that now holds."""

    new: int
    same: int
    corrected: int
    conflicts: tuple[Conflict, ...]
    """The first thousand at most; `refused` counts them all."""
    version: int
    refused: int = 0
    removed: int = 0
    """Ratings that were taken out; only a mirror does so."""


@dataclass(frozen=True)
class Rolled:
    """What making a rollup came to: the version of the evidence that it now holds, how many weeks and cells, which
    weeks were written anew or dropped, and whether the evidence was made anew since the last time."""

    version: int
    weeks: int
    cells: int
    written: tuple[int, ...]
    dropped: tuple[int, ...] = ()
    rebuilt: bool = False
