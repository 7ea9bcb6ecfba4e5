"""One series under one kind of chart: which weeks its limits rest on, which weeks stand out, and how far.

A series is cut where its instrument changed; each stretch has a baseline and limits of its own. The spread of a chart
is never taken to be less than chance alone gives: a calm baseline is luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, stdtr

from clearbar.stats import control, run_length
from clearbar.stats.instruments import Changed
from clearbar.stats.intervals import Floats

SHORTEST, LONGEST = 6, 20
"""Weeks that a baseline needs, and those that it takes at most where nobody says how many."""
YEAR = 52
"""Weeks of a year, about."""
_GRID = np.array([0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 14.0])
"""Limits at which run lengths are reckoned; between them they are drawn as a line."""


class Phase(StrEnum):
    """What a week is to its chart: a part of what the limits rest on, or held against them."""

    BASELINE = "baseline"
    WATCHED = "watched"
    NO_LIMITS = "no limits"


@dataclass(frozen=True)
class Series:
    """Weeks (yyyyww) of one group in order, with their ratings, hits, and interactions; all of shape (weeks,)."""

    week: npt.NDArray[np.int64]
    n: Floats
    hits: Floats
    exposure: Floats

    def __len__(self) -> int:
        return len(self.week)

    def part(self, start: int, end: int) -> Series:
        """The weeks from place `start` to before place `end`."""
        return Series(self.week[start:end], self.n[start:end], self.hits[start:end], self.exposure[start:end])


@dataclass(frozen=True)
class Watched:
    """A stretch under watch: what is held against the limits, and them, one per week (nan where there are none).

    `signals` are 1 above, −1 below, 0 else; for misses per interaction and sums the direction is that of the share
    that clears its bar. `extreme` is how far, in spreads, the watched weeks came at most; `spread` see `control.Chart`.
    """

    plotted: Floats
    centre: float
    lower: Floats
    upper: Floats
    signals: npt.NDArray[np.int64]
    baseline: int
    extreme: float
    spread: float

    @property
    def phases(self) -> list[Phase]:
        """What each week is."""
        if not self.baseline:
            return [Phase.NO_LIMITS] * len(self.plotted)
        return [Phase.BASELINE] * self.baseline + [Phase.WATCHED] * self.weeks

    @property
    def weeks(self) -> int:
        """Weeks that are held against the limits."""
        return len(self.plotted) - self.baseline if self.baseline else 0


@dataclass(frozen=True)
class Line:
    """The series of one group: its key, what was new with the instrument and when, and its stretches under watch."""

    key: tuple[Any, ...]
    news: tuple[Changed, ...]
    parts: tuple[tuple[Series, Watched], ...]


def baseline_of(weeks: int, asked: int) -> int:
    """How many of so many weeks limits rest on; 0 where they are too few. `asked` of 0 leaves it to the half."""
    chosen = asked if asked else max(SHORTEST, min(LONGEST, -(-weeks // 2)))
    return chosen if 2 <= chosen <= weeks and weeks >= SHORTEST else 0


def watch(series: Series, chart: str, asked: int) -> Watched:
    """A stretch of one instrument under the chart `laney`, `p`, `u`, `ewma` or `cusum`."""
    baseline = baseline_of(len(series), asked)
    if not baseline:
        none = np.full(len(series), np.nan)
        return Watched(none, float("nan"), none, none, np.zeros(len(series), dtype=np.int64), 0, 0.0, float("nan"))
    if chart in {"ewma", "cusum"}:
        return _summed(series, chart, baseline)
    if chart == "u":
        drawn = control.u_chart(series.n - series.hits, series.exposure, baseline, prime=True, least=1.0)
        error = np.sqrt(drawn.centre / series.exposure) * drawn.spread
    else:
        is_laney = chart == "laney"
        drawn = (
            control.laney(series.hits, series.n, baseline, least=1.0)
            if is_laney
            else control.p_chart(series.hits, series.n, baseline)
        )
        error = np.sqrt(drawn.centre * (1 - drawn.centre) / series.n) * drawn.spread
    away = np.abs(drawn.plotted - drawn.centre)[baseline:]
    with np.errstate(divide="ignore", invalid="ignore"):
        far = np.where(away > 0, away / error[baseline:], 0.0)
    signals = -drawn.signals if chart == "u" else drawn.signals
    extreme = float(far.max(initial=0.0))
    return Watched(drawn.plotted, drawn.centre, drawn.lower, drawn.upper, signals, baseline, extreme, drawn.spread)


def _summed(series: Series, chart: str, baseline: int) -> Watched:
    """EWMA or CUSUM of the standardised shares; its unit is the spread of one week. The baseline is not summed."""
    share = series.hits / series.n
    mean = float(series.hits[:baseline].sum() / series.n[:baseline].sum())
    chance = float(np.sqrt(mean * (1 - mean)))
    z, _, spread = control.standardised(share, series.n, baseline, scale=chance)
    z = np.nan_to_num(z)
    later = z[baseline:]
    before, zero = np.full(baseline, np.nan), np.zeros(baseline, dtype=np.int64)
    if chart == "ewma":
        drawn = control.ewma(later, 0.0, 1.0)
        far = np.abs(drawn.plotted) / (drawn.upper / control.EWMA_WIDTH)
        plotted, lower, upper, signals = drawn.plotted, drawn.lower, drawn.upper, drawn.signals
    else:
        sums = control.cusum(later, 0.0, 1.0)
        far = np.maximum(sums.up, sums.down)
        plotted = np.where(sums.up >= sums.down, sums.up, -sums.down)
        lower, upper = np.full(len(later), -sums.limit), np.full(len(later), sums.limit)
        signals = sums.signals
    columns = (np.concatenate([before, column]) for column in (plotted, lower, upper))
    plotted, lower, upper = columns
    ratio = spread / chance if chance > 0 else float("nan")
    marks = np.concatenate([zero, signals])
    return Watched(plotted, 0.0, lower, upper, marks, baseline, float(far.max(initial=0.0)), ratio)


def false_alarms(chart: str, baseline: int) -> float:
    """Alarms that one chart over unchanged service gives in a year, with limits from so many weeks, about."""
    return YEAR * _rate(chart, baseline, _limit(chart))


def known_alarms(chart: str) -> float:
    """The same, were its limits known exactly."""
    return YEAR / _weeks(chart, _limit(chart), 0.0, 1.0)


def chance(chart: str, baseline: int, watched: int, extreme: float) -> float:
    """The chance that unchanged service comes as far from its centre in so many watched weeks, about."""
    if not watched:
        return 1.0
    return float(-np.expm1(-watched * _rate(chart, baseline, extreme)))


def _limit(chart: str) -> float:
    return {"ewma": control.EWMA_WIDTH, "cusum": control.CUSUM_LIMIT}.get(chart, control.WIDTH)


def _rate(chart: str, baseline: int, limit: float) -> float:
    """False alarms a week beyond a limit that rests on so many weeks."""
    if chart in {"ewma", "cusum"}:
        places, logs = _rates(chart, baseline)
        return float(np.exp(np.interp(limit, places, logs)))
    far = limit / np.sqrt(1 + 1 / baseline)
    return float(2 * (ndtr(-far) if chart == "p" else stdtr(run_length.worth(baseline), -far)))


@lru_cache(maxsize=256)
def _rates(chart: str, baseline: int) -> tuple[Floats, Floats]:
    places = np.unique(np.append(_GRID, _limit(chart)))
    rates = [
        run_length.rate(lambda shift, scale, limit=limit: _weeks(chart, limit, shift, scale), baseline)  # type: ignore[misc]
        for limit in places.tolist()
    ]
    return places, np.log(rates)


def _weeks(chart: str, limit: float, shift: float, scale: float) -> float:
    if chart == "ewma":
        return run_length.ewma_arl(control.EWMA_WEIGHT, limit, shift, scale, states=run_length.FEW)
    if chart == "cusum":
        return run_length.cusum_arl(control.CUSUM_SLACK, limit, shift, scale, states=run_length.FEW)
    return run_length.shewhart_arl(limit, shift, scale)


def stretches(series: Series, starts: Sequence[int]) -> list[Series]:
    """The series cut at these weeks (yyyyww), each the first of a stretch."""
    places = [0, *(int(np.searchsorted(series.week, week)) for week in starts), len(series)]
    return [series.part(start, end) for start, end in pairwise(places) if end > start]
