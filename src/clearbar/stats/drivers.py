"""How much of the variation of a verdict goes with each of several standards, from sums of products alone.

R² of the verdict on a set of standards follows from the matrix of their cross-products. What one standard adds to it
depends on which others stand there before it; its share is the mean over all orders (Lindeman, Merenda & Gold 1980,
Introduction to Bivariate and Multivariate Analysis, p. 119; Grömping 2006, J. Statistical Software 17(1)), which is its
Shapley value. Shares are never negative and add up to R² of all.

Standard errors come from leaving out one bucket of clusters after the other (delete-a-group jackknife: Kott 2001,
J. Official Statistics 17:521).

Arrays: `cross` has the shape (times, p + 1, p + 1), the verdict last; `times` are weightings of the same data, such as
the whole and each of its parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import factorial

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from clearbar.stats.intervals import Floats

EXACT = 16
"""Up to so many standards all sets are looked at; beyond, relative weights take the place of the mean over orders."""
_ALIKE = 1e-9
"""What is left of a standard's variation beside others, below which it tells nothing that they do not."""
_CELLS = 1 << 22
"""Numbers that are held at a time."""


@dataclass(frozen=True)
class Moments:
    """Sums over responses, by bucket: `n` of shape (buckets,), `total` of each variable (buckets, v) and of all
    products (buckets, v, v). `between` is Σ over clusters of the product of both sums over the size of the cluster:
    with it, only differences within clusters count. Variables may be standards, the verdict, or yes/no marks."""

    n: Floats
    total: Floats
    product: Floats
    between: Floats | None = None

    def cross(self) -> Floats:
        """Cross-products around the mean, shape (1 + buckets, v, v): of all, and without each bucket."""
        n, total, product = (_without(each) for each in (self.n, self.total, self.product))
        if self.between is not None:
            return product - _without(self.between)
        with np.errstate(divide="ignore", invalid="ignore"):
            centre = total[:, :, None] * total[:, None, :] / n[:, None, None]
        return np.where(n[:, None, None] > 0, product - centre, 0.0)


def _without(column: Floats) -> Floats:
    """The sum of all rows, followed by that without each of them."""
    whole = column.sum(axis=0, keepdims=True)
    return np.concatenate([whole, whole - column])


@dataclass(frozen=True)
class Jackknifed:
    """Figures of shape (…,) with what they are without each bucket, shape (buckets, …)."""

    value: Floats
    left: Floats

    @classmethod
    def of(cls, times: npt.ArrayLike) -> Jackknifed:
        """From figures of the whole, followed by those without each bucket, shape (1 + buckets, …)."""
        found = np.asarray(times, dtype=np.float64)
        return cls(found[0], found[1:])

    @property
    def error(self) -> Floats:
        """The standard error; nan where there is one bucket or none."""
        size = len(self.left)
        if size < 2:
            return np.full_like(self.value, np.nan)
        apart = self.left - self.left.mean(axis=0)
        return np.asarray(np.sqrt((size - 1) / size * (apart * apart).sum(axis=0)), dtype=np.float64)

    def reach(self, confidence: float = 0.95, looks: int = 1) -> Floats:
        """Half the width of a t interval, wide enough for so many looks at once (Bonferroni)."""
        if len(self.left) < 2:
            return np.full_like(self.value, np.inf)
        tail = (1 - confidence) / 2 / max(looks, 1)
        return np.asarray(stdtrit(len(self.left) - 1, 1 - tail) * self.error, dtype=np.float64)


def shares(cross: npt.ArrayLike) -> Floats:
    """The part of the verdict's variation that goes with each standard, shape (times, p); they add up to R².

    Exact for `EXACT` standards or fewer; beyond, `relative_weights`. Where the verdict does not vary, nan. A standard
    that does not vary, or that others tell wholly, adds nothing where they stand before it.
    """
    matrix = np.asarray(cross, dtype=np.float64)
    p = matrix.shape[1] - 1
    if p > EXACT:
        return relative_weights(matrix)
    step = max(1, _CELLS >> max(p, 4))
    parts = [_averaged(explained(matrix[at : at + step]), p) for at in range(0, len(matrix), step)]
    return np.concatenate(parts) if parts else np.zeros((0, p))


