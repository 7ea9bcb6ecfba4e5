"""Differences of two shares, against published intervals."""

from __future__ import annotations

import pytest
from tests.reports.samples import wilson

from clearbar.model.estimate import Estimate
from clearbar.stats.differences import difference


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [  # Newcombe 1998, Statistics in Medicine 17:873, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_the_interval_is_newcombes(one: tuple[int, int], other: tuple[int, int], low: float, high: float) -> None:
    found = difference(wilson(*one), wilson(*other))
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.n == one[1] + other[1]


def test_turned_around_it_is_its_mirror() -> None:
    here, there = difference(wilson(56, 70), wilson(48, 80)), difference(wilson(48, 80), wilson(56, 70))
    assert (here.value, here.low, here.high) == pytest.approx((-there.value, -there.high, -there.low))


def test_several_comparisons_widen_it_as_bonferroni_asks() -> None:
    one, other = Estimate(0.5, 0.4, 0.6, 100), Estimate(0.5, 0.4, 0.6, 100)
    alone, of_ten = difference(one, other), difference(one, other, 10)
    assert of_ten.high / alone.high == pytest.approx(2.8070 / 1.9600, abs=1e-4)  # z of 0.9975 over z of 0.975
