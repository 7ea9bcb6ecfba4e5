"""Groups in their order, as they are told: what is known of places, what is not, and who never has one."""

from __future__ import annotations

import numpy as np
import pytest
from tests.stats.test_funnels import sums

from clearbar.model.question import Sums
from clearbar.stats.answers import conclude_groups, conclude_ranks
from clearbar.stats.ranks import rank_sets

Counts = dict[str, tuple[int, int]]
APART: Counts = {"a": (190, 200), "b": (150, 200), "c": (148, 200), "d": (90, 200)}


def means(values: list[float], n: int, sd: float = 1.0) -> Sums:
    """Sums of levels (or of log seconds) of groups whose ratings are all of different persons."""
    y, size = np.array(values), np.full(len(values), float(n))
    zero, q = np.zeros(len(values)), size * (y * y + sd * sd)
    return {
        "site": np.array([f"s{i}" for i in range(len(values))], dtype=object), "n": size, "a": size * y, "b": zero,
        "clusters": size, "nn": size, "na": size * y, "nb": zero, "aa": q, "ab": zero, "bb": zero, "qaa": q,
        "qab": zero, "qbb": zero, "target_low": zero, "target_high": zero, "edition_low": zero, "edition_high": zero,
        "answers": size,
    }  # fmt: skip


def test_groups_far_apart_have_their_places_and_those_alike_share_two() -> None:
    answer = conclude_ranks(sums(APART), ("site",))
    told = {row.keys["site"]: row for row in answer.rows}
    sets = {name: (row.facts["all_low"], row.facts["all_high"]) for name, row in told.items()}
    assert sets == {"a": (1, 1), "b": (2, 3), "c": (2, 3), "d": (4, 4)}
    assert told["a"].figures["rank"].value == pytest.approx(1, abs=0.01)
    assert told["d"].facts["bottom"] > 0.99 and told["a"].facts["top"] > 0.99
    assert told["b"].figures["shrunk"] == next(
        row.figures["shrunk"] for row in conclude_groups(sums(APART), ("site",)).rows if row.keys["site"] == "b"
    )
    assert all(low <= row.figures["rank"].low <= row.figures["rank"].high <= high
               for row, (low, high) in ((told[name], sets[name]) for name in told))  # fmt: skip


def test_without_a_spread_it_is_said_in_words_and_nobody_is_at_an_end() -> None:
    """Shares that lie closer together than chance would bring them: the most likely spread is 0."""
    answer = conclude_ranks(sums({f"s{i}": (80 + i % 2, 100) for i in range(10)}), ("site",))
    assert {row.figures["rank"].value for row in answer.rows} == {5.5}
    assert {(row.facts["all_low"], row.facts["all_high"]) for row in answer.rows} == {(1, 10)}
    assert {row.facts[end] for row in answer.rows for end in ("top", "bottom")} == {None}
    assert any("cannot be told apart" in note and "order is not known" in note for note in answer.notes)


@pytest.mark.parametrize("of", ["level", "gap"])
def test_the_eight_schools_have_no_order(of: str) -> None:
    """Rubin's schools as group means with their standard errors: τ² is 0."""
    effects, errors = [28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18]
    told = dict(means([float(each) for each in effects], 400))
    n, y, sd = told["n"], np.array(effects, dtype=float), np.array(errors) * 20.0
    told["aa"] = told["qaa"] = n * (y * y + sd * sd)
    answer = conclude_ranks(told, ("site",), of)
    assert {(row.facts["all_low"], row.facts["all_high"]) for row in answer.rows} == {(1, 8)}
    assert {row.facts["top"] for row in answer.rows} == {None}
    assert any("cannot be told apart" in note for note in answer.notes)


def test_of_times_the_shortest_comes_first() -> None:
    slow = conclude_ranks(means([5.0, 3.0, 4.0], 400), ("site",), "millis")
    assert [row.facts["all_low"] for row in slow.rows] == [3, 1, 2]
    level = conclude_ranks(means([5.0, 3.0, 4.0], 400), ("site",), "level")
    assert [row.facts["all_low"] for row in level.rows] == [1, 3, 2]
    assert [row.facts["bottom"] > 0.99 for row in level.rows] == [False, True, False]
    assert any("Not adjusted" in note for note in level.notes)


