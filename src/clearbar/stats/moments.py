"""Variance components by equating sums of squares with their expectations: an instant answer and a start for REML.

For a grouping g of N ratings, SSW_g = Σy² - Σ_g T_g²/n_g has the expectation
Σ_f σ_f² (N - k_gf) + σ_e² (N - #g) with k_gf = Σ_g (1/n_g) Σ_h n_gh², h running over the levels of factor f inside g.
Taking g = each factor and the grand total gives one linear equation per component: the U-statistics of Gao & Owen
2017 (EJS 11:1235, section 3) for any number of factors, with repeated cells. Balanced data give the textbook ANOVA.
A category is swept out by taking each grouping within its levels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from clearbar.stats.components import Codes, Floats, Labels

DENSE = 1 << 24
"""Up to this many possible pairs are counted in a plain array; above it, only those that occur."""


@dataclass(frozen=True)
class Moments:
    """Variances by name, the residual last under `occasion`. `raw` may be negative; `variances` are then 0."""

    raw: Mapping[str, float]

    @property
    def variances(self) -> Mapping[str, float]:
        """The raw values, but none below 0."""
        return {name: max(0.0, value) for name, value in self.raw.items()}


def moments(
    n: ArrayLike,
    total: ArrayLike,
    square: ArrayLike,
    factors: Mapping[str, Labels],
    *,
    fixed: Sequence[Labels] = (),
    rest: str = "occasion",
) -> Moments:
    """Components of `factors` from cells: `n` ratings, their sum `total` and sum of squares `square`, each (C,).

    `factors` and `fixed` hold the label of each cell, (C,) each; `rest` names what is left within all factors.
    """
    count = np.asarray(n, dtype=np.float64)
    codes = {name: number(labels)[0] for name, labels in factors.items()}
    within = np.zeros(count.size, dtype=np.int64)
    for labels in fixed:
        within = number(pair(within, number(labels)[0]))[0]
    inside, mean = spread(count, np.asarray(total, np.float64), np.asarray(square, np.float64))
    found = equate(count, float(inside.sum()), mean, inside_of(within, list(codes.values())), list(codes.values()))
    return Moments(dict(zip((*codes, rest), found.tolist(), strict=True)))


def number(labels: Labels) -> tuple[Codes, Labels]:
    """Codes 0..L-1 in the order of the labels, and the labels."""
    if labels.dtype.kind in "iu" and labels.size:
        low, high = int(labels.min()), int(labels.max())
        if high - low < 4 * labels.size + 1024:
            shifted = labels.astype(np.int64) - low
            seen = np.bincount(shifted) > 0
            return (np.cumsum(seen) - 1)[shifted], np.flatnonzero(seen) + low
    levels, codes = np.unique(labels, return_inverse=True)
    return codes.astype(np.int64).reshape(-1), levels


def add_up(codes: Codes, values: Labels, levels: int = 0) -> Floats:
    """The sum of `values` at each code, as floats; `levels` asks for at least that many sums."""
    return np.bincount(codes, values, levels).astype(np.float64, copy=False)


def pair(first: Codes, second: Codes) -> Codes:
    """One code for each pair of codes."""
    return first * (int(second.max(initial=0)) + 1) + second


def inside_of(within: Codes, codes: list[Codes]) -> list[Codes]:
    """The groupings that sweep out the categories `within`: these, and each factor inside of them."""
    if not within.any():
        return [within, *codes]
    return [within, *(number(pair(code, within))[0] for code in codes)]


def spread(n: Floats, total: Floats, square: Floats) -> tuple[Floats, Floats]:
    """The sum of squares inside each cell, and the cell means less the grand mean, (C,) each.

    Sums of squares are small differences of large numbers: what rounding could have made of none counts as 0.
    """
    nothing = 64 * np.finfo(float).eps * float(np.abs(square).sum())
    inside = square - total * total / n
    mean = total / n - float(total.sum() / n.sum())
    if inside.sum() <= nothing:
        inside = np.zeros(n.size)
    if n @ (mean * mean) <= nothing:
        mean = np.zeros(n.size)
    return inside, mean


def equate(n: Floats, inside: float, mean: Floats, groupings: list[Codes], factors: list[Codes]) -> Floats:
    """Raw variances of `factors` and the rest, from cells of `n` ratings, their centred means (C,) each, and the sum
    of squares `inside` cells. `groupings` are one more than the factors."""
    everything = float(n.sum())
    observed = np.zeros(len(groupings))
    expected = np.zeros((len(groupings), len(factors) + 1))
    for row, grouping in enumerate(groupings):
        size = add_up(grouping, n)
        sums = add_up(grouping, n * mean)
        observed[row] = inside + float(n @ (mean * mean)) - float(np.sum(sums * sums / size))
        expected[row, -1] = everything - size.size
        for column, factor in enumerate(factors):
            expected[row, column] = everything - _concentration(n, grouping, factor, size)
    scale = np.maximum(expected[:, -1], 1.0)
    return np.asarray(np.linalg.lstsq(expected / scale[:, None], observed / scale, rcond=1e-12)[0])


def _concentration(n: Floats, grouping: Codes, factor: Codes, size: Floats) -> float:
    """k_gf: how many ratings, summed over groups, share their factor level with a rating of the same group."""
    levels = int(factor.max()) + 1
    if grouping is factor:
        return float(n.sum())
    if size.size * levels <= DENSE:
        counts = add_up(grouping * levels + factor, n, size.size * levels).reshape(size.size, levels)
        return float(np.sum(np.einsum("gh,gh->g", counts, counts) / size))
    counted = csr_array((n, (grouping, factor)), shape=(size.size, levels))
    rows = np.repeat(np.arange(size.size), np.diff(counted.indptr))
    return float(np.sum(counted.data * counted.data / size[rows]))
