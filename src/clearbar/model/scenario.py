"""The words of rehearsal: a scenario, the customer in it, and a talk with that customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from clearbar.model.book import Level


class Mood(StrEnum):
    """How a customer comes in. Each changes how patience goes and how things are said, never what is wanted."""

    CALM = "calm"
    ANGRY = "angry"
    CONFUSED = "confused"
    HURRIED = "hurried"
    HARD_OF_HEARING = "hard of hearing"
    MISTAKEN = "mistaken"
    """Wrong about the policy."""


class Outcome(StrEnum):
    """How a talk ends for the customer."""

    GOOD = "good"
    MIXED = "mixed"
    BAD = "bad"


@dataclass(frozen=True)
class Persona:
    """The customer of a scenario. `hides` is what they tell only when asked, `uncovered_by` are the intents that ask
    for it; `patience` is what they begin with, 1..10."""

    name: str
    who: str
    wants: str
    hides: str = ""
    mood: Mood = Mood.CALM
    patience: int = 6
    uncovered_by: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Condition:
    """When a branch may be taken; what is left open does not matter.

    `after` are intents of which all were heard before, `never` intents of which none was; `patience` is the least and
    the most there is, `turn` the least number of things that staff have said; `moods` those in which it holds.
    """

    after: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    least_patience: int = 0
    most_patience: int = 10
    least_turn: int = 0
    moods: frozenset[Mood] = frozenset()


@dataclass(frozen=True)
class Branch:
    """What the customer does when they hear one of `hears`: says one of `says` (the same thing in other words), gains
    or loses `patience`, and goes to the scene or end `go`; stays where it is empty. A branch that hears nothing is what
    they do when they understood none of the others."""

    hears: frozenset[str]
    says: tuple[str, ...]
    patience: int = 0
    go: str = ""
    when: Condition = Condition()
    in_mood: Mapping[Mood, tuple[str, ...]] = field(default_factory=dict)
    """What they say instead in a mood."""


@dataclass(frozen=True)
class Scene:
    """Where a talk stands: the branches in the order in which they are tried, and what happens else."""

    id: str
    branches: tuple[Branch, ...]
    otherwise: Branch


@dataclass(frozen=True)
class End:
    """How a talk may end."""

    id: str
    says: tuple[str, ...]
    outcome: Outcome


@dataclass(frozen=True)
class Stake:
    """A standard that a scenario puts to the test: intents that make it better, and those that make it worse.

    Where a talk ends with one of `better` heard and none of `worse`, the standard was cleared there, else missed.
    Without either, only its check and people judge it. `why` is said with the feedback, `example` is how it can be said
    in an exemplary way.
    """

    standard: str
    better: frozenset[str] = frozenset()
    worse: frozenset[str] = frozenset()
    why: str = ""
    example: str = ""


@dataclass(frozen=True)
class Scenario:
    """One situation to rehearse. `edition` is the hash of its content; `intents` maps what staff may mean to ways in
    which it is said; the first scene is where it begins; `gives_up` is the end when patience has run out;
    `exemplary` is a whole talk as it should be: (who, what), who being customer or staff."""

    id: str
    title: str
    journey: str
    persona: Persona
    opening: tuple[str, ...]
    intents: Mapping[str, tuple[str, ...]]
    scenes: tuple[Scene, ...]
    ends: tuple[End, ...]
    gives_up: str
    stakes: tuple[Stake, ...]
    edition: str
    language: str = "en"
    moods: tuple[Mood, ...] = (Mood.CALM,)
    most_turns: int = 20
    exemplary: tuple[tuple[str, str], ...] = ()
    opening_in_mood: Mapping[Mood, tuple[str, ...]] = field(default_factory=dict)
    """How it is opened instead in a mood."""

    def scene(self, id: str) -> Scene | None:
        """The scene with this id; None where it is an end or nothing."""
        return next((one for one in self.scenes if one.id == id), None)

    def end(self, id: str) -> End | None:
        """The end with this id; None where it is a scene or nothing."""
        return next((one for one in self.ends if one.id == id), None)


CUSTOMER, STAFF = "customer", "staff"


@dataclass(frozen=True)
class Turn:
    """One thing said. Of staff: the intents `heard` in it, best first, and how `sure` that is (0..1); `patience` is
    what the customer has afterwards. `scene` is where the talk stood before it."""

    role: str
    text: str
    patience: int
    scene: str = ""
    heard: tuple[str, ...] = ()
    sure: float = 0.0


@dataclass(frozen=True)
class Talk:
    """A rehearsal as it stands: plain data, which can be kept as JSON and gone on with. `seed` decides which of several
    wordings is said; `end` is empty while it goes on; `fault` says why a driver could not go on."""

    scenario: str
    edition: str
    mood: Mood
    seed: int
    scene: str
    patience: int
    turns: tuple[Turn, ...]
    end: str = ""
    fault: str = ""

    @property
    def heard(self) -> frozenset[str]:
        """All intents that the customer has heard, each of several in one thing that was said."""
        return frozenset(intent for turn in self.turns for intent in turn.heard)


@dataclass(frozen=True)
class Shown:
    """What a talk showed of one standard, by the scenario's own stakes or by its check: the level, and what tells so.
    `turns` are the places in the talk that it rests on, `says` why, `example` how it can be said better."""

    standard: str
    level: Level
    cleared: bool
    by: str
    """"scenario" or the kind of check."""
    turns: tuple[int, ...] = ()
    says: str = ""
    example: str = ""
