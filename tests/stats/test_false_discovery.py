"""Many looks at once."""

from __future__ import annotations

import numpy as np
import pytest

from clearbar.stats.false_discovery import adjusted

PUBLISHED = (
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
)  # fmt: skip
"""Benjamini & Hochberg 1995, section 3.1: at 0.05 the four smallest are called out."""


def test_the_authors_call_out_four() -> None:
    found = adjusted(PUBLISHED)
    assert np.flatnonzero(found <= 0.05).tolist() == [0, 1, 2, 3]
    assert found[3] == pytest.approx(0.0095 * 15 / 4)


def test_the_order_of_looks_does_not_matter() -> None:
    order = np.random.default_rng(1).permutation(15)
    assert adjusted(np.asarray(PUBLISHED)[order]) == pytest.approx(adjusted(PUBLISHED)[order])


def test_one_look_and_none() -> None:
    assert adjusted([0.03]).tolist() == [0.03]
    assert adjusted([]).tolist() == []
