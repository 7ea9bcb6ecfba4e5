"""What answers are worth: the key is worth all, nothing is worth nothing, and guessing does not pay."""

from __future__ import annotations

from itertools import permutations, product
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.model.book import Level, Scale
from clearbar.model.quiz import Kind, Question, Rule
from clearbar.practice.questions import grade, keyed, variant
from clearbar.practice.questions.worth import divided, level, situation
from tests.practice.questions.samples import answer, asked

MARK = Rule().mark
SEEDS = st.text(min_size=1, max_size=8)
WORTHS = st.integers(1, 3).flatmap(lambda rights: st.integers(1, 4).map(lambda wrongs: [1.0] * rights + [0.0] * wrongs))


def credit(question: Question, chosen: list[str], seed: str = "s") -> float:
    return grade(question, answer(variant(question, seed), chosen)).credit


def key(question: Question) -> list[str]:
    return [one.id for one in question.options if question.kind is Kind.ORDER or one.worth >= 1]


@given(WORTHS, SEEDS)
def test_the_full_key_is_worth_all_and_nothing_is_worth_nothing(worths: list[float], seed: str) -> None:
    for kind in (Kind.MULTIPLE, Kind.DEVIATION, Kind.ORDER):
        question = asked(kind, worths)
        told = grade(question, answer(variant(question, seed), key(question)))
        assert told.credit == pytest.approx(1) and told.right
        assert credit(question, [], seed) == 0
    one = asked(Kind.SINGLE, [1.0, *[0.0] * len(worths)])
    assert credit(one, ["o0"], seed) == 1 and credit(one, ["o1"], seed) == 0 and credit(one, [], seed) == 0


@given(WORTHS, SEEDS)
def test_ticking_everything_is_worth_nothing(worths: list[float], seed: str) -> None:
    question = asked(Kind.MULTIPLE, worths)
    assert credit(question, [one.id for one in question.options], seed) == pytest.approx(0)


