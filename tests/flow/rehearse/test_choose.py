"""Choose: what can be told of a gain, and of groups, and what cannot."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clearbar.flow.rehearse.choose import FEWEST, UNTOLD, Tries, at_stake, gains, impact, kept
from tests.flow.rehearse import shop

COUNTS = st.dictionaries(
    st.sampled_from(["", "a", "b", "c", "d"]),
    st.integers(0, 12).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))),
    max_size=5,
)


def others(count: int, first: int = 3) -> list[Tries | None]:
    """People who begin between `first` and two more of ten, and gain two."""
    return [Tries(first + one % 3, 10, first + one % 3 + 2, 10) for one in range(count)]


def test_who_has_not_tried_twice_can_not_be_told_of() -> None:
    found = gains([None, *others(3)])
    assert found[0].start is None and found[0].says == "Cannot tell: they have not tried twice."
    assert all(one.beyond is None and one.says.startswith("Cannot tell: it takes at least 8") for one in found[1:])
    assert found[1].start and found[1].start.hits == 3 and found[1].start.n == 10


def test_who_gains_as_others_do_is_not_told_apart_and_who_gains_far_more_is() -> None:
    found = gains([Tries(60, 200, 190, 200), *[Tries(60 + one, 200, 70 + one, 200) for one in range(12)]])
    assert found[0].says.startswith("Gained more than others who began alike: between +")
    assert found[0].beyond and found[0].beyond.low > 0
    assert found[1].says.startswith("Cannot tell from others who began alike")
    less = gains([Tries(160, 200, 20, 200), *[Tries(150 + one, 200, 160 + one, 200) for one in range(12)]])
    assert less[0].says.startswith("Gained less than others who began alike: between −")


def test_a_low_start_alone_is_no_gain() -> None:
    """All others come back to the middle by chance; so does one with the lowest start."""
    found = gains([Tries(2, 20, 10, 20), *[Tries(4 + one, 20, 10, 20) for one in range(12)]])
    assert found[0].says.startswith("Cannot tell from others")
    assert found[0].beyond and abs(found[0].beyond.value) < 0.05


def test_rates_are_held_against_the_highest_and_four_fifths_is_told_only_where_it_can_be() -> None:
    found = impact({"a": (200, 100), "b": (200, 40), "c": (200, 97), UNTOLD: (30, 10)}, 630, 247)
    says = {one.value: one.says for one in found.groups}
    assert [one.value for one in found.groups] == ["a", "b", "c", UNTOLD] and not found.left_out
    assert says["a"].startswith("The highest rate") and says["b"].startswith("Below four fifths")
    assert says["c"].startswith("Cannot tell") and says[UNTOLD] == ""
    near = impact({"a": (2000, 1000), "b": (2000, 990)}, 4000, 1990)
    assert near.groups[1].says.startswith("Not below four fifths")
    few = impact({"a": (6, 4), "b": (6, 2)}, 12, 6)
    assert few.groups[1].says.startswith("Cannot tell") and few.groups[1].ratio == 0.5


def test_where_nobody_was_taken_on_there_is_nothing_to_hold_against() -> None:
    found = impact({"a": (6, 0), "b": (7, 0)}, 13, 0)
    assert {one.ratio for one in found.groups} == {None}
    assert any(one.says.startswith("Nobody was taken on") for one in found.groups)


def test_where_one_answer_accounts_for_an_outcome_there_are_words_and_no_figures() -> None:
    """Who knows that all taken on gave one answer knows it of each of them."""
    found = impact({"a": (6, 6), "b": (6, 0)}, 12, 6)
    assert found.telling and [one.value for one in found.groups] == ["a", "b"]
    assert all(one.rate is None and one.ratio is None and one.high is None for one in found.groups)
    assert found.groups[1].says.startswith("Below four fifths")
    assert impact({"a": (9, 4), "b": (6, 0)}, 15, 4).telling
    assert impact({"a": (9, 9), "b": (6, 2)}, 15, 11).telling, "none of the others was left out: all of b were"
    assert not impact({"a": (9, 4), "b": (6, 0), UNTOLD: (5, 1)}, 20, 5).telling, "one who did not say leaves it open"
    assert not impact({"a": (9, 4), "b": (6, 1)}, 15, 5).telling


def test_no_group_at_all_is_no_fault() -> None:
    assert impact({}, 0, 0).groups == () and impact({"a": (2, 1)}, 2, 1).groups == ()
    assert impact({"a": (2, 1)}, 2, 1).left_out


@given(COUNTS)
def test_no_small_group_is_told_of_nor_follows_from_the_total(counts: dict[str, tuple[int, int]]) -> None:
    counts = {value: pair for value, pair in counts.items() if pair[0]}
    total = sum(n for n, _ in counts.values())
    found = impact(counts, total, sum(taken for _, taken in counts.values()))
    shown = {one.value: counts[one.value][0] for one in found.groups}
    assert all(n >= FEWEST for n in shown.values())
    for one in found.groups:
        assert (one.rate is None) == found.telling
        assert one.rate is None or (one.rate.n, one.rate.hits) == counts[one.value]
    hidden = [n for value, (n, _) in counts.items() if value not in shown]
    assert found.left_out == bool(hidden)
    if shown and hidden:
        assert sum(hidden) >= FEWEST and len(hidden) > 1, "what is left over tells of no small group"
    assert kept({value: n for value, (n, _) in counts.items()}) == set(shown)
    for one in found.groups:
        assert one.ratio is None or (one.low is not None and one.high is not None and one.low <= one.ratio <= one.high)


def test_the_standards_at_stake_come_in_the_order_of_the_book() -> None:
    assert at_stake(shop.book(), shop.scenarios()) == ["return.sorry", "return.refund"]
