"""Several series watched together: the multivariate EWMA (Lowry, Woodall, Champ & Rigdon 1992, Technometrics 34:46)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clearbar.stats.intervals import Floats


def mewma(
    x: npt.ArrayLike,
    weight: float,
    covariance: npt.ArrayLike | None = None,
    centre: npt.ArrayLike | None = None,
    *,
    steady: bool = False,
) -> Floats:
    """T² of the smoothed vectors, shape (weeks,).

    `x` has the shape (weeks, series). `covariance`, that of one week, is known (series, series) or, where None is
    given, that of `x` itself; the two differ much, and which was meant must be said. `centre` is the mean of unchanged
    service, 0 unless given. The covariance of the smoothed vectors is that of their week, or, with `steady`, the one it
    tends to.
    """
    vectors = np.asarray(x, dtype=np.float64)
    if vectors.ndim != 2 or not len(vectors):
        raise ValueError("series have the shape (weeks, series)")
    vectors = vectors - (0.0 if centre is None else np.asarray(centre, dtype=np.float64))
    one = np.cov(vectors, rowvar=False) if covariance is None else np.asarray(covariance, dtype=np.float64)
    inverse = np.linalg.inv(np.atleast_2d(one))
    found, z = np.empty(len(vectors)), np.zeros(vectors.shape[1])
    for i, vector in enumerate(vectors):
        z = weight * vector + (1 - weight) * z
        grown = 1.0 if steady else 1 - (1 - weight) ** (2 * (i + 1))
        found[i] = z @ inverse @ z / (weight / (2 - weight) * grown)
    return found
