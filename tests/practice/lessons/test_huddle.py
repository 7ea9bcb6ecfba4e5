"""Huddles: every standard comes round, hard ones more often, and no story tells of anybody."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar.model.lesson import Edit, Voice
from clearbar.practice.lessons import FEWEST_VOICES, Turn, huddle_of, next_turn, part_of
from tests.practice.lessons.books import demo, hotel, place

START = date(2026, 1, 5)
JOURNEY, STEP = place(demo(), "collect-glasses", "fit")
PART = part_of(demo(), JOURNEY, STEP.standards[0])


def rota(every: list[int], days: int) -> list[str]:
    """Which standard's turn it was, day by day."""
    last: dict[str, date] = {}
    held = []
    for number in range(days):
        today = START + timedelta(days=number)
        turn = next_turn([Turn(f"s{place}", days_, last.get(f"s{place}")) for place, days_ in enumerate(every)], today)
        assert turn is not None
        last[turn.standard] = today
        held.append(turn.standard)
    return held


@given(st.lists(st.integers(1, 366), min_size=1, max_size=12))
@settings(max_examples=60)
def test_every_standard_comes_round(every: list[int]) -> None:
    held = rota(every, 40 + sum(2 + 2 * max(every) // one for one in every))
    assert set(held) == {f"s{place}" for place in range(len(every))}
    # nobody waits without end: after all came once, each comes again
    again = rota(every, 40 + 4 * sum(1 + max(every) // one for one in every))
    assert min(Counter(again).values()) >= 2


@given(st.lists(st.sampled_from([7, 14, 30, 90, 180]), min_size=2, max_size=8))
@settings(max_examples=40)
def test_what_is_to_come_more_often_does(every: list[int]) -> None:
    counts = Counter(rota(every, 600))
    for one, days in enumerate(every):
        for other, longer in enumerate(every):
            if days < longer:
                assert counts[f"s{one}"] >= counts[f"s{other}"] - 1


def test_hard_ones_come_about_as_much_more_often_as_the_plan_says() -> None:
    counts = Counter(rota([14, 14, 90, 90, 180], 720))
    assert counts["s0"] > 4 * counts["s2"] > 4 * counts["s4"] > 0


def test_without_standards_there_is_no_turn() -> None:
    assert next_turn([], START) is None


def test_what_never_came_comes_first_the_most_frequent_before_the_others() -> None:
    turns = [Turn("a", 14, START), Turn("b", 90), Turn("c", 30)]
    found = next_turn(turns, START + timedelta(days=900))
    assert found and found.standard == "c"


def voices(count: int, praise: int = 1) -> list[Voice]:
    return [Voice(f"Voice {number}.", number < praise) for number in range(count)]


def test_of_fewer_than_five_customers_no_word_is_told() -> None:
    found = huddle_of(PART, "en", voices(FEWEST_VOICES - 1, praise=4))
    assert found.told == "levels" and not any("Voice" in one for one in found.story)


def test_of_five_the_praise_is_told_first_and_another_each_time() -> None:
    told = [huddle_of(PART, "en", voices(5, praise=1), before) for before in range(5)]
    assert told[0].told == "praise" and told[1].told == "complaint"
    assert "nobody's in this room" in told[1].story[0]
    assert len({one.story for one in told}) == 5


def test_an_example_of_the_house_comes_before_what_customers_said() -> None:
    own = Edit(PART.standard, PART.edition, "en", example="We once set a pair eleven times.")
    part = part_of(demo(), JOURNEY, STEP.standards[0], own)
    found = huddle_of(part, "en", voices(9))
    assert found.told == "own" and found.story[1] == "We once set a pair eleven times."


def test_without_words_of_anybody_two_customers_tell_the_worst_and_the_best_level() -> None:
    found = huddle_of(PART, "en")
    assert PART.levels[-1].says in found.story[1] and PART.levels[0].says in found.story[2]
    assert found.question == PART.self_check


def test_a_standard_without_levels_has_a_story_all_the_same() -> None:
    bare = part_of(demo(), None, demo().overall)
    assert huddle_of(bare, "en").story and huddle_of(bare, "en").question


@pytest.mark.parametrize(("tag", "says"), [("de", "Zwei Kunden, zwei Tage."), ("nl", "Twee klanten, twee dagen.")])
def test_a_huddle_speaks_its_language(tag: str, says: str) -> None:
    book = hotel().in_language(tag)
    part = part_of(book, book.journeys[0], book.journeys[0].steps[0].standards[0])
    assert huddle_of(part, tag).story[0] == says
