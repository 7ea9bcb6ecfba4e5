"""The words of presenting a book to staff: lessons, class kits, huddles, and the plan of what is taught how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clearbar.model.agreement import Agreeing
from clearbar.model.book import Level, Scale
from clearbar.model.estimate import Estimate, Verdict


class Medium(StrEnum):
    """A way in which a standard is taught."""

    PAGE = "page"
    QUIZ = "quiz"
    HUDDLE = "huddle"
    POSTER = "poster"
    POCKET = "pocket page"
    CLASS = "class"
    REHEARSAL = "rehearsal"
    COACHING = "coaching"


@dataclass(frozen=True)
class Edit:
    """What people wrote to present a standard, beside what the book says of it; what is empty is made automatically.

    `why` says why it matters, `example` is an example of their own, `question` is what a huddle asks, `note` is for who
    leads a class. `edition` is the one that it was written for.
    """

    standard: str
    edition: str
    language: str
    why: str = ""
    example: str = ""
    question: str = ""
    note: str = ""


@dataclass(frozen=True)
class LevelSaid:
    """A level as a lesson shows it: what it is called, what it looks like, and whether it reaches the bar."""

    level: Level
    name: str
    says: str
    reaches: bool


@dataclass(frozen=True)
class Part:
    """One standard as it is taught. `levels` go from the best to the worst; those that the book does not describe are
    left out. `edited` says that people's own words are in it."""

    standard: str
    edition: str
    name: str
    promise: str
    do: str
    scale: Scale
    levels: tuple[LevelSaid, ...]
    why: str
    example: str
    self_check: str
    question: str
    note: str = ""
    edited: bool = False

    @property
    def best(self) -> LevelSaid | None:
        """The best level that is described."""
        return self.levels[0] if self.levels else None

    @property
    def worst(self) -> LevelSaid | None:
        """The worst level that is described, where it misses the bar."""
        return self.levels[-1] if self.levels and not self.levels[-1].reaches else None


@dataclass(frozen=True)
class Lesson:
    """A step as somebody reads it by themself. `words` are its headings in its language; `minutes` is how long it takes
    to read."""

    journey: str
    journey_title: str
    step: str
    title: str
    seen: bool
    wants: str
    quote: str
    parts: tuple[Part, ...]
    minutes: int
    language: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Beat:
    """A piece of a class: how long, what it is, and what its leader says and does."""

    minutes: int
    title: str
    says: tuple[str, ...]


@dataclass(frozen=True)
class RolePlay:
    """A sheet for three: who plays the customer, who serves, and who watches. `watched` are the standards at stake."""

    title: str
    customer: tuple[tuple[str, str], ...]
    opening: str
    staff: tuple[str, ...]
    watched: tuple[Part, ...]
    rounds: tuple[str, ...]


@dataclass(frozen=True)
class Kit:
    """What somebody needs to teach a journey, or one step of it, to a group."""

    organisation: str
    title: str
    wants: str
    quote: str
    language: str
    words: Mapping[str, str]
    beats: tuple[Beat, ...]
    cards: tuple[Part, ...]
    sheets: tuple[RolePlay, ...]

    @property
    def minutes(self) -> int:
        """How long the class takes."""
        return sum(one.minutes for one in self.beats)


@dataclass(frozen=True)
class Brief:
    """A journey in few words, for a wall or a pocket: steps with their promises."""

    organisation: str
    value: str
    title: str
    wants: str
    language: str
    words: Mapping[str, str]
    steps: tuple[tuple[str, tuple[Part, ...]], ...]


@dataclass(frozen=True)
class Voice:
    """What a customer said of a standard, without what would tell of anybody; whether they praised it."""

    text: str
    praise: bool


@dataclass(frozen=True)
class Huddle:
    """Two minutes for a team before its shift: one standard, one story, one question. `told` says where the story is
    from: "praise" or "complaint" of a customer, "own" words of the house, or the "levels" of the standard."""

    part: Part
    story: tuple[str, ...]
    told: str
    question: str
    language: str
    words: Mapping[str, str]


class Duty(StrEnum):
    """What somebody does with a standard."""

    PERFORMS = "performs"
    JUDGES = "judges"
    LEADS = "leads"


class Hardness(StrEnum):
    """How hard a standard is."""

    HARD = "hard"
    MIDDLING = "middling"
    EASY = "easy"
    UNKNOWN = "not known yet"


@dataclass(frozen=True)
class Known:
    """What is known of a standard when its teaching is planned; None where nobody knows.

    `clearance` is the share that reaches the bar, `verdict` how it stands to its target; `wrong` is the share of quiz
    answers that were wrong; `agreeing` what raters' agreement says, `pairs` on how many interactions. `critical` says
    why a miss is critical; `driver` that the overall verdict hangs on it.
    """

    standard: str
    target: float | None = None
    teach: tuple[str, ...] = ()
    clearance: Estimate | None = None
    verdict: Verdict | None = None
    wrong: Estimate | None = None
    agreeing: Agreeing | None = None
    pairs: int | None = None
    critical: str = ""
    driver: bool = False


@dataclass(frozen=True)
class Proposed:
    """How a standard is best taught: by which media, every how many days, and why, in one sentence. `further` are ways
    that the book names and that are none of ours; `besides` is what its ways leave out of those that we would take."""

    standard: str
    media: tuple[Medium, ...]
    every: int
    reason: str
    hardness: Hardness
    matters: bool
    further: tuple[str, ...] = ()
    besides: tuple[Medium, ...] = ()