def explained(cross: npt.ArrayLike) -> Floats:
    """R² of the verdict on each set of standards, shape (times, 2ᵖ); bit k of a place says that standard k is in it.

    The standards are swept in one after the other (Goodnight 1979, American Statistician 33:149): after k of them there
    is for each of the 2ᵏ sets what is left of all that follow, so that all 2ᵖ sets cost about as much as the last.
    """
    matrix = np.asarray(cross, dtype=np.float64)
    times, size = matrix.shape[0], matrix.shape[1]
    own = np.diagonal(matrix, axis1=1, axis2=2)
    left = matrix[:, None]
    for k in range(size - 1):
        pivot = left[:, :, 0, 0]
        tells = pivot > _ALIKE * own[:, None, k]
        row = left[:, :, 0, 1:]
        scaled = np.where(tells, 1 / np.where(tells, pivot, 1.0), 0.0)[:, :, None] * row
        without = left[:, :, 1:, 1:]
        left = np.concatenate([without, without - scaled[..., :, None] * row[..., None, :]], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = 1 - left[:, :, 0, 0] / own[:, None, -1]
    return np.where(own[:, None, -1] > 0, np.clip(found, 0.0, 1.0), np.nan).reshape(times, -1)


def _averaged(found: Floats, p: int) -> Floats:
    """The mean over all orders of what each standard adds to the sets before it."""
    return found @ _weights(p)


@cache
def _weights(p: int) -> Floats:
    """What R² of each set counts in the share of each standard, shape (2ᵖ, p): in a set of k, as what it adds to the
    k − 1 before it, in k!(p − 1 − k)! of the p! orders; outside, as what it is added to."""
    sets = np.arange(1 << p)
    has = (sets[:, None] >> np.arange(p)) & 1 == 1
    size = has.sum(axis=1)
    adds = np.array([0.0, *(factorial(k) * factorial(p - 1 - k) / factorial(p) for k in range(p)), 0.0])
    counted: Floats = np.where(has, adds[size][:, None], -adds[size + 1][:, None])
    return counted


def relative_weights(cross: npt.ArrayLike) -> Floats:
    """Each standard's share of R² through the uncorrelated variables nearest to the standards, shape (times, p). Nearly
    the mean over all orders, at the cost of one decomposition. Johnson 2000, Multivariate Behavioral Research 35:1."""
    matrix = np.asarray(cross, dtype=np.float64)
    scale = np.sqrt(np.diagonal(matrix, axis1=1, axis2=2))
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = np.where(scale > 0, 1 / scale, 0.0)
    alike = matrix * whole[:, :, None] * whole[:, None, :]
    values, vectors = np.linalg.eigh(alike[:, :-1, :-1])
    tells = values > _ALIKE
    root = np.sqrt(np.where(tells, values, 0.0))
    inverse = np.where(tells, 1 / np.where(tells, root, 1.0), 0.0)
    weights = (vectors * root[:, None, :]) @ np.swapaxes(vectors, 1, 2)
    towards = (vectors * inverse[:, None, :]) @ np.swapaxes(vectors, 1, 2) @ alike[:, :-1, -1:]
    found = ((weights * weights) @ (towards * towards))[:, :, 0]
    return np.where(scale[:, -1:] > 0, found, np.nan)


def slopes(cross: npt.ArrayLike) -> Floats:
    """Coefficients of the verdict on all variables at once, shape (times, p). Where some tell the same, those of least
    size; 0 for one that does not vary."""
    matrix = np.asarray(cross, dtype=np.float64)
    scale = np.sqrt(np.diagonal(matrix, axis1=1, axis2=2)[:, :-1])
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = np.where(scale > 0, 1 / scale, 0.0)
    alike = matrix[:, :-1, :-1] * whole[:, :, None] * whole[:, None, :]
    found = np.linalg.pinv(alike, rcond=_ALIKE, hermitian=True) @ (matrix[:, :-1, -1:] * whole[:, :, None])
    return np.asarray(found[:, :, 0] * whole, dtype=np.float64)


def ranks(found: Jackknifed, confidence: float = 0.95) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The best and the worst rank that each figure of shape (p,) may have, 1 for the largest.

    A figure stands before another where their difference is clear, also when it is held against all p − 1 others at
    once. So each range holds the true rank in at least 95 of 100 cases (Holm & Bonferroni; Klein, Wright & Wieczorek
    2020, JRSS-A 183:589, for all ranges at once).
    """
    p = len(found.value)
    pairs = Jackknifed(found.value[:, None] - found.value[None, :], found.left[:, :, None] - found.left[:, None, :])
    reach = pairs.reach(confidence, p - 1)
    apart = ~np.eye(p, dtype=bool)
    above, below = (pairs.value - reach > 0) & apart, (pairs.value + reach < 0) & apart
    return 1 + below.sum(axis=1), p - above.sum(axis=1)
