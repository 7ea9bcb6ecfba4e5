"""The words of a quiz: a question about a standard, what is shown of it, an answer, and what the answer is worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clearbar.model.estimate import Estimate


class Kind(StrEnum):
    """What somebody does to answer."""

    SINGLE = "single"
    """Choose the one that is right."""
    MULTIPLE = "multiple"
    """Tick all that are right."""
    ORDER = "order"
    """Put steps in their order."""
    DEVIATION = "deviation"
    """Tick the lines of a conversation that deviate from the standard, or that none does."""
    LEVEL = "level"
    """Say which level a conversation reaches."""
    SITUATION = "situation"
    """Choose what to do in a situation; several things may be worth something."""


ONE = frozenset({Kind.SINGLE, Kind.LEVEL, Kind.SITUATION})
"""Kinds that are answered with one choice."""
NONE = "none"
"""The choice that no line deviates."""


@dataclass(frozen=True)
class Option:
    """Something that can be chosen. `worth` is the credit for choosing it, 0..1; `says` is told afterwards."""

    id: str
    text: str
    worth: float = 0.0
    says: str = ""


@dataclass(frozen=True)
class Line:
    """One message of a conversation that a question shows, already redacted: `who` is `customer` or `staff`."""

    id: str
    who: str
    text: str


@dataclass(frozen=True)
class Question:
    """A question about one standard, with its key. `id` follows from the standard's edition, the kind and what is
    asked, so it is the same wherever the same is asked, in each language of a book.

    `options` holds all there are, of which `shown` are shown at once (0: all); of an ORDER they stand in the right
    order. `about` says what of the standard is asked (`promise`, `number`, `step`, …), `explanation` is told with the
    credit, in the standard's own words. `seconds` is about how long it takes. `written` tells that a person wrote it.
    """

    id: str
    standard: str
    edition: str
    kind: Kind
    language: str
    stem: str
    options: tuple[Option, ...]
    explanation: str
    about: str = ""
    lines: tuple[Line, ...] = ()
    shown: int = 0
    seconds: int = 30
    written: bool = False


@dataclass(frozen=True)
class Choice:
    """An option without its worth."""

    id: str
    text: str


@dataclass(frozen=True)
class Variant:
    """What is shown of a question at one attempt: no key is in it. `seed` and `attempt` bring it about again; `most` is
    how many may be chosen. An ORDER is answered with all choices, in order."""

    question: str
    standard: str
    kind: Kind
    language: str
    stem: str
    choices: tuple[Choice, ...]
    lines: tuple[Line, ...]
    seed: str
    attempt: int
    most: int
    seconds: int


@dataclass(frozen=True)
class Answer:
    """The ids of what was chosen, of an ORDER in the order that was given, and of which variant."""

    question: str
    seed: str
    attempt: int
    chosen: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """What is said of one choice: whether it was `chosen`, whether it `belongs` (in an ORDER: whether it stands where
    it should), and why."""

    id: str
    text: str
    chosen: bool
    belongs: bool
    says: str = ""


@dataclass(frozen=True)
class Credit:
    """What an answer is worth, 0..1; `right` means all of it. `parts` go through the choices as they were shown, of an
    ORDER as they should stand; `explanation` names the standard's own words."""

    question: str
    standard: str
    edition: str
    attempt: int
    credit: float
    right: bool
    parts: tuple[Part, ...]
    explanation: str


@dataclass(frozen=True)
class Standing:
    """How somebody stands to a standard before a quiz: whether it is `new` or changed for them, how many questions
    about it were `asked`, and the `credit` that the answers came to in sum."""

    standard: str
    new: bool = False
    asked: int = 0
    credit: float = 0.0


@dataclass(frozen=True)
class Rule:
    """When a quiz is passed: the mean credit that is needed, and how many attempts there are; 0 means as many as one
    likes."""

    mark: float = 0.8
    attempts: int = 3


@dataclass(frozen=True)
class Result:
    """How an attempt at a quiz came out. `credit` is the mean over its `questions`, `rights` counts those that were
    all right; `left` is how many attempts remain, None where they have no end. `again` are the standards that were
    missed."""

    attempt: int
    credit: float
    rights: int
    questions: int
    passed: bool
    left: int | None
    again: tuple[str, ...]


@dataclass(frozen=True)
class Review:
    """A standard that was asked about again: its card as JSON text, when it is due next (UTC: the beginning of the
    local day, or within the day a time of its own), that local day, and in how many days."""

    card: str
    due: datetime
    day: date
    days: int


@dataclass(frozen=True)
class Due:
    """A card that may be due: whose standard of which edition, its card as JSON text (empty: never asked), and when.
    `seconds` is how long the question takes."""

    standard: str
    edition: str
    card: str
    due: datetime
    seconds: int = 30


@dataclass(frozen=True)
class Tried:
    """How one person fared with the questions about one standard of one edition: answers, how many were right, and how
    many in a row were wrong up to the last one."""

    person: str
    standard: str
    answers: int
    right: int
    wrong_in_a_row: int


@dataclass(frozen=True)
class Given:
    """One answer as it is counted: who gave it, whether it was all right, and the ids of what was shown and chosen."""

    person: str
    question: str
    right: bool
    shown: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()


class Doubt(StrEnum):
    """Why a question may be bad."""

    KEY = "key probably wrong"
    BACKWARDS = "those who know less get it right"
    BLUNT = "tells nobody apart"
    EASY = "all get it right"
    HARD = "all get it wrong"
    IDLE = "an answer that nobody chooses"


@dataclass(frozen=True)
class BadQuestion:
    """A question that should be looked at: why, in a sentence that says what to do, and the figure behind it."""

    question: str
    standard: str
    doubt: Doubt
    says: str
    figure: Estimate


@dataclass(frozen=True)
class Placed:
    """One question among the others: the share of right answers, how hard it is (in logits; 0 is as hard as a person of
    middling knowledge finds even), and how sharply it tells apart (1: as the others do). None where too few answered.
    """

    question: str
    standard: str
    right: Estimate
    difficulty: Estimate
    sharpness: Estimate | None


@dataclass(frozen=True)
class QuestionReport:
    """What the answers tell of the questions: each that five people or more answered, the bad ones, and notes."""

    questions: tuple[Placed, ...]
    bad: tuple[BadQuestion, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotKnown:
    """Repeated failure, as a finding: `says` tells what and what to do first, `first` is that action. `person` is set
    where it is about one person, and then only they and their coach may read it; empty where it is about a standard and
    five people or more."""

    standard: str
    says: str
    first: str
    figure: Estimate | None
    person: str = ""
