"""How two things measured with chance go together: by hand, and in people whose true association is known."""

from __future__ import annotations

import numpy as np
import pytest

from clearbar.stats.attenuation import Means, Together, together

Ratings = list[list[float]]


def means(rated: Ratings) -> Means:
    return Means.of(
        [len(one) for one in rated], [sum(one) for one in rated], [sum(y * y for y in one) for one in rated]
    )


def by_hand(first: Ratings, later: Ratings) -> tuple[float, float, float, float]:
    """Slope, correlation and both dependabilities, person by person."""
    size = len(first)
    variances, shares, averages = [], [], []
    for rated in (first, later):
        own = [sum(one) / len(one) for one in rated]
        centre = sum(own) / size
        inside = sum((y - mine) ** 2 for one, mine in zip(rated, own, strict=True) for y in one)
        chance = inside / sum(len(one) - 1 for one in rated) * sum(1 / len(one) for one in rated) / size
        counted = sum((mine - centre) ** 2 for mine in own) / (size - 1)
        variances.append(counted - chance)
        shares.append((counted - chance) / counted)
        averages.append([mine - centre for mine in own])
    covariance = sum(a * b for a, b in zip(*averages, strict=True)) / (size - 1)
    return covariance / variances[0], covariance / (variances[0] * variances[1]) ** 0.5, shares[0], shares[1]


def drawn(seed: int, people: int = 60, slope: float = 0.5, chance: float = 0.5) -> tuple[Ratings, Ratings]:
    dice = np.random.default_rng(seed)
    true = dice.normal(3.5, 0.5, people)
    live = 0.6 + slope * 0.2 * (true - 3.5) + dice.normal(0, 0.05, people)
    first = [(one + dice.normal(0, chance, dice.integers(2, 6))).tolist() for one in true]
    later = [dice.normal(one, 0.2, dice.integers(3, 20)).tolist() for one in live]
    return first, later


def told(first: Ratings, later: Ratings) -> Together:
    found = together(means(first), means(later))
    assert found
    return found


def test_slope_correlation_and_dependability_are_those_counted_person_by_person() -> None:
    first, later = drawn(2)
    found = told(first, later)
    expected = by_hand(first, later)
    assert found.corrected
    assert (found.slope, found.correlation, found.first, found.later) == pytest.approx(expected, rel=1e-9)


def test_the_interval_leaves_out_one_person_after_another() -> None:
    first, later = drawn(2, 25)
    left_out = [by_hand(first[:i] + first[i + 1 :], later[:i] + later[i + 1 :])[0] for i in range(25)]
    spread = float(np.var(left_out)) * 24
    found = told(first, later)
    half = (found.slope_ends[1] - found.slope_ends[0]) / 2
    assert half == pytest.approx(2.0687 * spread**0.5, rel=1e-4)  # t with 23 degrees of freedom


def test_neither_order_nor_a_constant_matters() -> None:
    first, later = drawn(3)
    expected = told(first, later)
    assert told(first[::-1], later[::-1]).slope == pytest.approx(expected.slope)
    moved = told([[y + 7 for y in one] for one in first], [[y - 2 for y in one] for one in later])
    assert (moved.slope, moved.correlation, *moved.ends) == pytest.approx(
        (expected.slope, expected.correlation, *expected.ends)
    )


def test_where_no_person_has_two_ratings_figures_stay_as_counted() -> None:
    first, later = drawn(4)
    found = told([one[:1] for one in first], later)
    assert not found.corrected and found.first is None
    x, y = np.array([one[0] for one in first]), np.array([np.mean(one) for one in later])
    assert found.correlation == pytest.approx(np.corrcoef(x, y)[0, 1])
    assert found.slope == pytest.approx(np.polyfit(x, y, 1)[0])


def test_where_chance_is_nearly_all_it_is_not_divided_by() -> None:
    found = told(*drawn(5, chance=20.0))
    assert not found.corrected and abs(found.correlation) <= 1


@pytest.mark.parametrize("people", [0, 1, 3])
def test_few_people_tell_nothing(people: int) -> None:
    first, later = drawn(1, 10)
    assert together(means(first[:people]), means(later[:people])) is None


def test_people_who_do_not_differ_tell_nothing() -> None:
    _, later = drawn(1, 10)
    alike = means([[3.0, 3.0]] * 10)
    assert together(alike, means(later)) is None
    assert together(means(later), alike) is None


@pytest.mark.slow
def test_the_interval_of_the_slope_covers_the_true_one() -> None:
    """Counted slopes are too flat; corrected ones are not. Ratings are whole levels and yes or no."""
    covered, slopes, flat = [], [], []
    for seed in range(400):
        dice = np.random.default_rng(seed)
        true = dice.normal(3.5, 0.6, 70)
        live = np.clip(0.7 + 0.12 * (true - 3.5) + dice.uniform(-0.1, 0.1, 70), 0, 1)
        first = [np.rint(one + dice.normal(0, 0.7, dice.integers(3, 8))).tolist() for one in true]
        later = [dice.binomial(1, one, dice.integers(10, 40)).astype(float).tolist() for one in live]
        found = told(first, later)
        if found.corrected:
            covered.append(found.slope_ends[0] <= 0.12 <= found.slope_ends[1])
            slopes.append(found.slope)
        x, y = [np.mean(one) for one in first], [np.mean(one) for one in later]
        flat.append(float(np.polyfit(x, y, 1)[0]))
    assert len(covered) >= 350
    assert 0.92 <= np.mean(covered) <= 0.98
    assert np.mean(flat) < 0.105 < 0.115 < np.mean(slopes) < 0.13
