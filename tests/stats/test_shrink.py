"""Shrinkage: published meta-analyses and baseball, the rats, numerical likelihoods, and how often intervals hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.special import betaincinv, expit

from clearbar.stats.shrink import Method, beta_binomial, normal_normal, update

# BCG vaccine against tuberculosis, 13 trials: cases and others, vaccinated and not (Colditz et al. 1994, JAMA 271:698).
BCG = np.array(
    [
        [4, 119, 11, 128],
        [6, 300, 29, 274],
        [3, 228, 11, 209],
        [62, 13536, 248, 12619],
        [33, 5036, 47, 5761],
        [180, 1361, 372, 1079],
        [8, 2537, 10, 619],
        [505, 87886, 499, 87892],
        [29, 7470, 45, 7232],
        [17, 1699, 65, 1600],
        [186, 50448, 141, 27197],
        [5, 2493, 3, 2338],
        [27, 16886, 29, 17825],
    ]
)
RATS_HITS, RATS_N = np.loadtxt(Path(__file__).with_name("rats.csv"), delimiter=",", skiprows=1).T
"""Tumours in 71 groups of rats, Tarone 1982, Biometrics 38:215."""

SCHOOLS = ([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
"""Coaching effects in eight schools, Rubin 1981, J. Educational Statistics 6:377."""

BASEBALL_HITS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])
BASEBALL_REST = np.array(
    [
        *(0.346, 0.298, 0.276, 0.222, 0.273, 0.270, 0.263, 0.210, 0.269),
        *(0.230, 0.264, 0.256, 0.303, 0.264, 0.226, 0.286, 0.316, 0.200),
    ]
)
"""18 players after 45 at-bats, and the rest of their season 1970 (Efron & Morris 1975, JASA 70:311, table 1)."""


def bcg() -> tuple[np.ndarray, np.ndarray]:
    """Log relative risks and their standard errors."""
    ill, well, ill_other, well_other = BCG.T
    risk, other = ill / (ill + well), ill_other / (ill_other + well_other)
    return np.log(risk / other), np.sqrt((1 - risk) / ill + (1 - other) / ill_other)


@pytest.mark.parametrize(
    ("method", "tau2", "mu", "se"), [("DL", 0.3088, -0.7141, 0.1787), ("REML", 0.3132, -0.7145, 0.1798)]
)
def test_the_bcg_trials_have_the_spread_and_mean_that_metafor_prints(
    method: Method, tau2: float, mu: float, se: float
) -> None:
    found = normal_normal(*bcg(), method)
    assert (round(found.tau2, 4), round(found.mu, 4), round(found.se, 4)) == (tau2, mu, se)


@pytest.mark.parametrize("method", ["REML", "DL", "PM"])
def test_the_eight_schools_cannot_be_told_apart(method: Method) -> None:
    found = normal_normal(*SCHOOLS, method)
    assert found.tau2 == 0
    assert (round(found.mu, 2), round(found.se, 2)) == (7.69, 4.07)
    np.testing.assert_allclose(found.value, found.mu)
    np.testing.assert_allclose(found.sd, found.se)


def test_baseball_players_are_pulled_together_as_efron_and_morris_print() -> None:
    """Their factor c = .212 is 1 − (k−3)·s²/Σ(y−ȳ)², ours with DerSimonian–Laird has k−1 in place of k−3."""
    y = BASEBALL_HITS / 45
    found = normal_normal(y, np.sqrt(y.mean() * (1 - y.mean()) / 45), "DL")
    c = 1 - 15 / 17 * found.weight[0]
    james_stein = found.mu + c * (y - found.mu)
    errors = [((guess - BASEBALL_REST) ** 2).sum() for guess in (y, james_stein)]
    assert round(found.mu, 3) == 0.265
    assert round(c, 3) == 0.212
    assert round(james_stein[0], 3) == 0.294
    assert [round(error, 4) for error in errors] == [0.0755, 0.0214]
    assert ((found.value - BASEBALL_REST) ** 2).sum() < errors[0] / 3
    ours = normal_normal(y, np.sqrt(y.mean() * (1 - y.mean()) / 45), "DL", corrected=True)
    np.testing.assert_allclose(ours.value, james_stein)
    assert round(1 - ours.weight[0], 3) == 0.212
    assert round(errors[0] / ((ours.value - BASEBALL_REST) ** 2).sum(), 1) == 3.5


@pytest.mark.parametrize("heavy", [False, True])
def test_means_of_few_groups_are_covered_only_if_their_spread_is_allowed_to_be_unknown(heavy: bool) -> None:
    dice, held, plain = np.random.default_rng(19), [], []
    for _ in range(1200):
        truth = (dice.standard_t(5, 8) / np.sqrt(5 / 3) if heavy else dice.standard_normal(8)) * 0.7
        s = dice.uniform(0.5, 1.5, 8)
        y = truth + s * dice.standard_normal(8)
        for corrected, kept in ((True, held), (False, plain)):
            low, high = normal_normal(y, s, corrected=corrected).interval()
            kept.append((low <= truth) & (truth <= high))
    print(f"\n{np.mean(held):.3f} with, {np.mean(plain):.3f} without")
    assert 0.93 <= np.mean(held) <= 0.985
    assert np.mean(plain) < 0.92


def test_reml_is_where_the_restricted_likelihood_is_highest() -> None:
    rng = np.random.default_rng(2)
    y, s = rng.normal(0, 1.5, 15), rng.uniform(0.3, 1.5, 15)

    def against(tau2: float) -> float:
        total = s**2 + tau2
        precision = (1 / total).sum()
        mu = (y / total).sum() / precision
        return float(np.log(total).sum() + np.log(precision) + ((y - mu) ** 2 / total).sum())

    best = minimize_scalar(against, bounds=(0, 20), method="bounded", options={"xatol": 1e-10})
    assert normal_normal(y, s).tau2 == pytest.approx(best.x, rel=1e-6)


def test_paule_mandel_makes_the_weighted_squares_equal_their_degrees_of_freedom() -> None:
    y, s = bcg()
    found = normal_normal(y, s, "PM")
    assert found.tau2 > 0
    assert ((y - found.mu) ** 2 / (s**2 + found.tau2)).sum() == pytest.approx(y.size - 1)


def test_the_posterior_of_a_group_is_that_of_a_joint_normal_with_an_unknown_mean() -> None:
    """Row by row: (θ, μ) under a flat μ has precision diag(1/s² + 1/τ²) bordered by −1/τ² and k/τ²."""
    y, s = bcg()
    found = normal_normal(y, s)
    k = y.size
    precision = np.zeros((k + 1, k + 1))
    precision[:k, :k] = np.diag(1 / s**2 + 1 / found.tau2)
    precision[k, :k] = precision[:k, k] = -1 / found.tau2
    precision[k, k] = k / found.tau2
    covariance = np.linalg.inv(precision)
    np.testing.assert_allclose(found.value, (covariance @ np.r_[y / s**2, 0])[:k])
    np.testing.assert_allclose(found.sd, np.sqrt(np.diag(covariance))[:k])


def test_half_of_the_posterior_clears_its_own_mean_and_nearly_all_the_low_end() -> None:
    found = normal_normal(*bcg())
    low, high = found.interval()
    np.testing.assert_allclose(found.clears(found.value), 0.5)
    np.testing.assert_allclose(found.clears(low), 0.975)
    np.testing.assert_allclose(found.clears(high), 0.025)


def test_one_group_is_left_where_it_is() -> None:
    found = normal_normal([3.0], [0.5])
    assert (found.tau2, found.value[0], found.sd[0]) == (0.0, 3.0, 0.5)


def test_a_rate_of_the_rats_is_updated_as_the_book_prints() -> None:
    """Bayesian Data Analysis, 3rd ed., section 5.1: the 70 earlier rates have mean .136 and sd .103, which a
    Beta(1.4, 8.6) matches; 4 of 14 make it Beta(5.4, 18.6), of mean .223 and sd .083 before rounding."""
    rates = RATS_HITS[:70] / RATS_N[:70]
    m, sd = rates.mean(), rates.std(ddof=1)
    total = m * (1 - m) / sd**2 - 1
    a, b = update(m * total, (1 - m) * total, 4, 14)
    posterior_sd = np.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))
    assert (round(m, 3), round(sd, 3), round(m * total, 1), round((1 - m) * total, 1)) == (0.136, 0.103, 1.4, 8.6)
    assert (round(float(a), 1), round(float(b), 1)) == (5.4, 18.6)
    assert (round(float(a / (a + b)), 3), round(float(posterior_sd), 3)) == (0.223, 0.083)
    assert np.divide(*update(1.4, 8.6, 4, [14, 24])).tolist() == pytest.approx([5.4 / 18.6, 5.4 / 28.6])


def test_the_last_rats_are_pulled_most_of_the_way_to_the_others() -> None:
    found = beta_binomial(RATS_HITS, RATS_N)
    assert 0.14 < found.value[-1] < 0.225 < 4 / 14
    assert found.clears(found.low)[-1] == pytest.approx(0.975, abs=1e-5)
    assert found.clears(found.high)[-1] == pytest.approx(0.025, abs=1e-5)


def test_groups_that_differ_less_than_chance_have_no_spread_but_keep_an_interval() -> None:
    found = beta_binomial([34, 34, 34, 34], 40)
    assert found.tau == 0
    assert np.isinf([found.alpha, found.beta]).all()
    assert found.mean == 0.85
    np.testing.assert_allclose(found.value, found.value[0])
    assert np.all(found.high - found.low > 0.05)


def test_the_most_likely_beta_has_the_mean_and_spread_that_are_reported() -> None:
    found = beta_binomial(RATS_HITS, RATS_N)
    total = found.alpha + found.beta
    assert found.alpha / total == pytest.approx(found.mean)
    assert np.sqrt(found.mean * (1 - found.mean) / (total + 1)) == pytest.approx(found.tau)


def test_the_fewer_the_ratings_the_stronger_the_pull() -> None:
    found = beta_binomial([1, 10, 100, 30, 20, 38], [2, 20, 200, 32, 40, 40])
    pull = np.abs(found.value[:3] - 0.5)
    assert pull[0] > pull[1] > pull[2]


@given(
    groups=st.lists(
        st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=10
    ),
    scale=st.sampled_from([1.0, 0.37]),
)
def test_any_counts_give_shares_within_their_interval_whatever_the_order(
    groups: list[tuple[int, int]], scale: float
) -> None:
    hits, n = scale * np.array(groups, dtype=float).T
    found, turned = beta_binomial(hits, n), beta_binomial(hits[::-1], n[::-1])
    assert np.all((found.low >= 0) & (found.low <= found.value) & (found.value <= found.high) & (found.high <= 1))
    assert np.all(found.sd > 0)
    assert found.tau >= 0
    np.testing.assert_allclose(found.value, turned.value[::-1], atol=1e-9)
    np.testing.assert_allclose(found.low, turned.low[::-1], atol=1e-6)


@given(hits=st.lists(st.integers(0, 20), min_size=2, max_size=8))
def test_hits_and_misses_change_places(hits: list[int]) -> None:
    here, there = beta_binomial(hits, 20), beta_binomial(20 - np.array(hits), 20)
    np.testing.assert_allclose(here.value, 1 - there.value, atol=1e-6)
    np.testing.assert_allclose(here.low, 1 - there.high, atol=1e-5)


def test_inputs_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="hits"):
        beta_binomial([5], [4])
    with pytest.raises(ValueError, match="standard error"):
        normal_normal([1.0, 2.0], [1.0, 0.0])


def covered(groups: int, n: int, tau: float, world: str, times: int) -> tuple[float, float]:
    """How often the intervals of `beta_binomial`, and those of its most likely Beta alone, hold the true shares."""
    rng, held, plain = np.random.default_rng(1), [], []
    for _ in range(times):
        if world == "logit t":
            truth = expit(1.9 + tau / (0.85 * 0.15) * rng.standard_t(5, groups) / np.sqrt(5 / 3))
        else:
            precision = 0.85 * 0.15 / tau**2 - 1
            truth = rng.beta(0.85 * precision, 0.15 * precision, groups)
        hits = rng.binomial(n, truth)
        found = beta_binomial(hits, n)
        held.append((found.low <= truth) & (truth <= found.high))
        a, b = update(found.alpha, found.beta, hits, n)
        one = [np.full(groups, found.mean)] * 2 if found.tau == 0 else [betaincinv(a, b, t) for t in (0.025, 0.975)]
        plain.append((one[0] <= truth) & (truth <= one[1]))
    return float(np.mean(held)), float(np.mean(plain))


@pytest.mark.parametrize(("groups", "n", "times"), [(12, 40, 60), (160, 8, 30)])
def test_intervals_cover_about_as_often_as_they_say_where_those_of_one_beta_do_not(
    groups: int, n: int, times: int
) -> None:
    table = {
        (world, tau): covered(groups, n, tau, world, times)
        for world in ("beta", "logit t")
        for tau in (0.02, 0.05, 0.08, 0.12)
    }
    print(f"\n{groups} groups of {n}: (coverage, coverage of the most likely Beta alone)")
    for key, (ours, plain) in table.items():
        print(key, f"{ours:.3f} {plain:.3f}")
    ours, plain = np.array(list(table.values())).T
    assert 0.94 <= ours.mean() <= 0.98
    assert ours.min() >= 0.90
    assert plain.mean() < 0.90
