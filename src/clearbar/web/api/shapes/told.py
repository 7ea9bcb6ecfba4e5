"""What is answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from clearbar.web.api.shapes.kinds import (
    Setting,
    Source,
    Told,
)


class AnswerKept(Told):
    """What was kept of an answer. Of an anonymous one no id is told: it would link what is not to be linked."""

    response: str | None
    ratings: list[str]
    kept: int


class RatingOut(Told):
    """A rating as it stands. Who rated is told of those only who rate by their name; who was served never."""

    rating: str
    interaction: str | None
    standard: str
    edition: str
    source: Source
    setting: Setting
    rater: str | None
    person: str | None
    team: str | None
    site: str | None
    channel: str | None
    topic: str | None
    day: int | None
    week: int
    level: int
    expected: int | None
    desired: int | None
    millis: int | None
    instrument: str
    inclusion: float | None
    disputed: bool
    revision: int


class RatingPage(Told):
    """A page of ratings."""

    items: list[RatingOut]
    next: str | None = Field(description="the cursor of the page that follows; null after the last")


class Kept(Told):
    """How many were new, and how many were known with the same content."""

    new: int
    known: int


class InteractionOut(Told):
    """An interaction. Who owned it, and how long it took, is told to those only who may read that person's figures."""

    interaction: str
    at: datetime
    site: str | None
    team: str | None
    person: str | None
    channel: str | None
    topic: str | None
    seconds: int | None
    words: bool = Field(description="whether its messages are kept here")


class InteractionPage(Told):
    """A page of interactions."""

    items: list[InteractionOut]
    next: str | None


class ConversationKept(Told):
    """What was kept of a conversation."""

    interaction: str
    messages: int
    redacted: int = Field(description="how many numbers were taken out")
    ratings: int


class MessageOut(Told):
    """One message. E-mail addresses and telephone numbers are covered."""

    role: str
    author: str | None
    at: datetime
    text: str
    public: bool


class ConversationOut(Told):
    """The words of an interaction."""

    interaction: str
    messages: list[MessageOut]


class MembershipOut(Told):
    """A time in a team; both days count."""

    team: str
    shift: str
    since: date
    until: date | None


class PersonOut(Told):
    """A person: a human or an AI agent."""

    person: str
    name: str
    kind: Literal["human", "agent"]
    language: str
    left_on: date | None
    memberships: list[MembershipOut]


class PersonPage(Told):
    """A page of persons."""

    items: list[PersonOut]
    next: str | None


class JourneyOut(Told):
    """How somebody stands to a journey that they perform. A rule holds nobody back; a person does, and then
    `may_perform` is false."""

    journey: str
    ready: bool = Field(description="whether the rule of this journey is fulfilled")
    missing: list[Literal["signature", "learning", "rehearsal"]]
    may_perform: bool
    held_until: date | None


class ReadinessOut(Told):
    """One person, with the journeys that they perform."""

    person: str
    name: str
    journeys: list[JourneyOut]


class ReadinessPage(Told):
    """A page of persons with what they may perform."""

    items: list[ReadinessOut]
    next: str | None


class VersionOut(Told):
    """A published version of the book."""

    number: int
    version: str = Field(description="hash of its content")
    published_at: datetime
    reason: str


class VersionPage(Told):
    """A page of versions."""

    items: list[VersionOut]
    next: str | None


class BookOut(VersionOut):
    """A version with its files: name → YAML."""

    files: dict[str, str]


class StandardOut(Told):
    """A standard where it stands in the book."""

    standard: str
    edition: str
    journey: str | None
    step: str | None
    promise: str
    dimension: str | None
    scale: Literal["levels", "yes_no"]
    bar: int
    target: float | None
    levels: dict[str, str]
    owner: str


class BookStandards(Told):
    """The book that holds, standard by standard."""

    number: int
    version: str
    organisation: str
    language: str
    standards: list[StandardOut]


class OptionOut(Told):
    """What a measure lets its asker choose."""

    name: str
    default: str | int | float | bool
    says: str
    choices: list[str]
    low: float | None
    high: float | None


class MeasureOut(Told):
    """A measure."""

    measure: str
    asks: str
    options: list[OptionOut]


class MeasureList(Told):
    """All measures."""

    items: list[MeasureOut]


class FiguresOut(Told):
    """The answer of a measure: a row for each group, each figure with its interval and n, and what a reader must
    know."""

    measure: str
    by: list[str]
    rows: list[dict[str, Any]]
    notes: list[str]
    parts: list[dict[str, Any]] = Field(default_factory=list)
