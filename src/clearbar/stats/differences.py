"""The difference of two shares from their own intervals: who can be told apart without going back to the ratings."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from clearbar.model.estimate import Estimate, Estimates
from clearbar.stats.intervals import Floats


def differences(one: Estimates, other: Estimates, stretch: float = 1.0) -> tuple[Floats, Floats, Floats]:
    """Each share of `one` less that of `other`, with both ends: the distances of both shares from their own ends, added
    as squares (Newcombe 1998, Statistics in Medicine 17:873, method 10), `stretch` times as far."""
    p, low, high = (np.asarray(column, dtype=np.float64) for column in (one.value, one.low, one.high))
    q, least, most = (np.asarray(column, dtype=np.float64) for column in (other.value, other.low, other.high))
    value = p - q
    return value, value - stretch * np.hypot(p - low, most - q), value + stretch * np.hypot(high - p, q - least)


def difference(one: Estimate, other: Estimate, comparisons: int = 1) -> Estimate:
    """`one` less `other`, as `differences` has it. `n` is that of both together.

    With several `comparisons` looked at together the interval is stretched as a normal one would be (Bonferroni), so
    that all of them hold at the confidence of the estimates. Both are taken as independent; sources that judge the same
    people resemble each other, so that differences are seen too seldom rather than too often.
    """
    confidence = min(one.confidence, other.confidence)
    alpha = 1 - confidence
    stretch = float(ndtri(1 - alpha / (2 * comparisons)) / ndtri(1 - alpha / 2))
    columns = differences(_alone(one), _alone(other), stretch)
    value, low, high = (float(column[0]) for column in columns)
    return Estimate(value, max(-1.0, low), min(1.0, high), one.n + other.n, confidence=confidence)


def _alone(one: Estimate) -> Estimates:
    return Estimates((one.value,), (one.low,), (one.high,), (one.n,), confidence=one.confidence)
