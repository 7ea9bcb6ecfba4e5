"""How long a chart runs until it gives a false alarm: the price of watching, known before one looks.

The statistic of a CUSUM or EWMA is cut into so many states; from each it moves to the others by the normal law, and
the mean number of steps until it leaves them all solves a linear equation (Brook & Evans 1972, Biometrika 59:539;
Lucas & Saccucci 1990, Technometrics 32:1; for several series Runger & Prabhu 1996, J. Royal Statistical Society B
58:701). Everything is in standard deviations of one week.

Limits that come from a short baseline are themselves uncertain, and give more false alarms than those that are known
(Quesenberry 1993, J. Quality Technology 25:237). `rate` averages over where the mean and the spread may truly lie.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from scipy.optimize import brentq
from scipy.special import chndtr, gammaincinv, ndtr, ndtri

from clearbar.stats.intervals import Floats

_STATES = 141
FEW = 61
"""States that do where a run length is averaged over many places: exact to about 1 in 100."""
_RANGES_WORTH = 0.62
"""Degrees of freedom that a week adds to a spread by moving ranges, about (Wheeler 1995, Advanced Topics in Statistical
Process Control, table 3.1: 0.62 (m − 1) for ranges of two)."""
_PLACES = 7
"""Places of the mean, and of the spread, that `rate` averages over."""
_LONGEST = 1e12
"""Weeks beyond which a run length is not told: what leaves the states a week is then only some thousand times the
machine's rounding, and further on the equation gives any number, negative ones among them."""


def shewhart_arl(width: float, shift: float = 0.0, scale: float = 1.0) -> float:
    """Weeks, on average, until a chart with limits `width` standard deviations away signals; `shift` moves the mean and
    `scale` widens the spread."""
    leaves = ndtr((-width - shift) / scale) + ndtr((-width + shift) / scale)
    return float(1 / max(leaves, 1 / _LONGEST))


def cusum_arl(slack: float, limit: float, shift: float = 0.0, scale: float = 1.0, *, states: int = _STATES) -> float:
    """Weeks until a two-sided CUSUM signals. Its two sides never signal together where they start at 0, so that their
    rates add up (van Dobben de Bruyn 1968)."""
    up, down = (_cusum_side(slack, limit, sign * shift, scale, states) for sign in (1, -1))
    return 1 / (1 / up + 1 / down)


def _cusum_side(slack: float, limit: float, shift: float, scale: float, states: int) -> float:
    step = 2 * limit / (2 * states - 1)
    # State 0 holds all sums below half a step, among them those that were cut off at 0.
    at = step * np.arange(states)
    to = at[None, :] - at[:, None] + slack - shift
    move = ndtr((to + step / 2) / scale) - ndtr((to - step / 2) / scale)
    move[:, 0] = ndtr((step / 2 - at + slack - shift) / scale)
    return _steps(move, 0)


def ewma_arl(weight: float, width: float, shift: float = 0.0, scale: float = 1.0, *, states: int = _STATES) -> float:
    """Weeks until a two-sided EWMA with its steady limits signals, from the centre on."""
    limit = width * np.sqrt(weight / (2 - weight))
    step = 2 * limit / states
    at = -limit + step * (np.arange(states) + 0.5)
    to = at[None, :] - (1 - weight) * at[:, None]
    upper, lower = ((to + end * step / 2) / weight - shift for end in (1, -1))
    move = ndtr(upper / scale) - ndtr(lower / scale)
    return _steps(move, states // 2)


def mewma_arl(weight: float, limit: float, series: int) -> float:
    """Weeks until a multivariate EWMA of so many unchanged series has a T² above `limit`, with its steady covariance.

    Only the length of the smoothed vector matters: its square, in units of weight², is a noncentral χ².
    """
    radius = np.sqrt(limit * weight / (2 - weight))
    step = 2 * radius / (2 * _STATES - 1)
    at = step * np.arange(_STATES)
    ends = ((np.arange(_STATES) + 0.5) * step / weight) ** 2
    away = ((1 - weight) * at / weight) ** 2
    below = chndtr(ends[None, :], float(series), away[:, None])
    move = np.diff(below, axis=1, prepend=0.0)
    return _steps(move, 0)


def _steps(move: Floats, start: int) -> float:
    """Steps, on average, until one who moves by these chances (from row to column) has left all states, and at most
    `_LONGEST`."""
    try:
        steps = float(np.linalg.solve(np.eye(len(move)) - move, np.ones(len(move)))[start])
    except np.linalg.LinAlgError:
        return _LONGEST
    return steps if 0 < steps < _LONGEST else _LONGEST


@lru_cache(maxsize=64)
def mewma_limit(weight: float, series: int, weeks: float) -> float:
    """The limit of T² with which unchanged series give one alarm in so many weeks."""
    high = 1.0
    while mewma_arl(weight, high, series) < weeks:
        high *= 1.5
    return float(brentq(lambda limit: mewma_arl(weight, limit, series) - weeks, 0.0, high, xtol=1e-4))


def worth(baseline: int) -> float:
    """Degrees of freedom of a spread by moving ranges over a baseline of so many weeks."""
    return max(1.0, _RANGES_WORTH * (baseline - 1))


def rate(weeks: Callable[[float, float], float], baseline: int) -> float:
    """False alarms a week with limits from a baseline of so many weeks. `weeks` gives the run length for a mean that
    lies `shift` away, and a spread `scale` times as large, as the baseline has it."""
    total = 0.0
    middles = (np.arange(_PLACES) + 0.5) / _PLACES
    df = worth(baseline)
    for shift in ndtri(middles) / np.sqrt(baseline):
        for seen in np.sqrt(2 * gammaincinv(df / 2, middles) / df):
            total += 1 / weeks(float(shift / seen), float(1 / seen))
    return total / _PLACES**2
