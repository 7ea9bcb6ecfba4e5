"""What a rule asks, counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.flow.rehearse.ready import readiness
from clearbar.model.readiness import Done, Lack, Rule
from clearbar.practice.ready import missing

rules = st.builds(Rule, st.booleans(), st.booleans(), st.integers(0, 5), st.integers(0, 5))


@st.composite
def done(draw: st.DrawFn) -> Done:
    standards, talks = draw(st.integers(0, 6)), draw(st.integers(0, 8))
    part = st.integers(0, standards)
    return Done(
        standards, draw(part), draw(part), talks, draw(st.integers(0, talks)), draw(st.integers(min(talks, 1), talks))
    )


def test_what_is_missing_is_told_in_the_order_in_which_it_is_done() -> None:
    told = missing(Rule(True, True, 3, 2), Done(4, 1, 3, 2, 1, 2))
    assert [one.says for one in told] == [
        "3 standards to sign", "1 standard to learn", "2 more rehearsals at the bar",
    ]  # fmt: skip


def test_rehearsing_one_scenario_again_and_again_is_not_enough_where_two_are_asked() -> None:
    told = missing(Rule(False, False, 2, 2), Done(1, talks=5, at_bar=5, scenarios=1))
    assert [one.says for one in told] == ["1 more scenario to rehearse"]


@given(rules, done())
def test_a_part_that_is_not_asked_is_never_missing(rule: Rule, what: Done) -> None:
    lacks = {one.lack for one in missing(rule, what)}
    assert rule.signed or Lack.SIGNATURE not in lacks
    assert rule.learned or Lack.LEARNING not in lacks
    assert rule.times or Lack.REHEARSAL not in lacks


@given(rules, rules, done())
def test_the_stricter_of_two_rules_asks_for_what_either_asks(one: Rule, other: Rule, what: Done) -> None:
    both = {each.lack for each in missing(one.with_rule(other), what)}
    assert both >= {each.lack for each in missing(one, what)} | {each.lack for each in missing(other, what)}


def test_the_share_at_the_bar_has_its_interval() -> None:
    found = readiness(Rule(), Done(0, talks=10, at_bar=8, scenarios=1)).share
    assert found is not None and (found.hits, found.n) == (8, 10)
    assert (round(found.low, 3), round(found.high, 3)) == (0.490, 0.943)  # Wilson, as published for 8 of 10
    assert readiness(Rule(), Done(0)).share is None


def test_what_cannot_have_been_done_is_refused() -> None:
    with pytest.raises(ValueError, match="can have been done"):
        Done(2, signed=3)
    with pytest.raises(ValueError, match="no fewer than none"):
        Rule(times=-1)
