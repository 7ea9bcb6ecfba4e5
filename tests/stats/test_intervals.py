"""Intervals of a share: published values, statsmodels, and exact binomial tails."""

from __future__ import annotations

from collections.abc import Callable
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.stats.intervals import Ends, clopper_pearson, jeffreys, wilson

INTERVALS = (wilson, jeffreys, clopper_pearson)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_score_interval_has_the_ends_of_newcombe_1998_table_i(hits: int, n: int, low: float, high: float) -> None:
    ends = wilson(hits, n)
    assert (round(float(ends[0]), 4), round(float(ends[1]), 4)) == (low, high)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)],
)
def test_the_exact_interval_has_the_ends_of_newcombe_1998_table_i(hits: int, n: int, low: float, high: float) -> None:
    ends = clopper_pearson(hits, n)
    assert (round(float(ends[0]), 4), round(float(ends[1]), 4)) == (low, high)


@pytest.mark.parametrize(
    ("interval", "method"), [(wilson, "wilson"), (jeffreys, "jeffreys"), (clopper_pearson, "beta")]
)
def test_many_groups_at_once_agree_with_statsmodels(interval: Callable[..., Ends], method: str) -> None:
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    hits, n = np.array([1, 3, 17, 40, 99]), np.array([2, 50, 18, 80, 100])
    for confidence in (0.8, 0.95, 0.99):
        low, high = interval(hits, n, confidence)
        expected = proportion.proportion_confint(hits, n, 1 - confidence, method)
        np.testing.assert_allclose(low, expected[0], atol=1e-12)
        np.testing.assert_allclose(high, expected[1], atol=1e-12)


def test_the_exact_interval_ends_where_a_binomial_tail_is_half_the_error() -> None:
    hits, n = 7, 12
    low, high = (float(end) for end in clopper_pearson(hits, n, 0.9))
    at_least = sum(comb(n, k) * low**k * (1 - low) ** (n - k) for k in range(hits, n + 1))
    at_most = sum(comb(n, k) * high**k * (1 - high) ** (n - k) for k in range(hits + 1))
    assert at_least == pytest.approx(0.05)
    assert at_most == pytest.approx(0.05)


@pytest.mark.parametrize("interval", INTERVALS)
def test_without_hits_the_low_end_is_zero_and_without_misses_the_high_end_is_one(
    interval: Callable[..., Ends],
) -> None:
    low, high = interval([0, 8], [8, 8])
    assert (low[0], high[1]) == (0.0, 1.0)
    assert 0 < high[0] < 0.5 < low[1] < 1


@pytest.mark.parametrize("interval", INTERVALS)
@given(
    n=st.floats(0.5, 1e7),
    part=st.one_of(st.sampled_from([0.0, 1.0]), st.integers(1, 999_999).map(lambda millionths: millionths / 1e6)),
    confidence=st.sampled_from([0.5, 0.8, 0.95, 0.999]),
)
def test_the_ends_hold_the_share_and_mirror_when_hits_become_misses(
    interval: Callable[..., Ends], n: float, part: float, confidence: float
) -> None:
    hits = n * part
    low, high = interval(hits, n, confidence)
    mirrored = interval(n - hits, n, confidence)
    assert -1e-12 <= low <= high <= 1 + 1e-12
    # Jeffreys may leave out the share itself near 0 and 1 with wide tails; the others never do.
    if interval is not jeffreys:
        assert low - 1e-9 <= part <= high + 1e-9
    np.testing.assert_allclose(mirrored, (1 - high, 1 - low), atol=1e-6)


@pytest.mark.parametrize("interval", INTERVALS)
def test_more_ratings_of_the_same_share_give_a_narrower_interval(interval: Callable[..., Ends]) -> None:
    n = np.array([2.5, 10, 40, 1000])
    low, high = interval(0.6 * n, n)
    assert np.all(np.diff(high - low) < 0)


@pytest.mark.parametrize("interval", INTERVALS)
@pytest.mark.parametrize(
    ("hits", "n", "confidence"), [(5, 4, 0.95), (-1, 4, 0.95), (0, 0, 0.95), (1, 4, 0), (1, 4, 95), (np.nan, 4, 0.95)]
)
def test_counts_that_are_none_are_refused(
    interval: Callable[..., Ends], hits: float, n: float, confidence: float
) -> None:
    with pytest.raises(ValueError, match=r"hits|confidence"):
        interval(hits, n, confidence)
