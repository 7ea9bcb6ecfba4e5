"""What is shown of a question: the same for the same seed, something else at the next attempt, and never the key."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.model.quiz import Kind
from clearbar.practice.questions import variant
from tests.practice.questions.samples import asked

SEEDS = st.text(min_size=1, max_size=12)
KINDS = st.sampled_from([Kind.SINGLE, Kind.MULTIPLE, Kind.SITUATION, Kind.ORDER])


@given(KINDS, SEEDS, st.integers(0, 12))
def test_the_same_seed_and_attempt_show_the_same(kind: Kind, seed: str, attempt: int) -> None:
    question = asked(kind, [1, 0, 0, 0, 0], 4)
    assert variant(question, seed, attempt) == variant(question, seed, attempt)


@given(KINDS, SEEDS, st.integers(0, 6), st.integers(2, 6))
def test_the_next_attempt_shows_something_else_where_there_is_anything_else(
    kind: Kind, seed: str, attempt: int, size: int
) -> None:
    """Two steps that may not stand in their right order have one order only."""
    question = asked(kind, [1, *[0] * (size - 1)])
    variants = factorial(size) - (kind is Kind.ORDER)
    first, second = variant(question, seed, attempt), variant(question, seed, attempt + 1)
    assert (first.choices != second.choices) == (variants > 1)


@given(SEEDS, st.integers(3, 7), st.integers(0, 5))
def test_steps_never_begin_in_their_right_order(seed: str, size: int, attempt: int) -> None:
    question = asked(Kind.ORDER, [0] * size, 4)
    shown = [one.id for one in variant(question, seed, attempt).choices]
    assert shown != sorted(shown)


@given(SEEDS, st.integers(2, 7))
def test_of_many_wrong_answers_some_are_drawn_and_the_right_one_is_always_there(seed: str, shown: int) -> None:
    found = variant(asked(Kind.SINGLE, [1, *[0] * 8], shown), seed)
    ids = [one.id for one in found.choices]
    assert len(ids) == len(set(ids)) == shown and "o0" in ids and found.most == 1


@given(SEEDS)
def test_all_right_ones_are_shown_and_a_wrong_one_beside_them(seed: str) -> None:
    ids = {one.id for one in variant(asked(Kind.MULTIPLE, [1, 1, 1, 0, 0], 4), seed).choices}
    assert {"o0", "o1", "o2"} < ids and len(ids) == 4
    crowded = {one.id for one in variant(asked(Kind.MULTIPLE, [1, 1, 1, 1, 0], 3), seed).choices}
    assert "o4" in crowded and len(crowded) == 3


def test_over_seeds_each_order_is_as_likely_as_any_other() -> None:
    """Six orders of three options in 1,200 draws: chi squared stays below the 99.9 % point of five degrees."""
    question = asked(Kind.SINGLE, [1, 0, 0])
    orders = Counter(tuple(one.id for one in variant(question, f"seed {i}").choices) for i in range(1200))
    assert len(orders) == 6
    assert sum((n - 200) ** 2 / 200 for n in orders.values()) < 20.5


@given(SEEDS)
def test_lines_and_levels_keep_their_order(seed: str) -> None:
    for kind in (Kind.DEVIATION, Kind.LEVEL):
        assert [one.id for one in variant(asked(kind, [0, 1, 0, 0]), seed, 3).choices] == ["o0", "o1", "o2", "o3"]


def test_no_key_is_in_what_is_shown() -> None:
    told = str(asdict(variant(asked(Kind.SITUATION, [1, 0.4, 0]), "seed")))
    assert "worth" not in told and "Because" not in told and "0.4" not in told


def test_a_variant_is_the_same_on_every_machine_and_in_every_version() -> None:
    """Pinned: what a phone shows offline is what is graded later."""
    found = variant(asked(Kind.SINGLE, [1, 0, 0, 0, 0], 4), "finn/return", 2)
    assert [one.id for one in found.choices] == PINNED


PINNED = ["o0", "o2", "o3", "o4"]


@pytest.mark.parametrize("attempt", [0, 5])
def test_a_question_with_one_variant_alone_is_shown_again(attempt: int) -> None:
    assert [one.id for one in variant(asked(Kind.LEVEL, [0, 1]), "s", attempt).choices] == ["o0", "o1"]
