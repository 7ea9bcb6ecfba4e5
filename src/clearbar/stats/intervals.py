"""Intervals for a share of independent ratings, each as ends for many groups at once.

`hits` and `n` may be fractions: a share of ratings that depend on each other is written as so many effective ones
(clusters.py). Shapes: `hits` and `n` broadcast to (groups,); both ends have that shape.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, ndtri

Floats = npt.NDArray[np.float64]
Ends = tuple[Floats, Floats]
Interval = Callable[[npt.ArrayLike, npt.ArrayLike, float], Ends]
"""(hits, n, confidence) → both ends."""

_ROUNDING = 1e-9


def quantile(confidence: float) -> float:
    """The standard normal quantile of a two-sided interval: 1.96 for 0.95. Raises ValueError outside (0, 1)."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is a number between 0 and 1, not {confidence}")
    return float(ndtri((1 + confidence) / 2))


def counts(hits: npt.ArrayLike, n: npt.ArrayLike) -> Ends:
    """`hits` and `n` as arrays of one shape. Raises ValueError unless 0 <= hits <= n and n > 0."""
    x, size = np.broadcast_arrays(np.asarray(hits, dtype=np.float64), np.asarray(n, dtype=np.float64))
    if not np.all((size > 0) & (x >= 0) & (x <= size * (1 + _ROUNDING))):
        raise ValueError("an interval needs 0 <= hits <= n and n > 0")
    return np.minimum(x, size), size.copy()


def wilson(hits: npt.ArrayLike, n: npt.ArrayLike, confidence: float = 0.95) -> Ends:
    """The score interval: all shares that a score test does not reject.

    Wilson 1927, JASA 22:209; Newcombe 1998, Statistics in Medicine 17:857, method 3.
    """
    x, size = counts(hits, n)
    share, per = x / size, quantile(confidence) ** 2 / size
    centre = (share + per / 2) / (1 + per)
    half = np.sqrt(per * (share * (1 - share) + per / 4)) / (1 + per)
    # At a share of 0 or 1 one end is exact, and rounding must not move it.
    low = np.where(x == 0, 0.0, np.maximum(centre - half, 0.0))
    return low, np.where(x == size, 1.0, np.minimum(centre + half, 1.0))


def jeffreys(hits: npt.ArrayLike, n: npt.ArrayLike, confidence: float = 0.95) -> Ends:
    """Quantiles of Beta(hits + ½, misses + ½); the low end is 0 without hits, the high end 1 without misses.

    Brown, Cai & DasGupta 2001, Statistical Science 16:101, section 3.1.2.
    """
    quantile(confidence)
    x, size = counts(hits, n)
    tail = (1 - confidence) / 2
    low = betaincinv(x + 0.5, size - x + 0.5, tail)
    high = betaincinv(x + 0.5, size - x + 0.5, 1 - tail)
    return np.where(x == 0, 0.0, low), np.where(x == size, 1.0, high)


def clopper_pearson(hits: npt.ArrayLike, n: npt.ArrayLike, confidence: float = 0.95) -> Ends:
    """The interval that never covers less than it says, at the price of width.

    Clopper & Pearson 1934, Biometrika 26:404; Newcombe 1998, method 5; with fractional counts Korn & Graubard
    1998, Survey Methodology 24:193.
    """
    quantile(confidence)
    x, size = counts(hits, n)
    tail, misses = (1 - confidence) / 2, size - x
    # The Beta quantiles have no value at a zero parameter; those ends are replaced, so any parameter does.
    low = betaincinv(np.where(x == 0, 1.0, x), misses + 1, tail)
    high = betaincinv(x + 1, np.where(misses == 0, 1.0, misses), 1 - tail)
    return np.where(x == 0, 0.0, low), np.where(misses == 0, 1.0, high)


INTERVALS: Mapping[str, Interval] = MappingProxyType({"wilson": wilson, "jeffreys": jeffreys})
"""The intervals of a share that may be chosen, by name."""
