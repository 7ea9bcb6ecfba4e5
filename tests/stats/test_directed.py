"""The alarm for speed that is bought: its level, its power, and what it must not call out."""

from __future__ import annotations

import numpy as np
import pytest

from clearbar.stats.directed import Smoothed, bought, joint, smoothed

ALPHA, BASELINE, WEEKS = 0.01, 13, 39


def series(dice: np.random.Generator, n: np.ndarray, shift: float, r: float = 0.0) -> Smoothed:
    """Weeks whose means have heavier tails than the normal, resemble the one before by r, and move later on."""
    noise = dice.standard_t(6, size=WEEKS) / np.sqrt(6 / 4)
    for i in range(1, WEEKS):
        noise[i] = r * noise[i - 1] + np.sqrt(1 - r * r) * noise[i]
    found = noise / np.sqrt(n)
    found[BASELINE:] += shift
    told = smoothed(found, n, BASELINE)
    assert told
    return told


def alarms(seed: int, time: float, quality: float, r: float = 0.0, times: int = 300) -> float:
    """The part of watched weeks with an alarm; shifts in spreads of a rating."""
    dice, found = np.random.default_rng(seed), 0
    for _ in range(times):
        n = dice.integers(40, 90, WEEKS).astype(float)
        alarm, _ = bought(series(dice, n, time, r), [series(dice, n, quality, r), series(dice, n, quality, r)], ALPHA)
        found += int(alarm.sum())
    return found / (times * (WEEKS - BASELINE))


def test_time_that_falls_alone_is_called_out_no_more_often_than_alpha() -> None:
    assert alarms(1, -1.0, 0.0) <= ALPHA


def test_quality_that_falls_alone_is_called_out_no_more_often_than_alpha() -> None:
    assert alarms(2, 0.0, -1.0) <= 1.2 * ALPHA


def test_weeks_that_resemble_each_other_cost_a_few_false_alarms() -> None:
    assert alarms(3, -1.0, 0.0, r=0.5) <= 0.06


def test_nothing_is_called_out_while_nothing_changes() -> None:
    assert alarms(4, 0.0, 0.0) <= 0.1 * ALPHA


def test_speed_that_is_bought_is_called_out_and_a_common_gain_never() -> None:
    assert alarms(5, -0.5, -0.3, times=60) >= 0.6
    assert alarms(6, -0.5, 0.3, times=60) == 0


def test_unknown_weeks_are_passed_over() -> None:
    value, n = np.append(np.tile([1.0, -1.0], 6), [-4.0] * 6), np.ones(18)
    value[[3, 14]], n[[3, 14]] = np.nan, 0
    told = smoothed(value, n, 12)
    assert told and np.isnan(told.trend[[3, 14]]).all() and np.isnan(told.trend[:12]).all()
    assert (told.trend[15:] < -2).all()


def test_a_shift_and_a_scale_of_the_unit_change_nothing() -> None:
    dice = np.random.default_rng(7)
    value, n = dice.normal(size=30), dice.integers(5, 50, 30)
    one, other = smoothed(value, n, 12), smoothed(60 * value + 7, n, 12)
    assert one and other
    assert other.trend == pytest.approx(one.trend, nan_ok=True)


@pytest.mark.parametrize(
    "value", [[1.0] * 20, [np.nan] * 20, [1.0, 2.0] * 2 + [np.nan] * 16], ids=["alike", "none", "few"]
)
def test_what_cannot_be_judged_is_not(value: list[float]) -> None:
    assert smoothed(value, np.ones(20), 10) is None


def test_several_series_together_rarely_signal_while_nothing_changes() -> None:
    dice, out, weeks, far = np.random.default_rng(8), 0, 0, 0
    for _ in range(300):
        n = np.full(WEEKS, 50.0)
        calm = joint([series(dice, n, 0.0) for _ in range(3)], BASELINE)
        moved = joint([series(dice, n, -1.0) for _ in range(3)], BASELINE)
        assert calm and moved
        new = calm[0][BASELINE:] > calm[1]
        out, weeks = out + int((new & ~np.append(False, new[:-1])).sum()), weeks + WEEKS - BASELINE
        far += bool((moved[0][BASELINE:] > moved[1]).any())
    assert out / weeks * 52 <= 0.3
    assert far >= 295


def test_a_short_baseline_gives_no_joint_chart() -> None:
    dice = np.random.default_rng(9)
    few = [smoothed(dice.normal(size=9), np.ones(9), 6) for _ in range(4)]
    assert joint([one for one in few if one], 6) is None
