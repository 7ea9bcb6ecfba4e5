"""How far raters of the same units agree: Krippendorff's α and Gwet's AC, each for many weightings at once.

A *pattern* is how often one unit was given each level: a row of `counts`, shape (patterns, levels). `weights`, shape
(times, patterns), says how many units of each pattern there are: the sample itself, or a thousand resamples of it.
Both coefficients need nothing else. They are 1 where all agree, 0 where raters agree as much as by chance, and less
where they agree less than that. Units with one rating say nothing of agreement.

α holds the disagreement within units against that of levels drawn from all units. Where nearly all is one level, there
is little to hold it against, and a few units decide (the "paradox" of high agreement and low α). AC takes chance to be
what raters do who cannot tell, and moves little there, but it cannot see whether the rare level is found alike.

Krippendorff 2004, Content Analysis (2nd ed.), 11.3; Krippendorff 2011, Computing Krippendorff's alpha-reliability.
Gwet 2008, Br. J. Math. Stat. Psychol. 61:29; Gwet 2014, Handbook of Inter-Rater Reliability (4th ed.), ch. 3 and 5.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from clearbar.stats.intervals import Floats

STEP = 1e-4
"""Of a unit, by which weights are moved to see how α follows: a smooth function, so the error is of its square."""

Metric = Callable[[Floats], Floats]
"""Margins of shape (times, levels) → squared differences between levels, shape (times or 1, levels, levels)."""


def nominal(margins: Floats) -> Floats:
    """All that differs differs alike."""
    size = margins.shape[1]
    return np.asarray(1 - np.eye(size)[None], dtype=np.float64)


def ordinal(margins: Floats) -> Floats:
    """Levels are as far apart as ratings lie between them, half of their own among these. Of two levels all that
    differs differs alike, so that yes/no ratings need no metric of their own."""
    middle = np.cumsum(margins, axis=1) - margins / 2
    return np.asarray((middle[:, :, None] - middle[:, None, :]) ** 2, dtype=np.float64)


def interval(margins: Floats) -> Floats:
    """Levels are equal steps."""
    level = np.arange(1.0, margins.shape[1] + 1)
    return np.asarray(((level[:, None] - level) ** 2)[None], dtype=np.float64)


def ratio(margins: Floats) -> Floats:
    """Levels are amounts, the first one 1."""
    level = np.arange(1.0, margins.shape[1] + 1)
    return np.asarray(((level[:, None] - level) / (level[:, None] + level))[None] ** 2, dtype=np.float64)


def alpha(counts: npt.ArrayLike, weights: npt.ArrayLike, metric: Metric = ordinal) -> Floats:
    """Krippendorff's α of each weighting, shape (times,); nan where all ratings of shared units are the same."""
    levels, weight = _columns(counts, weights)
    size = levels.shape[1]
    raters = levels.sum(axis=1)
    shared = raters >= 2
    pairs = levels[shared, :, None] * (levels[shared, None, :] - np.eye(size))
    pairs = pairs / (raters[shared] - 1)[:, None, None]
    seen = (weight[:, shared] @ pairs.reshape(-1, size * size)).reshape(-1, size, size)
    margins = seen.sum(axis=2)
    apart = metric(margins)
    expected = (margins[:, :, None] * margins[:, None, :] * apart).sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        found = 1 - (margins.sum(axis=1) - 1) * (seen * apart).sum(axis=(1, 2)) / expected
    return np.where(expected > 0, found, np.nan)


def identity_weights(size: int) -> Floats:
    """Only the same level agrees: gives AC1."""
    return np.eye(size)


def ordinal_weights(size: int) -> Floats:
    """Levels agree the less the more lie between: 1 − C(d + 1, 2)/C(size, 2) for a distance d. Gives AC2; of five
    levels, neighbours agree to nine tenths (Gwet 2014, ch. 3)."""
    distance = np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
    return np.asarray(1 - distance * (distance + 1) / (size * (size - 1)), dtype=np.float64)


