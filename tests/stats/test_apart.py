"""Brackets: longest runs in which no two groups can be told apart, against the definition tried on all pairs."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from clearbar.stats.apart import Brackets, brackets, told_apart
from clearbar.stats.shrink import normal_normal

groups = st.lists(
    st.tuples(st.integers(-30, 30).map(lambda v: v / 10), st.integers(1, 20).map(lambda v: v / 10)),
    min_size=1,
    max_size=14,
)


def chance_above(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(ndtr((one[0] - other[0]) / np.sqrt(one[1] ** 2 + other[1] ** 2)))


def alike(those: list[tuple[float, float]], probability: float = 0.975) -> bool:
    return all(
        max(chance_above(one, other), chance_above(other, one)) < probability for one, other in combinations(those, 2)
    )


def run(found: Brackets, at: int, given_groups: list[tuple[float, float]]) -> list[tuple[float, float]]:
    first, last = found.runs[at]
    return [given_groups[group] for group in found.order[first : last + 1]]


def of(those: list[tuple[float, float]]) -> Brackets:
    return brackets([mean for mean, _ in those], [sd for _, sd in those])


def test_two_standard_errors_tell_two_groups_apart_and_less_does_not() -> None:
    """Means 3 and 0 with sd 1 each: z = 3/√2 = 2.12 > 1.96; at 2.7 it is 1.91."""
    assert told_apart(3, 1, 0, 1)
    assert not told_apart(2.7, 1, 0, 1)
    assert told_apart(2.7, 1, 0, 1, probability=0.95)


def test_overlapping_runs_worked_by_hand() -> None:
    """Steps of 2 with sd 1: neighbours (z = 1.41) are alike, the next but one (z = 2.83) is not."""
    found = brackets([0, 2, 4, 6], 1)
    assert found == Brackets((3, 2, 1, 0), ((0, 1), (1, 2), (2, 3)))


def test_a_group_known_exactly_parts_two_that_could_not_be_told_apart_themselves() -> None:
    found = brackets([2.0, 1.9, 0.0], [0.9, 0.01, 0.9])
    assert not told_apart(2.0, 0.9, 0.0, 0.9)
    assert found.runs == ((0, 1), (2, 2))


def test_groups_without_spread_are_one_run() -> None:
    schools = normal_normal([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
    assert schools.tau2 == 0
    assert brackets(schools.value, schools.sd).runs == ((0, 7),)
    assert brackets([0.85, 0.85, 0.85], 0.0).runs == ((0, 2),)


def test_nothing_gives_no_runs_and_one_group_is_its_own() -> None:
    assert brackets([], []) == Brackets((), ())
    assert brackets([0.5], [0.1]) == Brackets((0,), ((0, 0),))


@given(those=groups)
def test_every_group_lies_in_a_run_and_no_run_in_another(those: list[tuple[float, float]]) -> None:
    found = of(those)
    assert {at for first, last in found.runs for at in range(first, last + 1)} == set(range(len(those)))
    assert all(a < c and b < d for (a, b), (c, d) in zip(found.runs, found.runs[1:], strict=False))


@given(those=groups)
def test_two_groups_share_a_run_if_and_only_if_no_pair_between_them_can_be_told_apart(
    those: list[tuple[float, float]],
) -> None:
    found = of(those)
    in_order = [those[group] for group in found.order]
    for first, last in combinations(range(len(those)), 2):
        shared = any(a <= first and last <= b for a, b in found.runs)
        assert shared == alike(in_order[first : last + 1])


@given(those=groups, shuffle=st.randoms())
def test_the_runs_do_not_depend_on_the_order_of_the_groups(those: list[tuple[float, float]], shuffle: Random) -> None:
    other = list(those)
    shuffle.shuffle(other)
    here, there = of(those), of(other)
    assert here.runs == there.runs
    assert [run(here, at, those) for at in range(len(here.runs))] == [
        run(there, at, other) for at in range(len(there.runs))
    ]


@given(those=groups)
def test_the_highest_come_first(those: list[tuple[float, float]]) -> None:
    means = [those[group][0] for group in of(those).order]
    assert means == sorted(means, reverse=True)


@pytest.mark.parametrize("probability", [0.5, 1.0, 97.5])
def test_a_probability_that_cannot_tell_is_refused(probability: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        told_apart(1, 1, 0, 1, probability)
