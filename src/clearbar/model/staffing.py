"""The words of a counter: who comes, who serves, how far a promise is kept. Rates are per hour, times in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from clearbar.model.estimate import Estimate

HOUR = 3600.0


@dataclass(frozen=True)
class Demand:
    """What comes to a counter: so many an hour, each taking `service` seconds on average. `patience` is how long people
    wait on average before they give up, None where nobody does. Raises ValueError unless all are above 0."""

    arrivals: float
    service: float
    patience: float | None = None

    def __post_init__(self) -> None:
        positive = (self.arrivals, self.service, *(() if self.patience is None else (self.patience,)))
        if not all(isfinite(one) and one > 0 for one in positive):
            raise ValueError("arrivals, service and patience are numbers above 0")

    @property
    def load(self) -> float:
        """How many people are busy at once on average, if nobody gives up (erlangs)."""
        return self.arrivals * self.service / HOUR


@dataclass(frozen=True)
class Kept:
    """What a number of staff would keep. `within` is the share of all who come that are served within the promise: who
    gave up was not. `waits` is the share that has to wait at all, `gone` the share that gives up, `mean` the seconds of
    waiting on average (of all, also of those who gave up; infinite where the queue grows without end), `busy` the share
    of its time that staff serves."""

    staff: int
    within: float
    waits: float
    gone: float
    mean: float
    busy: float


@dataclass(frozen=True)
class Played:
    """What many days of play came to. `within` is the share of all who came that were served within the promise,
    `waits` the share not served at once, `gone` the share that gave up, `mean` the seconds waited on average, also by
    those who gave up. `hours` is `within` by the hour of coming; None where nobody came."""

    days: int
    within: Estimate
    waits: Estimate
    gone: Estimate
    mean: Estimate
    busy: float
    hours: tuple[Estimate | None, ...]


@dataclass(frozen=True)
class Aim:
    """What is asked of a counter: `arrivals` of each hour from opening on; a service takes `service` on average, with a
    standard deviation of `spread` times that; a `share` of all who come is to be served within `promise`."""

    arrivals: tuple[float, ...]
    service: float
    promise: float
    share: float
    patience: float | None = None
    spread: float = 1.0


@dataclass(frozen=True)
class HourPlan:
    """One hour: the fewest people who keep the promise (None where no number that can be asked about does), and what
    some fewer and some more would keep, in the order of their number."""

    arrivals: float
    needed: Kept | None
    beside: tuple[Kept, ...]


@dataclass(frozen=True)
class Staffing:
    """How many people keep a promise, hour by hour by formula; and, where it was played through with these people,
    what that came to."""

    aim: Aim
    hours: tuple[HourPlan, ...]
    played: Played | None = None

    @property
    def busiest(self) -> HourPlan:
        """The hour in which most come."""
        return max(self.hours, key=lambda one: one.arrivals)


@dataclass(frozen=True)
class Promised:
    """A standard of the book that promises a time, and how far that is kept today.

    `within` is the share of waits that ended within `seconds`; `quality` the clearance of the standard that guards it
    (`pair`), in the same interactions. `within` is None where nothing was heard, or where its guard was not: a time is
    never told alone. `said` are sentences that a reader must know about it.
    """

    standard: str
    name: str
    seconds: float
    target: float | None
    within: Estimate | None
    pair: str
    pair_name: str
    quality: Estimate | None
    said: tuple[str, ...] = ()
    told: Estimate | None = None
    """How often its bar was cleared, as the first of its sources that was heard says: of what no clock reads."""
