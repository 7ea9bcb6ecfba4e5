"""Duplicates become one finding; what came again is held against what it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clearbar.followup.found.merge import MOST, fewest, is_much_worse, merged
from clearbar.model.estimate import Estimate
from clearbar.model.finding import ActKind, Basis, Duty, Finding, FindingKind, Owner, Place, Rest, Sure

DAY = date(2026, 3, 2)


def share(hits: int, n: int = 40, half: float = 0.1) -> Estimate:
    return Estimate(hits / n, max(0.0, hits / n - half), min(1.0, hits / n + half), n, hits=hits)


def finding(standard: str = "s", hits: int = 20, due: date = DAY, person: str = "p", rest: str = "a") -> Finding:
    return Finding(
        FindingKind.PERSON, Place(standard, person=person), "Seen.",
        Sure(Basis.VERDICT, "Sure.", "falls short", share(hits)), (Rest("ratings", rest, "x"),), ActKind.COACH, "Do.",
        Owner(Duty.COACH), due,
    )  # fmt: skip


found = st.lists(
    st.builds(
        finding, st.sampled_from("abc"), st.integers(0, 40), st.dates(DAY, DAY + timedelta(9)),
        st.sampled_from("pq"), st.sampled_from("xyz"),
    )
)  # fmt: skip


@given(found)
def test_each_key_stands_once_and_nothing_it_rests_on_is_lost(ones: list[Finding]) -> None:
    told = merged(ones)
    assert len({one.key for one in told}) == len(told) == len({one.key for one in ones})
    assert {(one.key, rest) for one in told for rest in one.rests} == {(o.key, r) for o in ones for r in o.rests}
    assert [one.due for one in told] == sorted(one.due for one in told)


@given(found)
def test_the_earliest_day_of_the_same_holds(ones: list[Finding]) -> None:
    for one in merged(ones):
        assert one.due == min(other.due for other in ones if other.key == one.key)


@given(found)
def test_merging_again_changes_nothing(ones: list[Finding]) -> None:
    assert merged(merged(ones)) == merged(ones)


@given(found)
def test_nobody_gets_more_at_once_than_they_can_act_on_and_the_weightiest_stay(ones: list[Finding]) -> None:
    each = merged(ones)
    kept = fewest(each)
    for person in "pq":
        own = [one for one in kept if one.place.person == person]
        left = [one for one in each if one.place.person == person and one not in kept]
        assert len(own) <= MOST[FindingKind.PERSON]
        assert not left or len(own) == MOST[FindingKind.PERSON]
        for one in own:
            for other in left:
                assert one.sure.figure and other.sure.figure
                assert one.sure.figure.high <= other.sure.figure.high


def test_much_worse_is_a_whole_interval_beyond() -> None:
    was = Sure(Basis.VERDICT, "", "falls short", share(20))
    assert not is_much_worse(was, replace(was, figure=share(17)))
    assert is_much_worse(was, replace(was, figure=share(8)))
    assert not is_much_worse(was, replace(was, figure=share(32)))
    up = replace(was, worse=1)
    assert is_much_worse(up, replace(up, figure=share(32)))


def test_of_events_twice_as_many_and_two_more_are_much_worse() -> None:
    was = Sure(Basis.AGAIN, "", times=2)
    assert not is_much_worse(was, replace(was, times=3))
    assert is_much_worse(was, replace(was, times=4))
    assert is_much_worse(was, Sure(Basis.VERDICT, "", "falls short", share(3)))


def test_a_key_tells_nothing_of_what_it_is_about_and_changes_with_each_part_of_it() -> None:
    one = finding(person="p-0123456789ab")
    assert "p-0123456789ab" not in one.key
    others = [finding(standard="t"), finding(person="q"), finding(person="p-0123456789ab", standard="t")]
    assert len({one.key, *(other.key for other in others)}) == 4
    assert finding(hits=3).key == finding(hits=30, due=DAY + timedelta(3)).key
