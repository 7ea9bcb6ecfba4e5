"""Oracles: the published fit of the Law School Admission Test, section 6; a brute-force integral; persons whose
ability is known, drawn by Python's own dice."""

from __future__ import annotations

import random
from math import exp, log, pi, sqrt

import numpy as np
import numpy.typing as npt
import pytest
from scipy.integrate import quad
from tests.stats.test_irt import LSAT6, PATTERNS

from clearbar.stats.rasch import POINTS, PRIOR, Answers, Fitted, Model, fit, known

Floats = npt.NDArray[np.float64]


def lsat() -> Answers:
    """The 1,000 persons, one by one."""
    table = np.repeat(PATTERNS, LSAT6, axis=0)
    person, question = np.indices(table.shape)
    return Answers.of(person.ravel(), question.ravel(), table.ravel(), np.ones(table.size), table.shape)


def test_without_a_prior_the_published_figures_come_out() -> None:
    """R's rasch(LSAT), whose difficulties are in standard deviations of ability: slope .755 is our spread."""
    found = fit(lsat(), prior=np.inf)
    assert found.difficulty / found.spread == pytest.approx([-3.615, -1.322, -0.318, -1.730, -2.780], abs=6e-4)
    assert found.spread == pytest.approx(0.755, abs=6e-4)
    assert found.likelihood == pytest.approx(-2466.938, abs=5e-4) and found.converged


def test_errors_are_the_published_ones() -> None:
    """rasch(LSAT): of the difficulties and the slope, by the delta method from ours."""
    found = fit(lsat(), prior=np.inf)
    turn = np.column_stack([np.eye(5) / found.spread, -found.difficulty / found.spread])
    assert np.sqrt(np.diagonal(turn @ found.covariance @ turn.T)) == pytest.approx(
        [0.3266, 0.1422, 0.0977, 0.1691, 0.2510], abs=1e-3
    )
    assert found.spread * sqrt(found.covariance[5, 5]) == pytest.approx(0.0694, abs=5e-4)


def drawn(seed: int, persons: int, questions: int, each: int) -> tuple[Answers, list[float], list[float]]:
    """Each person is asked some of the questions, by a simulator of its own: answers, abilities, difficulties."""
    dice = random.Random(seed)
    ability = [dice.gauss(0, 1.2) for _ in range(persons)]
    difficulty = [dice.gauss(-0.8, 1.0) for _ in range(questions)]
    rows = []
    for p in range(persons):
        for q in dice.sample(range(questions), each):
            odds = exp(ability[p] - difficulty[q])
            rows.append((p, q, float(dice.random() * (1 + odds) < odds)))
    p, q, right = zip(*rows, strict=True)
    return Answers.of(p, q, right, [1.0] * len(rows), (persons, questions)), ability, difficulty


def test_difficulties_and_abilities_are_found_where_everybody_was_asked_other_questions() -> None:
    answers, ability, difficulty = drawn(1, 1500, 40, 12)
    found = fit(answers)
    assert found.difficulty == pytest.approx(difficulty, abs=0.45)
    assert np.corrcoef(found.difficulty, difficulty)[0, 1] > 0.98
    assert found.spread == pytest.approx(1.2, abs=0.15)
    told = known(answers, found)
    assert np.corrcoef(told.mean, ability)[0, 1] > 0.8
    assert np.mean((told.mean - ability) ** 2) == pytest.approx(np.mean(told.sd**2), rel=0.1)


def test_intervals_hold_the_truth_about_as_often_as_they_say_with_few_persons() -> None:
    """Twenty houses of 60 people who answered 10 questions each of 25, difficulties around one centre."""
    held = []
    for seed in range(20):
        answers, _, difficulty = drawn(100 + seed, 60, 25, 10)
        found = fit(answers)
        held += (np.abs(found.difficulty - difficulty) <= 1.96 * found.error).tolist()
    assert 0.92 <= np.mean(held) <= 0.99


