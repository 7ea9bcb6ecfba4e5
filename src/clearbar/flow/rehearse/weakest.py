"""Weakest: what one person cleared of each standard → the standards, the one to rehearse next first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clearbar.stats.shrink import beta_binomial


@dataclass(frozen=True)
class Weak:
    """What one person cleared of a standard: `hits` of `n`, the share that is believed once it is pulled towards their
    other standards, and its 95 % interval. Shares are 0..1."""

    standard: str
    hits: float
    n: float
    value: float
    low: float
    high: float


def weak_first(counts: Mapping[str, tuple[float, float]]) -> tuple[Weak, ...]:
    """Standards by what was cleared of them, (hits, n) with n > 0; the lowest share first, ties by id.

    Shares are shrunk, since one miss in one talk tells less than five in ten (`stats/shrink.py`).
    """
    names = sorted(counts)
    if not names:
        return ()
    shares = beta_binomial([counts[name][0] for name in names], [counts[name][1] for name in names])
    found = [
        Weak(name, *counts[name], float(shares.value[i]), float(shares.low[i]), float(shares.high[i]))
        for i, name in enumerate(names)
    ]
    return tuple(sorted(found, key=lambda one: (round(one.value, 9), one.standard)))
