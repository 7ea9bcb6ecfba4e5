"""How hard each question is and how much each person knows, where few were asked, and not everybody the same.

A person of ability θ answers question i rightly with probability 1 / (1 + exp(−(θ − b_i))) (Rasch 1960, Probabilistic
Models for Some Intelligence and Attainment Tests). Abilities are normal around 0 with a standard deviation σ that is
found; difficulties b_i are taken as normal around a common centre with the standard deviation `prior`, so that a
question that few answered stays near the others, and one that nobody answered is where the others are. Only counts are
needed: how often a person was asked a question, and how often they were right.

The likelihood is integrated over ability by Gauss–Hermite points (Bock & Aitkin 1981, Psychometrika 46:443) and climbed
together with the priors (Mislevy 1986, Psychometrika 51:177). Its curvature at the peak is exact: what the complete
data would tell, less what is missing (Louis 1982, J. Royal Statistical Society B 44:226). `irt.py` does the same for
patterns that all were asked, without priors; there both give the same figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log, pi, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.special import expit, log_expit, logsumexp

from clearbar.stats.intervals import Floats

POINTS = 41
PRIOR = 1.5
"""Standard deviation of difficulties around their centre: two of three questions of a quiz are answered rightly by 18
to 82 of 100 people of middling ability."""
_CENTRE = 3.0
"""Standard deviation of the centre around 0."""
_SPREAD = 0.5
"""Standard deviation of log σ around 0."""
_NARROW = 1e-6


@dataclass(frozen=True, eq=False)
class Answers:
    """Of persons in rows and questions in columns: how often each was asked, and how often right; sparse."""

    right: csr_array[np.float64]
    asked: csr_array[np.float64]

    @classmethod
    def of(
        cls,
        person: npt.ArrayLike,
        question: npt.ArrayLike,
        right: npt.ArrayLike,
        asked: npt.ArrayLike,
        shape: tuple[int, int],
    ) -> Answers:
        """From rows: numbers of person and question from 0, and counts. Rows of one pair are added up. Raises
        ValueError unless 0 <= right <= asked."""
        hits, n = np.asarray(right, dtype=np.float64), np.asarray(asked, dtype=np.float64)
        if not np.all((hits >= 0) & (hits <= n)):
            raise ValueError("nobody is right more often than asked")
        at = np.asarray(person, dtype=np.int64), np.asarray(question, dtype=np.int64)
        return cls(csr_array((hits, at), shape=shape), csr_array((n, at), shape=shape))

    def only(self, keep: npt.ArrayLike) -> Answers:
        """The same persons and questions, with no answers to those where `keep`, (questions,), is 0."""
        mask = np.asarray(keep, dtype=np.float64)[None, :]
        return Answers(csr_array(self.right.multiply(mask)), csr_array(self.asked.multiply(mask)))

    @property
    def shape(self) -> tuple[int, int]:
        """Persons, questions."""
        persons, questions = self.asked.shape
        return int(persons), int(questions)


@dataclass(frozen=True, eq=False)
class Fitted:
    """Of each question its difficulty in logits with its standard error, (questions,); `spread` is σ. `covariance` is
    that of the difficulties and, last, of log σ. `likelihood` is the log likelihood at the peak, without priors."""

    difficulty: Floats
    error: Floats
    spread: float
    covariance: Floats
    likelihood: float
    converged: bool


@dataclass(frozen=True, eq=False)
class Known:
    """The ability of each person, (persons,): mean and standard deviation of what remains possible (expected a
    posteriori; Bock & Mislevy 1982, Applied Psychological Measurement 6:431). Who was asked nothing has 0 and σ."""

    mean: Floats
    sd: Floats


class Model:
    """The likelihood of answers, at points of ability with weights."""

    def __init__(self, answers: Answers, prior: float = PRIOR, points: int = POINTS) -> None:
        self.answers = answers
        self.prior = prior
        places, weights = np.polynomial.hermite_e.hermegauss(points)
        self.points: Floats = places
        self.weight: Floats = np.log(weights) - log(sqrt(2 * pi))
        self.wrong = (answers.asked - answers.right).tocsr()
        self.by_question = answers.asked.T.tocsr()
        self.rights: Floats = np.asarray(answers.right.sum(axis=0)).ravel()
        self.of_person: Floats = np.asarray(answers.right.sum(axis=1)).ravel()

    def logits(self, difficulty: Floats, spread: float) -> Floats:
        """(questions, points)."""
        return np.asarray(spread * self.points - difficulty[:, None])

    def joint(self, difficulty: Floats, spread: float) -> Floats:
        """The log probability of each person's answers together with each point, (persons, points)."""
        logit = self.logits(difficulty, spread)
        told = self.answers.right @ log_expit(logit) + self.wrong @ log_expit(-logit)
        return np.asarray(told + self.weight)

    def posterior(self, difficulty: Floats, spread: float) -> tuple[Floats, float]:
        """The probability of each point for each person, (persons, points); and the log likelihood."""
        joint = self.joint(difficulty, spread)
        whole = logsumexp(joint, axis=1, keepdims=True)
        return np.exp(joint - whole), float(whole.sum())

    def lower(self, at: Floats) -> tuple[float, Floats]:
        """What is to be made small, and its slope: difficulties, their centre, log σ."""
        difficulty, centre, spread = at[:-2], float(at[-2]), float(np.exp(at[-1]))
        posterior, value = self.posterior(difficulty, spread)
        chance = expit(self.logits(difficulty, spread))
        expected = self._by_question(posterior) * chance
        slope_b = expected.sum(axis=1) - self.rights
        slope_s = float((spread * self.points) @ (self.of_person @ posterior - expected.sum(axis=0)))
        off = (difficulty - centre) / self.prior**2
        held = self.prior < inf
        penalty = float((difficulty - centre) @ off) / 2 + centre**2 / (2 * _CENTRE**2)
        penalty += at[-1] ** 2 / (2 * _SPREAD**2) if held else 0.0
        slant = np.concatenate([
            -slope_b + off,
            [centre / _CENTRE**2 - off.sum()],
            [-slope_s + (at[-1] / _SPREAD**2 if held else 0.0)],
        ])  # fmt: skip
        return penalty - value, slant

    def curvature(self, at: Floats) -> Floats:
        """The curvature of `lower` at its peak, (questions + 2, questions + 2)."""
        difficulty, spread = at[:-2], float(np.exp(at[-1]))
        posterior, _ = self.posterior(difficulty, spread)
        chance = expit(self.logits(difficulty, spread))
        times = self._by_question(posterior)
        ability = spread * self.points
        missed = self._missed(posterior, chance)
        score = self._scores(chance, ability)
        curve = np.zeros((at.size, at.size))
        inside = times * chance * (1 - chance)
        curve[:-2, :-2] = np.diag(inside.sum(axis=1)) - missed
        mean_score = (posterior * score).sum(axis=1, keepdims=True)
        cross = -(inside @ ability) - (self._by_question(posterior * (score - mean_score)) * chance).sum(axis=1)
        curve[:-2, -1] = curve[-1, :-2] = cross
        spreading = float((posterior * (score - mean_score) ** 2).sum())
        curve[-1, -1] = float(inside.sum(axis=0) @ ability**2) - float(mean_score.sum()) - spreading
        held = 1 / self.prior**2
        curve[:-2, :-2] += held * np.eye(at.size - 2)
        curve[:-2, -2] = curve[-2, :-2] = -held
        curve[-2, -2] = held * (at.size - 2) + 1 / _CENTRE**2
        curve[-1, -1] += 1 / _SPREAD**2 if self.prior < inf else 0.0
        return curve

    def _by_question(self, weights: Floats) -> Floats:
        """Weights of persons at each point, added up over whom each question was asked, (questions, points)."""
        return np.asarray(self.by_question @ weights, dtype=np.float64)

    def _scores(self, chance: Floats, ability: Floats) -> Floats:
        """The slope of each person's likelihood along log σ at each point, (persons, points)."""
        return np.asarray(ability * (self.of_person[:, None] - self.answers.asked @ chance))

    def _missed(self, posterior: Floats, chance: Floats) -> Floats:
        """What is missing about pairs of difficulties because abilities are not known, (questions, questions)."""
        cells = self.answers.asked.tocoo()
        persons, questions = cells.coords
        found = np.zeros((self.answers.shape[1],) * 2)
        for k in range(self.points.size):
            root = np.sqrt(posterior[persons, k])
            part = self._table(cells.data * root * chance[questions, k], persons, questions)
            found += (part.T @ part).toarray()
        mean = self._table(cells.data * (posterior @ chance.T)[persons, questions], persons, questions)
        return np.asarray(found - (mean.T @ mean).toarray())

    def _table(self, values: Any, persons: Any, questions: Any) -> csr_array[np.float64]:
        return csr_array((values, (persons, questions)), shape=self.answers.shape)