@given(WORTHS, SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_ticks_does_not_matter(worths: list[float], seed: str, dice: object) -> None:
    question = asked(Kind.MULTIPLE, worths)
    ids = [one.id for one in question.options]
    chosen = [one for one in ids if dice.random() < 0.5]  # type: ignore[attr-defined]
    turned = chosen[::-1]
    assert credit(question, chosen, seed) == credit(question, turned, seed)
    assert credit(question, [*chosen, *chosen], seed) == credit(question, chosen, seed)


@given(WORTHS, SEEDS)
def test_one_wrong_tick_more_is_never_worth_more(worths: list[float], seed: str) -> None:
    question = asked(Kind.MULTIPLE, worths)
    right = key(question)
    wrong = [one.id for one in question.options if one.worth < 1]
    credits = [credit(question, [*right, *wrong[:n]], seed) for n in range(len(wrong) + 1)]
    assert credits == sorted(credits, reverse=True) and credits[0] > credits[-1]


@pytest.mark.parametrize("rights", [1, 2, 3])
def test_whoever_ticks_by_a_coin_does_not_pass(rights: int) -> None:
    """The mean over all ways to tick, each as likely, against the pass mark."""
    question = asked(Kind.MULTIPLE, [1.0] * rights + [0.0] * 3)
    ids = [one.id for one in question.options]
    ways = product([False, True], repeat=len(ids))
    credits = [credit(question, [one for one, yes in zip(ids, way, strict=True) if yes]) for way in ways]
    assert fmean(credits) < 0.35 < MARK


@pytest.mark.parametrize("size", [3, 4, 5, 6])
def test_an_order_by_chance_does_not_pass_and_the_reverse_is_worth_nothing(size: int) -> None:
    question = asked(Kind.ORDER, [0.0] * size)
    ids = [one.id for one in question.options]
    credits = [credit(question, list(way)) for way in permutations(ids)]
    assert fmean(credits) < 0.3 < MARK and credit(question, ids[::-1]) == 0
    assert sum(one >= 1 - 1e-9 for one in credits) == 1


def by_swaps(right: list[str], given: list[str]) -> float:
    """Kendall's τ by another road: how many swaps of neighbours bubble sort needs."""
    order, swaps = [right.index(one) for one in given], 0
    for _ in order:
        for i in range(len(order) - 1):
            if order[i] > order[i + 1]:
                order[i], order[i + 1] = order[i + 1], order[i]
                swaps += 1
    pairs = len(right) * (len(right) - 1) / 2
    return max(0.0, 1 - 2 * swaps / pairs)


@given(st.permutations([f"o{i}" for i in range(5)]))
def test_an_order_is_worth_what_its_swaps_leave(given: list[str]) -> None:
    question = asked(Kind.ORDER, [0.0] * 5)
    assert credit(question, given) == pytest.approx(by_swaps(key(question), given))


def test_steps_that_were_left_out_count_neither_way() -> None:
    question = asked(Kind.ORDER, [0.0] * 3)
    assert credit(question, ["o0", "o1"]) == pytest.approx(1 / 3) and credit(question, ["o0"]) == 0


@pytest.mark.parametrize("kind", [Kind.SINGLE, Kind.LEVEL, Kind.SITUATION])
def test_where_one_is_to_be_chosen_two_are_no_answer(kind: Kind) -> None:
    assert credit(asked(kind, [1, 0, 0]), ["o0", "o1"]) == 0


def test_an_answer_to_something_else_is_refused() -> None:
    question = asked(Kind.SINGLE, [1, 0, 0, 0, 0], 3)
    shown = variant(question, "s")
    hidden = next(one.id for one in question.options if one.id not in {each.id for each in shown.choices})
    with pytest.raises(ValueError, match="was not shown"):
        grade(question, answer(shown, [hidden]))
    with pytest.raises(ValueError, match="not q-single"):
        grade(question, answer(variant(asked(Kind.ORDER, [0, 0, 0]), "s"), ["o0"]))


def test_each_choice_is_told_with_what_it_was_worth() -> None:
    question = asked(Kind.MULTIPLE, [1, 1, 0])
    told = grade(question, answer(variant(question, "s"), ["o0", "o2"]))
    assert {(one.id, one.chosen, one.belongs) for one in told.parts} == {
        ("o0", True, True), ("o1", False, True), ("o2", True, False),
    }  # fmt: skip
    assert told.credit == 0 and told.explanation == "Because." and told.edition == "e1"


def test_of_an_order_the_right_one_is_told_with_what_stood_where_it_should() -> None:
    question = asked(Kind.ORDER, [0, 0, 0])
    told = grade(question, answer(variant(question, "s"), ["o0", "o2", "o1"]))
    assert [(one.id, one.belongs) for one in told.parts] == [("o0", True), ("o1", False), ("o2", False)]


def test_a_situation_is_worth_what_experts_think_of_it() -> None:
    """By hand: means 4.5, 3, 1.5; from the least to the most effective that is 1, a half, 0."""
    assert situation([[4, 5], [3, 3], [1, 2]]) == pytest.approx([1, 0.5, 0])
    for wrong in ([[3, 3], [3, 3]], [[4, 5], []], [[4, 5]]):
        with pytest.raises(ValueError, match="experts"):
            situation(wrong)


@given(st.lists(st.lists(st.integers(1, 5), min_size=2, max_size=6), min_size=2, max_size=5), st.integers(-3, 3))
def test_a_milder_or_harsher_panel_gives_the_same_worths(ratings: list[list[int]], more: int) -> None:
    means = [fmean(one) for one in ratings]
    if max(means) - min(means) < 1e-9:
        return
    moved = [[one + more for one in each] for each in ratings]
    assert situation(moved) == pytest.approx(situation(ratings))
    assert max(situation(ratings)) == 1 and min(situation(ratings)) == 0


def test_experts_are_divided_where_agreement_is_below_a_half() -> None:
    """r_wg by hand: variances 0.33, 1, 4.5 against 2 by chance give .83, .5 and less than 0."""
    assert not divided([4, 4, 5]) and not divided([3, 4, 5]) and divided([1, 4, 5, 2]) and divided([4])


def test_votes_key_a_situation_and_leave_out_what_experts_are_divided_about() -> None:
    question = asked(Kind.SITUATION, [0, 0, 0, 0])
    votes = {"o0": [5, 5, 4], "o1": [3, 3, 3], "o2": [1, 1, 2], "o3": [1, 5, 3]}
    found = keyed(question, votes)
    assert found.id == question.id and [one.id for one in found.options] == ["o0", "o1", "o2"]
    assert credit(found, ["o0"]) == 1 and credit(found, ["o2"]) == 0 and 0.4 < credit(found, ["o1"]) < 0.7
    with pytest.raises(ValueError, match="not of one mind"):
        keyed(question, {**votes, "o2": [1, 5, 3]})
    with pytest.raises(ValueError, match="situations only"):
        keyed(asked(Kind.SINGLE, [1, 0, 0]), votes)


def test_a_level_is_worth_less_the_further_it_is_from_the_consensus() -> None:
    """By hand: consensus 3.6; distances .4 for 4 and .6 for 3, so 3 is worth 1 − .2/2."""
    found = level([4, 4, 4, 3, 3], Scale.LEVELS)
    assert found == pytest.approx({
        Level.POOR: 0, Level.UNDERPERFORMING: 0.4, Level.AVERAGE: 0.9, Level.GOOD: 1, Level.EXEMPLARY: 0.5,
    })  # fmt: skip
    assert level([3, 4], Scale.LEVELS)[Level.AVERAGE] == level([3, 4], Scale.LEVELS)[Level.GOOD] == 1
    assert level([4, 4], Scale.YES_NO) == {Level.UNDERPERFORMING: 0, Level.GOOD: 1}


@pytest.mark.parametrize("consensus", [1, 2, 3, 4, 5])
def test_whoever_says_any_level_by_chance_does_not_pass(consensus: int) -> None:
    assert fmean(level([consensus] * 3, Scale.LEVELS).values()) <= 0.4 < MARK
