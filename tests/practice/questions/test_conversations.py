"""Questions about a conversation: redacted, keyed by a check, reviewers or calibrated raters, and graded by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from clearbar.flow.define import read_book_texts, starter_texts
from clearbar.flow.teach import quiz
from clearbar.model.book import CheckCall, Scale
from clearbar.model.conversation import Conversation, Message, Role
from clearbar.model.quiz import NONE, Kind
from clearbar.practice.questions import Mark, deviation, grade, level, lines_of, variant
from tests.practice.questions.samples import answer, desk

AT = datetime(2024, 3, 4, 9, tzinfo=UTC)
SAID = (
    (Role.CUSTOMER, "My card 4111 1111 1111 1111 was charged twice. Write to ann@example.org."),
    (Role.SYSTEM, "assigned"),
    (Role.AGENT, "That is not our problem."),
    (Role.CUSTOMER, "I beg your pardon?"),
    (Role.BOT, "We look at it together now."),
    (Role.AGENT, "You will have it tomorrow."),
)


def talk() -> Conversation:
    messages = tuple(Message(role, text, AT + timedelta(minutes=i)) for i, (role, text) in enumerate(SAID))
    return Conversation("i1", messages, AT + timedelta(hours=1))


def standard() -> str:
    return next(placed.standard.id for placed in desk().placed() if placed.standard.scale is Scale.LEVELS)


def test_what_must_not_be_shown_is_taken_out_and_what_nobody_sees_left_out() -> None:
    lines = lines_of(talk())
    assert [(one.id, one.who) for one in lines] == [
        ("0", "customer"), ("2", "staff"), ("3", "customer"), ("4", "staff"), ("5", "staff"),
    ]  # fmt: skip
    assert "4111" not in lines[0].text and "ann@" not in lines[0].text and "[card number]" in lines[0].text


def test_the_lines_that_deviate_are_the_key() -> None:
    question = deviation(desk(), standard(), lines_of(talk()), [Mark(2, "blames the customer")])
    shown = variant(question, "s")
    assert [one.id for one in shown.choices] == ["2", "4", "5", NONE] and len(shown.lines) == 5

    def worth(*chosen: str) -> float:
        return grade(question, answer(shown, list(chosen))).credit

    assert worth("2") == 1 and worth() == 0 and worth(NONE) == 0 and worth("2", "4", "5", NONE) == 0
    assert 0 < worth("2", "4") < 1
    told = {one.id: one.says for one in grade(question, answer(shown, ["4"])).parts}
    assert told["2"] == "blames the customer"


def test_where_nothing_deviates_that_is_right() -> None:
    question = deviation(desk(), standard(), lines_of(talk()), [])
    shown = variant(question, "s")
    assert grade(question, answer(shown, [NONE])).credit == 1
    assert grade(question, answer(shown, ["2"])).credit == 0


def test_marks_stand_on_lines_of_staff() -> None:
    for at in (0, 1, 9):
        with pytest.raises(ValueError, match="no line of staff"):
            deviation(desk(), standard(), lines_of(talk()), [Mark(at)])
    with pytest.raises(ValueError, match="no standard"):
        deviation(desk(), "nothing", lines_of(talk()), [])
    with pytest.raises(ValueError, match="2 to 40 lines"):
        deviation(desk(), standard(), lines_of(talk())[:1], [])


def test_the_level_is_that_of_the_calibrated_raters() -> None:
    question = level(desk(), standard(), lines_of(talk()), [2, 2, 3])
    shown = variant(question, "s")
    credits = [grade(question, answer(shown, [str(one)])).credit for one in range(1, 6)]
    assert credits[1] == 1 and credits == sorted(credits[:2]) + sorted(credits[2:], reverse=True)
    assert "2.3" in question.explanation and question.kind is Kind.LEVEL


@pytest.mark.parametrize("levels", [[1, 5], [4], [2, 3, 5, 1], []])
def test_raters_who_disagree_are_no_key(levels: list[int]) -> None:
    with pytest.raises(ValueError, match="too few or too far apart"):
        level(desk(), standard(), lines_of(talk()), levels)


def test_a_level_that_the_standard_does_not_have_is_no_key() -> None:
    yes_no = next(placed.standard.id for placed in desk().placed() if placed.standard.scale is Scale.YES_NO)
    with pytest.raises(ValueError, match="does not have"):
        level(desk(), yes_no, lines_of(talk()), [3, 3])
    assert [one.id for one in level(desk(), yes_no, lines_of(talk()), [4, 4, 4]).options] == ["2", "4"]


def test_a_check_that_found_forbidden_words_makes_the_question_by_itself() -> None:
    book = read_book_texts(starter_texts("service-desk"))
    journey = book.journeys[0]
    step = journey.steps[0]
    call = CheckCall("forbidden_phrases", {"none_of": ["not our problem"]})
    first = replace(step.standards[0], check=call)
    steps = (replace(step, standards=(first, *step.standards[1:])), *journey.steps[1:])
    book = replace(book, journeys=(replace(journey, steps=steps), *book.journeys[1:]))
    found = quiz.spot_deviations(book, talk())
    assert [one.standard for one in found] == [first.id]
    assert {one.id for one in found[0].options if one.worth} == {"2"}
    waits = replace(first, check=CheckCall("first_response", {"within": "1 s"}))
    steps = (replace(step, standards=(waits, *step.standards[1:])), *journey.steps[1:])
    late = replace(book, journeys=(replace(journey, steps=steps), *book.journeys[1:]))
    assert waits.id not in {one.standard for one in quiz.spot_deviations(late, talk())}


def test_reviewers_marks_make_the_question_too() -> None:
    found = quiz.spot_deviations(desk(), talk(), {standard(): [Mark(5, "names no hour")]})
    assert {one.standard: {o.id for o in one.options if o.worth} for one in found}[standard()] == {"5"}
    judged = quiz.judge_level(desk(), talk(), standard(), [2, 2])
    assert judged.lines == lines_of(talk())
