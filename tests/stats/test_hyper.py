"""The plausible Betas, against numerical maximisation and brute-force integration that share no code with them."""

from __future__ import annotations

from math import lgamma
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import betainc, gammaln

from clearbar.stats.hyper import mixed_quantile, most_likely, plausible

RATS_HITS, RATS_N = np.loadtxt(Path(__file__).with_name("rats.csv"), delimiter=",", skiprows=1).T
"""Tumours in 71 groups of rats: Tarone 1982, Biometrics 38:215; Bayesian Data Analysis, table 5.1, its last 4 of 14."""

CASES = {
    "rats": (RATS_HITS.tolist(), RATS_N.tolist()),
    "few": ([36, 30, 39, 33, 25], [40, 40, 40, 40, 40]),
    "barely different": ([34, 37, 31, 37, 31, 34, 36, 32], [40] * 8),
    "fractional": ([3.2, 7.9, 11.1, 2.0, 6.4], [9.7, 8.3, 12.4, 7.7, 6.4]),
}


def arrays(x: list[float], n: list[float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.array(x, dtype=float), np.array(n, dtype=float), np.ones(len(x), dtype=np.int64)


def log_likelihood(a: float, b: float, x: list[float], n: list[float]) -> float:
    def log_beta(p: float, q: float) -> float:
        return lgamma(p) + lgamma(q) - lgamma(p + q)

    return sum(log_beta(a + hits, b + size - hits) - log_beta(a, b) for hits, size in zip(x, n, strict=True))


@pytest.mark.parametrize("case", CASES)
def test_the_most_likely_beta_is_where_a_simplex_search_ends(case: str) -> None:
    x, n = CASES[case]
    found = minimize(
        lambda at: -log_likelihood(*np.exp(at), x, n),
        [0.0, 0.5],
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000, "maxfev": 4000},
    )
    a, b = np.exp(found.x)
    mean, rho = most_likely(*arrays(x, n))
    assert mean == pytest.approx(a / (a + b), abs=1e-6)
    assert rho == pytest.approx(1 / (a + b + 1), abs=1e-6)


def test_less_variation_than_chance_gives_means_that_are_all_the_same() -> None:
    assert most_likely(*arrays([17, 17, 17, 17], [20, 20, 20, 20])) == (0.85, 0.0)
    assert most_likely(*arrays([20, 20], [20, 20])) == (1.0, 0.0)
    assert most_likely(*arrays([0, 0], [20, 3])) == (0.0, 0.0)


def test_groups_that_are_all_one_or_all_nothing_are_as_different_as_can_be() -> None:
    mean, rho = most_likely(*arrays([10, 0, 10, 0], [10, 10, 10, 10]))
    assert mean == pytest.approx(0.5, abs=1e-6)
    assert rho > 0.99


def test_equal_counts_reckoned_once_or_one_by_one_are_the_same() -> None:
    x, n = np.array([7.0, 3.0, 9.0]), np.array([10.0, 10.0, 10.0])
    times = np.array([3, 1, 2])
    long = (np.repeat(x, times), np.repeat(n, times), np.ones(6, dtype=np.int64))
    assert most_likely(x, n, times) == pytest.approx(most_likely(*long))
    once, each = plausible(x, n, times), plausible(*long)
    np.testing.assert_allclose(once.alpha, each.alpha)
    np.testing.assert_allclose(once.weight, each.weight)


def test_the_plausible_betas_of_the_rats_have_the_mean_that_the_book_prints() -> None:
    """Bayesian Data Analysis, 3rd ed., section 5.3: posterior means (2.4, 14.3), under a prior close to ours."""
    prior = plausible(*arrays(*CASES["rats"]))
    assert prior.weight.sum() == pytest.approx(1)
    assert prior.weight @ prior.alpha == pytest.approx(2.4, abs=0.1)
    assert prior.weight @ prior.beta == pytest.approx(14.3, abs=0.3)


def brute_force(x: list[float], n: list[float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Posterior on 90,000 points that are uniform in the mean and in the relative standard deviation."""
    m, r = (axis.ravel() for axis in np.meshgrid((np.arange(300) + 0.5) / 300, (np.arange(300) + 0.5) / 300))
    a, b = m * (1 / r**2 - 1), (1 - m) * (1 / r**2 - 1)
    weight = np.zeros_like(a)
    for hits, size in zip(x, n, strict=True):
        weight += gammaln(a + hits) + gammaln(b + size - hits) - gammaln(a + b + size)
        weight += gammaln(a + b) - gammaln(a) - gammaln(b)
    weight = np.exp(weight - weight.max())
    return a, b, weight / weight.sum()


@pytest.mark.parametrize("case", CASES)
def test_the_plausible_betas_give_the_posterior_of_a_brute_force_integration(case: str) -> None:
    x, n = CASES[case]
    prior, (a, b, weight) = plausible(*arrays(x, n)), brute_force(x, n)
    for hits, size in list(zip(x, n, strict=True))[-5:]:
        mean = weight @ ((a + hits) / (a + b + size))
        assert prior.weight @ ((prior.alpha + hits) / (prior.alpha + prior.beta + size)) == pytest.approx(
            mean, abs=5e-4
        )
        for at in (0.8 * mean, mean, (1 + 2 * mean) / 3):
            below = weight @ betainc(a + hits, b + size - hits, at)
            ours = prior.weight @ betainc(prior.alpha + hits, prior.beta + size - hits, at)
            assert ours == pytest.approx(below, abs=2e-3)


@pytest.mark.parametrize("tail", [0.025, 0.5, 0.975])
def test_a_mixed_quantile_has_the_tail_below_it_even_where_the_parts_disagree(tail: float) -> None:
    weight = np.array([0.6, 0.4])
    a, b = np.array([[2.0, 400.0, 0.5], [90.0, 400.0, 30.0]]), np.array([[90.0, 3.0, 20.0], [2.0, 3.0, 0.01]])
    at = mixed_quantile(weight, a, b, tail)
    reached = weight @ betainc(a, b, at)
    # The last part has all but its whole mass at 1: there is no number below 1 with so much below it.
    np.testing.assert_allclose(reached[:2], tail, atol=1e-6)
    assert reached[2] == pytest.approx(tail, abs=1e-6) or at[2] > 1 - 1e-9


def test_certainty_in_every_group_still_leaves_room_for_a_miss() -> None:
    prior = plausible(*arrays([500.0] * 6, [500.0] * 6))
    group = prior.weight @ ((prior.alpha + 500) / (prior.alpha + prior.beta + 500))
    assert np.all(prior.beta > 0)
    assert 0.999 < group < 1
