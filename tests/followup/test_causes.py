"""Root causes: most frequent first, and no group of fewer than five, shown or worked out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clearbar.followup.causes import FLOOR, OTHERS, pareto

counts = st.dictionaries(st.text("abcdef", min_size=1, max_size=4), st.integers(0, 30), max_size=8)


@given(counts)
def test_every_group_that_is_shown_has_five_cases_at_least(told: dict[str, int]) -> None:
    found = pareto(told)
    assert all(one.cases >= FLOOR for one in found)
    named = [one for one in found if one.name != OTHERS]
    assert [one.cases for one in named] == sorted((one.cases for one in named), reverse=True)
    assert all(told[one.name] == one.cases for one in named)


@given(counts)
def test_what_is_left_out_is_never_a_small_remainder(told: dict[str, int]) -> None:
    """Who knows the total cannot work out a group of fewer than five: all is shown, or nothing."""
    found, total = pareto(told), sum(told.values())
    shown = sum(one.cases for one in found)
    assert shown in (0, total)
    if found:
        assert found[-1].so_far == total
        others = [one for one in found if one.name == OTHERS]
        assert sum(one.causes for one in found) == sum(n > 0 for n in told.values())
        assert all(one.causes >= 2 or (told and one.cases >= FLOOR) for one in others)


def test_small_causes_are_gathered_at_the_end() -> None:
    found = pareto({"queue": 12, "stock": 7, "tone": 3, "price": 4})
    assert [(one.name, one.cases, one.so_far, one.causes) for one in found] == [
        ("queue", 12, 12, 1), ("stock", 7, 19, 1), (OTHERS, 7, 26, 2),
    ]  # fmt: skip


def test_one_small_cause_takes_the_smallest_large_one_with_it() -> None:
    assert [(one.name, one.cases) for one in pareto({"queue": 12, "stock": 7, "tone": 3})] == [
        ("queue", 12), (OTHERS, 10),
    ]  # fmt: skip


def test_four_cases_show_nothing() -> None:
    assert pareto({"queue": 4}) == []
