"""Aptitude to learn: a gain is held against others who began alike."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from clearbar.stats.aptitude import Tries, beyond_others


def drawn(random: Random, knows: float, learns: float, standards: int = 12) -> Tries:
    """A candidate who clears each standard with one probability at first, and with another afterwards."""
    first = sum(random.random() < knows for _ in range(standards))
    second = sum(random.random() < min(knows + learns, 1) for _ in range(standards))
    return Tries(first, standards, second, standards)


def cohort(random: Random, size: int, learns: float = 0.2) -> list[Tries]:
    return [drawn(random, random.uniform(0.2, 0.7), learns) for _ in range(size)]


def test_where_all_learn_alike_few_are_told_apart_and_a_low_start_is_no_merit() -> None:
    random = Random(7)
    told = low = high = 0
    gains_low, gains_high = [], []
    for _ in range(150):
        tries = cohort(random, 20)
        for one, found in zip(tries, beyond_others(tries), strict=True):
            assert found is not None
            told += found.low > 0 or found.high < 0
            if one.first <= 3:
                gains_low.append(found.value)
                low += 1
            if one.first >= 8:
                gains_high.append(found.value)
                high += 1
    assert told / (150 * 20) < 0.075  # where 0.05 is asked for, of candidates who share their lines
    assert low > 100 and high > 100
    assert abs(np.mean(gains_low)) < 0.05 and abs(np.mean(gains_high)) < 0.05


def test_who_learns_much_faster_is_found() -> None:
    random = Random(11)
    found = [beyond_others([Tries(3, 12, 12, 12), *cohort(random, 20, 0.1)])[0] for _ in range(60)]
    assert all(one is not None and one.value > 0 for one in found)
    assert sum(one is not None and one.low > 0 for one in found) > 40


def test_with_few_others_or_one_start_for_all_nothing_is_said() -> None:
    random = Random(3)
    assert beyond_others(cohort(random, 8)) == [None] * 8
    assert None not in beyond_others(cohort(random, 9))
    assert beyond_others([Tries(2, 6, 4, 6)] * 12) == [None] * 12
    assert beyond_others([]) == []


def test_the_one_who_is_looked_at_draws_no_line_for_themself() -> None:
    others = cohort(Random(5), 15)
    plain, better = (beyond_others([Tries(3, 12, second, 12), *others])[0] for second in (4, 10))
    assert plain is not None and better is not None
    assert better.value - plain.value == pytest.approx(0.5)


def test_impossible_tries_are_refused() -> None:
    with pytest.raises(ValueError, match="no such tries"):
        Tries(3, 2, 1, 2)
