"""Climbs to the peak of a likelihood in variances that cannot be negative.

Newton steps with the average (or expected) information in place of the second derivatives (Gilmour, Thompson &
Cullis 1995, Biometrics 51:1440). A variance that a step would make negative is held at 0 for that step and freed
again as soon as the score there points upwards; a step that does not raise the likelihood is halved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from clearbar.stats.components import Floats

HALVINGS = 30
ROUNDING = 1e-14
"""Relative error of a criterion that is a sum of many terms: no step can be asked to gain less."""
FAINT = 1e-12
"""Added to the information, in squared scores: where the average information of a variance is 0 because the levels do
not differ at all, its score still sends it to 0."""


@dataclass(frozen=True, eq=False)
class Point:
    """The likelihood at given variances: minus twice its log, the score of the log, and the information."""

    criterion: float
    score: Floats
    information: Floats


Likelihood = Callable[[Floats], Point]
"""Variances to Point. A criterion of inf says that the variances lie outside."""


@dataclass(frozen=True, eq=False)
class Peak:
    """Where the climb ended."""

    at: Floats
    point: Point
    converged: bool


def climb(likelihood: Likelihood, start: Floats, *, tolerance: float = 1e-12, limit: int = 300) -> Peak:
    """The peak reached from `start` (all >= 0).

    Ends when a full step promises to lower the criterion by less than `tolerance`.
    """
    at, point = start, likelihood(start)
    for _ in range(limit):
        step = propose(at, point)
        promise = float(point.score @ step)
        if promise <= max(tolerance, ROUNDING * abs(point.criterion)):
            return Peak(at, point, True)
        better = _shorten(likelihood, at, step, point)
        if better is None:
            return Peak(at, point, promise < 1e-4)
        at, point = better
    return Peak(at, point, False)


def propose(at: Floats, point: Point) -> Floats:
    """The full step from `at`, bent so that no variance falls below 0."""
    step = np.zeros_like(at)
    information = point.information + np.diag(FAINT * point.score**2)
    free = (at > 0) | (point.score > 0)
    while free.any():
        held = ~free
        pull = point.score[free] - information[np.ix_(free, held)] @ step[held]
        step[free] = solve(information[np.ix_(free, free)], pull)
        below = free & (at + step < 0)
        if not below.any():
            break
        step[below] = -at[below]
        free &= ~below
    return step


def solve(information: Floats, pull: Floats) -> Floats:
    """`information`⁻¹ `pull`; the shortest solution where directions cannot be told apart."""
    known = np.diag(information)
    size = np.sqrt(np.where(known > 0, known, np.inf))
    scaled = information / np.outer(size, size)
    try:
        return np.asarray(np.linalg.solve(scaled, pull / size) / size)
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.lstsq(scaled, pull / size, rcond=1e-10)[0] / size)


def invert(information: Floats) -> Floats | None:
    """The covariance of the estimates; None where the information has no inverse."""
    known = np.diag(information)
    if not np.all(known > 0):
        return None
    size = np.sqrt(known)
    scaled = information / np.outer(size, size)
    if np.linalg.eigvalsh(scaled)[0] < 1e-10:
        return None
    return np.asarray(np.linalg.inv(scaled) / np.outer(size, size))


def _shorten(likelihood: Likelihood, at: Floats, step: Floats, point: Point) -> tuple[Floats, Point] | None:
    """The step, halved until it gains; None if no part of it does."""
    for _ in range(HALVINGS):
        there = np.maximum(at + step, 0.0)
        found = likelihood(there)
        if found.criterion < point.criterion:
            return there, found
        step = step / 2
    return None
