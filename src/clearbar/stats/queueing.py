"""A counter played through, customer by customer: for what formulas cannot say, and as a check on what they do.

Days are played one after the other, each beginning with an empty counter. People come at a rate of their own in
each hour, are served in the order of arrival by as many as are there in that hour, and leave when their patience ends
before their turn. When fewer are there in the next hour, those go who are idle, else who finish first; a service
that has begun is finished. After the last hour nobody comes any more, and those who wait are still served.

What a day tells is one observation: figures have intervals between days (clusters.py). Times are in seconds.
Law & Kelton 2000, Simulation Modeling and Analysis, 3rd ed., section 1.4 and chapter 9 (replications).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import inf, log

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from clearbar.model.estimate import Estimate
from clearbar.model.staffing import HOUR, Played
from clearbar.stats.clusters import ClusterSums, share
from clearbar.stats.intervals import Floats

MOST_CUSTOMERS = 5_000_000
"""More than this are not played: it would take minutes."""

Draw = Callable[[np.random.Generator, int], Floats]
"""Times of so many people, drawn by a generator."""


def exponential(mean: float) -> Draw:
    """Times without memory, of this mean."""
    return lambda dice, size: dice.exponential(_positive(mean), size)


def lognormal(mean: float, spread: float) -> Draw:
    """Times whose logarithm is normal: `mean`, and `spread` as the standard deviation in parts of the mean. The usual
    shape of service times (Brown and others 2005, JASA 100:36, section 4)."""
    if not spread > 0:
        raise ValueError("the spread is above 0")
    sigma2 = log(1 + spread**2)
    middle = log(_positive(mean)) - sigma2 / 2
    return lambda dice, size: dice.lognormal(middle, sigma2**0.5, size)


def drawn_from(times: npt.ArrayLike) -> Draw:
    """Times as they were seen, drawn with replacement. Raises ValueError unless there are some, none below 0."""
    seen = np.asarray(times, dtype=np.float64)
    if not seen.size or not np.all(np.isfinite(seen) & (seen >= 0)):
        raise ValueError("times are numbers of at least 0, one or more")
    return lambda dice, size: dice.choice(seen, size)


@dataclass(frozen=True)
class Day:
    """What each day is like: by hour from opening on, how many come and how many staff are there; how long a service
    takes, and how long people wait before they give up (None: for ever)."""

    arrivals: tuple[float, ...]
    staff: tuple[int, ...]
    service: Draw
    patience: Draw | None = None

    def __post_init__(self) -> None:
        if not self.arrivals or len(self.arrivals) != len(self.staff):
            raise ValueError("arrivals and staff are told for the same hours, one at least")
        if min(self.arrivals) < 0 or not any(self.arrivals) or min(self.staff) < 0 or not self.staff[-1]:
            raise ValueError("somebody comes, nobody is fewer than 0, and somebody is there in the last hour")


def play(day: Day, promise: float, days: int, dice: np.random.Generator) -> Played:
    """Plays so many days, two at least. Raises ValueError where more than MOST_CUSTOMERS would come, or nobody did."""
    if days < 2 or promise < 0:
        raise ValueError("two days at least, and a promise of at least 0 seconds")
    if sum(day.arrivals) * days > MOST_CUSTOMERS:
        raise ValueError(f"more than {MOST_CUSTOMERS:,} people would come in so many days")
    told = [_one(day, promise, dice) for _ in range(days)]
    by_hour = np.array([one.hours for one in told])  # days, hours, (came, in time)
    came = np.array([(one.came, one.in_time, one.waited, one.gone) for one in told], dtype=np.float64)
    hours = tuple(_share(by_hour[:, at, 0], by_hour[:, at, 1]) for at in range(len(day.arrivals)))
    if not came[:, 0].any():
        raise ValueError("nobody came on any of these days: play more of them")
    parts = [_share(came[:, 0], came[:, at]) for at in (1, 2, 3)]
    within, waits, gone = (one for one in parts if one)
    mean = _mean(came[:, 0], np.array([one.seconds for one in told]))
    paid = sum(day.staff) * HOUR * days
    return Played(days, within, waits, gone, mean, min(1.0, sum(one.busy for one in told) / paid), hours)


@dataclass
class _Told:
    """One day."""

    hours: npt.NDArray[np.float64]
    came: int = 0
    in_time: int = 0
    waited: int = 0
    gone: int = 0
    seconds: float = 0.0
    busy: float = 0.0


def _one(day: Day, promise: float, dice: np.random.Generator) -> _Told:
    comes = _arrivals(day.arrivals, dice)
    service = day.service(dice, len(comes))
    patience = np.full(len(comes), inf) if day.patience is None else day.patience(dice, len(comes))
    told = _Told(np.zeros((len(day.arrivals), 2)), came=len(comes))
    counter = _Counter(day.staff)
    for at, takes, bears in zip(comes.tolist(), service.tolist(), patience.tolist(), strict=True):
        wait = counter.next(at) - at
        stays = wait <= bears
        if stays:
            counter.serve(at + wait + takes)
            told.busy += takes
        in_time = stays and wait <= promise
        told.in_time += in_time
        told.waited += wait > 0
        told.gone += not stays
        told.seconds += wait if stays else bears
        hour = int(at // HOUR)
        told.hours[hour, 0] += 1
        told.hours[hour, 1] += in_time
    return told


class _Counter:
    """Who serves, by when each is free; staff comes and goes at full hours."""

    def __init__(self, staff: Sequence[int]) -> None:
        self._staff, self._hour = staff, 0
        self._free = [0.0] * staff[0]

    def next(self, at: float) -> float:
        """When somebody who comes at `at` would be served; nobody before them is left out."""
        while True:
            start = max(at, self._free[0]) if self._free else inf
            last = self._hour + 1 >= len(self._staff)
            if last or start < (self._hour + 1) * HOUR:
                return start
            self._turn()

    def serve(self, until: float) -> None:
        """Who is free first serves until then."""
        heappop(self._free)
        heappush(self._free, until)

    def _turn(self) -> None:
        """The next hour begins."""
        self._hour += 1
        more = self._staff[self._hour] - self._staff[self._hour - 1]
        if more > 0:
            self._free += [self._hour * HOUR] * more
            heapify(self._free)
        for _ in range(-more):
            heappop(self._free)


def _arrivals(rates: Sequence[float], dice: np.random.Generator) -> Floats:
    """When people come, in order: by chance at the rate of each hour."""
    counts = dice.poisson(rates)
    times = [np.sort(dice.uniform(0.0, HOUR, size)) + at * HOUR for at, size in enumerate(counts)]
    return np.concatenate(times)


def _share(n: npt.ArrayLike, hits: npt.ArrayLike) -> Estimate | None:
    """A share of people who come in days, with its interval between days; None where nobody came."""
    size, hit = (np.asarray(each, dtype=np.float64) for each in (n, hits))
    size, hit = size[size > 0], hit[size > 0]
    if not size.size:
        return None
    sums = {"n": size.sum(), "s": hit.sum(), "clusters": size.size}
    squares = {"nn": (size**2).sum(), "ns": (size * hit).sum(), "ss": (hit**2).sum()}
    found = share(ClusterSums.of(**sums, **squares), pool=False)
    whole = {"n": int(size.sum()), "clusters": size.size, "hits": int(hit.sum())}
    return Estimate(float(found.value[0]), float(found.low[0]), float(found.high[0]), **whole)


def _mean(n: Floats, seconds: Floats) -> Estimate:
    """Seconds a person, with the interval of a ratio between days (Law & Kelton 2000, eq. 9.3.1; Cochran 1977, 6.5)."""
    total = float(n.sum())
    value, days = float(seconds.sum()) / total, len(n)
    error = float(np.sqrt(((seconds - value * n) ** 2).sum() * days / (days - 1))) / total
    reach = float(stdtrit(days - 1, 0.975)) * error
    return Estimate(value, max(0.0, value - reach), value + reach, int(total), days)


def _positive(mean: float) -> float:
    if not 0 < mean < inf:
        raise ValueError("a mean time is above 0")
    return mean
