"""How two things that are each measured with chance go together, without that chance.

Each person has a mean of one and a mean of the other, from different occasions, so that chance in one is no chance in
the other: their covariance over persons is that of what lies behind. Chance inflates the variances alone. With V the
variance of the means, σ² that of the ratings within a person and n ratings behind each mean, V − σ²·mean(1/n) is what
is left for persons, and its share in V the dependability (Spearman 1904, Am. J. Psychology 15:72; Fuller 1987,
Measurement Error Models, section 1.2).

Intervals leave out one person after another (Tukey's jackknife), by t with two degrees of freedom less than persons.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from clearbar.stats.components import Floats

DEPENDABLE = 0.2
"""Below this share of persons in a variance, dividing by it says nothing."""


@dataclass(frozen=True, eq=False)
class Means:
    """Ratings of persons as sums, (P,) each: their count `n` (>= 1), `total` and `square`."""

    n: Floats
    total: Floats
    square: Floats

    @classmethod
    def of(cls, n: ArrayLike, total: ArrayLike, square: ArrayLike) -> Means:
        """From columns of any numeric type."""
        return cls(*(np.asarray(column, dtype=np.float64) for column in (n, total, square)))

    @property
    def mean(self) -> Floats:
        """Of each person."""
        return self.total / self.n


@dataclass(frozen=True)
class Together:
    """How `later` goes with `first` over `persons`: `slope`, by how much more one unit of `first` is, and
    `correlation`, each with the ends of its interval; how dependable each is (None where no person has two ratings).
    `corrected` for chance, or as counted."""

    slope: float
    slope_ends: tuple[float, float]
    correlation: float
    ends: tuple[float, float]
    persons: int
    first: float | None
    later: float | None
    corrected: bool


def together(first: Means, later: Means, confidence: float = 0.95) -> Together | None:
    """None with fewer than four persons, or where all are alike in one of both."""
    persons = first.n.size
    if persons < 4:
        return None
    sums = _sums(first, later)
    whole, rest = sums.sum(axis=1, keepdims=True), sums.sum(axis=1, keepdims=True) - sums
    spread = 1e-12 * (1 + np.abs(first.mean).max() ** 2), 1e-12 * (1 + np.abs(later.mean).max() ** 2)
    counted = _variances(rest, corrected=False)
    if np.any(counted[0] <= spread[0]) or np.any(counted[1] <= spread[1]):
        return None
    raw, true = _variances(whole, corrected=False), _variances(whole, corrected=True)
    shares = [None if np.isnan(some[0]) else float(some[0] / every[0]) for some, every in zip(true, raw, strict=True)]
    left_out = _variances(rest, corrected=True)
    corrected = all(
        share is not None and share >= DEPENDABLE and bool(np.all(some >= DEPENDABLE / 2 * every))
        for share, some, every in zip(shares, left_out, counted, strict=True)
    )
    slope, correlation = _figures(whole, *(true if corrected else raw))
    slopes, correlations = _figures(rest, *(left_out if corrected else counted))
    at, ends = float(slope[0]), _ends(float(slope[0]), slopes, confidence)
    r = float(np.clip(correlation[0], -1.0, 1.0))
    low, high = _ends(float(correlation[0]), correlations, confidence)
    bounds = (max(-1.0, min(low, r)), min(1.0, max(high, r)))
    told = [None if share is None else min(1.0, max(0.0, share)) for share in shares]
    return Together(at, ends, r, bounds, persons, told[0], told[1], corrected)


def _sums(first: Means, later: Means) -> Floats:
    """What each person adds, (12, P)."""
    a, b = first.mean - first.mean.mean(), later.mean - later.mean.mean()
    rows = [np.ones_like(a), a, b, a * a, b * b, a * b]
    for one in (first, later):
        rows += [one.square - one.total * one.total / one.n, one.n - 1, 1 / one.n]
    return np.array(rows)


def _variances(sums: Floats, *, corrected: bool) -> tuple[Floats, Floats]:
    """The variance of persons in both, (L,) each; NaN where chance cannot be told from them."""
    size, a, b, aa, bb = sums[:5]
    found = []
    for total, square, at in ((a, aa, 6), (b, bb, 9)):
        variance = (square - total * total / size) / (size - 1)
        if corrected:
            inside, df, shares = np.maximum(sums[at], 0.0), sums[at + 1], sums[at + 2]
            chance = np.divide(inside, df, out=np.full_like(df, np.nan), where=df > 0)
            variance = variance - chance * shares / size
        found.append(variance)
    return found[0], found[1]


def _figures(sums: Floats, first: Floats, later: Floats) -> tuple[Floats, Floats]:
    size, a, b = sums[:3]
    covariance = (sums[5] - a * b / size) / (size - 1)
    return covariance / first, covariance / np.sqrt(first * later)


def _ends(value: float, left_out: Floats, confidence: float) -> tuple[float, float]:
    size = left_out.size
    off = left_out - left_out.mean()
    half = float(stdtrit(size - 2, (1 + confidence) / 2)) * float(np.sqrt((size - 1) / size * (off @ off)))
    return value - half, value + half
