"""The share that those who were asked would have given, from those who answered: weighted to look like them.

Rows are cells of one group by cluster: `m` responses (each counted once, also where it is about several persons), `n`
ratings, `x` of these hits, and over responses the products nn, nx, xx. A row without a cluster (code −1) holds
responses that are each their own. All arrays (rows,).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clearbar.stats.clusters import ClusterSums
from clearbar.stats.designed import Codes, ratio, scatter, unexplained
from clearbar.stats.intervals import Ends, Floats, wilson
from clearbar.stats.raking import Margin, Raked, kish, pooled, rake, trimmed

MOST_EXPLAINED = 0.5
"""Margins are not believed to explain more of the variance than this: with few clusters it is too noisy to tell."""


@dataclass(frozen=True)
class Told:
    """What those of a group said who answered."""

    cluster: Codes
    m: Floats
    n: Floats
    x: Floats
    nn: Floats
    nx: Floats
    xx: Floats

    @property
    def six(self) -> dict[str, float]:
        """The six sums of `ClusterSums`."""
        known = self.cluster >= 0
        n, x = (np.bincount(self.cluster[known], each[known]) for each in (self.n, self.x))
        alone = {name: float(getattr(self, name)[~known].sum()) for name in ("m", "nn", "nx", "xx")}
        return {
            "n": float(self.n.sum()), "s": float(self.x.sum()), "clusters": float((n > 0).sum()) + alone["m"],
            "nn": float(n @ n) + alone["nn"], "ns": float(n @ x) + alone["nx"], "ss": float(x @ x) + alone["xx"],
        }  # fmt: skip


@dataclass(frozen=True)
class Weighted:
    """The weighted share with its variance; `plain`, the variance of the share as answered, found the same way; the
    design effect of the weights alone; how many responses had theirs cut; by margin, how many categories were put
    together; and how raking went."""

    value: float
    variance: float
    plain: float
    deff: float
    cut: int
    together: Mapping[str, int]
    raked: Raked

    def ends(self, worth: float, n: float, confidence: float) -> Ends:
        """The score interval. `worth`: the independent ratings that the `n` as answered are worth; weighted they are
        worth as much less as the variance is larger (or more, as far as margins explain what varies between clusters,
        but not above twice as much, nor above n over the design effect of the weights). With too few clusters to see a
        variance, that design effect stands for it."""
        price = self.variance / self.plain if self.plain > 0 and self.variance > 0 else self.deff
        left = min(worth / max(price, MOST_EXPLAINED), n / self.deff)
        return wilson(self.value * left, left, confidence)


def weighted(told: Told, cells: Mapping[str, Codes], asked: Mapping[str, Floats]) -> Weighted:
    """`cells`: by margin the category of each row; `asked`: by margin how many were asked in each category. Categories
    in which hardly anybody answered are put together."""
    margins, together = _margins(told, cells, asked)
    places, row = np.unique(np.column_stack([each.codes for each in margins]), axis=0, return_inverse=True)
    row = row.reshape(-1).astype(np.intp)
    counts = np.bincount(row, told.m)
    found = rake(counts, [Margin(places[:, at], each.totals) for at, each in enumerate(margins)])
    weights, cut = trimmed(found.factors, counts)
    value, variance = _figures(told, row, weights, _dummies(places))
    plain = _figures(told, row, np.ones(counts.size), np.zeros((counts.size, 1)))[1]
    return Weighted(value, variance, plain, kish(weights, counts), cut, together, found)


def _margins(
    told: Told, cells: Mapping[str, Codes], asked: Mapping[str, Floats]
) -> tuple[list[Margin], dict[str, int]]:
    """Margins with at least two categories left, and how many categories of each were put together. If none is left,
    all who were asked are one."""
    margins, together = list[Margin](), dict[str, int]()
    everybody = float(next(iter(asked.values())).sum()) if asked else float(told.m.sum())
    for name, codes in cells.items():
        answered = np.bincount(codes, told.m, asked[name].size)
        new = pooled(asked[name], answered)
        used = (asked[name] > 0) | (answered > 0)
        if lost := int(used.sum()) - np.unique(new[used]).size:
            together[name] = lost + 1
        if np.unique(new[used]).size > 1:
            margins.append(Margin(new[codes], np.bincount(new, asked[name]).astype(np.float64)))
    return margins or [Margin(np.zeros(told.m.size, dtype=np.intp), np.array([everybody]))], together


def _dummies(places: Codes) -> Floats:
    """A column for each category of each margin, shape (cells, categories)."""
    return np.column_stack([places[:, [at]] == np.unique(places[:, at]) for at in range(places.shape[1])]).astype(float)


def _figures(told: Told, row: Codes, weights: Floats, dummies: Floats) -> tuple[float, float]:
    """The weighted share, and the variance of what the margins leave unexplained of it; nan with one cluster."""
    w = weights[row]
    value, _ = ratio(w * told.x, w * told.n)
    over = told.x - value * told.n
    counts = np.bincount(row, told.m)
    mean = np.bincount(row, over) / counts
    fitted = (mean - unexplained(mean, dummies, counts))[row]
    scale = w / float((w * told.n).sum())
    known = told.cluster >= 0
    parts = np.bincount(told.cluster[known], (scale * (over - fitted * told.m))[known])
    parts = parts[np.bincount(told.cluster[known], told.n[known]) > 0]
    alone = scale**2 * (
        told.xx - 2 * value * told.nx + value**2 * told.nn - 2 * fitted * over + fitted**2 * told.m
    )  # fmt: skip
    total = float(parts.sum() + (scale * (over - fitted * told.m))[~known].sum())
    number = parts.size + float(told.m[~known].sum())
    return value, float(scatter(number, total, float(parts @ parts) + float(alone[~known].sum())))


def answered(groups: Sequence[Told]) -> ClusterSums:
    """The sums of all groups, as they answered."""
    sums = [told.six for told in groups]
    return ClusterSums.of(**{name: [one[name] for one in sums] for name in ("n", "s", "clusters", "nn", "ns", "ss")})
