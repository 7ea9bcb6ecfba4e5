"""How harsh or mild each rater is beside others of the same units, and whether one of them explains the disagreement.

A rater's *severity* is the mean, over the units shared with others, of the own level less the mean level of the unit's
other raters: below 0 is harsh. It needs n, Σd and Σd² of each rater. The units are the sample; which raters meet which
is taken as it came.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from clearbar.stats.agreement import alpha
from clearbar.stats.intervals import Floats
from clearbar.stats.patterns import ENOUGH, TELLING, Figure, Patterns, Way, ends, resampled

MATTERS = 0.5
"""Levels by which a rater must differ to stand apart: less would seldom change what anybody does."""

_LEVELS = np.arange(1.0, 6.0)


@dataclass(frozen=True)
class Judged:
    """Ratings of shared units of one group, counted by rater. `rater`: codes from 0; `counts`: the pattern of the
    unit, shape (rows, 5); `level`: what the rater gave; `units`: how many such ratings."""

    rater: npt.NDArray[np.int64]
    counts: Floats
    level: Floats
    units: Floats


@dataclass(frozen=True)
class Severities:
    """Of each rater, shape (raters,): mean difference from the others, its standard error, and units shared."""

    value: Floats
    error: Floats
    n: Floats

    def interval(self, confidence: float, among: int = 1) -> tuple[Floats, Floats]:
        """Ends of the t interval; `among` raters that are looked at together share the error (Bonferroni). Without
        ends, that is infinite, where a rater shares a single unit."""
        tail = (1 - confidence) / 2 / among
        known = self.n > 1
        half = np.where(known, stdtrit(np.where(known, self.n - 1, 1), 1 - tail) * self.error, np.inf)
        return self.value - half, self.value + half

    def apart(self, confidence: float = 0.95) -> npt.NDArray[np.bool_]:
        """Which raters clearly differ from the others, by half a level or more."""
        low, high = self.interval(confidence, max(len(self.value), 1))
        return np.asarray((np.abs(self.value) >= MATTERS) & ((low > 0) | (high < 0)))


@dataclass(frozen=True)
class Without:
    """Agreement of the others, once a rater is left out: α with its interval, how much it gains, and on how many
    shared units it rests."""

    alpha: Figure
    gain: Figure
    n: int


def severities(judged: Judged) -> Severities:
    """The severity of each rater. Raters who differ by the same in each unit are given the spread of one more unit
    a level away: agreement of a few is not certainty."""
    raters = judged.counts.sum(axis=1)
    others = (judged.counts @ _LEVELS - judged.level) / (raters - 1)
    d = judged.level - others
    n, total, square = (
        np.bincount(judged.rater, judged.units * part).astype(np.float64) for part in (np.ones_like(d), d, d * d)
    )
    value = total / n
    spread = np.maximum((square - n * value**2) / np.maximum(n - 1, 1), 1 / (n + 1))
    return Severities(value, np.sqrt(spread / n), n)


def without(judged: Judged, rater: int, way: Way | None = None) -> Without | None:
    """What is left of the disagreement without one rater; None where the others share too little to tell α.

    α with and without the rater are taken from the same resamples of the units, so that the gain has an interval.
    """
    way = way or Way()
    before, after, units = _left(judged, rater)
    both = Patterns(before, units)
    rest = Patterns(after, units)
    if rest.n < 2:
        return None
    drawn = resampled(both, way.times, way.seed)
    value, other = (float(alpha(counts, units, way.apart)[0]) for counts in (after, before))
    draws = alpha(after, drawn, way.apart)
    if np.isnan(value) or np.isnan(draws).mean() > 1 - way.confidence:
        return None
    found = Figure(value, *ends(value, draws, rest.n, way.confidence))
    draws = draws - alpha(before, drawn, way.apart)
    gained = Figure(value - other, *ends(value - other, draws, rest.n, way.confidence))
    return Without(found, gained, rest.n)


def gain(judged: Judged, rater: int, way: Way | None = None) -> float:
    """How much α gains without one rater; nan where the others share too little to tell."""
    before, after, units = _left(judged, rater)
    rest, apart = Patterns(after, units), (way or Way()).apart
    if rest.n < ENOUGH or rest.telling < TELLING:
        return float("nan")
    return float(alpha(after, units, apart)[0] - alpha(before, units, apart)[0])


def _left(judged: Judged, rater: int) -> tuple[Floats, Floats, Floats]:
    """Units as they are and without one rater: both patterns, shape (rows, 5), and how many units."""
    own = judged.rater == rater
    level = np.eye(5)[(judged.level[own] - 1).astype(np.int64)]
    # A unit stands once for each of its raters: those of the rater are counted by that one's rows, and what is over
    # of the same pattern are units that the rater did not see.
    each, place = np.unique(judged.counts, axis=0, return_inverse=True)
    place = place.reshape(-1)
    seen = np.bincount(place, judged.units, len(each)) / each.sum(axis=1)
    unseen = np.round(seen - np.bincount(place[own], judged.units[own], len(each)))
    before = np.vstack([each, judged.counts[own]])
    after = np.vstack([each, judged.counts[own] - level])
    units = np.concatenate([unseen, judged.units[own]])
    order = np.lexsort(np.hstack([before, after]).T)
    return before[order], after[order], units[order]


def coded(raters: npt.ArrayLike) -> tuple[list[Any], npt.NDArray[np.int64]]:
    """The raters, sorted, and for each row its place among them."""
    names = np.asarray(raters, dtype=object)
    every = sorted(set(names.tolist()))
    place = {name: i for i, name in enumerate(every)}
    return every, np.array([place[name] for name in names.tolist()], dtype=np.int64)
