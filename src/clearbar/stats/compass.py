"""How people see themselves against how others see them: differences of means on the same standards, person by person.

On edition e a person rated themselves n₀ times and a source n₁ times. The difference of the two means is known with
variance σ₀²/n₀ + σ₁²/n₁; weights ω = n₀n₁/(n₀ + n₁) make the least of it where σ₀ and σ₁ are alike, and compare nothing
across standards. σ² is what ratings of one source vary by within one person and edition, pooled over all persons: from
five ratings of one person it could not be told. Ratings of one interaction resemble each other (halo): their
intraclass correlation is pooled too, and makes the variance larger by 1 + (size − 1)·ρ, size being the ratings in the
interaction of a rating drawn at random.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, stdtr

from clearbar.stats.clusters import RHO, ClusterSums, pooled_rho
from clearbar.stats.false_discovery import adjusted
from clearbar.stats.intervals import Floats
from clearbar.stats.shrink import ShrunkMeans, normal_normal

_TAKEN = 2.0
"""How many ratings what is taken for granted of the spread counts as: agreement of a few is not certainty."""


@dataclass(frozen=True)
class Side:
    """One side's mean for each person, its standard error, and the degrees of freedom of that."""

    value: Floats
    error: Floats
    df: float


@dataclass(frozen=True)
class Compass:
    """People beside one source: shape (people,). `q` is the least rate of false discoveries at which a difference would
    still be called one (Benjamini–Hochberg); `shrunk` the differences, each pulled towards the others."""

    own: Side
    other: Side
    difference: Floats
    error: Floats
    df: float
    q: Floats
    shrunk: ShrunkMeans


def compass(sums: Mapping[str, Floats], usual: float = 1.0) -> Compass:
    """From the sums of `measures.compass`, of people beside one source; at least one. `usual` is the variance that a
    rating is taken to have while little is known of it."""
    own, other = (_side(sums, side, usual) for side in ("own", "other"))
    difference = own.value - other.value
    error = np.hypot(own.error, other.error)
    df = min(own.df, other.df)
    p = 2 * (stdtr(df, -np.abs(difference) / error) if np.isfinite(df) else ndtr(-np.abs(difference) / error))
    return Compass(own, other, difference, error, df, adjusted(p), normal_normal(difference, error))


def _side(sums: Mapping[str, Floats], side: str, usual: float) -> Side:
    inside, free = float(sums[f"{side}_inside"].sum()), float(sums[f"{side}_free"].sum())
    variance = (inside + _TAKEN * usual) / (free + _TAKEN) * sums[f"{side}_price"] / sums["weight"] ** 2
    clusters = ClusterSums.of(
        n=sums[f"{side}_size"], s=sums[f"{side}_r"], clusters=sums[f"{side}_clusters"],
        nn=sums[f"{side}_nn"], ns=sums[f"{side}_nr"], ss=sums[f"{side}_rr"],
    )  # fmt: skip
    rho = pooled_rho(clusters, sums[f"{side}_square"])
    deff = 1 + (clusters.size - 1) * (RHO if np.isnan(rho) else rho)
    return Side(sums[f"{side}_mean"] / sums["weight"], np.sqrt(variance * deff), free + _TAKEN)