def test_a_site_or_team_that_is_one_person_has_no_place_and_others_keep_theirs() -> None:
    told = dict(sums(APART))
    told["clusters"] = np.array([200.0, 200, 1, 200])
    told["nn"] = np.array([200.0, 200, 40_000, 200])
    told["nx"], told["xx"] = (np.array(told[name]) for name in ("nx", "xx"))
    told["nx"][2], told["xx"][2] = 200 * 148, 148 * 148
    answer = conclude_ranks(told, ("site",))
    assert [row.keys["site"] for row in answer.rows] == ["a", "b", "d"]
    assert {row.facts["among"] for row in answer.rows} == {3}
    assert any("one person alone" in note for note in answer.notes)
    topics = {("topic" if name == "site" else name): column for name, column in told.items()}
    assert len(conclude_ranks(topics, ("topic",))) == 4


def test_groups_are_put_in_an_order_within_the_columns_before_them() -> None:
    parts = [sums(APART, standard="x"), sums({"a": (40, 80), "b": (75, 80)}, standard="y")]
    both = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    answer = conclude_ranks(both, ("standard", "site"))
    assert [(row.keys["standard"], row.facts["all_low"], row.facts["among"]) for row in answer.rows] == [
        ("x", 1, 4), ("x", 2, 4), ("x", 2, 4), ("x", 4, 4), ("y", 2, 2), ("y", 1, 2),
    ]  # fmt: skip


def test_what_many_ratings_of_one_person_are_worth_widens_the_sets() -> None:
    loose, tight = dict(sums({"a": (160, 200), "b": (130, 200)})), sums({"a": (160, 200), "b": (130, 200)})
    # Ten persons of 20 ratings each: eight who always clear the bar and two who never do, and so on.
    loose["clusters"], loose["nn"] = np.array([10.0, 10]), np.array([4000.0, 4000])
    loose["nx"], loose["xx"] = np.array([3200.0, 2600]), np.array([3200.0, 2500])
    assert [row.facts["all_low"] for row in conclude_ranks(tight, ("site",)).rows] == [1, 2]
    assert [row.facts["all_low"] for row in conclude_ranks(loose, ("site",)).rows] == [1, 1]


@pytest.mark.parametrize("counts", [{}, {"a": (8, 10)}])
def test_fewer_than_two_groups_have_no_order(counts: Counts) -> None:
    answer = conclude_ranks(sums(counts), ("site",))
    assert len(answer) == 0
    assert any(note.startswith("Not identifiable") for note in answer.notes)


def test_the_same_sums_give_the_same_answer_in_any_order_of_rows() -> None:
    here = conclude_ranks(sums(APART), ("site",))
    turned = {name: np.asarray(column)[[2, 0, 3, 1]] for name, column in sums(APART).items()}
    there = conclude_ranks(turned, ("site",))
    assert (here.keys, here.facts) == (there.keys, there.facts)
    assert here.figures == there.figures


def test_all_perfect_groups_share_all_places() -> None:
    answer = conclude_ranks(sums({name: (30, 30) for name in "abcde"}), ("site",))
    assert {(row.facts["all_low"], row.facts["all_high"]) for row in answer.rows} == {(1, 5)}


def test_through_the_whole_conclusion_the_true_ranks_are_held_as_often_as_said() -> None:
    """Shares of few ratings near 1, where the normal is a poor guide."""
    dice, held, times = np.random.default_rng(41), 0, 60
    for _ in range(times):
        truth, n = dice.beta(17, 3, 8), dice.integers(15, 120, 8)
        counts = {f"s{i}": (int(dice.binomial(n[i], truth[i])), int(n[i])) for i in range(8)}
        rank = [1 + int((truth > one).sum()) for one in truth]
        rows = conclude_ranks(sums(counts), ("site",)).rows
        held += all(row.facts["all_low"] <= rank[i] <= row.facts["all_high"] for i, row in enumerate(rows))
    print(f"\nall true ranks held in {held / times:.3f}")
    assert held / times >= 0.94


def test_hundreds_of_groups_with_one_rating_each_are_answered() -> None:
    dice = np.random.default_rng(2)
    answer = conclude_ranks(sums({f"t{i:04}": (int(dice.random() < 0.8), 1) for i in range(1000)}, "topic"), ("topic",))
    assert len(answer) == 1000
    assert rank_sets([0.1, 0.2], [1, 1], together=True).high.tolist() == [2, 2]
