"""A series under watch: false alarms as stated, shifts seen, degenerate series."""

from __future__ import annotations

import numpy as np
import pytest

from clearbar.stats.watch import Phase, Series, baseline_of, chance, false_alarms, known_alarms, stretches, watch

CHARTS = ("laney", "p", "u", "ewma", "cusum")


def drawn(dice: np.random.Generator, weeks: int, between: float = 0.02, shift: float = 0.0, since: int = 0) -> Series:
    """Weeks of about 300 ratings whose share varies beyond chance; from `since` on it is another one."""
    n = dice.integers(200, 400, weeks).astype(float)
    share = np.clip(0.8 + between * dice.normal(size=weeks), 0, 1)
    share[since:] = np.clip(share[since:] + shift, 0, 1)
    return Series(np.arange(202601, 202601 + weeks), n, dice.binomial(n.astype(int), share).astype(float), n)


@pytest.mark.parametrize("chart", CHARTS)
def test_unchanged_service_gives_the_false_alarms_that_are_stated(chart: str) -> None:
    """New alarms a year with limits from 20 weeks; p by chance alone, which is what it takes for granted, u beyond that
    of counts, which is more than that of shares."""
    dice = np.random.default_rng(6)
    between = {"p": 0.0, "u": 0.05}.get(chart, 0.02)
    times, new = 500, 0
    for _ in range(times):
        out = watch(drawn(dice, 40, between), chart, 20).signals[20:] != 0
        new += int((out & ~np.append(False, out[:-1])).sum()) if chart in {"ewma", "cusum"} else int(out.sum())
    seen = new / (times * 20) * 52
    assert 0.4 * false_alarms(chart, 20) <= seen <= 1.5 * false_alarms(chart, 20)
    assert false_alarms(chart, 20) >= known_alarms(chart)


@pytest.mark.parametrize("chart", ["laney", "ewma", "cusum"])
def test_the_chance_of_a_series_is_rarely_small_without_reason(chart: str) -> None:
    dice = np.random.default_rng(7)
    small = 0
    for _ in range(300):
        found = watch(drawn(dice, 40), chart, 20)
        small += chance(chart, found.baseline, found.weeks, found.extreme) < 0.05
    assert small / 300 <= 0.08


@pytest.mark.parametrize("chart", CHARTS)
def test_a_lasting_fall_is_seen(chart: str) -> None:
    dice = np.random.default_rng(8)
    seen = sum((watch(drawn(dice, 40, 0.01, -0.12, 25), chart, 20).signals[25:] < 0).any() for _ in range(40))
    assert seen >= 38


def test_a_small_lasting_fall_is_seen_by_sums_sooner_than_by_single_weeks() -> None:
    dice = np.random.default_rng(9)
    drawn_ = [drawn(dice, 60, 0.02, -0.04, 25) for _ in range(60)]
    single, summed = (sum((watch(s, chart, 20).signals < 0).any() for s in drawn_) for chart in ("laney", "cusum"))
    assert summed > single


@pytest.mark.parametrize("chart", CHARTS)
def test_no_chart_falls_over_weeks_that_are_all_alike(chart: str) -> None:
    for share in (0, 4, 10):
        n = np.full(12, 10.0)
        found = watch(Series(np.arange(12), n, np.full(12, float(share)), n), chart, 0)
        assert not found.signals.any()
        assert found.phases == [Phase.BASELINE] * 6 + [Phase.WATCHED] * 6


@pytest.mark.parametrize("weeks", [1, 2, 5])
def test_few_weeks_have_no_limits(weeks: int) -> None:
    n = np.full(weeks, 10.0)
    found = watch(Series(np.arange(weeks), n, n / 2, n), "laney", 0)
    assert found.phases == [Phase.NO_LIMITS] * weeks
    assert found.weeks == 0 and np.isnan(found.lower).all()


@pytest.mark.parametrize(
    ("weeks", "asked", "baseline"),
    [(5, 0, 0), (6, 0, 6), (26, 0, 13), (104, 0, 20), (26, 8, 8), (26, 27, 0), (26, 1, 0)],
)
def test_the_baseline_is_the_first_half_and_at_most_20_weeks(weeks: int, asked: int, baseline: int) -> None:
    assert baseline_of(weeks, asked) == baseline


def test_a_series_is_cut_where_its_instrument_changed() -> None:
    n = np.ones(6)
    parts = stretches(Series(np.array([1, 2, 4, 5, 7, 8]), n, n, n), [4, 7])
    assert [part.week.tolist() for part in parts] == [[1, 2], [4, 5], [7, 8]]


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("baseline", [8, 20, 23, 40, 60])
def test_the_farther_a_series_comes_the_smaller_its_chance_and_it_always_is_one(chart: str, baseline: int) -> None:
    chances = np.array(
        [chance(chart, baseline, 30, extreme) for extreme in (1.0, 3.0, 5.0, 8.0, 10.0, 12.0, 14.0, 30.0)]
    )
    assert ((chances >= 0) & (chances <= 1)).all() and (np.diff(chances) <= 0).all()
