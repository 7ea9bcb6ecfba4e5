"""Aptitude to learn: how much more (or less) somebody gained from one try to the next than others who began alike.

Who begins low gains more by chance alone (Davis 1976, American Journal of Epidemiology 104:493), so a plain gain would
favour a bad start. Held against each other is what the second try came to and what it came to for others with the same
start: a line through all others (least squares; Cronbach & Furby 1970, Psychological Bulletin 74:68, on why gains are
not compared), never through the one who is looked at. The interval counts the few standards that each try shows, and
how little the line is known; it does not count the day somebody had.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.special import stdtrit

from clearbar.model.estimate import Estimate
from clearbar.stats.intervals import Floats

LEAST_OTHERS = 8
"""Of fewer others no line is drawn."""


@dataclass(frozen=True)
class Tries:
    """Of one candidate: how many standards the first and the second try cleared, of how many they showed."""

    first: int
    first_n: int
    second: int
    second_n: int

    def __post_init__(self) -> None:
        for hits, n in ((self.first, self.first_n), (self.second, self.second_n)):
            if not (n > 0 and 0 <= hits <= n):
                raise ValueError(f"no such tries: {self}")


def beyond_others(tries: Sequence[Tries], confidence: float = 0.95) -> list[Estimate | None]:
    """Of each candidate, the second try less what others with the same start came to, as a difference of shares with
    its interval; None where there are fewer than `LEAST_OTHERS` others, or all of them began alike."""
    start = np.array([one.first / one.first_n for one in tries])
    again = np.array([one.second / one.second_n for one in tries])
    return [_of(place, one, start, again, confidence) for place, one in enumerate(tries)]


def _of(place: int, one: Tries, start: Floats, again: Floats, confidence: float) -> Estimate | None:
    x, y = np.delete(start, place), np.delete(again, place)
    if len(x) < LEAST_OTHERS or np.ptp(x) < 1e-9:
        return None
    spread = float(((x - x.mean()) ** 2).sum())
    slope = float(((x - x.mean()) * (y - y.mean())).sum()) / spread
    expected = float(y.mean() + slope * (start[place] - x.mean()))
    freedom = len(x) - 2
    left = float(((y - y.mean() - slope * (x - x.mean())) ** 2).sum()) / freedom
    line = left * (1 / len(x) + float(start[place] - x.mean()) ** 2 / spread)
    value = float(again[place]) - expected
    # Behind one start stand better and worse beginners, who would differ again without learning differently. Where all
    # learn alike the slope is the reliability of the start, and this is the variance of what truly lies behind it.
    hidden = max(slope, 0.0) * _noise(one.first, one.first_n)
    half = float(stdtrit(freedom, (1 + confidence) / 2)) * sqrt(_noise(one.second, one.second_n) + hidden + line)
    return Estimate(value, value - half, value + half, one.second_n, confidence=confidence)


def _noise(hits: int, n: int) -> float:
    """The variance of a share of few standards, with one more hit and one more miss, so that none of nine is not
    certain (Agresti & Caffo 2000, American Statistician 54:280)."""
    share = (hits + 1) / (n + 2)
    return share * (1 - share) / (n + 2)
