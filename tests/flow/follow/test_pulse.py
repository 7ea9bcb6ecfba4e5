"""The pulse of staff: no sum of what is shown tells of fewer than five."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.flow.follow.pulse import PulseSums, pulse

teams = st.dictionaries(st.sampled_from(["", "a", "b", "c", "d", "e"]), st.integers(0, 12), max_size=6)


def sums(sizes: dict[str, int]) -> dict[str, PulseSums]:
    return {name: PulseSums(n, (n, n // 2, 0)) for name, n in sizes.items()}


@given(teams)
def test_no_group_or_remainder_of_what_is_shown_is_smaller_than_five(sizes: dict[str, int]) -> None:
    told = pulse(sums(sizes))
    total = sum(sizes.values())
    assert (told.house is None) == (total < 5)
    assert "" not in told.teams
    for size in range(1, len(told.teams) + 1):
        for shown in combinations(told.teams, size):
            together = sum(sizes[name] for name in shown)
            rest = total - together
            assert together >= 5 and (rest == 0 or rest >= 5), (shown, sizes)
    for name in told.teams:
        assert total - sizes[name] >= 5


@given(teams)
def test_a_team_is_left_out_only_where_something_would_be_told(sizes: dict[str, int]) -> None:
    """With every team large, all are shown; and of the teams that are large enough no more than one goes per pair."""
    told = pulse(sums(sizes))
    named = [name for name, n in sizes.items() if n]
    if len(named) > 1 and all(name and sizes[name] >= 5 for name in named):
        assert set(told.teams) == set(named) and not told.hid


@pytest.mark.parametrize(("sizes", "shown"), [
    ({"a": 10, "b": 3}, set()),
    ({"a": 10, "b": 6}, {"a", "b"}),
    ({"a": 10, "b": 6, "c": 2}, {"a"}),
    ({"a": 10, "b": 3, "c": 3}, {"a"}),
    ({"a": 10, "": 5}, {"a"}),
    ({"a": 10, "": 4}, set()),
    ({"a": 12}, set()),
    ({"a": 4}, set()),
])  # fmt: skip
def test_which_teams_are_shown(sizes: dict[str, int], shown: set[str]) -> None:
    assert set(pulse(sums(sizes)).teams) == shown


def test_shares_come_with_their_n_and_interval() -> None:
    told = pulse({"a": PulseSums(10, (8, 5, 0)), "b": PulseSums(10, (0, 5, 10))})
    assert told.house is not None
    fair = told.teams["a"][0]
    assert (fair.hits, fair.n, fair.value) == (8, 10, 0.8)
    # Newcombe 1998, table I, method 3 (score without continuity correction) at 8 of 10, worked by hand: 49 to 94 %.
    assert (round(fair.low, 2), round(fair.high, 2)) == (0.49, 0.94)
    assert [one.hits for one in told.house] == [8, 10, 10]


def test_a_floor_below_five_is_refused() -> None:
    with pytest.raises(ValueError, match="fewer than 5"):
        pulse({}, floor=4)
