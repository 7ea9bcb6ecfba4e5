"""The difference of two shares of the same units, before and after: who is compared with themself."""

from __future__ import annotations

from math import sqrt

from clearbar.model.estimate import Estimate
from clearbar.stats.intervals import wilson


def paired(both: int, only_after: int, only_before: int, neither: int, confidence: float = 0.95) -> Estimate:
    """The share after less the share before, from four counts of pairs. `n` is the number of pairs.

    Newcombe 1998, Statistics in Medicine 17:2635, method 10: the distances of both shares from the ends of their own
    score intervals are added as squares, less what the correlation within pairs takes away. ValueError for no pairs,
    or less than none.
    """
    n = both + only_after + only_before + neither
    if n < 1 or min(both, only_after, only_before, neither) < 0:
        raise ValueError("a paired difference needs at least one pair, and no count below zero")
    after, before = (both + only_after) / n, (both + only_before) / n
    low_after, high_after = _ends(both + only_after, n, confidence)
    low_before, high_before = _ends(both + only_before, n, confidence)
    phi = _correlation(both, only_after, only_before, neither)
    down = _length(after - low_after, high_before - before, phi)
    up = _length(high_after - after, before - low_before, phi)
    value = after - before
    return Estimate(value, max(-1.0, value - down), min(1.0, value + up), n, confidence=confidence)


def _ends(hits: int, n: int, confidence: float) -> tuple[float, float]:
    low, high = wilson(hits, n, confidence)
    return float(low), float(high)


def _correlation(both: int, only_after: int, only_before: int, neither: int) -> float:
    """Of the two answers of a pair, drawn towards none where it is positive; 0 where a margin is empty."""
    n = both + only_after + only_before + neither
    margins = (both + only_after) * (only_before + neither) * (both + only_before) * (only_after + neither)
    if not margins:
        return 0.0
    product = both * neither - only_after * only_before
    drawn = max(product - n / 2, 0.0) if product > 0 else float(product)
    return drawn / sqrt(margins)


def _length(one: float, other: float, phi: float) -> float:
    return sqrt(max(0.0, one * one - 2 * phi * one * other + other * other))
