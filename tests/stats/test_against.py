"""Many groups at once against what they ought to reach: the dual of the interval, and few false ones among many."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from clearbar.model.estimate import Verdict
from clearbar.stats.answers import conclude_against, conclude_clearance
from clearbar.stats.answers.against import chances
from clearbar.stats.clusters import ClusterSums, share


def sums(n: list[int], hits: list[int], target: float = 0.8) -> dict[str, Any]:
    """Groups whose clusters are single ratings."""
    size, x = np.array(n), np.array(hits)
    return {
        "standard": np.array(["s"] * len(n), dtype=object),
        "site": np.array([f"site-{i:04d}" for i in range(len(n))], dtype=object),
        "n": size, "hits": x, "clusters": size, "nn": size, "nx": x, "xx": x, "answers": size,
        "edition_low": np.ones(len(n)), "edition_high": np.ones(len(n)),
        "target_low": np.full(len(n), target), "target_high": np.full(len(n), target),
    }  # fmt: skip


@given(
    st.lists(st.tuples(st.integers(5, 200), st.floats(0, 1), st.integers(1, 4)), min_size=1, max_size=8),
    st.floats(0.05, 0.95),
)
def test_a_chance_below_five_in_a_hundred_says_what_the_interval_says(
    groups: list[tuple[int, float, int]], reach: float
) -> None:
    clusters = [max(2, n // each) for n, _, each in groups]
    n = [count * each for count, (_, _, each) in zip(clusters, groups, strict=True)]
    s = [round(part * size) for size, (_, part, _) in zip(n, groups, strict=True)]
    each = np.array([size / count for size, count in zip(n, clusters, strict=True)])
    built = ClusterSums.of(
        n=n, s=s, clusters=clusters, nn=np.array(n) * each, ns=np.array(s) * each, ss=np.array(s) * each * 0.8
    )
    figures = share(built)
    goal = np.full(len(n), reach)
    half = 0.5 / figures.n
    inside = (goal > half) & (goal < 1 - half)
    outside = (figures.low > goal) | (figures.high < goal)
    close = np.abs(chances(figures, goal) - 0.05) < 1e-9
    assert np.all((chances(figures, goal) < 0.05)[inside & ~close] == outside[inside & ~close])


def test_what_stands_is_what_statsmodels_would_let_stand() -> None:
    rng = np.random.default_rng(4)
    n = rng.integers(20, 300, 300)
    true = np.where(np.arange(300) < 30, 0.6, 0.8)
    counted = sums(n.tolist(), rng.binomial(n, true).tolist())
    told = conclude_against(counted, ("standard", "site"))
    z = (counted["hits"] / n - 0.8) / np.sqrt(0.8 * 0.2 / n)
    from scipy.stats import norm

    by_hand = multipletests(2 * norm.sf(np.abs(z)), alpha=0.05, method="fdr_bh")[0]
    assert set(told.keys["site"]) == set(counted["site"][by_hand])
    below = [v for v in told.facts["verdict"] if v is Verdict.FALLS_SHORT]
    assert len(below) >= 25


def test_of_many_looks_at_a_house_that_is_well_hardly_any_stands() -> None:
    false, naive = 0, 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        n = rng.integers(30, 200, 600)
        counted = sums(n.tolist(), rng.binomial(n, 0.8).tolist())
        false += len(conclude_against(counted, ("standard", "site"))) > 0
        naive += sum(
            one is Verdict.FALLS_SHORT for one in conclude_clearance(counted, ("standard", "site")).facts["verdict"]
        )
    assert false <= 6  # one in twenty by promise, of forty houses
    assert naive > 200  # what looking one by one would have told


def test_without_a_target_nothing_is_looked_at() -> None:
    counted = sums([100], [10]) | {"target_low": np.array([np.nan]), "target_high": np.array([np.nan])}
    told = conclude_against(counted, ("standard", "site"))
    assert len(told) == 0
    assert not told.notes


def test_a_single_miss_where_all_must_reach_it_does_not_stand() -> None:
    told = conclude_against(sums([6] * 20, [5] * 20, target=1.0), ("standard", "site"))
    assert len(told) == 0


def test_delight_is_held_against_the_house() -> None:
    told = conclude_against(sums([200, 200], [120, 40]), ("standard", "site"), {"s": 0.3})
    assert dict(zip(told.keys["site"], told.facts["verdict"], strict=True)) == {
        "site-0000": Verdict.CLEARS, "site-0001": Verdict.FALLS_SHORT
    }  # fmt: skip
    assert told.facts["reach"] == [0.3, 0.3]
