"""How far people chosen for being low rise again by themselves.

Who is chosen because a mean of m ratings fell below a cut is low partly by chance, and chance does not repeat itself.
With σ_b² between people and σ² = σ_w²/m the variance of chance in that mean (Davis 1976, Am. J. Epidemiology 104:493;
Barnett, van der Pols & Dobson 2005, Int. J. Epidemiology 34:215):

    expected rise = σ² / √(σ_b² + σ²) · C(z)      z = (μ − cut)/√(σ_b² + σ²)      C(z) = φ(z)/(1 − Φ(z))

Where only those who were chosen are known, their mean tells the cut: √(σ_b² + σ²)·C(z) is how far below μ it lies.

The variances are those of persons, periods of a person, and occasions, by equating sums of squares with their
expectations (the classical nested analysis of variance; Searle, Casella & McCulloch 1992, section 3.8). Each person
adds to the sums on its own, so that leaving out persons, twenty lots of them in turn, gives the interval (Quenouille
1956, Biometrika 43:353).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import log_ndtr, stdtrit

from clearbar.stats.components import Codes, Floats
from clearbar.stats.moments import add_up

LOTS = 20
"""Lots of persons that are left out in turn."""


def mills(z: ArrayLike) -> Floats:
    """C(z): how many standard deviations above the mean those lie who are above z of them, (…,)."""
    at = np.asarray(z, dtype=np.float64)
    return np.asarray(np.exp(-at * at / 2 - 0.5 * np.log(2 * np.pi) - log_ndtr(-at)))


def expected_rise(mean: float, between: float, within: float, m: float, cut: float) -> float:
    """By how much the mean of those below `cut` rises by itself: `between` and `within` are variances, `m` the ratings
    behind each mean by which they were chosen."""
    chance = within / m
    spread = float(np.sqrt(between + chance))
    return float(chance / spread * mills((mean - cut) / spread)) if spread > 0 else 0.0


def cut_of(mean: float, spread: float, chosen: float) -> float:
    """The cut below which people have the mean `chosen`, where all have `mean` and standard deviation `spread`; inf
    where those who were chosen are no lower than all."""
    depth = (mean - chosen) / spread if spread > 0 else 0.0
    if depth <= 0:
        return inf
    z = brentq(lambda at: float(mills(at)) - depth, -40.0, depth)
    return float(mean - z * spread)


@dataclass(frozen=True)
class Variances:
    """Variances of persons, of the periods of one person, and of the ratings of one period; none is below 0."""

    person: float
    period: float
    rating: float


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums over lots of persons, (10, L): what the three variances follow from."""

    parts: Floats

    @classmethod
    def of(cls, unit: Codes, lot: Codes, n: Floats, total: Floats, square: Floats) -> Sums:
        """From cells of a person and period, (R,) each: `n` ratings, their sum and sum of squares. `unit` numbers
        persons from 0, `lot` (U,) the lot of each."""
        units = lot.size

        def by_unit(values: Floats) -> Floats:
            return add_up(unit, values, units)

        size, sums, cells = by_unit(n), by_unit(total), by_unit(np.ones_like(n))
        there = size > 0
        safe = np.where(there, size, 1.0)
        columns = (
            size, cells, there.astype(np.float64), sums, by_unit(square), by_unit(total * total / n),
            sums * sums / safe, by_unit(n * n) / safe, size * size, by_unit(n * n),
        )  # fmt: skip
        return cls(np.array([add_up(lot, column, LOTS) for column in columns]))

    def variances(self, without: int | None = None) -> Variances | None:
        """The variances, one lot left out if told; None where there are too few ratings to tell them apart."""
        kept = self.parts.sum(axis=1) if without is None else np.delete(self.parts, without, axis=1).sum(axis=1)
        n, cells, persons, total, square, cell_squares, person_squares, shared, sizes, cell_sizes = kept.tolist()
        if persons < 2 or n <= persons:
            return None
        rating = (square - cell_squares) / (n - cells) if n > cells else 0.0
        spare = n - shared
        period = (cell_squares - person_squares - rating * (cells - persons)) / spare if spare > 0 else 0.0
        rating, period = max(0.0, rating), max(0.0, period)
        left = person_squares - total * total / n - rating * (persons - 1) - period * (shared - cell_sizes / n)
        return Variances(max(0.0, left / (n - sizes / n)), period, rating)


@dataclass(frozen=True, eq=False)
class Chosen:
    """Those who were chosen, one by one, (K,) each: how far they lay below all others (`depth`), the ratings (`m`) and
    periods behind it, and their lot."""

    depth: Floats
    m: Floats
    periods: Floats
    lot: Codes


@dataclass(frozen=True)
class Regression:
    """The rise that is expected of the chosen without any coaching, with its standard error, how far below all others
    they lay, `kept`, the share of that depth that is no chance, the `spread` (standard deviation) of the means by which
    they were chosen, and how many of it below all the cut lies (inf where there was none)."""

    rise: float
    se: float
    depth: float
    kept: float
    spread: float
    cut: float

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Both ends, by t with one degree of freedom less than there are lots."""
        half = float(stdtrit(LOTS - 1, (1 + confidence) / 2)) * self.se
        return self.rise - half, self.rise + half


def regression(sums: Sums, chosen: Chosen) -> Regression | None:
    """The expected rise of those who were chosen; None where variances or the chosen are too few to tell."""
    if chosen.depth.size < 2:
        return None
    whole = _rise(sums.variances(), chosen)
    if whole is None:
        return None
    lots = []
    for lot in range(LOTS):
        rest = chosen.lot != lot
        if not rest.any():
            return None
        left = Chosen(chosen.depth[rest], chosen.m[rest], chosen.periods[rest], chosen.lot[rest])
        if (found := _rise(sums.variances(lot), left)) is None:
            return None
        lots.append(found.rise)
    spread = np.array(lots) - np.mean(lots)
    se = float(np.sqrt((LOTS - 1) / LOTS * (spread @ spread)))
    return replace(whole, se=se)


def _rise(found: Variances | None, chosen: Chosen) -> Regression | None:
    if found is None:
        return None
    chance = float(np.mean(found.period / chosen.periods + found.rating / chosen.m))
    spread = (found.person + chance) ** 0.5
    depth = float(chosen.depth.mean())
    if spread == 0:
        return None
    cut = cut_of(0.0, spread, -depth)
    rise = expected_rise(0.0, found.person, chance, 1.0, cut) if cut < inf else 0.0
    return Regression(rise, 0.0, depth, found.person / (found.person + chance), spread, -cut / spread)
