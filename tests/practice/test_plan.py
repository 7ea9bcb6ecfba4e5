"""The plan: proposed from how hard a standard is and how much it matters, with a reason that can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.model.agreement import Agreeing
from clearbar.model.estimate import Estimate, Verdict
from clearbar.model.lesson import Duty, Hardness, Known, Medium
from clearbar.practice.plan import OFTEN, propose, ways
from clearbar.stats.intervals import wilson


def share(hits: int, n: int) -> Estimate:
    low, high = wilson(hits, n)
    return Estimate(hits / n, float(low), float(high), n, hits=hits)


def known(**told: object) -> Known:
    return Known("s", **told)  # type: ignore[arg-type]


def test_the_sentence_of_the_brief() -> None:
    """Missed in 7 of 12, raters disagree, and it matters: rehearsed in class every two weeks."""
    found = propose(
        known(
            clearance=share(5, 12), target=0.9, verdict=Verdict.FALLS_SHORT, agreeing=Agreeing.VAGUE, critical="safety"
        )
    )
    assert found.reason == (
        "Missed in 7 of 12 interactions (32–81 %), raters disagree and a miss is critical: "
        "rehearse it in class every two weeks."
    )
    assert found.media[:2] == (Medium.REHEARSAL, Medium.CLASS) and found.every == 14
    assert found.hardness is Hardness.HARD and found.matters


def test_what_nobody_knows_is_said_and_asked_for_soon() -> None:
    found = propose(known())
    assert found.hardness is Hardness.UNKNOWN and found.every == 90
    assert found.reason.startswith("Nobody can tell yet how hard it is")
    assert propose(known(critical="x")).every == 30 and "a miss is critical" in propose(known(critical="x")).reason


@pytest.mark.parametrize("n", [1, 4])
def test_fewer_than_five_answers_prove_nothing(n: int) -> None:
    assert propose(known(clearance=share(0, n), wrong=share(n, n))).hardness is Hardness.UNKNOWN


def test_known_and_still_missed_is_rehearsed_and_not_read_again() -> None:
    found = propose(known(clearance=share(20, 100), verdict=Verdict.FALLS_SHORT, target=0.8, wrong=share(1, 100)))
    assert found.media[0] is Medium.REHEARSAL and Medium.PAGE not in found.media
    assert "quiz" not in found.reason


def test_not_known_is_read_and_asked_again() -> None:
    found = propose(known(wrong=share(60, 100)))
    assert found.media[:2] == (Medium.PAGE, Medium.QUIZ) and found.hardness is Hardness.HARD
    assert "Wrong in 60 of 100 quiz answers (50–69 %)" in found.reason


def test_what_goes_well_comes_seldom_and_its_figures_are_told() -> None:
    found = propose(known(clearance=share(97, 100), verdict=Verdict.CLEARS, target=0.8))
    assert found.every == 180 and found.reason.startswith("Kept in 97 of 100 interactions (")


def test_the_book_s_own_ways_win_for_those_who_perform_it_and_strange_words_are_kept() -> None:
    told = known(teach=("page", "Role-Play", "a visit to the workshop"), clearance=share(5, 50), target=0.8)
    found = propose(told)
    assert found.media == (Medium.PAGE, Medium.REHEARSAL) and found.further == ("a visit to the workshop",)
    assert "as the book says" in found.reason and found.hardness is Hardness.HARD
    assert found.besides == (Medium.HUDDLE,)  # the machine's own view is not lost
    assert propose(told, Duty.LEADS).media == (Medium.HUDDLE, Medium.PAGE)


def test_each_way_that_the_demo_names_is_one_of_ours() -> None:
    assert ways(("page", "rehearsal", "coaching"))[1] == ()


def test_who_judges_is_taught_where_raters_differ() -> None:
    vague = propose(known(agreeing=Agreeing.VAGUE, pairs=40, clearance=share(99, 100)), Duty.JUDGES)
    assert vague.media == (Medium.CLASS, Medium.QUIZ) and "Raters disagree on 40 interactions" in vague.reason
    missed = propose(known(clearance=share(1, 100), agreeing=Agreeing.AGREE), Duty.JUDGES)
    assert missed.hardness is Hardness.EASY


@pytest.mark.parametrize(("told", "says"), [({"driver": True}, "verdict hangs on it"), ({"target": 0.97}, "97 %")])
def test_why_it_matters_is_said(told: dict[str, object], says: str) -> None:
    found = propose(known(**told))
    assert found.matters and says in found.reason


SHARES = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))).map(lambda one: share(*one))
KNOWN = st.builds(
    Known, st.just("s"), st.none() | st.floats(0.05, 1), st.just(()), st.none() | SHARES,
    st.none() | st.sampled_from(Verdict), st.none() | SHARES, st.none() | st.sampled_from(Agreeing),
    st.none() | st.integers(0, 99), st.sampled_from(["", "safety"]), st.booleans(),
)  # fmt: skip


@given(KNOWN, st.sampled_from(Duty))
def test_every_proposal_names_a_way_a_time_that_can_be_chosen_and_one_sentence(told: Known, duty: Duty) -> None:
    found = propose(told, duty)
    assert found.media and len(set(found.media)) == len(found.media) and found.every in OFTEN
    assert found.reason.endswith(f"{OFTEN[found.every]}.") and found.reason[0].isupper()
    assert found.reason.count(". ") == 0 and found.reason.count(": ") == 1


@given(st.integers(5, 300), st.data())
def test_more_misses_never_mean_less_teaching(n: int, data: st.DataObject) -> None:
    fewer = data.draw(st.integers(0, n))
    more = data.draw(st.integers(0, fewer))
    assert propose(known(clearance=share(more, n))).every <= propose(known(clearance=share(fewer, n))).every


@given(KNOWN)
def test_what_matters_comes_at_least_as_often(told: Known) -> None:
    assert propose(replace(told, critical="x")).every <= propose(replace(told, critical="", driver=False)).every
