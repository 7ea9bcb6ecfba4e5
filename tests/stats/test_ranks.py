"""Ranks against the published sets of countries and schools, a plain loop, and how often they hold the truth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import studentized_range

from clearbar.stats.ranks import (
    chances,
    mean_draws,
    range_quantile,
    rank_sets,
    share_draws,
    tenth,
)
from clearbar.stats.shrink import beta_binomial

PISA = Path(__file__).parents[1] / "data" / "ranks" / "pisa2018_math.csv"
SCHOOLS = ([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
"""Coaching effects in eight schools, Rubin 1981, J. Educational Statistics 6:377."""

Arrays = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


def pisa() -> tuple[list[str], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    rows = [line.split(",") for line in PISA.read_text().splitlines()[1:]]
    return (
        [row[0] for row in rows],
        np.array([float(row[1]) for row in rows]),
        np.array([float(row[2]) for row in rows]),
    )


# What others have printed


def test_the_place_of_the_united_kingdom_is_what_csranks_prints() -> None:
    """Its documentation prints 8 to 23 for one start of the dice and tells of 7 to 23 for another."""
    names, score, error = pisa()
    found = rank_sets(score, error, together=False)
    at = names.index("United Kingdom")
    assert sum(score > score[at]) + 1 == 13
    assert (found.low[at] in {7, 8}, found.high[at]) == (True, 23)


def test_the_last_three_countries_stand_apart_and_no_other() -> None:
    """As the same page says of its simultaneous sets: those of Chile, Mexico and Colombia overlap with no other's, and
    Germany and Korea can both have place 7."""
    names, score, error = pisa()
    found = rank_sets(score, error, together=True)
    sets = {name: (int(found.low[i]), int(found.high[i])) for i, name in enumerate(names)}
    last = {"Chile", "Mexico", "Colombia"}
    assert {sets[name] for name in last} <= {(35, 35), (35, 36), (36, 36), (37, 37)}
    assert max(high for name, (_, high) in sets.items() if name not in last) == 34
    assert sets["Germany"][0] <= 7 <= sets["Korea"][1]


@pytest.mark.parametrize(("confidence", "sweden"), [(0.95, True), (0.9, False)])
def test_who_may_be_among_the_best_five_is_who_csranks_lists(confidence: float, sweden: bool) -> None:
    """Its sets for the best are one-sided: a lower end at this confidence is that of a two-sided set whose dice are
    those of the largest difference in one direction. They list twelve countries at 95 %, and at 90 % all but Sweden."""
    names, score, error = pisa()
    listed = {
        "Belgium", "Canada", "Denmark", "Estonia", "Finland", "Japan", "Korea", "Netherlands", "Poland", "Slovenia",
        "Switzerland",
    }  # fmt: skip
    found = rank_sets(score, error, confidence, together=True)
    best = {name for name, low in zip(names, found.low, strict=True) if low <= 5}
    assert listed <= best <= listed | {"Sweden", "United Kingdom"}
    assert ("Sweden" in best) or not sweden


def test_the_schools_have_the_posterior_that_the_book_prints() -> None:
    """Gelman et al. 2013, table 5.3: quantiles of 200 draws, and in the text that school A is better than C with
    probability 0.7 about."""
    draws = np.concatenate(list(mean_draws(*SCHOOLS, times=40_000)))
    printed = {
        0: (7, 10, 16), 1: (3, 8, 12), 2: (2, 7, 11), 3: (4, 8, 11), 4: (1, 5, 10), 5: (2, 6, 10), 6: (7, 10, 15),
        7: (3, 8, 13),
    }  # fmt: skip
    for school, quartiles in printed.items():
        assert np.quantile(draws[:, school], [0.25, 0.5, 0.75]) == pytest.approx(quartiles, abs=1.3), school
    assert np.mean(draws[:, 0] > draws[:, 2]) == pytest.approx(0.7, abs=0.03)


def test_no_school_has_a_place() -> None:
    for together in (True, False):
        found = rank_sets(*SCHOOLS, together=together)
        assert found.low.tolist() == [1] * 8
        assert found.high.tolist() == [8] * 8


@pytest.mark.parametrize("groups", [2, 12, 300])
def test_the_range_of_equal_groups_is_that_of_tukey(groups: int) -> None:
    assert range_quantile(groups, 0.95) == pytest.approx(studentized_range.ppf(0.95, groups, np.inf), abs=2e-4)


# Against a plain loop


def by_hand(y: Arrays, together: bool, seed: int) -> tuple[list[int], list[int]]:
    """Each pair by itself, without arrays of pairs; other dice."""
    values, errors = y
    k = len(values)
    draw = np.random.default_rng(seed).standard_normal((20_000, k)) * errors
    pairs = [(i, j) for i in range(k) for j in range(k) if i != j]

    def z(i: int, j: int) -> float:
        return float((values[i] - values[j]) / np.hypot(errors[i], errors[j]))

    def surely(looked: list[tuple[int, int]]) -> set[tuple[int, int]]:
        left, found = list(looked), set[tuple[int, int]]()
        while left:
            largest = np.max([(draw[:, i] - draw[:, j]) / np.hypot(errors[i], errors[j]) for i, j in left], axis=0)
            new = {pair for pair in left if z(*pair) > np.quantile(largest, 0.95)}
            if not new:
                break
            found |= new
            left = [pair for pair in left if pair not in new]
        return found

    low, high = [], []
    for group in range(k):
        found = surely(pairs if together else [pair for pair in pairs if group in pair])
        low.append(1 + sum(pair[1] == group for pair in found))
        high.append(k - sum(pair[0] == group for pair in found))
    return low, high


@pytest.mark.parametrize("together", [True, False])
def test_sets_are_those_of_a_plain_loop_over_pairs(together: bool) -> None:
    dice = np.random.default_rng(8)
    ends = []
    for _ in range(4):
        y, s = dice.normal(0, 2, 6), dice.uniform(0.2, 0.8, 6)
        low, high = by_hand((y, s), together, 1)
        found = rank_sets(y, s, together=together)
        ends += [(found.low - low), (found.high - high)]
    # A difference right at the edge may fall to either side with other dice.
    assert np.mean(np.abs(ends)) < 0.1


def test_few_pairs_that_are_far_apart_let_the_others_be_seen_better() -> None:
    """Once the far ones are settled, the largest of the other differences is smaller by chance."""
    y, s = np.array([0.0, 2.65, 100, 200, 300, 400]), np.full(6, 0.9)
    alone = rank_sets(y[:2], s[:2], together=True)
    assert alone.low.tolist() == [2, 1]
    assert rank_sets(y, s, together=True).low.tolist()[:2] == [6, 5] or rank_sets(y, s, together=True).low[0] == 5


eighths = st.tuples(st.integers(-40, 40).map(lambda v: v / 8), st.integers(1, 16).map(lambda v: v / 8))
figures = st.lists(eighths, min_size=1, max_size=12)
"""Figures and standard errors in steps of an eighth, which a computer keeps exactly."""


@settings(max_examples=25)
@given(figures, st.booleans())
def test_neither_the_order_nor_the_unit_nor_a_constant_matters(rows: list[tuple[float, float]], together: bool) -> None:
    y, s = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    here = rank_sets(y, s, together=together)
    order = np.random.default_rng(len(rows)).permutation(len(rows))
    there = rank_sets(y[order], s[order], together=together)
    assert (here.low[order].tolist(), here.high[order].tolist()) == (there.low.tolist(), there.high.tolist())
    for moved in (rank_sets(4 * y, 4 * s, together=together), rank_sets(y + 64, s, together=together)):
        assert (moved.low.tolist(), moved.high.tolist()) == (here.low.tolist(), here.high.tolist())


@settings(max_examples=25)
@given(figures)
def test_the_rank_as_it_was_counted_lies_in_its_set(rows: list[tuple[float, float]]) -> None:
    y, s = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    seen = np.array([1 + (y > one).sum() for one in y])
    for together in (True, False):
        found = rank_sets(y, s, together=together)
        assert np.all((found.low >= 1) & (found.low <= seen) & (seen <= found.high) & (found.high <= len(y)))


def test_one_alone_is_a_little_better_known_than_all_together() -> None:
    _, score, error = pisa()
    alone, together = (rank_sets(score, error, together=both) for both in (False, True))
    assert np.all((alone.high - alone.low) <= (together.high - together.low))
    assert (alone.high - alone.low).sum() < (together.high - together.low).sum()


def test_thousands_of_groups_are_answered_in_seconds_and_no_less_carefully() -> None:
    dice = np.random.default_rng(5)
    truth, s = dice.normal(0, 1, 2000), dice.uniform(0.1, 0.5, 2000)
    found = rank_sets(truth + s * dice.standard_normal(2000), s, together=True)
    rank = np.argsort(np.argsort(-truth)) + 1
    assert np.all((found.low <= rank) & (rank <= found.high))
    assert np.median(found.high - found.low) < 1900


def test_nothing_to_rank_is_refused_and_one_group_is_first_and_last() -> None:
    found = rank_sets([0.3], [0.1], together=True)
    assert (found.low.tolist(), found.high.tolist()) == ([1], [1])
    with pytest.raises(ValueError, match="positive"):
        rank_sets([], [], together=True)
    with pytest.raises(ValueError, match="positive"):
        rank_sets([1.0, 2.0], [1.0, 0.0], together=False)
    with pytest.raises(ValueError, match="draw"):
        chances([])


# How often the truth is in them


@pytest.mark.parametrize(("kind", "low"), [("normal", 0.94), ("heavy", 0.92), ("equal", 0.93), ("skewed", 0.92)])
def test_sets_hold_all_true_ranks_as_often_as_they_say(kind: str, low: float) -> None:
    """Also where errors have heavy tails or lean to one side. True figures that are all equal have rank 1 each, and the
    sets must hold it: the hardest case."""
    dice = np.random.default_rng(99)
    held, single, times, k = 0, [], 200, 10
    for round_ in range(times):
        truth = np.zeros(k) if kind == "equal" else dice.normal(0, 0.7, k)
        s = dice.uniform(0.2, 0.6, k)
        noise = {
            "normal": dice.standard_normal(k),
            "equal": dice.standard_normal(k),
            "heavy": dice.standard_t(8, k) / np.sqrt(8 / 6),
            "skewed": (dice.gamma(12, 1, k) - 12) / np.sqrt(12),
        }[kind]
        y = truth + s * noise
        rank = np.array([1 + (truth > one).sum() for one in truth])
        every = rank_sets(y, s, together=True)
        held += bool(np.all((every.low <= rank) & (rank <= every.high)))
        if round_ % 8 == 0:
            one = rank_sets(y, s, together=False)
            single.append(np.mean((one.low <= rank) & (rank <= one.high)))
    print(f"\n{kind}: all together {held / times:.3f}, each alone {np.mean(single):.3f}")
    assert held / times >= low
    assert np.mean(single) >= 0.94


@pytest.mark.slow
def test_chances_of_an_end_are_right_as_often_as_they_say() -> None:
    """Of groups said to be in the worst tenth with a probability near p, about p truly are; true shares that follow no
    Beta among them."""
    dice = np.random.default_rng(12)
    said, was = [], []
    for round_ in range(150):
        k, n = 20, 60
        logit = 1.6 + 0.5 * (dice.standard_normal(k) if round_ % 2 else dice.standard_t(5, k))
        truth = 1 / (1 + np.exp(-logit))
        found = chances(share_draws(beta_binomial(dice.binomial(n, truth), n), times=1000))
        said.append(found.bottom)
        was.append(np.argsort(np.argsort(truth)) < tenth(k))
    p, hit = np.concatenate(said), np.concatenate(was)
    for low, high in ((0, 0.05), (0.05, 0.2), (0.2, 0.5), (0.5, 1.01)):
        inside = (p >= low) & (p < high)
        print(f"\n{low}-{high}: said {p[inside].mean():.3f}, was {hit[inside].mean():.3f} of {inside.sum()}")
        assert hit[inside].mean() == pytest.approx(p[inside].mean(), abs=0.06)


# Chances of the ends


def test_ranks_of_draws_are_counted_draw_by_draw() -> None:
    draws = np.array([[3.0, 2.0, 1.0], [3.0, 1.0, 2.0], [1.0, 3.0, 2.0], [3.0, 2.0, 1.0]])
    found = chances([draws[:1], draws[1:]])
    assert found.expected.tolist() == [(1 + 1 + 3 + 1) / 4, (2 + 3 + 1 + 2) / 4, (3 + 2 + 2 + 3) / 4]
    assert (found.top.tolist(), found.bottom.tolist(), found.tenth) == ([0.75, 0.25, 0], [0.25, 0.25, 0.5], 1)


@pytest.mark.parametrize(("groups", "part"), [(1, 1), (4, 1), (14, 1), (15, 2), (20, 2), (104, 10), (105, 11)])
def test_a_tenth_is_the_nearest_number_of_groups_but_at_least_one(groups: int, part: int) -> None:
    assert tenth(groups) == part


def test_chances_follow_the_posterior_and_not_the_order_of_the_groups() -> None:
    hits, n = np.array([30, 12, 55, 47, 18, 9]), np.array([40, 20, 60, 60, 25, 20])
    order = np.array([3, 1, 5, 0, 2, 4])
    here = chances(share_draws(beta_binomial(hits, n)))
    there = chances(share_draws(beta_binomial(hits[order], n[order])))
    assert here.bottom[order] == pytest.approx(there.bottom, abs=1e-12)
    assert here.expected.sum() == pytest.approx(6 * 7 / 2)
    assert here.bottom.sum() == pytest.approx(1)
    assert here.bottom.argmax() == 5 and here.top.argmax() == 2
    draws = np.concatenate(list(share_draws(beta_binomial(hits, n), times=40_000)))
    found = beta_binomial(hits, n)
    assert draws.mean(axis=0) == pytest.approx(found.value, abs=0.003)
    assert draws.std(axis=0) == pytest.approx(found.sd, abs=0.003)
