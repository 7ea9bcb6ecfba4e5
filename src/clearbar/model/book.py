"""The words of a book of standards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

OVERALL = "overall"
"""Id of the verdict on a whole interaction, which every book has beside its standards."""


class Level(IntEnum):
    """How far an interaction goes, as described by its standard."""

    POOR = 1
    UNDERPERFORMING = 2
    AVERAGE = 3
    GOOD = 4
    EXEMPLARY = 5


class Dimension(StrEnum):
    """What a customer judges."""

    COURTESY = "courtesy"
    OUTCOME = "outcome"
    PROMPTNESS = "promptness"


class Stage(StrEnum):
    """Whether the customer sees the step."""

    FRONT = "front"
    BACK = "back"


class Audience(StrEnum):
    """Whom a journey serves."""

    CUSTOMER = "customer"
    COLLEAGUE = "colleague"
    VENDOR = "vendor"


class Scale(StrEnum):
    """How many levels a standard uses: all five, or good (met) and underperforming (missed)."""

    LEVELS = "levels"
    YES_NO = "yes_no"


class Source(StrEnum):
    """Who speaks in a rating."""

    CUSTOMER = "customer"
    COLLEAGUE = "colleague"
    VENDOR = "vendor"
    REVIEWER = "reviewer"
    COACH = "coach"
    PEER = "peer"
    SELF = "self"
    SHOPPER = "shopper"
    CHECK = "check"


SPEAKERS: Mapping[Source, str] = {
    Source.CUSTOMER: "customers",
    Source.COLLEAGUE: "colleagues",
    Source.VENDOR: "vendors",
    Source.REVIEWER: "reviewers",
    Source.COACH: "coaches",
    Source.PEER: "peers",
    Source.SELF: "people themselves",
    Source.SHOPPER: "test shoppers",
    Source.CHECK: "automatic checks",
}
"""Who speaks, as a noun in a sentence."""


class Setting(StrEnum):
    """Where a rated interaction happened."""

    LIVE = "live"
    WALK = "walk"
    REHEARSAL = "rehearsal"
    SELECTION = "selection"


@dataclass(frozen=True)
class CheckCall:
    """The automatic check that a standard asks for: its kind and its settings, as plain JSON data."""

    kind: str
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Standard:
    """One promise about one step.

    `name` is what it is called in a sentence, empty where only its id is known. `question` is what a customer is asked
    about it, in words that may change without a new edition. `target` is a share between 0 and 1, None where none was
    set. `edition` identifies what is promised and how it is judged; it changes when, and only when, one of those does.
    """

    id: str
    promise: str
    bar: Level
    target: float | None
    edition: str
    scale: Scale = Scale.LEVELS
    dimension: Dimension | None = None
    do: str = ""
    levels: Mapping[Level, str] = field(default_factory=dict)
    owner: str = ""
    self_check: str = ""
    question: str = ""
    name: str = ""
    measured_by: tuple[Source, ...] = ()
    check: CheckCall | None = None
    pairs_with: str | None = None
    teach: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One step of a journey, with its standards in order."""

    id: str
    title: str
    stage: Stage
    standards: tuple[Standard, ...]


@dataclass(frozen=True)
class Journey:
    """What somebody goes through to get something done.

    `topics` names the topics of the interactions that are this journey; empty means all of them.
    """

    id: str
    title: str
    audience: Audience
    customer_wants: str
    steps: tuple[Step, ...]
    quote: str = ""
    topics: tuple[str, ...] = ()

    def covers(self, topic: str | None) -> bool:
        """Whether an interaction about `topic` is this journey."""
        return not self.topics or topic in self.topics


@dataclass(frozen=True)
class Placed:
    """A standard where it stands: in which journey and step. The overall verdict stands in none."""

    standard: Standard
    journey: Journey | None
    step: Step | None


@dataclass(frozen=True)
class Book:
    """All written standards of an organisation. `version` changes whenever its content does.

    `spoken` is the same book in its further languages, by tag: the same ids, editions and version, other words.
    """

    organisation: str
    value: str
    language: str
    level_names: Mapping[Level, str]
    overall: Standard
    journeys: tuple[Journey, ...]
    version: str
    spoken: Mapping[str, Book] = field(default_factory=dict)

    def in_language(self, tag: str) -> Book:
        """The book in the language `tag`, or in the same language of another region; itself where it knows neither."""
        if tag in self.spoken or tag == self.language:
            return self.spoken.get(tag, self)
        primary = tag.partition("-")[0]
        known = [other for other in self.spoken if other.partition("-")[0] == primary]
        return self.spoken[known[0]] if known and primary != self.language.partition("-")[0] else self

    def placed(self) -> Iterator[Placed]:
        """Every standard with its place, in the order of the book; the overall verdict comes last."""
        for journey in self.journeys:
            for step in journey.steps:
                for standard in step.standards:
                    yield Placed(standard, journey, step)
        yield Placed(self.overall, None, None)

    def find(self, standard: str) -> Placed | None:
        """The standard with this id, where it stands; None if the book has none."""
        return next((placed for placed in self.placed() if placed.standard.id == standard), None)
