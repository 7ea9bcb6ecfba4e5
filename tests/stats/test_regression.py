"""What people chosen for being low rise by themselves: published figures, and people who were never coached."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest

from clearbar.stats.moments import moments
from clearbar.stats.regression import LOTS, Chosen, Sums, cut_of, expected_rise, mills, regression


@pytest.mark.parametrize(("kept", "rise"), [(0.8, 5.39), (0.5, 13.49), (0.2, 21.58)])
def test_the_published_rises_of_those_below_a_cut(kept: float, rise: float) -> None:
    """Barnett, van der Pols & Dobson 2005: mean 60, standard deviation 15, chosen below 40."""
    assert round(float(mills((60 - 40) / 15)), 3) == 1.798
    assert round(expected_rise(60, 225 * kept, 225 * (1 - kept), 1, 40), 2) == rise


def test_more_ratings_behind_the_choice_leave_less_to_chance() -> None:
    rises = [expected_rise(0.8, 0.01, 0.16, m, 0.7) for m in (1, 4, 16, 64, 10**6)]
    assert rises == sorted(rises, reverse=True) and rises[-1] < 1e-5 < rises[0]


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.79, 1.2])
def test_the_mean_of_the_chosen_tells_the_cut(cut: float) -> None:
    spread = 0.12
    chosen = 0.8 - spread * float(mills((0.8 - cut) / spread))
    assert cut_of(0.8, spread, chosen) == pytest.approx(cut, abs=1e-6)


def test_who_is_no_lower_than_all_was_chosen_by_no_cut() -> None:
    assert cut_of(0.8, 0.1, 0.8) == cut_of(0.8, 0.1, 0.9) == cut_of(0.8, 0.0, 0.5) == inf


def test_far_tails_stay_finite() -> None:
    found = mills(np.array([-40.0, 0.0, 40.0]))
    assert np.isfinite(found).all() and found[2] == pytest.approx(40.025, abs=1e-3)


def drawn(seed: int, people: int = 300, periods: int = 4) -> tuple[np.ndarray, ...]:
    """Sums of cells: persons differ by .3, their periods by .2, ratings by 1; from one to six ratings each."""
    dice = np.random.default_rng(seed)
    unit = np.repeat(np.arange(people), periods)
    n = dice.integers(1, 7, unit.size)
    level = np.repeat(dice.normal(0, 0.3, people), periods) + dice.normal(0, 0.2, unit.size)
    rated = [dice.normal(at, 1.0, size) for at, size in zip(level, n, strict=True)]
    return unit, n.astype(float), np.array([one.sum() for one in rated]), np.array([one @ one for one in rated])


def test_the_variances_are_those_of_the_nested_analysis_of_variance() -> None:
    unit, n, total, square = drawn(3)
    found = Sums.of(unit, np.arange(300) % LOTS, n, total, square).variances()
    expected = moments(n, total, square, {"person": unit, "period": np.arange(unit.size)}).raw
    assert found
    assert [found.person, found.period, found.rating] == pytest.approx(list(expected.values()), rel=1e-9)


def test_leaving_out_a_lot_is_as_if_its_people_had_not_been_there() -> None:
    unit, n, total, square = drawn(5, 60)
    lot = np.arange(60) % LOTS
    kept = lot[unit] != 7
    fewer = Sums.of(unit[kept], lot, n[kept], total[kept], square[kept]).variances()
    found = Sums.of(unit, lot, n, total, square).variances(without=7)
    assert found and fewer
    assert vars(found) == pytest.approx(vars(fewer))


def test_too_few_ratings_have_no_variances() -> None:
    one = np.ones(1)
    assert Sums.of(np.array([0]), np.array([0]), one, one, one).variances() is None
    twice = np.ones(2)
    assert Sums.of(np.array([0, 1]), np.array([0, 1]), twice, twice, twice).variances() is None


def test_none_is_expected_where_nobody_can_be_judged() -> None:
    unit, n, total, square = drawn(5, 60)
    sums = Sums.of(unit, np.arange(60) % LOTS, n, total, square)
    nobody = np.zeros(0)
    assert regression(sums, Chosen(nobody, nobody, nobody, nobody.astype(int))) is None
    alike = Chosen(np.full(5, -0.2), np.ones(5), np.ones(5), np.arange(5))
    found = regression(sums, alike)
    assert found and (found.rise, found.cut) == (0.0, -inf)


def chosen_low(seed: int) -> tuple[float, float, float]:
    """The rise of people who were chosen for a low period and then left alone, and the ends of what was expected."""
    dice = np.random.default_rng(seed)
    people, periods, m = 400, 5, 6
    share = np.clip(dice.normal(0.75, 0.1, people), 0.02, 0.98)
    hits = dice.binomial(m, share[:, None], (people, periods)).astype(float)
    low = np.flatnonzero(hits[:, 3] <= 3)
    clean = [0, 1, 2]
    unit, total = np.repeat(np.arange(people), len(clean)), hits[:, clean].ravel()
    sums = Sums.of(unit, np.arange(people) % LOTS, np.full(total.size, float(m)), total, total)
    depth = hits[:, 3].mean() / m - hits[low, 3] / m
    found = regression(sums, Chosen(depth, np.full(low.size, float(m)), np.ones(low.size), low % LOTS))
    assert found
    low_end, high_end = found.interval()
    return float((share[low] - hits[low, 3] / m).mean()), low_end, high_end


@pytest.mark.slow
def test_people_left_alone_rise_as_expected() -> None:
    """The true rise of the chosen, in people whose shares are neither normal nor of equal chance."""
    found = [chosen_low(seed) for seed in range(400)]
    covered = np.mean([low <= rise <= high for rise, low, high in found])
    assert 0.92 <= covered <= 0.995, covered
    assert np.mean([rise - (low + high) / 2 for rise, low, high in found]) == pytest.approx(0, abs=0.01)
