"""How many ratings are needed, and how a number of reviews is shared out over cells and drawn.

Shapes: all arrays are (cells,).
"""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import numpy.typing as npt

from clearbar.stats.intervals import Floats, quantile

FLOOR = 0.5
"""So much of the rate at which every interaction would be as likely as any other each cell keeps at least: which cell
varies most is itself only guessed, and a guess that is wrong must not leave a cell unheard."""

_PRIOR = 5.0
"""Ratings like those of all cells together that are added to each cell before its spread is guessed."""


def ratings_for_width(share: npt.ArrayLike, price: npt.ArrayLike, width: float, confidence: float = 0.95) -> Floats:
    """Ratings until half the score interval is no wider than `width`, if the share stays where it is.

    `price` is how many ratings count as one (the design effect). Half the score interval on m independent ratings is
    z √(p(1 − p)/m + z²/4m²) / (1 + z²/m) (Wilson 1927). Raises ValueError unless 0 < width < ½.
    """
    if not 0 < width < 0.5:
        raise ValueError(f"half a width lies between 0 and one half, not at {width}")
    p, each = np.broadcast_arrays(np.asarray(share, dtype=np.float64), np.asarray(price, dtype=np.float64))
    z = quantile(confidence)
    low, high = np.full(p.shape, 1e-6), np.full(p.shape, 4 * z * z / width**2)
    for _ in range(100):
        m = np.sqrt(low * high)
        half = z * np.sqrt(p * (1 - p) / m + (z / (2 * m)) ** 2) / (1 + z * z / m)
        low, high = np.where(half > width, m, low), np.where(half > width, high, m)
    return np.asarray(high * each, dtype=np.float64)


def guessed_spread(hits: npt.ArrayLike, n: npt.ArrayLike) -> Floats:
    """The standard deviation of a single rating in each cell, as far as it is known: each share is drawn towards that
    of all cells, and to one half where nobody has rated yet. n may be 0."""
    x, size = np.asarray(hits, dtype=np.float64), np.asarray(n, dtype=np.float64)
    common = (x.sum() + 0.5) / (size.sum() + 1)
    share = (x + _PRIOR * common) / (size + _PRIOR)
    return np.asarray(np.sqrt(share * (1 - share)), dtype=np.float64)


def neyman(size: npt.ArrayLike, spread: npt.ArrayLike, budget: float, floor: float = FLOOR) -> Floats:
    """How many of `budget` reviews fall to each cell, as expected numbers: in proportion to its size times the spread
    of its ratings (Neyman 1934, J. Royal Statistical Society 97:558; Cochran 1977, Sampling Techniques, section 5.5).

    No cell has less than `floor` times its part of a uniform draw, and none more than there are in it; what is over is
    shared out among the others in proportion, which is the best that these bounds allow. They sum to the budget, or to
    all there is. Raises ValueError for a floor outside 0 to 1.
    """
    if not 0 <= floor <= 1:
        raise ValueError(f"a floor is a part of the uniform rate, not {floor}")
    most = np.asarray(size, dtype=np.float64)
    weight = most * np.asarray(spread, dtype=np.float64)
    total = float(most.sum())
    if budget >= total:
        return most.copy()
    least = floor * budget * most / total
    weight = np.where(most > 0, np.maximum(weight, 1e-12 * (1 + weight.max(initial=0))), 0)
    low, high = 0.0, 1.0
    while np.clip(high * weight, least, most).sum() < budget:
        low, high = high, 2 * high
    for _ in range(200):
        middle = (low + high) / 2
        if np.clip(middle * weight, least, most).sum() < budget:
            low = middle
        else:
            high = middle
    found = np.clip(high * weight, least, most)
    return np.asarray(np.minimum(found * (budget / found.sum()), most), dtype=np.float64)


def whole(expected: npt.ArrayLike, start: float) -> npt.NDArray[np.int64]:
    """Whole numbers of each cell, with `start` between 0 and 1: each is its expected number rounded down or up, their
    sum is that of the expected ones, and over a uniform start each is right on average (systematic rounding)."""
    ends = np.round(np.cumsum(np.asarray(expected, dtype=np.float64)), 9) + start
    return np.asarray(np.diff(np.floor(ends), prepend=0.0), dtype=np.int64)


def shuffled(seed: int, what: str, of: str) -> float:
    """A number from 0 to below 1 that looks like chance and is the same on every machine: of a name, for a purpose."""
    found = sha256(f"{seed}:{what}:{of}".encode(errors="surrogatepass")).digest()
    return int.from_bytes(found[:6], "big") / 2.0**48
