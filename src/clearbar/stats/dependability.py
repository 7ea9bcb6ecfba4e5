"""How far a person's mean would be the same again with other raters and other interactions, and how many settle it.

Of each person, n_r raters rate n_i interactions each. With variances of persons p, raters r, person by rater pr, of
interactions of a person i and of what is left e, a mean of n_r·n_i ratings has the error variance

    σ_r²/n_r + σ_pr²/n_r + (σ_i² + σ_e²)/(n_r n_i)    if each rater has interactions of their own,
    σ_r²/n_r + σ_pr²/n_r + σ_i²/n_i + σ_e²/(n_r n_i)  if all rate the same ones.

Dependability Φ = σ_p²/(σ_p² + error). Where persons are only compared with each other, by the same raters, these being
a little harsh harms nobody: Eρ² leaves σ_r² out. With one interaction each they are ICC(2,k) and ICC(3,k) of Shrout &
Fleiss 1979. Brennan 2001, Generalizability Theory, ch. 4; Shavelson & Webb 1991, Generalizability Theory: A Primer.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from clearbar.stats.components import Floats
from clearbar.stats.shares import by_delta

PERSON, RATER, PAIR, REST = range(4)
MOST = 50
"""Designs of more raters are not looked for."""


@dataclass(frozen=True, eq=False)
class Sources:
    """Variances of persons, raters, person by rater and the rest, (4,), with their covariance, (4, 4). `interaction` is
    the part of the rest that raters of the same interaction share; None where nothing tells it."""

    variances: Floats
    covariance: Floats
    interaction: float | None = None


@dataclass(frozen=True)
class Figure:
    """A coefficient with its interval."""

    value: float
    low: float
    high: float


def dependability(sources: Sources, raters: int, interactions: int, quantile: float, *, same: bool = False) -> Figure:
    """Φ of a design; `same`: all raters rate the same interactions (needs `interaction`)."""
    return _share(sources, _weights(sources, raters, interactions, same), quantile)


def generalizability(sources: Sources, raters: int, interactions: int, quantile: float) -> Figure:
    """Eρ² of a design."""
    weights = _weights(sources, raters, interactions, False)
    weights[RATER] = 0.0
    return _share(sources, weights, quantile)


def smallest(sources: Sources, aim: float, interactions: int) -> tuple[int, int] | None:
    """The raters, and the interactions of each, up to so many, that reach Φ ≥ aim with the fewest raters; None where
    MOST raters do not."""
    person, rater, pair, rest = sources.variances.tolist()
    room = person * (1 / aim - 1)
    for raters in range(1, MOST + 1):
        left = raters * room - rater - pair
        if person > 0 and left > 0 and (each := max(1, ceil(rest / left - 1e-9))) <= interactions:
            return raters, each
    return None


def between(square: float, totals: Floats, units: Floats, size: Floats, variances: Floats) -> float | None:
    """The part of the rest that belongs to interactions, from how ratings of one unit differ; None where no unit was
    rated twice.

    `square` = Σ y² over all ratings; `totals`, `units` and `size`, (K,) each: of so many units with so many ratings
    each, the sum of their squared totals. Inside a unit rated by m raters once each, Σ(y − mean)² has the expectation
    (m − 1)(σ_r² + σ_pr² + σ_e²).
    """
    freedom = float(np.sum(units * (size - 1.0)))
    if freedom == 0:
        return None
    inside = square - float(np.sum(totals / size))
    own = inside / freedom - float(variances[RATER] + variances[PAIR])
    return min(max(float(variances[REST]) - own, 0.0), float(variances[REST]))


def _weights(sources: Sources, raters: int, interactions: int, same: bool) -> Floats:
    rest = 1.0 / (raters * interactions)
    if same and sources.interaction is not None and sources.variances[REST] > 0:
        part = sources.interaction / float(sources.variances[REST])
        rest = part / interactions + (1.0 - part) * rest
    return np.array([1.0, 1.0 / raters, 1.0 / raters, rest])


def _share(sources: Sources, weights: Floats, quantile: float) -> Figure:
    """The share of the persons, by the delta method on its logit (shares.py)."""
    kept = weights > 0
    scaled = (weights * sources.variances)[kept]
    if scaled.sum() <= 0:
        return Figure(0.0, 0.0, 1.0)
    covariance = (sources.covariance * np.outer(weights, weights))[np.ix_(kept, kept)]
    value = float(scaled[0] / scaled.sum())
    low, high = by_delta(scaled, covariance, 0, quantile) if value < 1 else (0.0, 1.0)
    return Figure(value, min(low, value), max(high, value))
