"""Oracles: the published curve of Freireich and others 1963, R's survival 3.5, and waits whose law is known."""

from __future__ import annotations

import numpy as np
import pytest
from tests.stats.remissions import ENDED, PLACEBO, WEEKS

from clearbar.stats.survival import NONE, Bands, Curve, apart, bands, curve, quantile, wider


def remission() -> Curve:
    return curve(WEEKS, ENDED, 1 - np.array(ENDED))


def test_the_curve_of_remissions_is_the_published_one() -> None:
    found = remission()
    for week, share, error in (
        (6, 0.857, 0.0764), (7, 0.807, 0.0869), (10, 0.753, 0.0963), (13, 0.690, 0.1068), (16, 0.627, 0.1141),
        (22, 0.538, 0.1282), (23, 0.448, 0.1346),
    ):  # fmt: skip
        at = found.at(week)
        assert (found.share[at], found.error[at]) == pytest.approx((share, error), abs=6e-4)


def test_its_interval_is_that_of_the_reference() -> None:
    """survfit(Surv(t, e) ~ 1, conf.type = "log-log")."""
    found = remission()
    ends = bands(found)
    for week, low, high in ((6, 0.620, 0.952), (10, 0.503, 0.889), (16, 0.368, 0.805), (23, 0.188, 0.680)):
        at = found.at(week)
        assert (ends.low[at], ends.high[at]) == pytest.approx((low, high), abs=6e-4)


@pytest.mark.parametrize(
    ("weeks", "ended", "part", "expected"),
    [
        (WEEKS, ENDED, 0.5, (23, 13, np.inf)), (WEEKS, ENDED, 0.25, (13, 6, 22)),
        (PLACEBO, (1,) * 21, 0.5, (8, 4, 11)), (PLACEBO, (1,) * 21, 0.25, (4, 1, 5)),
        (PLACEBO, (1,) * 21, 0.75, (12, 8, 22)),
    ],
)  # fmt: skip
def test_quantiles_are_those_of_the_reference(
    weeks: tuple[int, ...], ended: tuple[int, ...], part: float, expected: tuple[float, float, float]
) -> None:
    """quantile(survfit(…)) of the same data."""
    found = curve(weeks, ended, 1 - np.array(ended))
    told = quantile(found, part, bands(found))
    assert (told.value, told.low, told.high) == expected


def test_too_few_ends_leave_a_quantile_unknown() -> None:
    told = quantile(remission(), 0.75, bands(remission()))
    assert np.isnan(told.value) and np.isnan(told.low) and told.high == np.inf


def test_counts_tell_the_same_as_waits_one_by_one() -> None:
    order = np.random.default_rng(1).permutation(21)
    mixed = curve(np.array(WEEKS)[order], np.array(ENDED)[order], 1 - np.array(ENDED)[order])
    assert mixed.share == pytest.approx(remission().share) and mixed.spread == pytest.approx(remission().spread)
    tenfold = curve(np.repeat(WEEKS, 2), 5 * np.repeat(ENDED, 2), 5 * (1 - np.repeat(ENDED, 2)))
    assert tenfold.share == pytest.approx(remission().share) and tenfold.spread == pytest.approx(
        remission().spread / 10
    )


def test_without_open_waits_the_curve_is_the_plain_share() -> None:
    found = curve(PLACEBO, [1] * 21, [0] * 21)
    for place, length in enumerate(found.length):
        assert found.share[place] == pytest.approx(np.mean(np.array(PLACEBO) > length))
        share = found.share[place]
        assert found.error[place] == pytest.approx(np.sqrt(share * (1 - share) / 21), abs=1e-12)


def test_where_all_ended_alike_the_ends_are_not_certain() -> None:
    ends = bands(curve([3], [20], [0]))
    assert ends.low[0] == 0 and ends.high[0] == pytest.approx(0.161, abs=1e-3)  # Wilson's for 0 of 20
    none = bands(curve([3], [0], [20]))
    assert none.high[0] == 1 and none.low[0] == pytest.approx(1 - 0.161, abs=1e-3)


def test_days_that_differ_widen_the_interval_and_days_that_do_not_leave_it() -> None:
    rng = np.random.default_rng(2)
    day = np.repeat(np.arange(60), 40)
    alike = rng.exponential(10, 2400)
    apart_ = rng.exponential(10, 2400) * np.exp(rng.normal(0, 0.5, 60))[day]
    grid = 1.5 ** np.arange(12)

    def effect(waits: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        step = grid[np.searchsorted(grid, np.minimum(waits, grid[-1]))]
        return float(apart(day, step, np.ones(2400), np.zeros(2400)).at(10.0))

    assert effect(alike) < 1.8 < 4 < effect(apart_)


def test_one_bucket_says_nothing() -> None:
    assert apart([1, 1], [2, 3], [1, 1], [0, 0]) is NONE
    assert apart([], [], [], []) is NONE
    known = apart([0, 1, 2], [1, 2, 3], [1, 1, 1], [0, 0, 0])
    assert wider(NONE, known) is known and wider(known, NONE) is known


def simulated(seed: int, days: int, each: int) -> tuple[float, Bands, Curve]:
    """Waits of lognormal length that a day lengthens or shortens, cut off where the day ends: neither smooth hazards
    nor equal days, and another law of lengths than any that the estimate has."""
    rng = np.random.default_rng(seed)
    day = np.repeat(np.arange(days), each)
    wait = np.exp(rng.normal(5, 0.8, len(day)) + rng.normal(0, 0.35, days)[day])
    left = rng.uniform(20, 900, len(day))
    seen = np.ceil(np.minimum(wait, left))
    over = wait <= left
    found = curve(seen, over, ~over)
    coarse = np.where(seen <= 2, seen, 2 * 1.5 ** np.ceil(np.log(np.maximum(seen, 2) / 2) / np.log(1.5)))
    how = apart(day % 64, coarse, over, ~over)
    return float(np.mean(wait <= 300)), bands(found, how), found


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    truth = np.mean([simulated(seed, 4000, 10)[0] for seed in range(900, 905)])
    median = np.exp(5)
    held, told = [], []
    for seed in range(300):
        _, ends, found = simulated(seed, 60, 12)
        at = found.at(300)
        held.append(1 - ends.high[at] <= truth <= 1 - ends.low[at])
        one = quantile(found, 0.5, ends)
        told.append(one.low <= np.ceil(median) and median <= one.high)
    assert 0.92 <= np.mean(held) <= 0.985
    assert 0.92 <= np.mean(told) <= 0.985


def test_a_hundred_thousand_waits_of_as_many_lengths_are_read() -> None:
    length = np.random.default_rng(1).permutation(100_000) + 1.0
    found = curve(length, np.ones(100_000), np.zeros(100_000))
    assert quantile(found, 0.5, bands(found)).value == pytest.approx(50_000, abs=1)
