"""Breaks: the Nile, brute force, and how often a break is seen where there is none."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from tests.stats.published import NILE

from clearbar.stats.changes import breaks


def test_the_nile_broke_after_1898() -> None:
    (found,) = breaks(NILE)
    assert 1870 + found.at == 1898
    assert (found.before, found.after) == pytest.approx((1097.75, 849.97), abs=5e-3)
    assert found.low <= 28 <= found.high
    assert 1870 + found.low > 1890 and 1870 + found.high < 1906


def rest(y: np.ndarray, w: np.ndarray, places: tuple[int, ...]) -> float:
    total = 0.0
    for part, weight in zip(np.split(y, places), np.split(w, places), strict=True):
        mean = (part * weight).sum() / weight.sum()
        total += float((weight * (part - mean) ** 2).sum())
    return total


@pytest.mark.parametrize("seed", range(6))
def test_no_other_places_are_better(seed: int) -> None:
    dice = np.random.default_rng(seed)
    y = dice.normal(size=18) + np.repeat([0.0, 6.0, -2.0], 6)
    w = dice.integers(1, 9, 18).astype(float)
    found = tuple(one.at for one in breaks(y, w))
    choices = [one for one in combinations(range(3, 16), len(found)) if all(np.diff((0, *one, 18)) >= 3)]
    assert len(found) == 2
    assert rest(y, w, found) == pytest.approx(min(rest(y, w, one) for one in choices))


def test_a_constant_and_a_scale_move_no_break() -> None:
    y = np.asarray(NILE, dtype=float)
    there = [(one.at, one.low, one.high) for one in breaks(y)]
    assert [(one.at, one.low, one.high) for one in breaks(3 * y - 1e6)] == there
    assert [(100 - one.at) for one in breaks(y[::-1])] == [28]


@pytest.mark.parametrize("y", [[], [1.0], [1.0] * 40, [1.0, 9.0, 1.0, 9.0]], ids=["none", "one", "alike", "few"])
def test_where_nothing_can_break_nothing_does(y: list[float]) -> None:
    assert breaks(y) == ()


def test_one_odd_week_is_no_break() -> None:
    y = np.random.default_rng(4).normal(size=40)
    y[20] += 12
    assert breaks(y) == ()


def test_weeks_with_many_ratings_weigh_more() -> None:
    y = np.concatenate([np.tile([0.0, 0.02], 10), np.tile([0.1, 0.12], 10)])
    assert [one.at for one in breaks(y)] == [20]
    with pytest.raises(ValueError, match="weight above 0"):
        breaks(y, np.zeros(40))


def related(dice: np.random.Generator, weeks: int, r: float) -> np.ndarray:
    """Weeks that resemble the one before them with the correlation r."""
    noise, found = dice.normal(size=weeks), np.empty(weeks)
    found[0] = noise[0]
    for i in range(1, weeks):
        found[i] = r * found[i - 1] + np.sqrt(1 - r * r) * noise[i]
    return found


@pytest.mark.parametrize(("r", "most"), [(0.0, 0.15), (0.3, 0.22)])
def test_a_break_is_rarely_seen_where_there_is_none(r: float, most: float) -> None:
    dice = np.random.default_rng(12)
    assert sum(bool(breaks(related(dice, 52, r))) for _ in range(200)) / 200 <= most


def test_the_interval_holds_the_week_of_the_break() -> None:
    dice = np.random.default_rng(5)
    held, seen = 0, 0
    for _ in range(200):
        y = dice.standard_t(5, size=60) / np.sqrt(5 / 3)
        y[35:] += 1.5
        found = breaks(y)
        seen += len(found) >= 1
        held += any(one.low <= 35 <= one.high for one in found)
    assert seen >= 190
    assert held / seen >= 0.92
