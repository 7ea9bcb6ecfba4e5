"""Oracles: Erlang's formulas (within the interval of what was played), M/D/1, and days worked out by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.model.staffing import Demand, Played
from clearbar.stats import erlang
from clearbar.stats.queueing import Day, drawn_from, exponential, lognormal, play

LONG = 60
"""Hours of a day that has almost forgotten its empty beginning."""


def dice(seed: int = 7) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize(
    ("demand", "staff", "promise"),
    [
        (Demand(200, 180), 14, 20.0),
        (Demand(30, 240), 3, 180.0),
        (Demand(600, 60, 120), 10, 20.0),
        (Demand(100, 300, 240), 7, 60.0),
        (Demand(40, 60), 1, 60.0),
    ],
)
def test_it_agrees_with_the_formulas(demand: Demand, staff: int, promise: float) -> None:
    patience = None if demand.patience is None else exponential(demand.patience)
    day = Day((demand.arrivals,) * LONG, (staff,) * LONG, exponential(demand.service), patience)
    found, said = play(day, promise, 120, dice()), erlang.kept(demand, staff, promise)
    for seen, reckoned in ((found.within, said.within), (found.waits, said.waits), (found.mean, said.mean)):
        wide = 1.6 * (seen.high - seen.low)
        assert seen.low - wide / 2 < reckoned < seen.high + wide / 2
        assert seen.value == pytest.approx(reckoned, rel=0.1)
    assert found.gone.value == pytest.approx(said.gone, abs=0.01)
    assert found.busy == pytest.approx(said.busy, abs=0.02)


def test_times_that_are_all_alike_wait_half_as_long() -> None:
    """M/D/1 by Pollaczek and Khinchine: the mean wait is half of that of exponential times."""
    day = Day((48.0,) * 400, (1,) * 400, drawn_from([60.0]))
    found = play(day, 60, 40, dice())
    assert found.mean.value == pytest.approx(60 * 0.8 / (2 * 0.2), rel=0.05)


def test_wider_spread_waits_longer_by_pollaczek_and_khinchine() -> None:
    day = Day((30.0,) * 400, (1,) * 400, lognormal(60, 2.0))
    found = play(day, 60, 60, dice())
    assert found.mean.value == pytest.approx(60 * 0.5 * (1 + 4) / (2 * 0.5), rel=0.12)


def at_times(*times: float) -> Callable[[np.random.Generator, int], np.ndarray]:
    return lambda _, size: np.array(times[:size])


class Comes:
    """Dice that let people come at chosen parts of the hour."""

    def __init__(self, *hours: tuple[float, ...]) -> None:
        self.hours = list(hours)

    def poisson(self, rates: object) -> np.ndarray:
        del rates
        self.left = [np.array(one) * 3600 for one in self.hours]
        return np.array([len(one) for one in self.hours])

    def uniform(self, low: float, high: float, size: int) -> np.ndarray:
        del low, high, size
        return self.left.pop(0)


def by_hand(day: Day, promise: float, *hours: tuple[float, ...]) -> Played:
    return play(day, promise, 2, Comes(*hours))  # type: ignore[arg-type]


def test_a_day_by_hand_with_who_gives_up() -> None:
    """One at the counter, service 600 s: they come at 0, 60, 120 s; the second bears 100 s, so the third is next."""
    day = Day((3.0,), (1,), at_times(600, 600, 600), at_times(1e9, 100, 1e9))
    found = by_hand(day, 500, (0.0, 60 / 3600, 120 / 3600))
    assert (found.within.hits, found.waits.hits, found.gone.hits) == (2 * 2, 2 * 2, 2 * 1)
    assert found.mean.value == pytest.approx((0 + 100 + 480) / 3)
    assert by_hand(day, 479, (0.0, 60 / 3600, 120 / 3600)).within.hits == 2 * 1


def test_who_comes_in_the_next_hour_is_helped_by_those_who_come_then() -> None:
    """One in the first hour, two in the second: of three who come at 3500 s, two wait until the hour is full."""
    day = Day((3.0, 0.0), (1, 2), at_times(600, 600, 600))
    found = by_hand(day, 100, (3500 / 3600, 3500 / 3600, 3500 / 3600), ())
    assert found.within.hits == 2 * 2
    assert found.mean.value == pytest.approx((0 + 100 + 600) / 3)
    assert found.hours[1] is None


def test_who_goes_home_ends_what_they_have_begun() -> None:
    """Two, then one: both are busy when the hour is full; who is free first goes."""
    day = Day((2.0, 1.0), (2, 1), at_times(200, 400, 60))
    found = by_hand(day, 0, (3500 / 3600, 3500 / 3600), (0.0,))
    assert found.mean.value == pytest.approx((0 + 0 + 300) / 3)


@given(seed=st.integers(0, 2**32 - 1))
def test_the_same_dice_play_the_same_days(seed: int) -> None:
    day = Day((10.0, 20.0), (1, 2), lognormal(200, 0.7), exponential(300))
    assert play(day, 60, 3, dice(seed)) == play(day, 60, 3, dice(seed))


def test_its_interval_holds_the_truth_as_often_as_it_says() -> None:
    """M/M/2 over days that are long enough: of 120 intervals of 95 %, between 88 and 100 % hold the formula's share."""
    truth = erlang.kept(Demand(40, 120), 2, 30).within
    day = Day((40.0,) * 30, (2,) * 30, exponential(120))
    held = [
        one.low <= truth + 0.01 and truth - 0.01 <= one.high
        for one in (play(day, 30, 12, dice(seed)).within for seed in range(120))
    ]
    assert 0.88 <= sum(held) / len(held) <= 1


def test_what_cannot_be_played_is_refused() -> None:
    with pytest.raises(ValueError, match="same hours"):
        Day((1.0,), (1, 1), exponential(1))
    with pytest.raises(ValueError, match="last hour"):
        Day((1.0, 1.0), (1, 0), exponential(1))
    day = Day((1.0,), (1,), exponential(1))
    with pytest.raises(ValueError, match="two days"):
        play(day, 1, 1, dice())
    with pytest.raises(ValueError, match="people would come"):
        play(Day((1e6,), (1,), exponential(1)), 1, 10, dice())
    for bad in (lambda: drawn_from([]), lambda: drawn_from([-1.0]), lambda: lognormal(1, 0)):
        with pytest.raises(ValueError, match=r"times are|spread is"):
            bad()
