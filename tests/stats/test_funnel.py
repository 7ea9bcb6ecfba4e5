"""Funnel limits against DerSimonian and Laird, scipy's binomial, plain loops and simulated sites."""

from __future__ import annotations

from math import asin, sin, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from clearbar.stats.funnel import (
    Funnel,
    arcsine_limits,
    binomial_limits,
    dispersion,
    funnel,
    on_arc,
    winsorise,
)
from clearbar.stats.shrink import normal_normal

# Thirteen trials of the BCG vaccine: cases and others, vaccinated and not (Colditz et al. 1994, JAMA 271:698,
# as in the R package metadat, dat.bcg).
BCG = [
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
    (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600),
    (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
]  # fmt: skip


def log_ratios() -> tuple[np.ndarray, np.ndarray]:
    """Log risk ratios of the trials, and their standard errors."""
    a, b, c, d = np.array(BCG, dtype=float).T
    return np.log(a / (a + b)) - np.log(c / (c + d)), np.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))


def test_untouched_and_around_the_weighted_mean_it_is_dersimonian_and_laird() -> None:
    y, s = log_ratios()
    mean = float((y / s**2).sum() / (1 / s**2).sum())
    found = dispersion(y, s, mean, part=0)
    assert found.tau2 == pytest.approx(normal_normal(y, s, "DL").tau2, rel=1e-12)
    assert found.tau2 == pytest.approx(0.3088, abs=5e-5)  # published for these trials (metafor, dat.bcg)
    assert found.ratio * 13 == pytest.approx(152.233, abs=5e-4)  # Cochran's Q, published


@given(
    st.lists(st.tuples(st.floats(-3, 3), st.floats(0.05, 2)), min_size=1, max_size=30),
    st.floats(-1, 1),
    st.sampled_from([0.0, 0.1, 0.2]),
)
def test_dispersion_is_what_a_plain_loop_reckons(rows: list[tuple[float, float]], target: float, part: float) -> None:
    z = sorted((y - target) / s for y, s in rows)

    def at(p: float) -> float:
        """The quantile, linear between neighbours (type 7 of Hyndman and Fan 1996)."""
        place = p * (len(z) - 1)
        low = int(place)
        return z[low] + (place - low) * (z[min(low + 1, len(z) - 1)] - z[low])

    held = [min(max(each, at(part)), at(1 - part)) for each in z]
    total = sum(each * each for each in held)
    w = [1 / s**2 for _, s in rows]
    tau2 = 0.0
    if len(rows) > 1 and total > len(rows) - 1:
        tau2 = (total - (len(rows) - 1)) / (sum(w) - sum(each * each for each in w) / sum(w))
    found = dispersion([y for y, _ in rows], [s for _, s in rows], target, part)
    assert found.ratio == pytest.approx(total / len(rows), rel=1e-9, abs=1e-12)
    assert found.tau2 == pytest.approx(tau2, rel=1e-6, abs=1e-9)


def test_winsorising_draws_the_ends_in_and_leaves_the_middle() -> None:
    scores = np.array([-40.0, -1, 0, 1, 2, 1, 0, -1, 0, 90, 0.5])
    drawn = winsorise(scores)
    assert (drawn.min(), drawn.max()) == (np.quantile(scores, 0.1), np.quantile(scores, 0.9))
    assert (drawn[2:9] == scores[2:9]).all()
    with pytest.raises(ValueError, match="one half"):
        winsorise(scores, 0.5)


@pytest.mark.parametrize("n", [5, 40, 333, 5000])
@pytest.mark.parametrize("centre", [0.08, 0.5, 0.93])
@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_exact_limits_lie_between_the_steps_of_the_binomial(n: int, centre: float, confidence: float) -> None:
    low, high = (float(end[0]) for end in binomial_limits(centre, n, confidence))
    tail = (1 - confidence) / 2
    for limit, p in ((low, tail), (high, 1 - tail)):
        step = int(stats.binom.ppf(p, n, centre))
        here, before = stats.binom.cdf(step, n, centre), stats.binom.cdf(step - 1, n, centre)
        assert limit * n == pytest.approx(max(step - (here - p) / (here - before), 0), abs=1e-6)
    assert low < centre < high


def test_arcsine_limits_are_the_formula_and_near_the_exact_ones_for_large_groups() -> None:
    low, high = arcsine_limits(0.8, [100.0], 0.0, 0.95)
    half = 1.959963984540054 / (2 * sqrt(100))
    assert (float(low[0]), float(high[0])) == pytest.approx(
        (sin(asin(sqrt(0.8)) - half) ** 2, sin(asin(sqrt(0.8)) + half) ** 2)
    )
    exact = binomial_limits(0.8, [20_000], 0.998)
    assert np.allclose(arcsine_limits(0.8, [20_000], 0.0, 0.998), exact, atol=2e-4)


def test_a_share_of_all_or_none_keeps_its_limits_on_the_scale() -> None:
    for centre in (0.0, 1.0):
        for ends in (binomial_limits(centre, [5, 50], 0.998), arcsine_limits(centre, [5, 50], 0.01, 0.998)):
            assert all(0 <= end <= 1 for side in ends for end in side)
    assert [float(end[0]) for end in binomial_limits(1.0, [5], 0.95)] == [1, 1]


def test_sites_that_are_alike_lie_within_their_limits_as_often_as_promised() -> None:
    draw = np.random.default_rng(3)
    n = np.tile([60, 200, 700], 3000)
    share = draw.binomial(n, 0.8) / n
    for confidence, beyond in ((0.95, 0.05), (0.998, 0.002)):
        low, high = Funnel(0.8, dispersion([0.0], [1.0], 0)).limits(n, confidence)
        assert np.mean((share < low) | (share > high)) == pytest.approx(beyond, abs=0.2 * beyond + 0.001)


def test_true_differences_widen_the_limits_until_they_hold_nearly_all() -> None:
    draw = np.random.default_rng(4)
    n = np.full(400, 500.0)
    truth = draw.beta(80, 20, 400)  # standard deviation 0.04
    hits = draw.binomial(500, truth)
    untouched, drawn = funnel(hits, n, part=0), funnel(hits, n)
    assert untouched.spread == pytest.approx(0.04, abs=0.004)
    low, high = untouched.limits(n, 0.95)
    assert np.mean((hits / n < low) | (hits / n > high)) == pytest.approx(0.05, abs=0.025)
    assert 0.7 * untouched.spread < drawn.spread < untouched.spread  # winsorising leaves two thirds of the variance


def test_one_outlier_does_not_widen_the_limits_that_should_find_it() -> None:
    n = np.full(20, 400.0)
    hits = np.array(
        [0.8 * 400 + step for step in (-9, -6, -4, -3, -2, -1, 0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, -120)]
    )
    untouched, drawn = funnel(hits, n, part=0), funnel(hits, n)
    assert drawn.found.tau2 < 0.1 * untouched.found.tau2
    low, _ = drawn.limits([400.0], 0.998)
    assert hits[-1] / 400 < low[0]


def test_one_group_shows_no_spread_and_no_group_is_refused() -> None:
    assert funnel([8], [10]).found.tau2 == 0
    with pytest.raises(ValueError, match="at least one group"):
        funnel([], [])
    with pytest.raises(ValueError, match="positive"):
        dispersion([1.0], [0.0], 0)


def test_the_arc_makes_errors_alike() -> None:
    draw = np.random.default_rng(5)
    for share in (0.1, 0.5, 0.9):
        assert np.std(on_arc(draw.binomial(300, share, 20_000) / 300)) == pytest.approx(1 / (2 * sqrt(300)), rel=0.03)
