"""The difference of two shares within pairs."""

from __future__ import annotations

import numpy as np
import pytest

from clearbar.stats.paired import paired


def test_the_value_is_the_difference_of_the_shares_and_n_counts_pairs() -> None:
    found = paired(10, 20, 5, 15)
    assert found.value == pytest.approx(30 / 50 - 15 / 50)
    assert found.n == 50
    assert -1 <= found.low < found.value < found.high <= 1


def test_turned_round_it_is_the_same_with_the_other_sign() -> None:
    one, other = paired(3, 9, 2, 7), paired(3, 2, 9, 7)
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low))


def test_pairs_that_agree_make_it_sharper_than_pairs_that_do_not() -> None:
    alike, unlike = paired(20, 5, 5, 20), paired(12, 13, 13, 12)
    assert alike.value == unlike.value == 0
    assert alike.high - alike.low < unlike.high - unlike.low


@pytest.mark.parametrize(("probabilities", "seed"), [((0.1, 0.5, 0.1, 0.3), 1), ((0.3, 0.3, 0.05, 0.35), 2)])
@pytest.mark.parametrize("n", [12, 40])
def test_it_covers_the_truth_about_as_often_as_it_says(probabilities: tuple[float, ...], seed: int, n: int) -> None:
    truth, rounds = probabilities[1] - probabilities[2], 2_000
    drawn = np.random.default_rng(seed).multinomial(n, probabilities, size=rounds)
    inside = sum(one.low <= truth <= one.high for one in (paired(*map(int, row)) for row in drawn))
    assert 0.93 <= inside / rounds <= 0.985


@pytest.mark.parametrize("counts", [(0, 0, 0, 0), (1, -1, 0, 0)])
def test_no_pairs_are_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="at least one pair"):
        paired(*counts)


def test_all_alike_is_an_interval_all_the_same() -> None:
    found = paired(0, 0, 0, 6)
    assert found.value == 0
    assert found.low < 0 < found.high
