"""The words of a finding: what was seen, how sure, what it rests on, and the one act that is proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from clearbar.model.book import Book, Source
from clearbar.model.estimate import Answer, Estimate
from clearbar.model.report import BarLine


class FindingKind(StrEnum):
    """What was seen."""

    CRITICAL = "critical standard missed"
    PERSON = "figure of a person falls short"
    SITE = "site falls short"
    STANDARD = "standard falls short"
    VAGUE = "vague standard"
    HARSH = "harsh rater"
    SINKING = "sinking bar"
    SPEED = "speed bought with quality"
    UNTAUGHT = "standard never taught"
    QUIZ = "quiz failed again"
    DELIGHT = "delight worth repeating"


class ActKind(StrEnum):
    """What is proposed. A correction is a formal step: it is in these words so that rules can refuse it."""

    TALK = "talk"
    RECOVER = "recover"
    COACH = "coach"
    CORRECT = "correct"
    RECOGNISE = "recognise"
    CHANGE_BOOK = "change the book"
    LOOK = "look into"


class Basis(StrEnum):
    """What a finding rests on: one event, the same event again, what is on record, or a verdict on many ratings."""

    EVENT = "one event"
    AGAIN = "the same event again"
    RECORD = "what is on record"
    VERDICT = "verdict"


class Duty(StrEnum):
    """Whose act it is, before it is known who that is here."""

    STANDARD = "owner of the standard"
    COACH = "coach of the person"
    SITE = "leader of the site"
    HOUSE = "leader of the house"


@dataclass(frozen=True)
class Sure:
    """How sure a finding is. `verdict` is what was concluded, as the measure says it; empty where it rests on events.
    `figure` has n and interval; `worse` is −1 where a lower one is worse, +1 where a higher one is. `times` counts
    events. `says` is a sentence."""

    basis: Basis
    says: str
    verdict: str = ""
    figure: Estimate | None = None
    worse: int = -1
    times: int = 0


@dataclass(frozen=True)
class Rest:
    """What a finding rests on: `kind` is interaction, response, ratings or events; `id` names it (for ratings: the
    condition by which a measure finds them), `says` what it is."""

    kind: str
    id: str
    says: str


@dataclass(frozen=True)
class Owner:
    """Whose act it is: a duty, and the role that the book names where it does."""

    duty: Duty
    role: str = ""


@dataclass(frozen=True)
class Place:
    """What and whom a finding is about; empty where it is about all. `event` tells one event from others."""

    standard: str = ""
    site: str = ""
    team: str = ""
    person: str = ""
    rater: str = ""
    event: str = ""


@dataclass(frozen=True)
class Finding:
    """Something that deserves an act: `seen` and `says` (what to do) are sentences; they name no person."""

    kind: FindingKind
    place: Place
    seen: str
    sure: Sure
    rests: tuple[Rest, ...]
    act: ActKind
    says: str
    owner: Owner
    due: date

    @property
    def key(self) -> str:
        """The identity by which a finding is known when it comes again. It tells nothing of what it is about, so that
        it can stand in an address."""
        return key_of(self.kind, self.place)

    @property
    def about_person(self) -> bool:
        """Whether it says something of a single person: one who served, or one who rated."""
        return bool(self.place.person or self.place.rater)


def key_of(kind: FindingKind, place: Place) -> str:
    """The key of a finding of this kind about this place."""
    parts = (place.standard, place.site, place.team, place.person, place.rater, place.event)
    return sha256("\x1f".join((kind.value, *parts)).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Missed:
    """A rating below the bar of a critical standard, in one interaction. `why` says why a miss is critical."""

    rating: str
    standard: str
    level: int
    source: Source
    day: date
    interaction: str = ""
    response: str = ""
    person: str = ""
    team: str = ""
    site: str = ""
    why: str = ""


@dataclass(frozen=True)
class Failed:
    """Somebody did not pass the quiz of one standard, so many `times`; last on `day`."""

    person: str
    standard: str
    times: int
    day: date


@dataclass(frozen=True)
class Seen:
    """All that the measures say of a house at once; `book` is what they were asked about.

    `lines`: the whole house, by standard. `sites` and `persons`: those of which a verdict stands when all are looked
    at together (by standard and site, or person). `apart`: sites against what chance explains (by standard and site).
    `delights` and `thrills`: sites and persons with more delight than the house. `agreement` by standard and source,
    `raters` the same by rater, of standards where one of them stands apart. `drift` by standard with what moved,
    `balance` by site. `taught`: how many persons were taught each standard; None where nothing tells of teaching.
    `taught_persons`: who was taught what. `missed`: critical standards, one by one. `weeks`: the weeks that were
    looked at, first and last; (0, 0) without ratings.
    """

    book: Book
    lines: tuple[BarLine, ...]
    sites: Answer
    apart: Answer
    persons: Answer | None
    delights: Answer
    thrills: Answer | None
    agreement: Answer
    raters: Answer | None
    drift: Answer | None
    balance: Answer | None
    taught: Mapping[str, int] | None
    taught_persons: frozenset[tuple[str, str]] = frozenset()
    missed: Sequence[Missed] = ()
    weeks: tuple[int, int] = (0, 0)
