"""Variances of sums over clusters that were drawn, and weights that reproduce known totals.

A mean, a ratio or a slope is, to first order, a sum of one part per cluster: `ratio` gives the parts of its rows, whose
sums by cluster have the variance of the figure. Särndal, Swensson & Wretman 1992, Model Assisted Survey Sampling,
sections 2.9 and 5.5; Deville & Särndal 1992, JASA 87:376 (calibration).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clearbar.stats.intervals import Floats

Codes = npt.NDArray[np.intp]


def scatter(count: npt.ArrayLike, total: npt.ArrayLike, squares: npt.ArrayLike) -> Floats:
    """G/(G − 1) · (Σ z² − (Σ z)²/G): the variance of the sum of G parts z; nan where there is only one. Any shape."""
    g, s, q = (np.asarray(column, dtype=np.float64) for column in (count, total, squares))
    with np.errstate(divide="ignore", invalid="ignore"):
        found = g / (g - 1) * np.maximum(q - s * s / g, 0)
    return np.where(g > 1, found, np.nan)


def variance_of_sum(parts: npt.ArrayLike, strata: Codes | None = None, fraction: float | npt.ArrayLike = 0.0) -> float:
    """The variance of Σ parts, one part for each cluster, shape (clusters,).

    `strata`: codes from 0 of the strata that clusters were drawn in; `fraction`: the share of all clusters that was
    drawn, of each stratum. nan where a stratum has one cluster.
    """
    z = np.asarray(parts, dtype=np.float64)
    within = np.zeros(z.size, dtype=np.intp) if strata is None else strata
    found = scatter(np.bincount(within), np.bincount(within, z), np.bincount(within, z * z))
    return float((found * (1 - np.asarray(fraction, dtype=np.float64))).sum())


def ratio(over: npt.ArrayLike, under: npt.ArrayLike) -> tuple[float, Floats]:
    """Σ over / Σ under, and the part that each row has in it: (over − ratio·under) / Σ under. Raises ValueError where
    Σ under is not above 0."""
    y, x = np.asarray(over, dtype=np.float64), np.asarray(under, dtype=np.float64)
    total = float(x.sum())
    if not total > 0:
        raise ValueError("a ratio needs something to divide by")
    value = float(y.sum()) / total
    return value, (y - value * x) / total


def unexplained(y: npt.ArrayLike, x: npt.ArrayLike, weights: npt.ArrayLike) -> Floats:
    """What is left of y, shape (n,), after a weighted regression on the columns of x, shape (n, p), which may depend on
    each other."""
    target, columns, w = (np.asarray(each, dtype=np.float64) for each in (y, x, weights))
    weighted = columns * w[:, None]
    solved = np.linalg.lstsq(columns.T @ weighted, weighted.T @ target, rcond=None)[0]
    return np.asarray(target - columns @ solved, dtype=np.float64)


def calibrate(weights: npt.ArrayLike, x: npt.ArrayLike, totals: npt.ArrayLike) -> Floats:
    """Weights near the ones given with which the columns of x, shape (n, p), add up to `totals`: linear calibration.
    The figures are those of a regression estimator; their variance is that of `unexplained` times these weights."""
    columns, w = np.asarray(x, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    lacking = np.asarray(totals, dtype=np.float64) - w @ columns
    solved = np.linalg.lstsq(columns.T @ (columns * w[:, None]), lacking, rcond=None)[0]
    return np.asarray(w * (1 + columns @ solved), dtype=np.float64)
