"""The ratio of two shares: published figures, and the test that its interval turns around."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, chi2_contingency

from clearbar.stats.ratios import ratio_interval


@pytest.mark.parametrize(("seen", "low", "high"), [
    ((36, 40, 16, 80), 2.94, 7.15),  # Koopman 1984
    ((7, 34, 1, 34), 1.22, 42.58),  # Perondi et al. 2004, as in Fagerland, Lydersen & Laake 2015
])  # fmt: skip
def test_published_intervals_are_met(seen: tuple[int, int, int, int], low: float, high: float) -> None:
    found = ratio_interval(*seen)
    assert found[0] == pytest.approx(low, abs=0.005) and found[1] == pytest.approx(high, abs=0.005)


counts = st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, counts)
def test_one_lies_within_just_when_the_chi_square_test_does_not_reject(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    table = np.array([[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]])
    low, high = ratio_interval(*one, *other)
    if 0 in table.sum(axis=0):  # all hits, or none at all: the test says nothing
        assert low <= 1 <= high
        return
    p = chi2_contingency(table, correction=False).pvalue
    if abs(p - 0.05) > 1e-6:
        assert (low <= 1 <= high) == (p > 0.05)


@given(counts, counts)
def test_the_ratio_the_other_way_round_has_the_same_interval_turned(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    low, high = ratio_interval(*one, *other)
    turned_low, turned_high = ratio_interval(*other, *one)
    assert turned_low == (0.0 if high == inf else pytest.approx(1 / high, rel=1e-5))
    assert turned_high == (inf if low == 0 else pytest.approx(1 / low, rel=1e-5))


def test_the_interval_holds_its_level_over_all_that_may_be_seen() -> None:
    n, other_n, share, other = 12, 20, 0.4, 0.5
    held = sum(
        binom.pmf(x, n, share) * binom.pmf(y, other_n, other)
        for x in range(n + 1)
        for y in range(other_n + 1)
        if (ends := ratio_interval(x, n, y, other_n))[0] <= share / other <= ends[1]
    )
    assert 0.94 < held < 0.97


@pytest.mark.parametrize("seen", [(1, 0, 1, 2), (3, 2, 1, 2), (-1, 2, 1, 2), (1, 2, 1, 0)])
def test_what_is_no_share_is_refused(seen: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="0 <= hits <= n"):
        ratio_interval(*seen)
