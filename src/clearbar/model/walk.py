"""The words of walks: what somebody tapped and felt at each step of a journey, walked as a customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Times:
    """Seconds from the walk's begin: arriving at a step, being noticed, being served, being done; or giving up the
    wait. None where nobody tapped."""

    arrived: float | None = None
    noticed: float | None = None
    served: float | None = None
    done: float | None = None
    gave_up: float | None = None


@dataclass(frozen=True)
class Waited:
    """A wait in milliseconds; `censored` where it had not ended when one gave it up."""

    millis: int
    censored: bool


@dataclass(frozen=True)
class StepWalked:
    """One step as it was walked. `jumped`: its times made no sense and were left out."""

    step: str
    times: Times = field(default_factory=Times)
    jumped: bool = False
    feeling: int | None = None
    note: str = ""
    levels: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Walked:
    """A walk: when it was begun, and its steps in the order of the journey."""

    begun: datetime
    steps: tuple[StepWalked, ...]


@dataclass(frozen=True)
class WalkPlace:
    """What can be drawn in a plan: a condition at a site, by its id, and how often it was walked or is asked for."""

    id: int
    site: str
    walked: int = 0


@dataclass(frozen=True)
class WalkDrawn:
    """A walk that a plan asks for: who is to walk under what, by when."""

    place: int
    walker: str
    due: date
