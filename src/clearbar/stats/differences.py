"""The difference of two shares from their own intervals: who can be told apart without going back to the ratings."""

from __future__ import annotations

from math import hypot

from scipy.special import ndtri

from clearbar.model.estimate import Estimate


def difference(one: Estimate, other: Estimate, comparisons: int = 1) -> Estimate:
    """`one` less `other`, with the interval of Newcombe 1998 (Statistics in Medicine 17:873, method 10): the distances
    of both shares from their own ends, added as squares. `n` is that of both together.

    With several `comparisons` looked at together the interval is stretched as a normal one would be (Bonferroni), so
    that all of them hold at the confidence of the estimates. Both are taken as independent; sources that judge the same
    people resemble each other, so that differences are seen too seldom rather than too often.
    """
    confidence = min(one.confidence, other.confidence)
    alpha = 1 - confidence
    stretch = float(ndtri(1 - alpha / (2 * comparisons)) / ndtri(1 - alpha / 2))
    value = one.value - other.value
    down = stretch * hypot(one.value - one.low, other.high - other.value)
    up = stretch * hypot(one.high - one.value, other.value - other.low)
    return Estimate(value, max(-1.0, value - down), min(1.0, value + up), one.n + other.n, confidence=confidence)
