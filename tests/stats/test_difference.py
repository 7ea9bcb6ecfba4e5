"""Oracles: Newcombe's published intervals, and the share of intervals that hold a known truth in a clustered world."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from clearbar.model.estimate import Answer, Estimates
from clearbar.stats.answers.difference import conclude_difference
from clearbar.stats.differences import differences
from clearbar.stats.intervals import wilson


def independent(hits: int, n: int) -> Estimates:
    low, high = wilson(hits, n)
    return Estimates([hits / n], [float(low)], [float(high)], [n])


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 20), 0.6791, 1.0),
        ((0, 10), (0, 20), -0.1611, 0.2775),
    ],
)  # fmt: skip
def test_independent_ratings_have_the_published_interval(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe 1998, Statistics in Medicine 17:873, table II, method 10."""
    value, least, most = differences(independent(*one), independent(*other))
    assert float(value[0]) == pytest.approx(one[0] / one[1] - other[0] / other[1])
    assert (float(least[0]), float(most[0])) == pytest.approx((low, high), abs=6e-5)


def sums(groups: dict[str, tuple[list[int], list[bool], list[bool]]]) -> dict[str, Any]:
    """What the query returns, from persons, whether the standard was cleared, and whether the verdict was."""
    rows = []
    for name, (person, cleared, hit) in groups.items():
        for side in (0, 1):
            mine = [(p, h) for p, c, h in zip(person, cleared, hit, strict=True) if c == side]
            parts: dict[int, list[bool]] = {}
            for p, h in mine:
                parts.setdefault(p, []).append(h)
            pairs = [(len(part), sum(part)) for part in parts.values()]
            shown = min(sum(cleared), len(cleared) - sum(cleared)) >= 5
            figures = [len(mine), sum(h for _, h in mine), len(pairs), sum(n * n for n, _ in pairs)]
            figures += [sum(n * x for n, x in pairs), sum(x * x for _, x in pairs)]
            rows.append((name, side, *(figures if shown else [np.nan] * 6), len(cleared)))
    names = ("standard", "cleared", "n", "hits", "clusters", "nn", "nx", "xx", "answers")
    found = {name: np.array(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    return {**found, "standard": found["standard"].astype(object)}


def drawn(seed: int, effect: float, persons: int = 40, each: int = 25) -> tuple[list[int], list[bool], list[bool]]:
    """Persons differ in both; the verdict clears more often by `effect` where the standard was cleared."""
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(persons), each)
    good = rng.beta(16, 4, persons)[person]
    cleared = rng.random(len(person)) < np.clip(good - 0.1, 0, 1)
    hit = rng.random(len(person)) < np.clip(0.8 * good + effect * (cleared - 0.5), 0, 1)
    return person.tolist(), cleared.tolist(), hit.tolist()


def ends(answer: Answer) -> tuple[float, float, float]:
    figure = answer.figures["difference"]
    return figure.value[0], figure.low[0], figure.high[0]


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    truths = [
        ends(conclude_difference(sums({"s": drawn(9, effect, 40_000, 5)}), ("standard",)))[0] for effect in (0, 0.3)
    ]
    for effect, truth in zip((0, 0.3), truths, strict=True):
        held = []
        for seed in range(250):
            _, low, high = ends(conclude_difference(sums({"s": drawn(seed, effect)}), ("standard",)))
            held.append(low <= truth <= high)
        assert 0.93 <= np.mean(held) <= 0.995


def test_both_parts_are_told_beside_their_difference() -> None:
    person, cleared, hit = drawn(1, 0.3)
    (row,) = conclude_difference(sums({"s": (person, cleared, hit)}), ("standard",)).rows
    yes = [h for c, h in zip(cleared, hit, strict=True) if c]
    no = [h for c, h in zip(cleared, hit, strict=True) if not c]
    assert row.facts == {"n_cleared": len(yes), "n_missed": len(no)}
    assert row.figures["cleared"].value == pytest.approx(np.mean(yes))
    assert row.figures["difference"].value == pytest.approx(np.mean(yes) - np.mean(no))
    assert row.figures["difference"].n == len(person)


def test_a_verdict_that_never_changes_is_no_proof_of_no_difference() -> None:
    """Six misses, all with a good verdict: that they would always have one is not known."""
    always = ([*range(200)], [i >= 6 for i in range(200)], [True] * 200)
    value, low, high = ends(conclude_difference(sums({"s": always}), ("standard",)))
    assert value == 0 and low < 0.01 and high > 0.3


def test_only_many_ratings_show_that_a_standard_makes_no_difference() -> None:
    def within(persons: int) -> bool:
        rng = np.random.default_rng(persons)
        cleared = rng.random(persons) < 0.7
        hit = rng.random(persons) < 0.85
        _, low, high = ends(
            conclude_difference(sums({"s": ([*range(persons)], cleared.tolist(), hit.tolist())}), ("standard",))
        )
        return low > -0.1 and high < 0.1

    assert not within(60) and within(3000)


def test_a_side_with_too_few_ratings_is_not_shown() -> None:
    few = ([*range(50)], [i >= 4 for i in range(50)], [True] * 50)
    none = ([*range(50)], [True] * 50, [True] * 50)
    answer = conclude_difference(sums({"a": few, "b": drawn(1, 0.1), "c": none}), ("standard",))
    assert list(answer.keys["standard"]) == ["b"]
    assert answer.withheld == (("a",), ("c",))
    assert answer.notes == (
        "2 groups have fewer than 5 ratings on one side, cleared or missed, and cannot be compared.",
    )
    nobody = conclude_difference({name: column[:0] for name, column in sums({"a": few}).items()}, ("standard",))
    assert len(nobody) == 0 and nobody.notes == ()
