"""Bad questions are found and sound ones left alone, in houses drawn by a simulator of its own."""

from __future__ import annotations

import random
from collections import Counter
from math import exp

import numpy as np
import pytest
from scipy.stats import ttest_ind

from clearbar.model.quiz import Doubt, Given
from clearbar.stats.answers.quiz import Analysis, analyse
from clearbar.stats.doubts import temptation

QUESTIONS = 20
KEYS = {f"q{i}": frozenset({"right"}) for i in range(QUESTIONS)}
WRONG = ("a", "b", "c")
SHOWN = ("right", *WRONG)


def house(seed: int, people: int, *, bad: bool = True) -> list[Given]:
    """Everybody answers all questions. Bad are q0 (backwards), q1 (by a coin), q2 (all right), q3 (all wrong), q4 (its
    key should be `a`) and q5 (nobody chooses `c`)."""
    dice = random.Random(seed)
    found = []
    for person in range(people):
        ability = dice.gauss(0, 1.3)
        for i in range(QUESTIONS):
            sure = 1 / (1 + exp(-(ability + 0.8 - i / QUESTIONS)))
            chosen = "right" if dice.random() < sure else dice.choice(WRONG)
            if bad and i == 0:
                chosen = dice.choice(WRONG) if dice.random() < 1 / (1 + exp(-ability)) else "right"
            if bad and i == 1:
                chosen = dice.choice(["right", *WRONG])
            if bad and i == 2:
                chosen = "right"
            if bad and i == 3:
                chosen = dice.choice(WRONG)
            if bad and i == 4:
                chosen = "a" if dice.random() < 1 / (1 + exp(-1.5 * ability)) else dice.choice(["right", "b", "c"])
            if bad and i == 5 and chosen == "c":
                chosen = "b"
            found.append(Given(f"p{person}", f"q{i}", chosen == "right", SHOWN, (chosen,)))
    return found


def doubts(found: Analysis) -> set[tuple[str, Doubt, str]]:
    return {(one.question, one.doubt, one.choice) for one in found.doubts}


def test_each_kind_of_bad_question_is_found() -> None:
    found = doubts(analyse(house(1, 400), KEYS))
    assert ("q0", Doubt.BACKWARDS, "") in found
    assert ("q1", Doubt.BLUNT, "") in found
    assert ("q2", Doubt.EASY, "") in found and ("q3", Doubt.HARD, "") in found
    assert ("q4", Doubt.KEY, "a") in found
    assert ("q5", Doubt.IDLE, "c") in found
    assert {question for question, _, _ in found} == {"q0", "q1", "q2", "q3", "q4", "q5"}


def test_sound_questions_are_seldom_doubted() -> None:
    """Of 600 sound questions in thirty houses, at most one in a hundred."""
    told = Counter(one.doubt for seed in range(30) for one in analyse(house(seed, 80, bad=False), KEYS).doubts)
    assert sum(told.values()) <= 6, told


def test_figures_are_near_the_truth() -> None:
    found = analyse(house(2, 800, bad=False), KEYS)
    truth = [i / QUESTIONS - 0.8 for i in range(QUESTIONS)]
    assert [found.difficulty[f"q{i}"].value for i in range(QUESTIONS)] == pytest.approx(truth, abs=0.35)
    held = [found.sharpness[name].low <= 1 <= found.sharpness[name].high for name in KEYS]
    assert np.mean(held) >= 0.85
    right = found.right["q0"]
    assert right.hits is not None and right.n == right.clusters == 800 and right.value == right.hits / 800


def test_of_fewer_than_five_people_nothing_is_told() -> None:
    found = analyse(house(3, 4), KEYS)
    assert not found.right and not found.difficulty and not found.sharpness and not found.doubts
    assert analyse([], KEYS) == Analysis({}, {}, {}, ())


def test_answers_of_one_person_again_and_again_do_not_make_a_figure_surer() -> None:
    """The same twenty people, each asked five times and answering alike."""
    once = house(4, 20, bad=False)
    many = analyse(once * 5, KEYS).right["q7"]
    one = analyse(once, KEYS).right["q7"]
    assert many.n == 5 * one.n and many.clusters == one.clusters
    assert many.high - many.low > 0.7 * (one.high - one.low)


def test_a_question_without_a_key_is_judged_as_a_whole() -> None:
    found = doubts(analyse(house(1, 400), {}))
    assert not any(choice for _, _, choice in found) and ("q0", Doubt.BACKWARDS, "") in found


def test_the_order_of_answers_changes_nothing() -> None:
    given = house(5, 60)
    turned = given[::-1]
    assert doubts(analyse(given, KEYS)) == doubts(analyse(turned, KEYS))


def test_temptation_is_welchs_test() -> None:
    """SciPy's, and its interval."""
    dice = np.random.default_rng(1)
    key, wrong = dice.normal(0, 1, 30), dice.normal(0.6, 2, 12)
    found = temptation(key, wrong)
    theirs = ttest_ind(wrong, key, equal_var=False, alternative="greater")
    assert found and found.chance == pytest.approx(theirs.pvalue) and found.chosen == 12
    ends = ttest_ind(wrong, key, equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((ends.low, ends.high))
    assert temptation(key, wrong[:4]) is None and temptation([1.0] * 5, [1.0] * 5) is None
