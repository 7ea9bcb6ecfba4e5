"""Does one figure fall while another falls, too? Smoothed series, each held one-sidedly against its own baseline.

A series rests each week on n ratings. Its weeks are standardised by the baseline: z = (value − mean)·√n / spread, the
spread by moving ranges. From the end of the baseline on they are smoothed, w ← λz + (1 − λ)w. The baseline's mean is
itself uncertain, by 1/N of its N ratings, so that w has the variance v + b²/N with

    v ← λ² + (1 − λ)² v    b ← λ√n + (1 − λ) b

where v grows by (1 + r(1 − λ))/((1 − r)(1 − r(1 − λ))) and 1/N by (1 + r)/(1 − r)² if the baseline's weeks resemble the
one before them with a correlation r above 0; and w over its root is held against t with the degrees of freedom
of the spread.

The alarm is an intersection–union test: it is raised only where time falls and quality falls, each at α. Whichever of
the two did not fall, the chance that it seems to is α; so is that of the alarm, with no correction (Berger 1982,
Technometrics 24:295). Where any of several qualities may fall, each is held against its part of α.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import chdtr, fdtri, stdtrit

from clearbar.stats.control import standardised
from clearbar.stats.intervals import Floats
from clearbar.stats.run_length import mewma_limit, worth

WEIGHT = 0.2
"""λ: how much the newest week counts."""
FEWEST = 5
"""Weeks of the baseline in which a series must have a figure."""
JOINT_WEEKS = 520.0
"""Weeks until T² of unchanged service gives a false alarm, with limits known exactly."""


@dataclass(frozen=True)
class Smoothed:
    """A series under watch. `trend`: how many of its own standard errors the smoothed series lies from the baseline,
    per week; nan where there is none. `z`: the weeks by themselves. `df`: how well the spread is known."""

    trend: Floats
    z: Floats
    df: float

    def falls(self, level: float) -> npt.NDArray[np.bool_]:
        """The weeks in which the series lies below its baseline by a one-sided test of this level."""
        with np.errstate(invalid="ignore"):
            return np.asarray(self.trend < -stdtrit(self.df, 1 - level))


def smoothed(value: npt.ArrayLike, n: npt.ArrayLike, baseline: int, *, scale: float = 0.0) -> Smoothed | None:
    """A series of shape (weeks,), nan or n = 0 where a week has no figure; its first `baseline` weeks are the baseline.
    `scale`: the least spread of one rating. None where fewer than FEWEST weeks of the baseline have a figure, or they
    are all alike and no scale is given."""
    x, size = np.asarray(value, dtype=np.float64), np.asarray(n, dtype=np.float64)
    known = np.flatnonzero(~np.isnan(x) & (size > 0))
    first = int((known < baseline).sum())
    if first < FEWEST:
        return None
    own, _, spread = standardised(x[known], size[known], first, scale=scale)
    if np.isnan(spread):
        return None
    z, trend = np.full(len(x), np.nan), np.full(len(x), np.nan)
    z[known] = own
    r = _alike(own[:first])
    # Weeks that resemble each other make smoothed series and means vary more, and neighbours less, than they seem to.
    seen, stay = 1 / (1 - r), r * (1 - WEIGHT)
    wide, mean_wide = seen * (1 + stay) / (1 - stay), seen * (1 + r) / (1 - r)
    all_before = size[known[:first]].sum() / mean_wide
    w = v = b = 0.0
    for at, one in zip(known[first:], own[first:], strict=True):
        w = WEIGHT * one + (1 - WEIGHT) * w
        v = WEIGHT**2 + (1 - WEIGHT) ** 2 * v
        b = WEIGHT * np.sqrt(size[at]) + (1 - WEIGHT) * b
        trend[at] = w / np.sqrt(v * wide + b * b / all_before)
    return Smoothed(trend, z, worth(first))


def _alike(z: Floats) -> float:
    """How much a week resembles the one before it in the baseline, from 0 to 0.8."""
    left = z - z.mean()
    total = float((left * left).sum())
    return min(max(float((left[1:] * left[:-1]).sum()) / total, 0.0), 0.8) if total > 0 else 0.0


def bought(
    time: Smoothed, qualities: Sequence[Smoothed], alpha: float
) -> tuple[npt.NDArray[np.bool_], list[npt.NDArray[np.bool_]]]:
    """The weeks of the alarm, shape (weeks,): time falls, and so does a quality; and for each quality when it falls."""
    falls = [one.falls(alpha / len(qualities)) for one in qualities]
    any_falls = np.any(falls, axis=0) if falls else np.zeros(len(time.trend), dtype=bool)
    return time.falls(alpha) & any_falls, falls


def joint(series: Sequence[Smoothed], baseline: int) -> tuple[Floats, float] | None:
    """T² of all series together, per week (nan where one of them has no figure, and in the baseline), and its limit.

    The covariance is that of the differences between neighbouring weeks (Holmes & Mergen 1993, Quality Engineering
    5:619), of all weeks, as a step touches one of them alone. The limit gives a false alarm in JOINT_WEEKS were it
    known; as it is not, it is stretched as a χ² quantile is to that of Hotelling's T². None where there are too few
    weeks.
    """
    z = np.column_stack([one.z for one in series])
    whole = np.flatnonzero(~np.isnan(z).any(axis=1))
    first, p, df = int((whole < baseline).sum()), z.shape[1], worth(len(whole))
    if first < FEWEST or first == len(whole) or df < p + 1:
        return None
    steps = np.diff(z[whole], axis=0)
    covariance = steps.T @ steps / (2 * len(steps))
    if np.linalg.matrix_rank(covariance) < p:
        return None
    found = np.full(len(z), np.nan)
    centred: Floats = np.asarray(z[whole[first:]] - z[whole[:first]].mean(axis=0), dtype=np.float64)
    inverse: Floats = np.asarray(np.linalg.inv(covariance), dtype=np.float64)
    found[whole[first:]] = _squares(centred, inverse, first)
    return found, _limit(p, df)


def _squares(x: Floats, inverse: Floats, baseline: int) -> Floats:
    """T² of the smoothed vectors; their mean comes from so many weeks and is as uncertain."""
    found, w, v, b = np.empty(len(x)), np.zeros(x.shape[1]), 0.0, 0.0
    for i, vector in enumerate(x):
        w = WEIGHT * vector + (1 - WEIGHT) * w
        v = WEIGHT**2 + (1 - WEIGHT) ** 2 * v
        b = WEIGHT + (1 - WEIGHT) * b
        found[i] = w @ inverse @ w / (v + b * b / baseline)
    return found


def _limit(p: int, df: float) -> float:
    known = mewma_limit(WEIGHT, p, JOINT_WEEKS)
    below = float(chdtr(p, known))
    return float(p * df / (df - p + 1) * fdtri(p, df - p + 1, below))
