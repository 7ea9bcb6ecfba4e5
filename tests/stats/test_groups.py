"""Groups beside each other: which of them share a bracket."""

from __future__ import annotations

import numpy as np

from clearbar.stats.answers import conclude_groups
from clearbar.stats.apart import told_apart


def _sums(shares: list[float], n: int) -> dict[str, object]:
    """Sums of groups whose ratings are all of different persons, so that nothing clusters."""
    count = len(shares)
    hits = np.round(np.array(shares) * n)
    same = np.full(count, float(n))
    return {
        "site": np.array([f"s{i:02}" for i in range(count)], dtype=object),
        "n": same, "hits": hits, "clusters": same, "nn": same, "nx": hits, "xx": hits,
        "target_low": np.full(count, 0.8), "target_high": np.full(count, 0.8),
        "edition_low": np.ones(count), "edition_high": np.ones(count),
        "expected": np.full(count, hits.mean()), "target": same * 0.8, "answers": same,
    }  # fmt: skip


def test_with_more_brackets_than_letters_groups_share_one_only_if_they_cannot_be_told_apart() -> None:
    answer = conclude_groups(_sums(list(np.linspace(0.02, 0.98, 40)), 20_000), ("site",))
    rows = list(answer.rows)
    marks = [set(row.facts["apart"].split()) for row in rows]
    assert len(set.union(*marks)) > 26
    for i in range(len(rows)):
        for j in range(i):
            assert not marks[i] & marks[j], (rows[i].keys, rows[j].keys)


def test_groups_that_differ_by_chance_share_one_letter() -> None:
    answer = conclude_groups(_sums([0.80, 0.81, 0.79, 0.805, 0.80], 40), ("site",))
    assert {row.facts["apart"] for row in answer.rows} == {"a"}
    assert any("cannot be told apart" in note for note in answer.notes)


def test_letters_say_what_the_posteriors_say() -> None:
    answer = conclude_groups(_sums([0.5, 0.6, 0.62, 0.7, 0.9], 300), ("site",))
    rows = list(answer.rows)
    for one in rows:
        for other in rows:
            shared = set(one.facts["apart"].split()) & set(other.facts["apart"].split())
            spans = [(row.figures["shrunk"].high - row.figures["shrunk"].low) / 2 / 1.96 for row in (one, other)]
            values = [row.figures["shrunk"].value for row in (one, other)]
            apart = told_apart(max(values), spans[int(np.argmax(values))], min(values), spans[int(np.argmin(values))])
            if abs(values[0] - values[1]) > 0.15 or one is other:  # away from the edge, where sd and interval differ
                assert bool(shared) != bool(apart) or one is other


def test_columns_before_the_last_make_sets_that_are_compared_apart() -> None:
    sums = _sums([0.9, 0.5, 0.9, 0.5], 400)
    sums["standard"] = np.array(["a", "a", "b", "b"], dtype=object)
    sums["site"] = np.array(["x", "y", "x", "y"], dtype=object)
    answer = conclude_groups(sums, ("standard", "site"))
    assert [tuple(row.keys.values()) for row in answer.rows] == [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")]
    assert [row.facts["apart"] for row in answer.rows] == ["a", "b", "a", "b"]
