"""How hard each question is, and how much each person knows, from who answered what rightly.

A person of ability θ answers question i rightly with probability 1 / (1 + exp(−a_i (θ − b_i))): difficulty b_i is the
ability at which half do, slope a_i how sharply the question tells those below from those above. Abilities are taken as
standard normal among the persons asked. With one slope for all (1PL) or one each (2PL).

The likelihood needs only how often each pattern of answers occurred. It is integrated over ability by Gauss–Hermite
points (Bock & Lieberman 1970, Psychometrika 35:179; Bock & Aitkin 1981, Psychometrika 46:443): at each point, the
answers that persons there are expected to have given make up its slope, which is climbed by quasi-Newton steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log, pi, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit, log_expit, logsumexp

from clearbar.stats.intervals import Floats

POINTS = 61
"""Points of ability; beyond, the figures of five questions no longer change in the sixth digit."""
_STEP = 1e-4
"""Step of the differences that give the curvature at the peak."""


@dataclass(frozen=True)
class Questions:
    """Of each question its slope and difficulty with their standard errors, shape (questions,); nan where all who were
    asked answered alike, so that it is not identifiable. `likelihood` is the log likelihood at the peak."""

    slope: Floats
    difficulty: Floats
    slope_error: Floats
    difficulty_error: Floats
    likelihood: float
    persons: int
    converged: bool


@dataclass(frozen=True)
class Abilities:
    """Mean and standard deviation of the ability of those who answered in each pattern, shape (patterns,)."""

    mean: Floats
    sd: Floats


@dataclass(frozen=True)
class _Asked:
    """Answers (0 or 1, 0 where not asked), who was asked, counts, and points of ability with the logs of their
    weights."""

    right: Floats
    asked: Floats
    count: Floats
    points: Floats
    weight: Floats

    def joint(self, slope: Floats, intercept: Floats) -> Floats:
        """The log probability of each pattern together with each point, shape (patterns, points)."""
        logit = np.outer(self.points, slope) + intercept
        yes, no = log_expit(logit), log_expit(-logit)
        return np.asarray(self.right @ yes.T + (self.asked - self.right) @ no.T + self.weight, dtype=np.float64)

    def value(self, slope: Floats, intercept: Floats) -> tuple[float, Floats, Floats]:
        """The log likelihood, and its slope along slopes and intercepts."""
        joint = self.joint(slope, intercept)
        whole = logsumexp(joint, axis=1)
        posterior = np.exp(joint - whole[:, None]) * self.count[:, None]
        chance = expit(np.outer(self.points, slope) + intercept)
        left = posterior.T @ self.right - (posterior.T @ self.asked) * chance
        return float(self.count @ whole), self.points @ left, left.sum(axis=0)


def questions(
    patterns: npt.ArrayLike, counts: npt.ArrayLike, *, one_slope: bool = False, prior: float = inf, points: int = POINTS
) -> Questions:
    """Slopes and difficulties from `patterns` of answers, shape (patterns, questions): 1 right, 0 wrong, nan not asked;
    and from how many persons gave each, shape (patterns,).

    `one_slope`: the same slope for all questions. `prior`: a standard deviation that slopes around 1 and intercepts
    −a·b around 0 are assumed to have, for few persons; none by default. Raises ValueError for other shapes or values,
    and where fewer than two questions (with a slope each: three) were answered in both ways.
    """
    answers, count = _read(patterns, counts)
    known = np.array([len(np.unique(column[(column == column) & (count > 0)])) == 2 for column in answers.T])
    least = 2 if one_slope or prior < inf else 3
    if known.sum() < least:
        raise ValueError(f"not identifiable: fewer than {least} questions were answered both rightly and wrongly")
    asked = _asked(answers[:, known], count, points)
    size = int(known.sum())
    split = 1 if one_slope else size
    start = np.concatenate([np.ones(split), _first(asked)])

    def lower(at: Floats) -> tuple[float, Floats]:
        """What is to be made small, and its slope."""
        value, slope, intercept = asked.value(np.broadcast_to(at[:split], (size,)), at[split:])
        slant = np.concatenate([slope.sum(keepdims=True) if one_slope else slope, intercept])
        off = (at - np.concatenate([np.ones(split), np.zeros(size)])) / prior
        return -value + float(off @ off) / 2, -slant + off / prior

    found = minimize(lower, start, jac=True, method="BFGS", options={"gtol": 1e-6, "maxiter": 500})
    peak = np.asarray(found.x, dtype=np.float64)
    steep = float(np.abs(lower(peak)[1]).max()) < 1e-3 * max(1.0, float(asked.count.sum()) ** 0.5)
    value = asked.value(np.broadcast_to(peak[:split], (size,)), peak[split:])[0]
    return _placed(known, peak, _covariance(lower, peak), split, value, round(count.sum()), steep)


def abilities(found: Questions, patterns: npt.ArrayLike, points: int = POINTS) -> Abilities:
    """The ability of whoever answered so: mean and standard deviation of what remains possible (expected a posteriori;
    Bock & Mislevy 1982, Applied Psychological Measurement 6:431). Nobody asked anything has 0 and 1."""
    known = np.isfinite(found.slope)
    answers, count = _read(patterns, np.ones(len(np.atleast_2d(np.asarray(patterns)))))
    asked = _asked(answers[:, known], count, points)
    joint = asked.joint(found.slope[known], -(found.slope * found.difficulty)[known])
    posterior = np.exp(joint - logsumexp(joint, axis=1, keepdims=True))
    mean = posterior @ asked.points
    return Abilities(mean, np.sqrt(np.maximum(posterior @ asked.points**2 - mean * mean, 0.0)))


def _read(patterns: npt.ArrayLike, counts: npt.ArrayLike) -> tuple[Floats, Floats]:
    answers = np.asarray(patterns, dtype=np.float64)
    count = np.asarray(counts, dtype=np.float64)
    if answers.ndim != 2 or count.shape != answers.shape[:1]:
        raise ValueError("patterns of shape (patterns, questions), with a count for each")
    if not (np.isin(answers, (0.0, 1.0)) | np.isnan(answers)).all() or not (count >= 0).all():
        raise ValueError("answers are 0, 1 or nan, and counts are not negative")
    return answers, count


def _asked(answers: Floats, count: Floats, points: int) -> _Asked:
    places, weights = np.polynomial.hermite_e.hermegauss(points)
    seen = ~np.isnan(answers)
    return _Asked(
        np.where(seen, answers, 0.0), seen.astype(np.float64), count, places, np.log(weights) - log(sqrt(2 * pi))
    )


def _first(asked: _Asked) -> Floats:
    """Intercepts to start from: the logit of the share of right answers, held off its ends."""
    right, all_ = asked.count @ asked.right, asked.count @ asked.asked
    share = (right + 0.5) / (all_ + 1)
    return np.asarray(np.log(share / (1 - share)), dtype=np.float64)


def _covariance(lower: Any, peak: Floats) -> Floats:
    """The inverse of the curvature at the peak; nan where that is flat."""
    steps = _STEP * np.eye(len(peak))
    curve = np.array([(lower(peak + step)[1] - lower(peak - step)[1]) / (2 * _STEP) for step in steps])
    try:
        return np.asarray(np.linalg.inv((curve + curve.T) / 2), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.full_like(curve, np.nan)


def _placed(
    known: Any, peak: Floats, covariance: Floats, split: int, value: float, persons: int, converged: bool
) -> Questions:
    """Slopes and difficulties from slopes and intercepts, with errors by the delta method."""
    size = int(known.sum())
    slope, intercept = np.broadcast_to(peak[:split], (size,)), peak[split:]
    at = np.arange(size)
    of_slope = np.zeros(size, dtype=np.int64) if split == 1 else at
    variance, cross, own = (
        covariance[of_slope, of_slope],
        covariance[of_slope, split + at],
        covariance[split + at, split + at],
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        difficulty = -intercept / slope
        spread = (own + 2 * difficulty * cross + difficulty**2 * variance) / slope**2
        errors = np.sqrt(variance), np.sqrt(spread)
    full = np.full((4, len(known)), np.nan)
    full[:, known] = [slope, difficulty, *errors]
    return Questions(full[0], full[1], full[2], full[3], value, persons, converged)