def fit(answers: Answers, *, prior: float = PRIOR, points: int = POINTS) -> Fitted:
    """Difficulties and the spread of abilities. `prior` may be infinite: then nothing is assumed, and a question that
    all answered alike has no difficulty. Raises ValueError where there is no question."""
    questions = answers.shape[1]
    if not questions:
        raise ValueError("there is no question")
    model = Model(answers, prior, points)
    share = (model.rights + 0.5) / (np.asarray(answers.asked.sum(axis=0)).ravel() + 1)
    first = np.log((1 - share) / share)
    start = np.concatenate([first, [first.mean() if prior < inf else 0.0], [0.0]])
    found = minimize(model.lower, start, jac=True, method="L-BFGS-B", options={"maxiter": 1000, "ftol": 1e-13})
    peak = np.asarray(found.x, dtype=np.float64)
    steep = float(np.abs(model.lower(peak)[1]).max()) < 1e-3 * max(1.0, sqrt(float(answers.asked.sum())))
    keep = np.r_[np.arange(questions), questions + 1]
    covariance = _inverse(model.curvature(peak))[np.ix_(keep, keep)]
    errors = np.sqrt(np.maximum(np.diagonal(covariance)[:questions], _NARROW**2))
    spread = float(np.exp(peak[-1]))
    return Fitted(peak[:questions], errors, spread, covariance, model.posterior(peak[:-2], spread)[1], steep)


def known(answers: Answers, fitted: Fitted, points: int = POINTS) -> Known:
    """What each person knows, difficulties taken as found."""
    model = Model(answers, points=points)
    posterior, _ = model.posterior(fitted.difficulty, fitted.spread)
    ability = fitted.spread * model.points
    mean = posterior @ ability
    return Known(mean, np.sqrt(np.maximum(posterior @ ability**2 - mean * mean, 0.0)))


def _inverse(curve: Floats) -> Floats:
    try:
        return np.asarray(np.linalg.inv(curve), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.full_like(curve, np.nan)