def test_nothing_known_is_the_prior_and_a_new_question_is_where_the_others_are() -> None:
    nothing = fit(Answers.of([], [], [], [], (0, 3)))
    assert nothing.difficulty == pytest.approx([0, 0, 0]) and nothing.spread == pytest.approx(1)
    assert nothing.error == pytest.approx(np.sqrt(PRIOR**2 + 9))
    answers, _, _ = drawn(2, 400, 10, 10)
    wide = Answers.of(*_rows(answers), (400, 11))
    found, before = fit(wide), fit(answers)
    assert found.difficulty[:10] == pytest.approx(before.difficulty, abs=1e-3)
    assert found.difficulty[10] == pytest.approx(before.difficulty.mean(), abs=0.1)
    assert found.error[10] == pytest.approx(PRIOR, abs=0.2)


def _rows(answers: Answers) -> tuple[Floats, Floats, Floats, Floats]:
    cells = answers.asked.tocoo()
    persons, questions = cells.coords
    return persons, questions, answers.right.toarray()[persons, questions], cells.data


def test_one_answer_moves_a_question_little_and_many_move_it_far() -> None:
    def hardness(n: int) -> float:
        return float(fit(Answers.of(list(range(n)), [0] * n, [0] * n, [1] * n, (n, 1))).difficulty[0])

    assert 0 < hardness(1) < hardness(5) < hardness(50)
    assert fit(Answers.of([0], [0], [0], [1], (1, 1))).difficulty[0] == pytest.approx(
        -fit(Answers.of([0], [0], [1], [1], (1, 1))).difficulty[0], abs=1e-4
    )


def test_the_likelihood_and_abilities_are_those_of_the_integral_itself() -> None:
    """One person, one of two right of the first question and the second wrong: by adaptive quadrature."""
    answers = Answers.of([0, 0], [0, 1], [1, 0], [2, 1], (1, 2))
    difficulty, spread = np.array([-0.5, 0.7]), 1.3

    def density(at: float) -> float:
        yes = [1 / (1 + exp(b - spread * at)) for b in difficulty]
        return yes[0] * (1 - yes[0]) * (1 - yes[1]) * exp(-at * at / 2) / sqrt(2 * pi)

    whole = quad(density, -9, 9)[0]
    assert Model(answers, points=POINTS).posterior(difficulty, spread)[1] == pytest.approx(log(whole), abs=1e-8)
    told = known(answers, Fitted(difficulty, difficulty, spread, np.eye(3), 0.0, True))
    mean = quad(lambda at: spread * at * density(at), -9, 9)[0] / whole
    assert told.mean[0] == pytest.approx(mean, abs=1e-7)
    second = quad(lambda at: (spread * at) ** 2 * density(at), -9, 9)[0] / whole
    assert told.sd[0] == pytest.approx(sqrt(second - mean**2), abs=1e-7)


def test_slopes_and_curvature_are_those_of_small_steps() -> None:
    answers, _, _ = drawn(3, 60, 6, 4)
    model = Model(answers, 1.5)
    at = np.array([0.3, -1.1, 0.4, 0.0, -0.6, 0.9, 0.2, -0.3])
    steps = 1e-5 * np.eye(8)
    slope = [(model.lower(at + step)[0] - model.lower(at - step)[0]) / 2e-5 for step in steps]
    assert model.lower(at)[1] == pytest.approx(slope, abs=1e-5)
    curve = np.array([(model.lower(at + step)[1] - model.lower(at - step)[1]) / 2e-5 for step in steps])
    assert model.curvature(at) == pytest.approx(curve, abs=1e-4)


def test_neither_order_nor_splitting_of_rows_changes_anything() -> None:
    answers, _, _ = drawn(4, 100, 8, 5)
    person, question, right, asked = _rows(answers)
    order = np.random.default_rng(1).permutation(len(person))
    turned = Answers.of(person[order], question[order], right[order], asked[order], (100, 8))
    assert fit(turned).difficulty == pytest.approx(fit(answers).difficulty, abs=1e-5)
    doubled = Answers.of(np.r_[person, person], np.r_[question, question], np.r_[right, right], np.r_[asked, asked],
                         (100, 8))  # fmt: skip
    summed = Answers.of(person, question, 2 * right, 2 * asked, (100, 8))
    assert fit(doubled).difficulty == pytest.approx(fit(summed).difficulty, abs=1e-6)


def test_what_is_no_table_of_answers_is_refused() -> None:
    with pytest.raises(ValueError, match="right more often"):
        Answers.of([0], [0], [2], [1], (1, 1))
    with pytest.raises(ValueError, match="no question"):
        fit(Answers.of([], [], [], [], (3, 0)))
