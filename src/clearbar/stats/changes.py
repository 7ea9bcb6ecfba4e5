"""When did it change? The breaks of a series into stretches of one mean each.

For each number of breaks the best places are found exactly (all of them are looked at: dynamic programming over the
last break); how many there are, the Bayesian information criterion decides:

    weeks · log(rest) + breaks · 2 log(weeks)

where `rest` is the weighted sum of squares within stretches, and a break costs two parameters, its place and its mean
(Yao 1988, Statistics & Probability Letters 6:181). Neighbouring weeks that resemble each other look like breaks: where
what is left is correlated with the week before (r), a break costs (1 + r)/(1 − r) times as much (Romano, Rigaill, Runge
& Fearnhead 2022, JASA 117:2147, on why; Lavielle & Moulines 2000, J. Time Series Analysis 21:33, on the factor).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from clearbar.stats.intervals import Floats

MOST = 8
"""Breaks that are looked for."""
SHORTEST = 3
"""Weeks of a stretch, at least: one odd week is a signal, not a change."""
_WITHIN = 7.352277
"""How far twice the log-likelihood of a place may lie below the best one: −2 log(1 − √0.95), the law of the place of a
break (Hansen 2000, Econometrica 68:575, table 1: 7.35)."""
_LEAST = 1e-12


@dataclass(frozen=True)
class Break:
    """A change after the first `at` weeks; `low` and `high` are the ends of a 95 % interval of that place. `gain` is
    how much the criterion falls by it, `before` and `after` the means at either side."""

    at: int
    low: int
    high: int
    gain: float
    before: float
    after: float


def breaks(
    value: npt.ArrayLike, weight: npt.ArrayLike | None = None, *, most: int = MOST, shortest: int = SHORTEST
) -> tuple[Break, ...]:
    """The breaks of a series, shape (weeks,), in their order; none where one mean tells as much.

    `weight`: ratings behind each week, whose spread falls as 1/√weight. Raises ValueError for weights that are not
    above 0.
    """
    y = np.asarray(value, dtype=np.float64)
    w = np.ones_like(y) if weight is None else np.asarray(weight, dtype=np.float64)
    if w.shape != y.shape or not np.all(w > 0):
        raise ValueError("each week needs a weight above 0")
    if len(y) < 2 * shortest or np.ptp(y) <= _LEAST:
        return ()
    cost = _costs(y, w, shortest)
    ends = _best(cost, most)
    dear = 1.0
    chosen = _chosen(ends, cost, len(y), dear)
    if chosen:
        dear = _dear(y, w, chosen)
        chosen = _chosen(ends, cost, len(y), dear)
    return tuple(_told(y, w, chosen, place, cost, dear) for place in range(len(chosen)))


def _costs(y: Floats, w: Floats, shortest: int) -> Floats:
    """The weighted sum of squares of each stretch [i, j), infinite for those that are too short."""
    y = y - (w * y).sum() / w.sum()
    n, s, q = (np.concatenate([[0.0], np.cumsum(column)]) for column in (w, w * y, w * y * y))
    i, j = np.meshgrid(np.arange(len(y) + 1), np.arange(len(y) + 1), indexing="ij")
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (q[j] - q[i]) - (s[j] - s[i]) ** 2 / (n[j] - n[i])
    return np.where(j - i >= shortest, np.maximum(found, 0.0), np.inf)


def _best(cost: Floats, most: int) -> list[tuple[int, ...]]:
    """For 0, 1, … breaks the places with the least sum of squares."""
    weeks = len(cost) - 1
    total, back = cost[0].copy(), list[npt.NDArray[np.int64]]()
    found: list[tuple[int, ...]] = [()]
    for _ in range(most):
        options = total[:, None] + cost
        back.append(np.argmin(options, axis=0))
        total = options.min(axis=0)
        if not np.isfinite(total[weeks]):
            break
        places, end = [], weeks
        for step in reversed(back):
            end = int(step[end])
            places.append(end)
        found.append(tuple(reversed(places)))
    return found


def _rest(cost: Floats, places: tuple[int, ...]) -> float:
    edges = [0, *places, len(cost) - 1]
    return max(sum(float(cost[i, j]) for i, j in pairwise(edges)), _LEAST)


def _chosen(found: list[tuple[int, ...]], cost: Floats, weeks: int, dear: float) -> tuple[int, ...]:
    def criterion(places: tuple[int, ...]) -> float:
        return float(weeks * np.log(_rest(cost, places)) + dear * 2 * len(places) * np.log(weeks))

    # More breaks than every third week of what is known would only follow the weeks.
    return min((each for each in found if len(each) <= weeks // 6), key=criterion)


def _dear(y: Floats, w: Floats, places: tuple[int, ...]) -> float:
    """(1 + r)/(1 − r), from the correlation of what is left with the week before; at least 1."""
    edges = [0, *places, len(y)]
    means = [np.average(y[i:j], weights=w[i:j]) for i, j in pairwise(edges)]
    left = (y - np.repeat(means, np.diff(edges))) * np.sqrt(w)
    r = float((left[1:] * left[:-1]).sum() / max((left * left).sum(), _LEAST))
    # Means and places were taken from the same weeks, which makes r too small: by 2/weeks for each, about.
    r += 2 * len(edges) / len(y)
    return (1 + min(r, 0.9)) / (1 - min(r, 0.9)) if r > 0 else 1.0


def _told(y: Floats, w: Floats, places: tuple[int, ...], which: int, cost: Floats, dear: float) -> Break:
    """One of the breaks, with those beside it held in their places."""
    edges = [0, *places, len(y)]
    start, at, end = edges[which], edges[which + 1], edges[which + 2]
    between = np.arange(start + 1, end)
    held = _rest(cost, places) - float(cost[start, at] + cost[at, end])
    rest = held + cost[start, between] + cost[between, end]
    with np.errstate(divide="ignore"):
        further = len(y) * np.log(np.maximum(rest, _LEAST) / _rest(cost, places)) / dear
    likely = between[further <= _WITHIN]
    without = len(y) * np.log(max(held + float(cost[start, end]), _LEAST))
    gain = without - len(y) * np.log(_rest(cost, places)) - dear * 2 * np.log(len(y))
    means = (float(np.average(y[i:j], weights=w[i:j])) for i, j in ((start, at), (at, end)))
    return Break(at, int(likely.min()), int(likely.max()), float(gain), *means)
