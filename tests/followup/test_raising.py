"""What may rise, what may go and what wants other words: the whole interval decides, never the figure alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.followup.raising import ENOUGH, MARGIN, MISSED, MOST, by_rise, proposals
from clearbar.model.agreement import Agreeing
from clearbar.model.book import Level
from clearbar.model.estimate import Estimate
from clearbar.model.raising import Proposal, Rise, Watched

PLAIN = Watched("counter.seen", "being seen at once", Level.GOOD, 0.8, yes_no=False)
SURE = replace(PLAIN, clearance=Estimate(0.95, 0.93, 0.97, 500, hits=475))
RISES = replace(SURE, next_level=Estimate(0.86, 0.83, 0.89, 500, hits=430))
DOES_NOT_MATTER = replace(
    PLAIN, explains=Estimate(0.004, 0.0, 0.015, 800), penalty=Estimate(0.02, -0.06, 0.1, 800), missed=90
)
VAGUE = replace(SURE, agreeing=Agreeing.VAGUE, alpha=Estimate(0.27, 0.16, 0.36, 300), pairs=300)


def one(watched: Watched) -> Proposal:
    (found,) = proposals([watched])
    return found


def test_a_standard_that_clears_the_next_level_too_has_its_bar_raised() -> None:
    found = one(RISES)
    assert (found.rise, found.was, found.becomes) == (Rise.BAR, 4.0, 5.0)
    assert found.seen == "Being seen at once is cleared in 475 of 500 (93–97 %), where 80 % are asked for"
    assert "430 of 500 (83–89 %) would reach “exemplary”" in found.sure


def test_what_it_would_bring_is_an_estimate_with_its_ends_and_no_promise() -> None:
    found = one(replace(RISES, slope=Estimate(0.4, 0.3, 0.5, 800)))
    assert "about +0.04 levels of the overall verdict (between +0.01 and +0.07)" in found.brings
    assert "no promise" in found.brings and "may be nothing" not in found.brings
    unsure = one(replace(RISES, slope=Estimate(0.1, -0.1, 0.3, 800)))
    assert "which may be nothing" in unsure.brings
    assert "cannot be told yet" in one(RISES).brings


def test_one_that_does_not_has_its_target_raised_to_what_is_surely_reached() -> None:
    found = one(replace(SURE, next_level=Estimate(0.5, 0.45, 0.55, 500, hits=250)))
    assert (found.rise, found.was, found.becomes) == (Rise.TARGET, 0.8, 0.9)
    assert one(SURE).rise is Rise.TARGET
    yes_no = one(replace(RISES, yes_no=True))
    assert yes_no.rise is Rise.TARGET


@pytest.mark.parametrize(
    "watched",
    [
        PLAIN,
        replace(SURE, target=None),
        replace(SURE, clearance=Estimate(0.95, 0.84, 0.99, 20, hits=19)),
        replace(SURE, target=0.78, clearance=Estimate(0.95, 0.81, 0.99, 20, hits=19)),
        replace(RISES, clearance=Estimate(0.95, 0.84, 0.99, 500, hits=475)),
        replace(SURE, target=0.9, clearance=Estimate(0.96, 0.945, 0.97, 5000, hits=4800)),
        replace(SURE, standard="overall"),
    ],
)
def test_what_is_not_sure_by_the_margin_does_not_rise(watched: Watched) -> None:
    assert proposals([watched]) == ()


def test_what_customers_do_not_mind_is_proposed_to_go_before_it_rises() -> None:
    found = one(replace(DOES_NOT_MATTER, clearance=RISES.clearance, next_level=RISES.next_level))
    assert found.rise is Rise.RETIRE and "unless law, safety" in found.change
    assert "90 times in 800 answers" in found.sure and found.becomes is None


@pytest.mark.parametrize(
    "watched",
    [
        replace(DOES_NOT_MATTER, missed=MISSED - 1),
        replace(DOES_NOT_MATTER, explains=Estimate(0.004, 0.0, 0.015, ENOUGH - 1)),
        replace(DOES_NOT_MATTER, explains=Estimate(0.004, 0.0, 0.03, 800)),
        replace(DOES_NOT_MATTER, penalty=Estimate(0.02, -0.06, 0.3, 800)),
        replace(DOES_NOT_MATTER, penalty=None),
        replace(DOES_NOT_MATTER, guards=("counter.quick",)),
    ],
)
def test_what_may_matter_or_guards_another_stays(watched: Watched) -> None:
    assert proposals([watched]) == ()


def test_what_nobody_agrees_on_is_reworded_before_anything_else() -> None:
    found = one(VAGUE)
    assert found.rise is Rise.REWORD and "0.27 (between 0.16 and 0.36" in found.sure
    for other in (Agreeing.HARSH, Agreeing.AGREE, Agreeing.LITTLE, Agreeing.CANNOT_TELL):
        assert all(each.rise is not Rise.REWORD for each in proposals([replace(VAGUE, agreeing=other)]))


@given(
    target=st.floats(0.05, 0.99),
    value=st.floats(0, 1),
    below=st.floats(0, 0.5),
    following=st.none() | st.floats(0, 1),
    n=st.integers(1, 10_000),
)
def test_nothing_rises_beyond_what_is_surely_reached(
    target: float, value: float, below: float, following: float | None, n: int
) -> None:
    clearance = Estimate(value, max(0.0, value - below), min(1.0, value + below), n)
    reached = None if following is None else Estimate(following, max(0.0, following - below), 1.0, n)
    for found in proposals([replace(PLAIN, target=target, clearance=clearance, next_level=reached)]):
        assert clearance.low >= target + MARGIN
        if found.rise is Rise.TARGET:
            assert found.becomes and target < found.becomes <= min(MOST, clearance.low + 1e-9)
        else:
            assert reached and reached.low >= target


def test_those_that_raise_come_first_and_empty_kinds_are_left_out() -> None:
    found = proposals([VAGUE, DOES_NOT_MATTER, RISES])
    assert [rise for rise, _ in by_rise(found)] == [Rise.BAR, Rise.RETIRE, Rise.REWORD]
