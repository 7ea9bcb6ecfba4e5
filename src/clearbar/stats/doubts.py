"""Which questions are bad: those that do not tell who knows from who does not, and those whose key may be wrong.

What somebody knows is read from all other questions, never from the one that is looked at, and not from those that are
doubted already. Then:

sharpness    the slope of the question's own logistic curve on that ability; 1 is what the model takes all to have, 0
             says nothing, below 0 those who know less are right more often. Found at its peak with a prior of
             `_SLOPE` around 1, with the curvature there as its interval.
temptation   of each wrong answer: the mean ability of those who chose it, less that of those who chose the right one,
             with an interval by t (Welch 1947, Biometrika 34:28). Where it is surely above 0, the key is probably
             wrong. (The classical analysis of distractors: Haladyna & Rodriguez 2013, Developing and Validating Test
             Items, chapter 17.)

Many questions are looked at together: which are told is decided by false_discovery.py.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import expit, log_expit, logsumexp, ndtr, stdtr, stdtrit

from clearbar.stats.intervals import Floats, quantile
from clearbar.stats.rasch import Answers, Fitted, Model

_SLOPE = 1.0
"""Standard deviation of slopes around 1."""
_PLACE = 3.0
"""Standard deviation of the place of the curve around its difficulty."""
_STEPS = 30
LEAST = 5
"""Right answers, and wrong ones, that are needed to say how sharp a question is."""


@dataclass(frozen=True)
class Sharpness:
    """The slope of one question with its interval; `blunt` is how probable so flat a slope would be if it were
    `limit`, `backwards` if it were 0."""

    slope: float
    low: float
    high: float
    blunt: float
    backwards: float


@dataclass(frozen=True)
class Temptation:
    """By how much those who chose a wrong answer know more than those who chose the right one, in logits, with its
    interval; `chance` is how probable so much would be if they knew the same."""

    more: float
    low: float
    high: float
    chance: float
    chosen: int


class Rest:
    """What is known of persons from all questions but one. `doubted` are numbers of questions that are not read from
    either; their difficulties are only where a search begins."""

    def __init__(self, answers: Answers, fitted: Fitted, doubted: Collection[int] = ()) -> None:
        self.trusted = np.ones(answers.shape[1])
        self.trusted[list(doubted)] = 0.0
        model = Model(answers.only(self.trusted))
        logit = model.logits(fitted.difficulty, fitted.spread)
        self.yes, self.no = log_expit(logit), log_expit(-logit)
        self.joint = model.joint(fitted.difficulty, fitted.spread)
        self.ability = fitted.spread * model.points
        self.difficulty = fitted.difficulty
        self.right, self.asked = answers.right.tocsc(), answers.asked.tocsc()

    def of(self, question: int) -> tuple[npt.NDArray[np.int64], Floats, Floats, Floats]:
        """Who answered the question: persons, how often right and asked, and the log probability of each point of
        ability without this question, (persons, points)."""
        span = slice(self.asked.indptr[question], self.asked.indptr[question + 1])
        persons = np.asarray(self.asked.indices[span], dtype=np.int64)
        asked = np.asarray(self.asked.data[span], dtype=np.float64)
        right = np.asarray(self.right[:, [question]].toarray()).ravel()[persons]
        own = np.outer(right, self.yes[question]) + np.outer(asked - right, self.no[question])
        left = self.joint[persons] - self.trusted[question] * own
        return persons, right, asked, np.asarray(left - logsumexp(left, axis=1, keepdims=True))

    def means(self, question: int) -> tuple[npt.NDArray[np.int64], Floats]:
        """Who answered the question, and the mean ability of each as the other questions tell it."""
        persons, _, _, left = self.of(question)
        return persons, np.asarray(np.exp(left) @ self.ability)


def sharpness(rest: Rest, question: int, limit: float, confidence: float = 0.95) -> Sharpness | None:
    """How sharply a question tells apart; None where fewer than `LEAST` answers were right, or wrong."""
    _, right, asked, left = rest.of(question)
    if right.sum() < LEAST or (asked - right).sum() < LEAST:
        return None
    at = np.array([1.0, rest.difficulty[question]])
    prior = np.array([1.0, rest.difficulty[question]]), np.array([1 / _SLOPE**2, 1 / _PLACE**2])
    for _ in range(_STEPS):
        slope, curve = _climb(at, right, asked, left, rest.ability)
        slope -= prior[1] * (at - prior[0])
        step = np.linalg.solve(curve + np.diag(prior[1]), slope)
        at = at + step * min(1.0, 1.0 / float(np.abs(step).max() + 1e-12))
        if float(np.abs(step).max()) < 1e-8:
            break
    error = sqrt(float(np.linalg.inv(_curve(at, right, asked, left, rest.ability) + np.diag(prior[1]))[0, 0]))
    half = quantile(confidence) * error
    found = float(at[0])
    return Sharpness(
        found, found - half, found + half, float(ndtr((found - limit) / error)), float(ndtr(found / error))
    )


def _climb(at: Floats, right: Floats, asked: Floats, left: Floats, ability: Floats) -> tuple[Floats, Floats]:
    """The slope of the log likelihood along slope and place, and what the complete data would tell of its curvature:
    never too little, so that each step goes up."""
    chance, posterior = _at(at, right, asked, left, ability)
    off = right[:, None] - asked[:, None] * chance
    by_slope, by_place = posterior * off * ability, -posterior * off
    inside = (posterior * asked[:, None]) * (chance * (1 - chance))
    cross = -float((inside * ability).sum())
    curve = np.array([[float((inside * ability**2).sum()), cross], [cross, float(inside.sum())]])
    return np.array([by_slope.sum(), by_place.sum()]), curve


def _curve(at: Floats, right: Floats, asked: Floats, left: Floats, ability: Floats) -> Floats:
    """The curvature at the peak: of the complete data, less what is missing (Louis 1982)."""
    chance, posterior = _at(at, right, asked, left, ability)
    off = right[:, None] - asked[:, None] * chance
    scores = np.stack([off * ability, -off])
    mean = (scores * posterior).sum(axis=2, keepdims=True)
    missed = np.einsum("apk,bpk,pk->ab", scores - mean, scores - mean, posterior)
    return np.asarray(_climb(at, right, asked, left, ability)[1] - missed, dtype=np.float64)


def _at(at: Floats, right: Floats, asked: Floats, left: Floats, ability: Floats) -> tuple[Floats, Floats]:
    logit = at[0] * ability - at[1]
    joint = left + np.outer(right, log_expit(logit)) + np.outer(asked - right, log_expit(-logit))
    return expit(logit), np.exp(joint - logsumexp(joint, axis=1, keepdims=True))


def temptation(key: npt.ArrayLike, wrong: npt.ArrayLike, confidence: float = 0.95) -> Temptation | None:
    """From the abilities of those who chose the right answer, and of those who chose a wrong one; None where fewer than
    `LEAST` chose one of both."""
    first, second = np.asarray(key, dtype=np.float64), np.asarray(wrong, dtype=np.float64)
    if first.size < LEAST or second.size < LEAST:
        return None
    parts = np.array([float(each.var(ddof=1)) / each.size for each in (first, second)])
    error = sqrt(float(parts.sum()))
    more = float(second.mean() - first.mean())
    if error <= 0:
        return None
    df = float(parts.sum() ** 2 / (parts[0] ** 2 / (first.size - 1) + parts[1] ** 2 / (second.size - 1)))
    half = float(stdtrit(df, (1 + confidence) / 2)) * error
    return Temptation(more, more - half, more + half, float(stdtr(df, -more / error)), int(second.size))
