"""What answers of many tell: bad questions named, standards that are not understood, and nobody shown to others."""

from __future__ import annotations

import random
from dataclasses import asdict, replace
from functools import cache
from math import exp

import pytest

from clearbar.flow.define import read_book_texts, starter_texts
from clearbar.flow.teach import quiz
from clearbar.flow.teach.known import NOT_ENOUGH, TRAINING
from clearbar.model.quiz import Answer, Doubt, Given, Kind, Question, Rule, Tried

BOOK = read_book_texts(starter_texts("contact-centre"))
QUESTIONS = {one.id: one for one in quiz.questions_of(BOOK) if one.kind is Kind.SINGLE}
IDS = sorted(QUESTIONS)
MISKEYED = next(id for id in IDS if QUESTIONS[id].shown == 0)
"""All its choices are shown each time."""
OTHER = next(id for id in IDS if id != MISKEYED)


@cache
def answers(people: int, seed: int = 1) -> list[Given]:
    """People answer what they are shown; of one question, those who know more choose one wrong answer, all the same."""
    dice = random.Random(seed)
    tempting = next(one.id for one in QUESTIONS[MISKEYED].options if one.worth < 1)
    found = []
    for person in range(people):
        ability = dice.gauss(0, 1.3)
        for id in IDS:
            question = QUESTIONS[id]
            shown = quiz.variant(question, f"p{person}")
            right = next(one.id for one in question.options if one.worth >= 1)
            wrong = [one.id for one in shown.choices if one.id != right]
            knows = dice.random() < 1 / (1 + exp(-1.2 * ability - 0.5))
            chosen = right if knows else dice.choice(wrong)
            if id == MISKEYED and tempting in wrong:
                chosen = tempting if knows else dice.choice([right, *(one for one in wrong if one != tempting)])
            found.append(quiz.given(question, f"p{person}", Answer(id, f"p{person}", 0, (chosen,))))
    return found


def test_a_wrong_key_is_named_with_what_to_do() -> None:
    report = quiz.question_report(answers(400), QUESTIONS)
    bad = {one.question: one for one in report.bad}
    assert bad[MISKEYED].doubt in {Doubt.KEY, Doubt.BACKWARDS}
    assert "Look whether the key is right" in bad[MISKEYED].says
    assert QUESTIONS[MISKEYED].stem[:40] in bad[MISKEYED].says
    assert bad[MISKEYED].standard == QUESTIONS[MISKEYED].standard
    assert set(bad) == {MISKEYED}


def test_every_question_has_its_figures_with_n_and_interval() -> None:
    report = quiz.question_report(answers(60), QUESTIONS)
    assert [one.question for one in report.questions] == IDS
    for one in report.questions:
        assert one.right.n == one.right.clusters == 60 and one.right.low <= one.right.value <= one.right.high
        assert one.difficulty.low < one.difficulty.value < one.difficulty.high


def test_no_person_is_in_the_report_and_nothing_of_fewer_than_five() -> None:
    report = quiz.question_report(answers(60), QUESTIONS)
    assert "p17" not in str(asdict(report))
    few = quiz.question_report(answers(4), QUESTIONS)
    assert few.questions == () == few.bad and few.notes == (NOT_ENOUGH,)


def test_one_question_is_told_once_as_a_whole() -> None:
    """Where everything points the wrong way, one sentence says so."""
    turned = [replace(one, right=not one.right) if one.question == OTHER else one for one in answers(400)]
    told = [one for one in quiz.question_report(turned, QUESTIONS).bad if one.question == OTHER]
    assert len([one for one in told if one.doubt in {Doubt.KEY, Doubt.BACKWARDS, Doubt.BLUNT}]) == 1


def test_answers_to_questions_that_were_put_away_are_not_told() -> None:
    left = {id: QUESTIONS[id] for id in IDS if id != MISKEYED}
    report = quiz.question_report(answers(400), left)
    assert MISKEYED not in {one.question for one in (*report.questions, *report.bad)}


def test_an_answer_is_counted_with_what_was_shown() -> None:
    question = QUESTIONS[OTHER]
    shown = quiz.variant(question, "s", 2)
    right = next(one.id for one in question.options if one.worth >= 1)
    one = quiz.given(question, "p1", Answer(question.id, "s", 2, (right,)))
    assert one.right and one.shown == tuple(each.id for each in shown.choices) and one.chosen == (right,)


STANDARD = next(placed.standard.id for placed in BOOK.placed())


def tried(people: int, failing: int, answers: int = 6, right: int = 2) -> list[Tried]:
    return [
        Tried(f"p{i}", STANDARD, answers, right if i < failing else answers, 3 if i < failing else 0)
        for i in range(people)
    ]


def test_a_standard_that_five_fail_again_and_again_is_not_understood_and_training_comes_first() -> None:
    (found,) = quiz.not_known(tried(8, 7), BOOK)
    assert found.standard == STANDARD and found.first == TRAINING and found.person == ""
    assert found.figure and found.figure.clusters == 8 and found.figure.hits == 20 and found.figure.n == 48
    assert "is not understood: 20 of 48 answers of 8 people were right" in found.says
    assert "Train it first" in found.says and "p1" not in found.says


@pytest.mark.parametrize(("people", "failing", "right"), [(4, 4, 0), (8, 4, 0), (8, 0, 2), (40, 5, 5)], ids=str)
def test_fewer_than_five_or_most_right_are_no_finding_about_a_standard(people: int, failing: int, right: int) -> None:
    assert quiz.not_known(tried(people, failing, right=right), BOOK) == ()


def test_the_mark_of_the_rule_decides_what_is_too_few() -> None:
    rows = tried(8, 7, right=3)
    assert quiz.not_known(rows, BOOK, Rule(mark=0.9)) and not quiz.not_known(rows, BOOK, Rule(mark=0.4))


def test_repeated_failure_of_one_is_for_them_and_says_what_helps() -> None:
    found = quiz.failed_again(Tried("finn", STANDARD, 9, 5, 3), BOOK)
    assert found and found.person == "finn" and found.first == TRAINING and found.figure is None
    assert "The last 3 answers" in found.says and "lesson" in found.says and "finn" not in found.says
    assert quiz.failed_again(Tried("finn", STANDARD, 9, 5, 2), BOOK) is None
    assert quiz.failed_again(Tried("finn", "gone", 9, 0, 9), BOOK) is None


def test_nobody_who_was_not_asked_counts() -> None:
    rows = [*tried(4, 4), *(Tried(f"q{i}", STANDARD, 0, 0, 3) for i in range(4))]
    assert quiz.not_known(rows, BOOK) == ()


def test_a_question_with_several_rights_is_looked_at_by_its_choices_and_an_order_is_not() -> None:
    """Neither stands in the way of the report."""
    every: dict[str, Question] = {one.id: one for one in quiz.questions_of(BOOK)}
    dice = random.Random(3)
    given = []
    for person in range(30):
        for id, question in every.items():
            ids = [one.id for one in quiz.variant(question, f"p{person}").choices]
            chosen = tuple(dice.sample(ids, len(ids) if question.kind is Kind.ORDER else 1))
            given.append(quiz.given(question, f"p{person}", Answer(id, f"p{person}", 0, chosen)))
    assert len(quiz.question_report(given, every).questions) == len(every)
