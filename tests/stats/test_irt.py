"""Oracles: the published fits of the Law School Admission Test, section 6; and persons whose ability is known."""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt
import pytest

from clearbar.stats.irt import abilities, questions

PATTERNS = np.array(list(product([0, 1], repeat=5)))
LSAT6 = (
    3,
    6,
    2,
    11,
    1,
    1,
    3,
    4,
    1,
    8,
    0,
    16,
    0,
    3,
    2,
    15,
    10,
    29,
    14,
    81,
    3,
    28,
    15,
    80,
    16,
    56,
    21,
    173,
    11,
    61,
    28,
    298,
)
"""How many of 1,000 answered so, from 00000 to 11111: Bock & Lieberman 1970, Psychometrika 35:179."""


def test_each_question_has_the_published_slope_and_difficulty() -> None:
    """R's ltm(LSAT ~ z1), which stops a little before the peak: −2466.653, with the difficulties and slopes below."""
    found = questions(PATTERNS, LSAT6)
    assert found.difficulty == pytest.approx([-3.360, -1.370, -0.280, -1.866, -3.124], abs=2.5e-3)
    assert found.slope == pytest.approx([0.825, 0.723, 0.891, 0.689, 0.657], abs=1.5e-3)
    assert found.likelihood == pytest.approx(-2466.653, abs=5e-4)
    assert found.converged and found.persons == 1000


def test_with_one_slope_for_all_the_published_difficulties_come_out() -> None:
    """R's rasch(LSAT)."""
    found = questions(PATTERNS, LSAT6, one_slope=True)
    assert found.difficulty == pytest.approx([-3.615, -1.322, -0.318, -1.730, -2.780], abs=6e-4)
    assert found.slope == pytest.approx([0.755] * 5, abs=6e-4)
    assert found.likelihood == pytest.approx(-2466.938, abs=5e-4)


def test_errors_are_the_published_ones() -> None:
    """rasch(LSAT): standard errors of the five difficulties and of the slope."""
    found = questions(PATTERNS, LSAT6, one_slope=True)
    assert found.difficulty_error == pytest.approx([0.3266, 0.1422, 0.0977, 0.1691, 0.2510], abs=1e-3)
    assert found.slope_error == pytest.approx([0.0694] * 5, abs=5e-4)


def test_neither_the_order_of_patterns_nor_splitting_them_changes_anything() -> None:
    order = np.random.default_rng(1).permutation(32)
    counts = np.array(LSAT6)
    twice = questions(
        np.vstack([PATTERNS[order], PATTERNS]), np.concatenate([counts[order] // 2, counts - counts // 2])
    )
    once = questions(PATTERNS, counts)
    assert twice.difficulty == pytest.approx(once.difficulty, abs=1e-4)
    turned = questions(PATTERNS[:, ::-1], counts)
    assert turned.slope == pytest.approx(once.slope[::-1], abs=1e-4)


def drawn(seed: int, n: int, asked: float = 1.0) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Answers of n persons to eight questions, some of which were not asked, and their true abilities."""
    rng = np.random.default_rng(seed)
    ability = rng.normal(size=n)
    slope, difficulty = np.linspace(0.6, 1.8, 8), np.linspace(-1.5, 1.5, 8)
    right = rng.random((n, 8)) < 1 / (1 + np.exp(-slope * (ability[:, None] - difficulty)))
    return np.where(rng.random((n, 8)) < asked, right.astype(float), np.nan), ability


def test_questions_that_were_not_put_to_all_are_still_placed() -> None:
    answers, ability = drawn(3, 3000, 0.7)
    found = questions(answers, np.ones(3000))
    assert found.difficulty == pytest.approx(np.linspace(-1.5, 1.5, 8), abs=0.2)
    assert found.slope == pytest.approx(np.linspace(0.6, 1.8, 8), abs=0.3)
    told = abilities(found, answers)
    assert np.corrcoef(told.mean, ability)[0, 1] > 0.65
    assert np.mean((told.mean - ability) ** 2) == pytest.approx(np.mean(told.sd**2), rel=0.05)


def test_intervals_of_difficulties_hold_the_truth_about_as_often_as_they_say() -> None:
    truth = np.linspace(-1.5, 1.5, 8)
    held = []
    for seed in range(60):
        found = questions(*np.unique(drawn(seed, 500)[0], axis=0, return_counts=True))
        held.append(np.abs(found.difficulty - truth) <= 1.96 * found.difficulty_error)
    assert 0.92 <= np.mean(held) <= 0.98


def test_a_question_that_all_answered_alike_is_not_placed() -> None:
    wide = np.column_stack([PATTERNS, np.ones(32)])
    found = questions(wide, LSAT6)
    assert np.isnan(found.slope[5]) and np.isnan(found.difficulty[5])
    assert found.difficulty[:5] == pytest.approx(questions(PATTERNS, LSAT6).difficulty)
    assert abilities(found, wide[:3]).mean == pytest.approx(abilities(questions(PATTERNS, LSAT6), PATTERNS[:3]).mean)


def test_of_few_persons_a_prior_keeps_figures_finite() -> None:
    few = np.array([[1, 1, 0], [1, 0, 0], [1, 1, 1], [0, 0, 0]], dtype=float)
    found = questions(few, np.ones(4), one_slope=True, prior=1.0)
    assert np.isfinite(found.difficulty).all() and np.abs(found.difficulty).max() < 3
    assert (np.diff(found.difficulty) > 0).all()


def test_whoever_was_asked_nothing_may_have_any_ability() -> None:
    found = abilities(questions(PATTERNS, LSAT6), [[np.nan] * 5])
    assert found.mean[0] == pytest.approx(0, abs=1e-9) and found.sd[0] == pytest.approx(1)


@pytest.mark.parametrize(
    ("patterns", "counts"),
    [([[0, 1], [1, 0]], [1]), ([[0, 2]], [1]), ([[0, 1, 1]], [-1]), ([[1, 1, 1]], [5]), ([0, 1], [1, 1])],
)
def test_what_is_no_table_of_answers_is_refused(patterns: list[list[int]], counts: list[int]) -> None:
    with pytest.raises(ValueError, match=r"shape|answers are|not identifiable"):
        questions(patterns, counts)