def interval_weights(size: int) -> Floats:
    """Levels agree the less the larger the square of their distance: 1 − d²/(size − 1)² (Gwet 2014, ch. 3)."""
    distance = np.subtract.outer(np.arange(size), np.arange(size)) / (size - 1)
    return np.asarray(1 - distance * distance, dtype=np.float64)


def gwet(counts: npt.ArrayLike, weights: npt.ArrayLike, agreeing: Floats) -> Floats:
    """Gwet's AC of each weighting, shape (times,); nan without shared units. `agreeing`, shape (levels, levels): how
    far two levels agree, 1 for the same. Units with one rating count in what is expected by chance, in nothing else."""
    levels, weight = _columns(counts, weights)
    agreed, usual = _within(levels, agreeing)
    shared = levels.sum(axis=1) >= 2
    with np.errstate(divide="ignore", invalid="ignore"):
        seen = weight[:, shared] @ agreed[shared] / weight[:, shared].sum(axis=1)
        margins = weight @ usual / weight.sum(axis=1, keepdims=True)
    chance = _chance(agreeing, margins)
    return np.asarray((seen - chance) / (1 - chance), dtype=np.float64)


def gwet_error(counts: npt.ArrayLike, units: npt.ArrayLike, agreeing: Floats) -> float:
    """The linearised standard error of Gwet's AC over units (Gwet 2008; with weights and missing ratings Gwet 2014,
    ch. 5). Needs two units, of which one is shared. It goes with t quantiles of units − 1."""
    levels, weight = _columns(counts, units)
    agreed, usual = _within(levels, agreeing)
    number = weight[0]
    total, shared = number.sum(), levels.sum(axis=1) >= 2
    margins = (number @ usual / total)[None]
    chance = float(_chance(agreeing, margins)[0])
    found = float(gwet(levels, weight, agreeing)[0])
    size = len(agreeing)
    own_chance = agreeing.sum() / (size * (size - 1)) * (usual * (1 - margins)).sum(axis=1)
    own = np.where(shared, agreed - chance, 0.0) * total / number[shared].sum() / (1 - chance)
    own -= 2 * (1 - found) * (own_chance - chance) / (1 - chance)
    return float(np.sqrt((number * (own - found) ** 2).sum() / (total * (total - 1))))


def alpha_error(counts: npt.ArrayLike, units: npt.ArrayLike, metric: Metric = ordinal) -> float:
    """The linearised standard error of α over units: how far each would move it if it weighed a little more (the
    infinitesimal jackknife; Efron 1982, The Jackknife, ch. 6; for agreement Gwet 2021, Educ. Psychol. Meas. 81:781).
    Needs two shared units. It goes with t quantiles of shared units − 1."""
    levels, weight = _columns(counts, units)
    shared = levels.sum(axis=1) >= 2
    number = weight[0, shared]
    total = number.sum()
    steps = STEP * np.eye(number.size)
    up, down = (alpha(levels[shared], number + way * steps, metric) for way in (1, -1))
    moves = total * (up - down) / (2 * STEP)
    moves -= (number @ moves) / total
    return float(np.sqrt((number * moves * moves).sum() / (total * (total - 1))))


def _columns(counts: npt.ArrayLike, weights: npt.ArrayLike) -> tuple[Floats, Floats]:
    return np.asarray(counts, dtype=np.float64), np.atleast_2d(np.asarray(weights, dtype=np.float64))


def _within(levels: Floats, agreeing: Floats) -> tuple[Floats, Floats]:
    """Of each pattern: how far its pairs of ratings agree (nan without any), and its share of each level."""
    raters = levels.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        agreed = (levels * (levels @ agreeing - 1)).sum(axis=1) / (raters * (raters - 1))
    return agreed, levels / raters[:, None]


def _chance(agreeing: Floats, margins: Floats) -> Floats:
    size = len(agreeing)
    share = agreeing.sum() / (size * (size - 1))
    return np.asarray(share * (margins * (1 - margins)).sum(axis=1), dtype=np.float64)
