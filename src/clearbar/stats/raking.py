"""Weights that make those who answered look like those who were asked, on a table of cells.

Raking (Deming & Stephan 1940, Annals of Mathematical Statistics 11:427): the weights of all cells in one category are
multiplied so that they add up to those who were asked in it, for each margin by turns, until all hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clearbar.model.question import FLOOR
from clearbar.stats.designed import Codes
from clearbar.stats.intervals import Floats

ROUNDS = 200
"""Rounds after which raking gives up: margins that agree need far fewer."""

TRIM = 5.0
"""Weights above so many medians are cut."""


@dataclass(frozen=True)
class Margin:
    """One way to tell cells apart: the category of each, codes from 0, shape (cells,), and how many were asked in each
    category, shape (categories,)."""

    codes: Codes
    totals: Floats


@dataclass(frozen=True)
class Raked:
    """The factor of each cell, shape (cells,), after so many rounds; `off` is the largest distance of a category from
    its total, as a part of it."""

    factors: Floats
    rounds: int
    off: float
    settled: bool


def rake(counts: npt.ArrayLike, margins: Sequence[Margin], *, rounds: int = ROUNDS, tolerance: float = 1e-9) -> Raked:
    """Factors with which `counts`, shape (cells,), add up to every margin. Raises ValueError where a category of which
    somebody was asked has no count at all: see `pooled`."""
    n = np.asarray(counts, dtype=np.float64)
    factors, off, done = np.ones(n.size), np.inf, 0
    while done < rounds and off > tolerance:
        for margin in margins:
            sums = _sums(margin, n * factors)
            if np.any((sums <= 0) & (margin.totals > 0)):
                raise ValueError("nobody answered in a category of which somebody was asked")
            factors = factors * np.divide(margin.totals, sums, out=np.ones(sums.size), where=sums > 0)[margin.codes]
        done, off = done + 1, max((_off(margin, n * factors) for margin in margins), default=0.0)
    return Raked(factors, done, off, off <= tolerance)


def pooled(asked: npt.ArrayLike, answered: npt.ArrayLike, least: int = FLOOR) -> Codes:
    """A new code for each category: those with fewer than `least` answers share one, with as many of the next smallest
    as it takes. Codes count from 0 in the order of the categories. A category of which nobody was asked is not pooled
    if nobody answered in it either."""
    n, wanted = np.asarray(answered, dtype=np.float64), np.asarray(asked, dtype=np.float64)
    small = (n < least) & ((n > 0) | (wanted > 0))
    order = [at for at in np.argsort(n, kind="stable") if not small[at] and (n[at] > 0 or wanted[at] > 0)]
    while small.any() and n[small].sum() < least and order:
        small[order.pop(0)] = True
    names = np.where(small, n.size, np.arange(n.size))
    return np.unique(names, return_inverse=True)[1].astype(np.intp)


def trimmed(weights: npt.ArrayLike, counts: npt.ArrayLike, most: float = TRIM) -> tuple[Floats, int]:
    """Weights cut at `most` times their median, and how many of the `counts` were. What is cut off is shared out
    equally among the others, so that the sum stays."""
    w, n = np.asarray(weights, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    cap = most * median(w, n)
    over = w > cap
    if not over.any():
        return w, 0
    spare = float((n * np.maximum(w - cap, 0)).sum())
    return np.where(over, cap, w + spare / float(n[~over].sum())), int(n[over].sum())


def median(weights: Floats, counts: Floats) -> float:
    """The median of the weights, each as often as it counts."""
    order = np.argsort(weights)
    reached = np.cumsum(counts[order])
    low = np.searchsorted(reached, reached[-1] / 2)
    high = np.searchsorted(reached, reached[-1] / 2, side="right")
    return float(weights[order][[low, min(high, order.size - 1)]].mean())


def kish(weights: npt.ArrayLike, counts: npt.ArrayLike) -> float:
    """1 + CV² of the weights, each as often as it counts: how many times fewer answers would tell as much if all
    weighed the same. Kish 1965, Survey Sampling, section 11.7."""
    w, n = np.asarray(weights, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    return float(n.sum() * (n * w * w).sum() / (n * w).sum() ** 2)


def _sums(margin: Margin, counts: Floats) -> Floats:
    return np.asarray(np.bincount(margin.codes, counts, margin.totals.size), dtype=np.float64)


def _off(margin: Margin, counts: Floats) -> float:
    wanted = margin.totals > 0
    return float(np.max(np.abs(_sums(margin, counts)[wanted] / margin.totals[wanted] - 1), initial=0.0))
