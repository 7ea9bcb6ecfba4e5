"""Penalties and rewards: a small example made by hand, and worlds whose standards are of a known kind."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from clearbar.model.driving import Kind
from clearbar.stats.drivers import Moments
from clearbar.stats.penalty import contrasts

Floats = npt.NDArray[np.float64]


def moments(low: Floats, high: Floats, verdict: Floats, buckets: int = 40) -> Moments:
    rows = np.column_stack([low, high, verdict])
    parts = [rows[np.arange(len(rows)) % buckets == one] for one in range(min(buckets, len(rows)))]
    return Moments(
        np.array([len(part) for part in parts], dtype=float),
        np.array([part.sum(axis=0) for part in parts]),
        np.array([part.T @ part for part in parts]),
    )


def test_the_example_by_hand() -> None:
    """Two standards, each missed, cleared or at level five, in all nine combinations once. Verdicts are 4, less 2 where
    the first was missed, less 1 where the second was, plus 1 where the second was at level five: additive, so that the
    coefficients are exactly these."""
    state = np.array([(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1)])
    low, high = (state == -1).astype(float), (state == 1).astype(float)
    verdict = 4 - 2 * low[:, 0] - low[:, 1] + high[:, 1]
    found = contrasts(moments(low, high, verdict))
    assert found.penalty.value == pytest.approx([2, 1])
    assert found.reward.value == pytest.approx([0, 1])


def world(seed: int, n: int) -> Moments:
    """One standard whose lack costs, one that counts both ways, one that delights, one that does nothing."""
    rng = np.random.default_rng(seed)
    state = rng.choice([-1, 0, 1], p=[0.25, 0.45, 0.3], size=(n, 4))
    low, high = (state == -1).astype(float), (state == 1).astype(float)
    verdict = 4 - low @ [1.2, 0.6, 0.1, 0] + high @ [0.1, 0.6, 0.9, 0] + rng.standard_t(5, size=n)
    return moments(low, high, verdict)


def test_kinds_are_told_where_there_is_enough_to_tell() -> None:
    assert contrasts(world(1, 8000)).kinds() == [Kind.MUST_BE, Kind.ONE_DIMENSIONAL, Kind.ATTRACTIVE, None]


def test_of_few_responses_no_kind_is_told() -> None:
    told = [kind for seed in range(40) for kind in contrasts(world(seed, 60)).kinds()]
    assert np.mean([kind is None for kind in told]) > 0.6


def test_a_wrong_kind_is_rare() -> None:
    """Of a standard that does nothing, and of one that counts both ways, at most about one in twenty is misread."""
    kinds = [contrasts(world(seed, 600)).kinds() for seed in range(200)]
    assert np.mean([found[3] is not None for found in kinds]) <= 0.06
    assert np.mean([found[1] in {Kind.MUST_BE, Kind.ATTRACTIVE} for found in kinds]) <= 0.06


def test_a_standard_without_a_level_five_has_no_reward_and_no_kind() -> None:
    rng = np.random.default_rng(2)
    low = (rng.random((500, 2)) < 0.3).astype(float)
    high = np.column_stack([np.zeros(500), (rng.random(500) < 0.5) * (1 - low[:, 1])])
    found = contrasts(moments(low, high, 4 - low @ [1.0, 1.0] + rng.normal(size=500)))
    assert np.isnan(found.reward.value[0]) and np.isfinite(found.penalty.value).all()
    assert found.kinds()[0] is None
