"""A quiz for one person: what is new first, then what is weak, within the time; and results of their own attempt."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.model.quiz import Credit, Kind, Question, Rule, Standing
from clearbar.practice.questions import compose, grade, result, sheet
from tests.practice.questions.samples import answer, asked


def bank(standards: int, each: int = 3, seconds: int = 30) -> list[Question]:
    one = asked(Kind.SINGLE, [1, 0, 0, 0])
    return [
        replace(one, id=f"{s}-{q}", standard=f"s{s}", about=f"about {q}", seconds=seconds)
        for s in range(standards)
        for q in range(each)
    ]


def test_what_is_new_comes_first_then_what_is_known_least() -> None:
    standings = {
        "s0": Standing("s0", asked=10, credit=10),
        "s1": Standing("s1", asked=10, credit=2),
        "s2": Standing("s2", new=True, asked=10, credit=10),
        "s3": Standing("s3", asked=10, credit=6),
    }
    quiz = compose(bank(4), standings, seed="a", minutes=2)
    assert [one.standard for one in quiz] == ["s2", "s1", "s3", "s0"]


def test_one_lucky_answer_does_not_make_a_standard_known() -> None:
    """One of one right is less than nine of ten: with two answers added to each, 2/3 against 10/12."""
    standings = {"s0": Standing("s0", asked=10, credit=9), "s1": Standing("s1", asked=1, credit=1)}
    assert compose(bank(2), standings, seed="a", minutes=0.5)[0].standard == "s1"


@given(st.integers(1, 8), st.integers(1, 5), st.floats(0.1, 10), st.text(max_size=5))
def test_a_quiz_keeps_its_time_and_asks_each_standard_before_any_twice(
    standards: int, each: int, minutes: float, seed: str
) -> None:
    quiz = compose(bank(standards, each), {}, seed=seed, minutes=minutes)
    assert quiz and len({one.id for one in quiz}) == len(quiz)
    assert sum(one.seconds for one in quiz) <= max(minutes * 60, 30)
    counts = [sum(one.standard == f"s{s}" for one in quiz) for s in range(standards)]
    assert max(counts) <= 3 and max(counts) - min(counts) <= 1
    assert quiz == compose(bank(standards, each)[::1], {}, seed=seed, minutes=minutes)


def test_with_nothing_known_another_seed_asks_something_else() -> None:
    seen = {compose(bank(5), {}, seed=f"{i}", minutes=1)[0].standard for i in range(40)}
    assert len(seen) == 5


def test_bad_questions_are_not_asked_and_those_that_people_wrote_come_first() -> None:
    questions = [*bank(1, 2), replace(bank(1, 1)[0], id="ours", written=True, about="other")]
    assert [one.id for one in compose(questions, {}, seed="a", minutes=0.5)] == ["ours"]
    assert {one.id for one in compose(questions, {}, seed="a", without={"ours"})} == {"0-0", "0-1"}
    assert compose([], {}, seed="a") == ()


def credits(quiz: tuple[Question, ...], attempt: int, right: int) -> list[Credit]:
    shown = sheet(quiz, "seed", attempt)
    return [
        grade(one, answer(each, ["o0" if i < right else next(c.id for c in each.choices if c.id != "o0")]))
        for i, (one, each) in enumerate(zip(quiz, shown, strict=True))
    ]


def test_an_attempt_passes_at_the_mark_and_tells_what_was_missed() -> None:
    quiz = tuple(bank(5, 1))
    passed = result(quiz, credits(quiz, 0, 4), 0, Rule(mark=0.8))
    assert passed.passed and passed.credit == pytest.approx(0.8) and passed.rights == 4 and passed.again == ("s4",)
    failed = result(quiz, credits(quiz, 1, 3), 1, Rule(mark=0.8))
    assert not failed.passed and failed.left == 1
    assert result(quiz, [], 0, Rule(attempts=0)).left is None


def test_a_question_that_was_left_out_counts_as_nothing() -> None:
    quiz = tuple(bank(4, 1))
    assert result(quiz, credits(quiz, 0, 4)[:2], 0, Rule()).credit == pytest.approx(0.5)


def test_an_old_result_never_stands_as_a_new_one() -> None:
    quiz = tuple(bank(3, 1))
    old = credits(quiz, 0, 3)
    with pytest.raises(ValueError, match="of attempt 1, not 2"):
        result(quiz, old, 1, Rule())
    with pytest.raises(ValueError, match="no question"):
        result(quiz[:1], old, 0, Rule())


def test_there_are_so_many_attempts_and_no_more() -> None:
    quiz = tuple(bank(1, 1))
    assert result(quiz, credits(quiz, 2, 0), 2, Rule(attempts=3)).left == 0
    with pytest.raises(ValueError, match="3 attempts"):
        result(quiz, credits(quiz, 3, 1), 3, Rule(attempts=3))


@given(st.integers(0, 5))
def test_a_retry_shows_all_of_it_anew(attempt: int) -> None:
    quiz = tuple(bank(4, 1))
    for before, after in zip(sheet(quiz, "s", attempt), sheet(quiz, "s", attempt + 1), strict=True):
        assert before.choices != after.choices
