"""Rows of pairs, as the query of drivers returns them → moments of levels, of misses and of best levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from clearbar.stats.drivers import Moments
from clearbar.stats.intervals import Floats


@dataclass(frozen=True)
class Block:
    """The sums of one group: its standards, moments of their levels (the verdict last), and of their marks."""

    names: list[str]
    levels: Moments
    marks: Moments
    n: int
    answers: int
    clusters: int
    yes_no: bool
    pooled: list[str]
    missed: Floats
    best: Floats


def block_of(whole: Mapping[str, Any], inside: bool) -> Block:
    """The sums of a group, its standards in the order of their places and the verdict behind them."""
    is_sum = np.asarray(whole["bucket"], dtype=np.int64) >= 0
    part = {name: column[is_sum] for name, column in whole.items()}
    first, second, bucket = (np.asarray(part[name], dtype=np.int64) for name in ("first", "second", "bucket"))
    places = sorted(set(second.tolist()) - {0})
    p = len(places)
    told = {int(place): i for i, place in enumerate(whole["first"]) if not is_sum[i]}
    rows = [told[place] for place in places]
    # The verdict goes last; a pair of it and a standard is then turned, as sums of products may be.
    down, across = (np.where(column == 0, p, np.searchsorted(places, column)) for column in (first, second))
    flags = {name: np.array([float(whole[name][i]) == 1 for i in rows], dtype=bool) for name in ("yes_no", "pooled")}
    names = [str(whole["standard"][i]) for i in rows]
    _, place = np.unique(bucket, return_inverse=True)
    read = _Reader(part, place, down, across, int(place.max()) + 1, p + 1)
    halved = bool(float(part["yes_no"][0]) == 1)
    n = read.filled("n", np.flatnonzero(second == 0))[:, -1, -1]
    levels = read.levels(n, np.where(np.append(flags["yes_no"], halved), 0.5, 1.0), inside)
    marks = read.marks(n, halved, inside)
    counts = marks.total.sum(axis=0)
    pooled = [name for name, is_pooled in zip(names, flags["pooled"], strict=True) if is_pooled]
    answers, clusters = (int(np.nanmax(np.asarray(part[name], dtype=np.float64))) for name in ("answers", "clusters"))
    return Block(
        names, levels, marks, int(n.sum()), answers, clusters, halved, sorted(pooled), counts[:p], counts[p:-1]
    )


@dataclass(frozen=True)
class _Reader:
    """Rows of pairs → matrices of shape (buckets, variables, variables)."""

    part: Mapping[str, Any]
    bucket: Any
    first: Any
    second: Any
    buckets: int
    size: int

    def filled(self, name: str, rows: Any = None, *, turned: bool = False) -> Floats:
        """A column as matrices: the first of a pair down, the second across; `turned`, the other way round."""
        found = np.zeros((self.buckets, self.size, self.size))
        at = slice(None) if rows is None else rows
        down, across = (self.second, self.first) if turned else (self.first, self.second)
        found[self.bucket[at], down[at], across[at]] = np.asarray(self.part[name], dtype=np.float64)[at]
        return found

    def both(self, name: str) -> Floats:
        """A column that does not change with the order of its pair, in both halves."""
        found, other = self.filled(name), self.filled(name, turned=True)
        return np.maximum(found, other)  # all products are of numbers that are not negative

    def levels(self, n: Floats, scale: Floats, inside: bool) -> Moments:
        """Moments of the levels; those of yes/no standards are halved, so that one step is a whole."""
        own = np.flatnonzero(self.first == self.second)
        total = np.diagonal(self.filled("total", own), axis1=1, axis2=2) * scale
        weight = scale[:, None] * scale[None, :]
        between = self.both("between_product") * weight if inside else None
        return Moments(n, total, self.both("product") * weight, between)

    def marks(self, n: Floats, halved: bool, inside: bool) -> Moments:
        """Moments of the marks: p for a missed bar, p for level five, the verdict last."""
        product = self._marked("", halved)
        total = np.concatenate([np.diagonal(product, axis1=1, axis2=2)[:, :-1], self._verdict(halved)], axis=1)
        return Moments(n, total, product, self._marked("between_", halved) if inside else None)

    def _verdict(self, halved: bool) -> Floats:
        own = np.flatnonzero((self.first == self.second) & (self.first == self.size - 1))
        return self.filled("total", own)[:, -1, -1:] * (0.5 if halved else 1.0)

    def _marked(self, kind: str, halved: bool) -> Floats:
        low, high = self.both(f"{kind}low_low")[:, :-1, :-1], self.both(f"{kind}high_high")[:, :-1, :-1]
        # A pair holds (low, high) of its first and second, and (high, low): the halves of one matrix.
        crossed = np.maximum(self.filled(f"{kind}low_high"), self.filled(f"{kind}high_low", turned=True))[:, :-1, :-1]
        scale = 0.5 if halved else 1.0
        beside = [self.both(f"{kind}level_{end}")[:, -1, :-1] * scale for end in ("low", "high")]
        own = self.both(f"{kind}product")[:, -1:, -1:] * scale * scale
        column = np.concatenate(beside, axis=1)[:, :, None]
        top = np.concatenate([low, crossed], axis=2)
        middle = np.concatenate([np.swapaxes(crossed, 1, 2), high], axis=2)
        inner = np.concatenate([top, middle], axis=1)
        upper = np.concatenate([inner, column], axis=2)
        return np.concatenate([upper, np.concatenate([np.swapaxes(column, 1, 2), own], axis=2)], axis=1)
