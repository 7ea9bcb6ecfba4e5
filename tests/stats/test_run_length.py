"""How long charts run until a false alarm, held against published tables and against plain simulation."""

from __future__ import annotations

import numpy as np
import pytest

from clearbar.stats.run_length import (
    cusum_arl,
    ewma_arl,
    mewma_arl,
    mewma_limit,
    rate,
    shewhart_arl,
    worth,
)


@pytest.mark.parametrize(("limit", "weeks"), [(4, 168), (5, 465)])
def test_a_cusum_runs_as_long_as_published(limit: float, weeks: float) -> None:
    """Montgomery, table 9.3."""
    assert cusum_arl(0.5, limit) == pytest.approx(weeks, abs=0.5)


@pytest.mark.parametrize(("shift", "weeks"), [(0.25, 139), (0.5, 38.0), (1.0, 10.4), (2.0, 4.01)])
def test_a_cusum_sees_shifts_as_fast_as_published(shift: float, weeks: float) -> None:
    """Montgomery, table 9.3, h = 5."""
    assert cusum_arl(0.5, 5, shift) == pytest.approx(weeks, rel=0.01)


def test_an_ewma_runs_as_long_as_published() -> None:
    """Lucas & Saccucci 1990, table 3."""
    assert ewma_arl(0.1, 2.814) == pytest.approx(500, rel=0.005)
    assert ewma_arl(0.2, 2.962) == pytest.approx(500, rel=0.005)
    assert ewma_arl(0.1, 2.814, 1.0) == pytest.approx(10.3, rel=0.01)


def test_a_shewhart_chart_runs_370_weeks() -> None:
    assert shewhart_arl(3) == pytest.approx(370.4, abs=0.05)
    assert shewhart_arl(3, 1) == pytest.approx(43.9, abs=0.05)


@pytest.mark.parametrize(
    ("weight", "series", "limit"), [(0.05, 2, 7.35), (0.1, 2, 8.64), (0.1, 4, 12.73), (0.2, 4, 13.87)]
)
def test_limits_of_several_series_are_as_published(weight: float, series: int, limit: float) -> None:
    """Prabhu & Runger 1997, J. Quality Technology 29:8, for 200 weeks."""
    assert mewma_limit(weight, series, 200) == pytest.approx(limit, abs=0.02)
    assert mewma_arl(weight, mewma_limit(weight, series, 200), series) == pytest.approx(200, rel=1e-4)


def test_a_chart_whose_weight_is_one_is_a_chart_of_single_weeks() -> None:
    assert ewma_arl(1.0, 3.0) == pytest.approx(shewhart_arl(3.0), rel=1e-3)


def test_limits_from_a_short_baseline_give_more_false_alarms() -> None:
    rates = [52 * rate(lambda shift, scale: shewhart_arl(3, shift, scale), weeks) for weeks in (6, 20, 100, 100_000)]
    assert rates == sorted(rates, reverse=True)
    assert rates[-1] == pytest.approx(52 / 370.4, rel=0.01)
    assert rates[1] > 3 * rates[-1]


@pytest.mark.parametrize("baseline", [10, 20])
def test_the_rate_of_false_alarms_is_that_of_a_plain_simulation(baseline: int) -> None:
    """Limits from the mean and the moving ranges of so many weeks of pure chance, then 50 more weeks of it."""
    dice = np.random.default_rng(8)
    weeks = dice.normal(size=(20_000, baseline + 50))
    early = weeks[:, :baseline]
    mean = early.mean(axis=1, keepdims=True)
    sigma = np.abs(np.diff(early, axis=1)).mean(axis=1, keepdims=True) / 1.128
    seen = (np.abs(weeks[:, baseline:] - mean) > 3 * sigma).mean()
    assert rate(lambda shift, scale: shewhart_arl(3, shift, scale), baseline) == pytest.approx(seen, rel=0.15)


def test_a_baseline_of_moving_ranges_is_worth_less_than_its_weeks() -> None:
    dice = np.random.default_rng(3)
    for weeks in (10, 20, 40):
        sigma = np.abs(np.diff(dice.normal(size=(40_000, weeks)), axis=1)).mean(axis=1)
        seen = sigma.mean() ** 2 / (2 * sigma.var())  # the degrees of freedom of a χ with this spread
        assert worth(weeks) == pytest.approx(seen, rel=0.12)


@pytest.mark.parametrize("scale", [0.2, 0.5, 1.0])
def test_the_wider_the_limits_the_longer_the_run_also_beyond_what_the_machine_can_tell(scale: float) -> None:
    widths = [1.0, 2.0, 3.0, 5.0, 7.0, 8.5, 10.0, 14.0, 40.0]
    for weeks in (
        [shewhart_arl(width, 0.0, scale) for width in widths],
        [ewma_arl(0.2, width, 0.0, scale) for width in widths],
        [cusum_arl(0.5, 2 * width, 0.0, scale) for width in widths],
    ):
        assert weeks[0] > 0 and (np.diff(weeks) >= 0).all() and weeks[-1] >= 5e11
