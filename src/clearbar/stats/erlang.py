"""How many people at the counter keep the promise? Formulas for a queue that is served in the order of arrival.

Erlang C holds where people come by chance at an even rate (Poisson), where each takes a while that is exponentially
distributed, and where nobody gives up. Erlang A (Palm) lets each give up after a patience of their own, exponentially
distributed too. What they cannot say, such as rates that change within the day, `queueing` plays through.

Rates are per hour, times in seconds. Sources: Erlang 1917, Elektroteknikeren 13:5; Cooper 1981, Introduction to
Queueing Theory, 2nd ed., sections 3.3 and 3.4; Palm 1957, Tele (English ed.) 1:1; Baccelli & Hebuterne 1981,
Performance '81, p. 159; Garnett, Mandelbaum & Reiman 2002, M&SOM 4:208; Gans, Koole & Mandelbaum 2003, M&SOM 5:79.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import ceil, exp, inf, isfinite, log

import numpy as np
import numpy.typing as npt

from clearbar.model.staffing import HOUR, Demand, Kept

MOST_STAFF = 10_000
"""A counter with more people than this is not asked about here."""
_DEEP = 45.0
"""Where the logarithm of a density has fallen by so much, the rest is nothing."""
_PANELS = 160
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)


def erlang_b(staff: int, load: float) -> float:
    """The share turned away where nobody can wait: all of `staff` are busy. By recursion over the staff, which loses no
    digits (Cooper 1981, eq. 3.3.8). Raises ValueError for staff or load below 0."""
    if staff < 0 or not (isfinite(load) and load >= 0):
        raise ValueError("staff and load are at least 0")
    lost = 1.0
    for each in range(1, staff + 1):
        lost = load * lost / (each + load * lost)
    return lost


def erlang_c(staff: int, load: float) -> float:
    """The share that has to wait, where everybody can (Cooper 1981, eq. 3.4.7); 1 where more comes than is served."""
    lost = erlang_b(staff, load)
    if load >= staff:
        return 1.0
    return staff * lost / (staff - load * (1 - lost))


def kept(demand: Demand, staff: int, promise: float) -> Kept:
    """What `staff` keep of a promise to be served within `promise` seconds: Erlang A where people have a patience,
    Erlang C where not. Raises ValueError unless there is at least one of staff and the promise is at least 0."""
    if staff < 1 or not (isfinite(promise) and promise >= 0):
        raise ValueError("a counter has at least one person, and a promise is at least 0 seconds")
    return _without_end(demand, staff, promise) if demand.patience is None else _impatient(demand, staff, promise)


def least(demand: Demand, promise: float, share: float, most: int = MOST_STAFF) -> Kept | None:
    """The fewest people who serve at least `share` (0 to 1) of all within the promise; None where `most` do not. More
    people never keep less, so that halving finds them. Raises ValueError for a share outside 0 to 1."""
    if not 0 < share < 1:
        raise ValueError("a share lies between 0 and 1")
    return fewest(lambda staff: kept(demand, staff, promise), share, most, start=max(1, int(demand.load)))


def fewest(keeps: Callable[[int], Kept], share: float, most: int, start: int = 1) -> Kept | None:
    """The fewest people of whom `keeps` says that they serve this share within the promise, by doubling and halving."""
    low, high = 0, min(start, most)
    found = keeps(high)
    while found.within < share:
        if high >= most:
            return None
        low, high = high, min(2 * high, most)
        found = keeps(high)
    while high - low > 1:
        middle = (low + high) // 2
        tried = keeps(middle)
        low, high, found = (low, middle, tried) if tried.within >= share else (middle, high, found)
    return found


def _without_end(demand: Demand, staff: int, promise: float) -> Kept:
    """Erlang C: of those who wait, the wait is exponential with the rate at which the staff is ahead."""
    if demand.load >= staff:
        return Kept(staff, 0.0, 1.0, 0.0, inf, 1.0)
    waits = erlang_c(staff, demand.load)
    ahead = (staff - demand.load) / demand.service
    return Kept(staff, 1 - waits * exp(-ahead * promise), waits, 0.0, waits / ahead, demand.load / staff)


def _impatient(demand: Demand, staff: int, promise: float) -> Kept:
    """Erlang A by the density of the wait that somebody without end of patience would have (Baccelli & Hebuterne 1981):
    proportional to exp(λ·∫₀ˣ P(patience > u) du - nμx) for x > 0."""
    assert demand.patience is not None  # noqa: S101  for the type checker; `kept` looked
    lost = erlang_b(staff - 1, demand.load)
    if lost == 0:  # so little comes that not even a number is left of it
        return Kept(staff, 1.0, 0.0, 0.0, 0.0, demand.load / staff)
    rate, leaves, serves = demand.arrivals / HOUR, 1 / demand.patience, staff / demand.service
    peak = log(rate / serves) / leaves if rate > serves else 0.0

    def depth(at: npt.ArrayLike) -> npt.NDArray[np.float64]:
        x = np.asarray(at, dtype=np.float64)
        return np.asarray(-rate * np.expm1(-leaves * x) / leaves - serves * x, dtype=np.float64)

    top = float(depth(peak))
    end = max(peak, 1 / serves)
    while float(depth(end)) > top - _DEEP:
        end *= 1.5
    # Patience may be a thousandth of the time that service takes: near 0 the density then falls that much faster.
    scale = min(demand.patience, 1 / serves)
    near = [scale * 4.0**step for step in range(max(0, ceil(log(end / scale, 4))))]
    at, weight = _points(sorted({0.0, min(promise, end), min(peak, end), end, *near}))
    mass = weight * np.exp(depth(at) - top)
    # P(nobody waits) / p(n - 1) is 1 / B(n - 1, load): the states below n are those of the same queue without waiting.
    free = exp(-top) / lost if top < 600 else 0.0
    whole = free + rate * float(mass.sum())
    waits = rate * float(mass.sum()) / whole
    stays = rate * mass * np.exp(-leaves * at) / whole
    gone = waits - float(stays.sum())
    in_time = (free / whole) + float(stays[at <= promise].sum())
    busy = demand.load * (1 - gone) / staff
    return Kept(staff, min(1.0, in_time), waits, max(0.0, gone), max(0.0, gone) * demand.patience, min(1.0, busy))


def _points(ends: list[float]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Nodes and weights of Gauss and Legendre on panels between each two of these ends."""
    at, weight = [], []
    for low, high in pairwise(ends):
        edges = np.linspace(low, high, _PANELS + 1)
        half = np.diff(edges) / 2
        middle = edges[:-1] + half
        at.append((middle[:, None] + half[:, None] * _NODES).ravel())
        weight.append((half[:, None] * _WEIGHTS).ravel())
    return np.concatenate(at), np.concatenate(weight)
