"""Raking on cells: the published weights and errors of R's survey package, and what cannot be raked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stats.test_designed import DISTRICTS, INDEX, PUPILS, SCHOOLS, WEIGHT, by, codes

from clearbar.stats.designed import ratio, unexplained, variance_of_sum
from clearbar.stats.raking import Margin, kish, median, pooled, rake, trimmed

TYPES, MET = codes(SCHOOLS["stype"]), codes(SCHOOLS["sch_wide"])  # E, H, M; No, Yes
CELLS, ROW = np.unique(2 * TYPES + MET, return_inverse=True)
MARGINS = [Margin(CELLS // 2, np.array([4421.0, 755, 1018])), Margin(CELLS % 2, np.array([1072.0, 5122]))]
SIX = [29.87046, 36.79218, 39.83851, 49.07007, 50.33015, 67.12578]


def test_the_six_published_weights_are_those_of_the_round_that_survey_stops_after() -> None:
    """rake(dclus1, list(~stype, ~sch.wide), ...): after four rounds no count moves by a whole school any more."""
    found = rake(np.bincount(ROW, WEIGHT), MARGINS, rounds=4)
    assert np.unique((WEIGHT * found.factors[ROW]).round(5)).tolist() == SIX


def test_raked_further_every_margin_holds() -> None:
    counts = np.bincount(ROW, WEIGHT)
    found = rake(counts, MARGINS)
    assert found.settled and found.rounds < 30
    for margin in MARGINS:
        np.testing.assert_allclose(np.bincount(margin.codes, counts * found.factors), margin.totals, rtol=1e-8)


def test_a_raked_mean_and_total_have_the_published_errors() -> None:
    """svymean(~api00): 641.23 (23.704); svytotal(~enroll): 3,647,300 (400,603).

    survey's errors go along its four rounds step by step; ours are those of the weights where all rounds end.
    """
    early, weights = (WEIGHT * rake(np.bincount(ROW, WEIGHT), MARGINS, rounds=at).factors[ROW] for at in (4, 200))
    dummies = np.column_stack([TYPES == 0, TYPES == 1, TYPES == 2, MET == 1]).astype(float)
    value, parts = ratio(weights * INDEX, weights)
    assert value == pytest.approx(641.23, abs=0.005)
    left = weights * unexplained(parts / weights, dummies, WEIGHT)
    assert variance_of_sum(by(SCHOOLS["dnum"], left), **DISTRICTS) ** 0.5 == pytest.approx(23.704, abs=0.0005)
    assert early @ PUPILS == pytest.approx(3_647_300, abs=0.5)
    left = weights * unexplained(PUPILS, dummies, WEIGHT)
    assert variance_of_sum(by(SCHOOLS["dnum"], left), **DISTRICTS) ** 0.5 == pytest.approx(400_603, abs=0.5)


def test_margins_that_agree_already_change_nothing() -> None:
    found = rake([5, 5, 10], [Margin(np.array([0, 0, 1]), np.array([10.0, 10.0]))])
    assert found.factors.tolist() == [1, 1, 1] and found.rounds == 1 and found.settled


def test_margins_that_cannot_hold_together_do_not_settle() -> None:
    """All of the first row are in the first column, but the column has fewer than the row."""
    margins = [Margin(np.array([0, 1, 1]), np.array([30.0, 10.0])), Margin(np.array([0, 0, 1]), np.array([20.0, 20.0]))]
    found = rake([5, 5, 5], margins, rounds=50)
    assert not found.settled and found.off > 0.1 and found.rounds == 50


def test_a_category_that_nobody_answered_in_is_no_margin() -> None:
    with pytest.raises(ValueError, match="nobody answered"):
        rake([5.0], [Margin(np.array([0]), np.array([5.0, 3.0]))])


def test_categories_with_few_answers_share_one_with_the_smallest_of_the_others() -> None:
    assert pooled([10, 10, 10], [6, 7, 8]).tolist() == [0, 1, 2]
    assert pooled([10, 10, 10, 10], [9, 2, 6, 4]).tolist() == [0, 2, 1, 2]
    assert pooled([10, 10, 10, 10], [9, 0, 6, 7]).tolist() == [0, 2, 2, 1]  # 0 alone is too few: 6 goes with it
    assert pooled([10, 10], [1, 0]).tolist() == [0, 0]
    assert pooled([10, 0, 10], [8, 0, 8]).tolist() == [0, 1, 2]  # nobody asked, nobody answered


def test_weights_above_five_medians_are_cut_and_the_rest_is_shared_out() -> None:
    """As R's trimWeights(upper = 5) does to weights 1, 1, 1, 1, 12: 2.75, 2.75, 2.75, 2.75, 5."""
    found, cut = trimmed([1.0, 12.0], [4, 1])
    assert found.tolist() == [2.75, 5.0] and cut == 1
    untouched, none = trimmed([1.0, 4.9], [4, 1])
    assert untouched.tolist() == [1.0, 4.9] and none == 0


def test_the_median_counts_each_weight_as_often_as_it_stands_for_answers() -> None:
    rng = np.random.default_rng(2)
    for _ in range(50):
        w, n = rng.integers(1, 9, 6).astype(float), rng.integers(1, 5, 6)
        assert median(w, n.astype(float)) == np.median(np.repeat(w, n))


def test_kish_by_hand() -> None:
    """Weights 1, 1, 1, 3: 4·(1 + 1 + 1 + 9) / 6² = 4/3."""
    assert kish([1, 3], [3, 1]) == pytest.approx(4 / 3)
    assert kish([2, 2], [3, 1]) == 1


@given(st.permutations(range(6)), st.integers(1, 4))
def test_neither_the_order_of_cells_nor_one_split_in_two_changes_a_factor(order: list[int], split: int) -> None:
    counts = np.bincount(ROW, WEIGHT)
    whole = rake(counts, MARGINS).factors
    at = np.array([*order, split])
    halves = counts.copy()
    halves[split] /= 2
    again = rake(halves[at], [Margin(margin.codes[at], margin.totals) for margin in MARGINS]).factors
    np.testing.assert_allclose(again, whole[at], rtol=1e-7)
