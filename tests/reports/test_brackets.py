"""Groups beside each other: told apart or not, never ranked."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from clearbar.model.report import Comparison, Group
from clearbar.reports import brackets
from tests.reports.samples import shop, wilson


def groups(names: str, of: str = "site", spread: float = 0.05, **rest: object) -> Comparison:
    made = tuple(Group(name, wilson(at, 40), wilson(at, 40), 0.5) for at, name in enumerate(names, start=1))
    return replace(Comparison(of, made, (), spread, 0.8, 0.5), **rest)  # type: ignore[arg-type]


def test_one_bracket_over_all_means_that_nothing_can_be_told_apart() -> None:
    assert brackets.sentence(groups("dcba", brackets=((0, 3),))) == "The four sites cannot be told apart"


def test_no_spread_means_that_nothing_can_be_told_apart_whatever_the_brackets() -> None:
    flat = groups("dcba", spread=0.0, brackets=((0, 1), (2, 3)))
    assert brackets.sentence(flat) == "The four sites cannot be told apart"
    assert [group.name for group in brackets.shown(flat)] == ["a", "b", "c", "d"]


def test_those_outside_the_largest_bracket_are_named_with_their_side() -> None:
    told = groups("vcbaz", brackets=((0, 1), (1, 3), (3, 4)))
    assert brackets.sentence(told) == "Three of five sites cannot be told apart; z lies above some of them, v below"


def test_the_side_follows_the_values_when_the_order_is_falling() -> None:
    rising = groups("vcba", brackets=((1, 3),))
    falling = replace(rising, groups=rising.groups[::-1], brackets=((0, 2),))
    assert brackets.sentence(rising) == brackets.sentence(falling)
    assert brackets.sentence(rising).endswith("v lies below some of them")


def test_many_outsiders_are_counted_and_not_listed() -> None:
    told = groups("abcdefghijkl", brackets=((0, 6),))
    assert brackets.sentence(told) == "Seven of twelve sites cannot be told apart; five lie above some of them"


def test_groups_that_share_no_bracket_can_all_be_told_apart() -> None:
    assert brackets.sentence(groups("ab")) == "Both sites can be told apart"
    assert brackets.sentence(groups("abc", brackets=((0, 0), (1, 1), (2, 2)))) == "All three sites can be told apart"


def test_people_are_counted_and_never_named() -> None:
    told = groups("QXYZ", of="person", brackets=((1, 3),))
    said = brackets.sentence(told)
    assert said == "Three of four people cannot be told apart; the other one can be told apart from some of them"
    assert not any(name in said.split() for name in "QXYZ")


def test_empty_and_single_comparisons_are_said() -> None:
    assert brackets.sentence(groups("", of="team")) == "No team has enough answers to be shown"
    assert brackets.sentence(groups("a", of="person")) == "Only one person has enough answers to be shown"


def test_the_withheld_are_counted() -> None:
    assert brackets.withheld(groups("a", of="person", withheld=1)) == "1 person has too few answers to be shown"
    assert brackets.withheld(groups("a", of="person", withheld=3)) == "3 people have too few answers to be shown"
    assert brackets.withheld(groups("a")) == ""


def test_within_a_bracket_the_alphabet_rules() -> None:
    told = groups("zybax", brackets=((0, 1), (2, 4)))
    assert [group.name for group in brackets.shown(told)] == ["y", "z", "a", "b", "x"]


def test_numbers_in_names_sort_as_numbers() -> None:
    flat = groups("ab", spread=0.0)
    ten, two = (replace(group, name=name) for group, name in zip(flat.groups, ("Site 10", "site 2"), strict=True))
    assert [group.name for group in brackets.shown(replace(flat, groups=(ten, two)))] == ["site 2", "Site 10"]


@st.composite
def runs(draw: st.DrawFn) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Maximal runs: both ends rise from one bracket to the next."""
    number = draw(st.integers(2, 14))
    stops, made = -1, []
    for start in range(number):
        stop = draw(st.integers(max(start, stops), number - 1))
        if stop > stops:
            made.append((start, stop))
            stops = stop
    return number, tuple(made)


@given(runs())
def test_a_drawn_bracket_joins_exactly_its_groups_after_sorting(made: tuple[int, tuple[tuple[int, int], ...]]) -> None:
    number, joined = made
    told = groups("nmlkjihgfedcba"[:number], brackets=joined)
    if not brackets.apart(told).any:
        return
    position = brackets.order(told)
    assert sorted(position) == list(range(number))
    for start, stop in joined:
        beside = {position[at] for at in range(start, stop + 1)}
        assert beside == set(range(start, stop + 1))


def test_overlapping_brackets_run_in_lanes_of_their_own() -> None:
    told = groups("abcdef", brackets=((0, 2), (1, 4), (3, 5)))
    lanes = [{piece.lane for piece in pieces} for pieces in brackets.segments(told)]
    assert lanes == [{0}, {0, 1}, {0, 1}, {0, 1}, {0, 1}, {0}]
    starts = [(at, piece.lane) for at, row in enumerate(brackets.segments(told)) for piece in row if piece.starts]
    stops = [(at, piece.lane) for at, row in enumerate(brackets.segments(told)) for piece in row if piece.stops]
    assert starts == [(0, 0), (1, 1), (3, 0)]
    assert stops == [(2, 0), (4, 1), (5, 0)]


def test_the_subtitle_says_the_spread_in_points() -> None:
    sites = shop().comparisons[0]
    assert brackets.subtitle(sites) == (
        "2,648 ratings of 12 sites; true shares of sites lie about 7 points around the mean of 80.0 %"
    )
    assert "no difference between sites can be seen" in brackets.subtitle(replace(sites, spread=0.0))
