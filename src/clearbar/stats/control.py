"""Control charts: week by week, does a figure stay within what its own past makes likely?

The limits come from a baseline (phase I) alone and are then frozen: limits that are reckoned anew with every week
grow with the very change that they should show. The spread is that between neighbouring weeks (the mean moving range
over 1.128), which a slow drift or a step hardly touches, and which holds more than chance: what differs from week to
week for reasons that are nobody's change (Laney).

All series are arrays of shape (weeks,), in the order of time. `baseline` counts the first weeks that limits rest on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clearbar.stats.intervals import Floats

RANGE = 1.128
"""The mean of the range of two normal values, in standard deviations (d2 of 2; its exact value is 2/√π)."""

WIDTH = 3.0
"""Standard deviations from the centre to the limits of a Shewhart chart."""

EWMA_WEIGHT, EWMA_WIDTH = 0.2, 2.962
"""A false alarm every 500 weeks (Lucas & Saccucci 1990, table 3)."""

CUSUM_SLACK, CUSUM_LIMIT = 0.5, 5.0
"""A false alarm every 465 weeks; built to see a shift of one standard deviation."""


@dataclass(frozen=True)
class Chart:
    """What is drawn, its centre and its limits, one per week; `spread` is the factor by which the baseline varied more
    (or less) than chance alone would have it, 1 where chance alone is assumed."""

    plotted: Floats
    centre: float
    lower: Floats
    upper: Floats
    spread: float

    @property
    def signals(self) -> npt.NDArray[np.int64]:
        """1 above the upper limit, −1 below the lower one, 0 within."""
        return np.where(self.plotted > self.upper, 1, np.where(self.plotted < self.lower, -1, 0))


@dataclass(frozen=True)
class Cusum:
    """Sums of deviations beyond the slack, upwards and downwards, both from 0 on; in the unit of the series."""

    up: Floats
    down: Floats
    limit: float

    @property
    def signals(self) -> npt.NDArray[np.int64]:
        """1 where the upward sum lies above the limit, −1 where the downward one does, 0 where neither."""
        return np.where(self.up > self.limit, 1, np.where(self.down > self.limit, -1, 0))


def moving_sigma(x: npt.ArrayLike) -> float:
    """The standard deviation of a series by the mean of its moving ranges; nan for fewer than two values."""
    series = np.asarray(x, dtype=np.float64)
    return float(np.abs(np.diff(series)).mean() / RANGE) if len(series) > 1 else float("nan")


def p_chart(hits: npt.ArrayLike, n: npt.ArrayLike, baseline: int | None = None) -> Chart:
    """Shares against the limits of the binomial law, p̄ ± 3 √(p̄(1 − p̄)/n), within 0 and 1.

    Montgomery, Introduction to Statistical Quality Control, section 7.2. With thousands of ratings a week nearly every
    week lies outside: then `laney` is to be believed.
    """
    x, size = _counts(hits, n)
    centre = _centre(x, size, baseline)
    return _limits(x / size, centre, np.sqrt(centre * (1 - centre) / size), 1.0, 1.0)


def laney(hits: npt.ArrayLike, n: npt.ArrayLike, baseline: int | None = None, *, least: float = 0.0) -> Chart:
    """The p′ chart: the limits of `p_chart` times the moving-range spread of the standardised baseline, at least
    `least` times.

    Laney 2002, Quality Engineering 14:531; Mohammed & Laney 2006, Quality and Safety in Health Care 15:383.
    """
    x, size = _counts(hits, n)
    centre = _centre(x, size, baseline)
    return _limits(x / size, centre, np.sqrt(centre * (1 - centre) / size), None, 1.0, baseline, least)


def u_chart(
    events: npt.ArrayLike, exposure: npt.ArrayLike, baseline: int | None = None, *, prime: bool = False,
    least: float = 0.0,
) -> Chart:  # fmt: skip
    """Counts per exposure (complaints per thousand sales, misses per interaction) against the limits of the Poisson
    law, ū ± 3 √(ū/exposure), not below 0; with `prime` times the moving-range spread, at least `least` times (u′)."""
    x, size = np.asarray(events, dtype=np.float64), np.asarray(exposure, dtype=np.float64)
    if not (len(x) and np.all(x >= 0) and np.all(size > 0)):
        raise ValueError("a chart needs counts, each with an exposure above 0")
    centre = _centre(x, size, baseline)
    spread = None if prime else 1.0
    return _limits(x / size, centre, np.sqrt(centre / size), spread, np.inf, baseline, least)


def standardised(
    value: npt.ArrayLike, n: npt.ArrayLike, baseline: int, *, scale: float = 0.0
) -> tuple[Floats, float, float]:
    """A series whose weeks rest on n ratings each as (value − mean)·√n / spread; with the mean and the spread of one
    rating, both from the baseline. The spread is at least `scale`, and nan where the baseline never varied and no
    scale is given."""
    x, size = np.asarray(value, dtype=np.float64), np.asarray(n, dtype=np.float64)
    mean = float((x[:baseline] * size[:baseline]).sum() / size[:baseline].sum())
    z = (x - mean) * np.sqrt(size)
    seen = moving_sigma(z[:baseline])
    spread = max(scale, 0.0 if np.isnan(seen) else seen)
    return z / (spread if spread > 0 else np.nan), mean, spread if spread > 0 else float("nan")


def ewma(x: npt.ArrayLike, mean: float, sigma: float, weight: float = EWMA_WEIGHT, width: float = EWMA_WIDTH) -> Chart:
    """The exponentially weighted moving average, from the mean on, with limits that widen to their steady place.

    Roberts 1959, Technometrics 1:239; Montgomery, section 9.2.
    """
    series = np.asarray(x, dtype=np.float64)
    plotted, last = np.empty_like(series), mean
    for i, value in enumerate(series):
        last = weight * value + (1 - weight) * last
        plotted[i] = last
    t = np.arange(1, len(series) + 1)
    half = width * sigma * np.sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * t)))
    return Chart(plotted, mean, mean - half, mean + half, 1.0)


def cusum(x: npt.ArrayLike, mean: float, sigma: float, slack: float = CUSUM_SLACK, limit: float = CUSUM_LIMIT) -> Cusum:
    """Cumulative sums of what lies beyond the slack; `slack` and `limit` in standard deviations.

    Page 1954, Biometrika 41:100; Montgomery, section 9.1.
    """
    up = down = 0.0
    ups, downs = [], []
    for value in np.asarray(x, dtype=np.float64):
        up = max(0.0, up + value - mean - slack * sigma)
        down = max(0.0, down + mean - value - slack * sigma)
        ups.append(up)
        downs.append(down)
    return Cusum(np.array(ups), np.array(downs), limit * sigma)


def _counts(hits: npt.ArrayLike, n: npt.ArrayLike) -> tuple[Floats, Floats]:
    x, size = np.asarray(hits, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if not (len(x) and np.all(size > 0) and np.all((x >= 0) & (x <= size))):
        raise ValueError("a chart of shares needs 0 <= hits <= n and n > 0 in every week")
    return x, size


def _centre(x: Floats, size: Floats, baseline: int | None) -> float:
    return float(x[:baseline].sum() / size[:baseline].sum())


def _limits(
    value: Floats, centre: float, error: Floats, spread: float | None, most: float, baseline: int | None = None,
    least: float = 0.0,
) -> Chart:  # fmt: skip
    """Limits `WIDTH` errors about the centre, times the spread; None takes it from the baseline's moving ranges."""
    if spread is None:
        with np.errstate(divide="ignore", invalid="ignore"):
            z = np.where(error > 0, (value - centre) / error, 0.0)
        seen = moving_sigma(z[:baseline])
        spread = max(least, 1.0 if np.isnan(seen) else seen)
    half = WIDTH * error * spread
    return Chart(value, centre, np.maximum(centre - half, 0.0), np.minimum(centre + half, most), spread)
