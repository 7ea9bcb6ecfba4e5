"""Several series together, held against Lowry's ten points."""

from __future__ import annotations

import numpy as np
import pytest
from tests.stats.published import LOWRY

from clearbar.stats.mewma import mewma

KNOWN = ((1.0, 0.5), (0.5, 1.0))


def test_the_handbook_takes_the_covariance_of_the_sample() -> None:
    """NIST/SEMATECH e-Handbook, section 6.3.4.3."""
    published = [2.1886, 2.0697, 4.8365, 3.4158, 0.7089, 0.9268, 4.0018, 6.1657, 7.8554, 14.4158]
    assert mewma(LOWRY, 0.1) == pytest.approx(published, abs=5e-5)


def test_lowry_and_others_take_the_known_one() -> None:
    found = mewma(LOWRY, 0.1, KNOWN)
    assert found[[0, -1]] == pytest.approx([3.29, 17.21], abs=5e-3)
    assert mewma(LOWRY, 0.1, KNOWN, steady=True)[-1] < found[-1]


def test_one_series_is_the_square_of_its_ewma() -> None:
    x = np.array([0.3, -1.0, 2.0])
    z = [0.06, -0.152, 0.2784]
    variance = [0.2 / 1.8 * (1 - 0.8 ** (2 * t)) for t in (1, 2, 3)]
    assert mewma(x[:, None], 0.2, [[1.0]]) == pytest.approx([a * a / v for a, v in zip(z, variance, strict=True)])


def test_a_change_of_units_changes_nothing() -> None:
    x = np.asarray(LOWRY)
    turned = x @ np.array([[2.0, 1.0], [0.0, -3.0]])
    assert mewma(turned, 0.3) == pytest.approx(mewma(x, 0.3))
    assert mewma(x + 7, 0.3, KNOWN, centre=[7, 7]) == pytest.approx(mewma(x, 0.3, KNOWN))


def test_a_series_has_two_dimensions() -> None:
    with pytest.raises(ValueError, match=r"\(weeks, series\)"):
        mewma([1.0, 2.0], 0.1)
