"""Show: a talk is scored by the checks of live work and by what is at stake, and never as exemplary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar import checks
from clearbar.flow.define import read_book
from clearbar.flow.rehearse.show import conversation_of, level_of, ratings_of, show
from clearbar.flow.rehearse.talk import answer, begin, scripted
from clearbar.model.book import Book, CheckCall, Level, Scale, Standard
from clearbar.model.conversation import Role
from clearbar.model.scenario import STAFF, Scenario, Shown, Talk
from tests.practice.customer.lines_of_staff import scenarios
from tests.practice.customer.made import GLAD, LENS

AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
DEMO = Path(__file__).parents[3] / "examples" / "demo" / "book"


@pytest.fixture(scope="module")
def book() -> Book:
    return read_book(DEMO)


def said(*texts: str, scenario: Scenario = LENS) -> Talk:
    talk = begin(scenario, seed=1)
    for text in texts:
        talk = answer(scenario, talk, text, driver=scripted(scenario))
    return talk


def shown(book: Book, talk: Talk, scenario: Scenario = LENS) -> dict[str, Shown]:
    found = show(book, scenario, talk, interaction="rehearsal-1", at=AT, person="p1")
    return {one.standard: one for one in found}


def with_check(book: Book, standard: str, call: CheckCall | None) -> Book:
    """The book with another check, or none, on one standard."""
    journeys = tuple(
        replace(journey, steps=tuple(
            replace(step, standards=tuple(
                replace(one, check=call) if one.id == standard else one for one in step.standards
            )) for step in journey.steps
        )) for journey in book.journeys
    )  # fmt: skip
    return replace(book, journeys=journeys)


def test_a_talk_is_a_conversation_with_each_turn_in_its_place() -> None:
    talk = said(*GLAD)
    found = conversation_of(talk, interaction="rehearsal-1", at=AT, person="p1")
    assert [one.text for one in found.messages] == [one.text for one in talk.turns]
    assert [one.role is Role.AGENT for one in found.messages] == [one.role == STAFF for one in talk.turns]
    assert {one.author for one in found.messages if one.role is Role.AGENT} == {"p1"}
    assert [one.at for one in found.messages] == sorted({one.at for one in found.messages})
    assert found.interaction == "rehearsal-1" and found.owner == "p1"


def test_a_stake_is_cleared_by_what_makes_it_better(book: Book) -> None:
    found = shown(with_check(book, "right.no-blame", None), said(*GLAD))
    blame = found["right.no-blame"]
    assert (blame.cleared, blame.level, blame.by, blame.turns) == (True, Level.GOOD, "scenario", (1,))
    assert "“sorry” was heard" in blame.says and "Nobody breaks a lens" in blame.says and blame.example == ""


def test_a_stake_is_missed_by_what_makes_it_worse_whatever_else_is_said(book: Book) -> None:
    talk = said("I am sorry about that.", "We do not replace those.", *GLAD)
    blame = shown(with_check(book, "right.no-blame", None), talk)["right.no-blame"]
    assert (blame.cleared, blame.level, blame.turns) == (False, Level.UNDERPERFORMING, (3,))
    assert "counts against it" in blame.says
    assert blame.example == LENS.exemplary[1][1]


def test_a_stake_is_missed_where_nothing_of_it_was_said_and_that_says_what_a_script_cannot_know(book: Book) -> None:
    talk = said(*["Bananas."] * 6)
    choice = shown(book, talk)["right.choice"]
    assert (choice.cleared, choice.turns) == (False, ())
    assert "a person may still see it" in choice.says
    assert choice.example == "Shall we mend it, or replace it?"


def test_what_only_people_can_tell_is_not_told(book: Book) -> None:
    assert "right.mended" not in shown(book, said(*GLAD))


def test_the_check_of_a_standard_goes_before_the_stake(book: Book) -> None:
    """Not sorry, but nothing that the check forbids: by the stake missed, by the check cleared."""
    talk = said(*["Bananas."] * 6)
    by_check = shown(book, talk)["right.no-blame"]
    assert (by_check.by, by_check.cleared) == ("forbidden_phrases", True)
    assert not shown(with_check(book, "right.no-blame", None), talk)["right.no-blame"].cleared


def test_a_check_tells_the_places_that_it_rests_on(book: Book) -> None:
    found = shown(book, said("That is your own fault.", *GLAD))["right.no-blame"]
    assert (found.cleared, found.level, found.turns) == (False, Level.UNDERPERFORMING, (1,))


def test_the_check_says_what_it_says_in_live_work(book: Book) -> None:
    talk = said("That is your own fault.", *GLAD)
    placed = book.find("right.no-blame")
    assert placed is not None and placed.standard.check is not None
    conversation = conversation_of(talk, interaction="x", at=AT, person="p1")
    reading = checks.read(conversation, placed.standard.check, placed.standard.scale, placed.standard.bar)
    found = shown(book, talk)["right.no-blame"]
    assert (reading.level, tuple(one.message for one in reading.rests_on)) == (found.level, found.turns)


def test_a_check_of_times_is_left_out_unless_there_are_times(book: Book) -> None:
    talk = said(*GLAD)
    every = book.find("right.every-reply")
    assert every is not None and every.standard.check is not None
    timed = with_check(book, "right.mended", every.standard.check)
    assert "right.mended" not in shown(timed, talk)
    slow = [AT + timedelta(minutes=10 * number) for number in range(len(talk.turns))]
    found = show(timed, LENS, talk, interaction="x", at=AT, times=slow)
    assert next(one for one in found if one.standard == "right.mended").cleared is False


def test_a_check_of_another_step_reads_nothing_and_one_of_the_same_step_does(book: Book) -> None:
    never = CheckCall("required_phrases", {"any_of": ["a phrase that nobody says"]})
    steps = {one.standard.id: one.step.id for one in book.placed() if one.step}
    played = {steps[stake.standard] for stake in LENS.stakes}
    at_stake = {stake.standard for stake in LENS.stakes}
    others = [
        one.standard.id
        for one in book.placed()
        if one.journey and one.journey.id == LENS.journey and one.standard.id not in at_stake
    ]
    assert others
    for one in others:
        assert (one in shown(with_check(book, one, never), said(*GLAD))) == (steps[one] in played), one


def test_the_last_words_of_the_customer_are_no_unanswered_question(book: Book) -> None:
    asking = replace(LENS, ends=tuple(replace(one, says=("Is that all you have to say?",)) for one in LENS.ends))
    every = with_check(book, "right.no-blame", CheckCall("unanswered_question", {}))
    assert shown(every, said(*["Bananas."] * 6, scenario=asking), asking)["right.no-blame"].cleared


def test_nothing_is_shown_of_a_talk_that_goes_on(book: Book) -> None:
    assert shown(book, said(GLAD[0])) == {}


def test_a_standard_that_the_book_does_not_have_is_passed_over(book: Book) -> None:
    odd = replace(LENS, stakes=(replace(LENS.stakes[0], standard="no.such"),))
    assert "no.such" not in shown(book, said(*GLAD, scenario=odd), odd)


@given(st.sampled_from(Level), st.sampled_from(Scale), st.booleans())
def test_a_level_keeps_to_its_side_of_the_bar_and_is_never_exemplary(bar: Level, scale: Scale, cleared: bool) -> None:
    if scale is Scale.YES_NO:
        bar = Level.GOOD
    level = level_of(Standard("a", "", bar, None, "e", scale), cleared=cleared)
    if level is None:
        assert cleared and bar is Level.EXEMPLARY
        return
    assert level is not Level.EXEMPLARY
    assert (level >= bar) is cleared or bar is Level.POOR
    assert scale is Scale.LEVELS or level in (Level.GOOD, Level.UNDERPERFORMING)


def test_ratings_name_the_edition_of_the_standard_and_that_of_the_scenario(book: Book) -> None:
    long = replace(LENS, edition="0123456789abcdef")
    talk = said(*GLAD, scenario=long)
    marks = ratings_of(book, long, show(book, long, talk, interaction="x", at=AT))
    assert {one.standard for one in marks} >= {"right.no-blame", "right.choice"}
    for one in marks:
        placed = book.find(one.standard)
        assert placed is not None and one.edition == placed.standard.edition
        assert one.instrument == "rehearsal/lens/0123456789ab"


def test_a_standard_that_the_book_lost_gets_no_rating_and_none_is_exemplary(book: Book) -> None:
    given_ = [Shown("gone", Level.GOOD, True, "scenario"), Shown("right.choice", Level.EXEMPLARY, True, "scenario")]
    assert ratings_of(book, LENS, given_) == ()


@pytest.mark.parametrize("scenario", [one for one in scenarios() if (DEMO / "scenarios" / f"{one.id}.yaml").exists()],
                         ids=lambda one: one.id)  # fmt: skip
def test_an_exemplary_talk_of_the_demo_clears_every_standard_at_stake(book: Book, scenario: Scenario) -> None:
    talk = said(*(text for who, text in scenario.exemplary if who == STAFF), scenario=scenario)
    found = shown(book, talk, scenario)
    told = {stake.standard for stake in scenario.stakes if stake.better or stake.worse}
    assert {standard: one.cleared for standard, one in found.items() if standard in told} == dict.fromkeys(told, True)
