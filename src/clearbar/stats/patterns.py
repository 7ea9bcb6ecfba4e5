"""Patterns of units: unpacked, resampled, and what their resamples say of α and AC.

The bootstrap draws as many units as there were, with replacement, from the units (Zapf, Castell, Morawietz & Karch
2016, BMC Medical Research Methodology 16:93: it covers where formulas for the error do not). Units of one pattern are
all alike, so a resample is one draw of a multinomial over the patterns, exactly, however many units there are. Units
with one rating are resampled among themselves: how many are shared was decided before anything was rated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from clearbar.stats.agreement import alpha, gwet, identity_weights, ordinal_weights
from clearbar.stats.intervals import Floats, quantile

LEVELS, BITS = 5, 12
"""How a pattern is packed: so many bits for each level, level 1 in the lowest."""

TIMES = 1000
SEED = 1936
"""Where the resampling starts unless told otherwise: the same evidence gives the same interval."""

SEEN = 5
"""Units that hold anything but the commonest level, below which α is not told: it would rest on them alone."""

ENOUGH = 20
"""Units of several raters below which nothing is concluded: intervals of fewer cover too seldom."""

TELLING = 10
"""Units that hold anything but the commonest level, below which α is not concluded from."""


@dataclass(frozen=True)
class Patterns:
    """Patterns of one group, each once. `counts`: shape (patterns, levels); `units`: shape (patterns,)."""

    counts: Floats
    units: Floats

    @property
    def shared(self) -> npt.NDArray[np.bool_]:
        """Which patterns have two ratings or more."""
        return np.asarray(self.counts.sum(axis=1) >= 2)

    @property
    def n(self) -> int:
        """Units with two ratings or more."""
        return int(self.units[self.shared].sum())

    @property
    def telling(self) -> int:
        """Shared units that hold anything but the commonest level."""
        counts, units = self.counts[self.shared], self.units[self.shared]
        if not len(units):
            return 0
        commonest = int(np.argmax(units @ counts))
        return int(units[counts[:, commonest] < counts.sum(axis=1)].sum())

    @property
    def unanimous(self) -> bool:
        """Whether no shared unit holds two different levels."""
        return bool(np.all(self.counts[self.shared].max(axis=1, initial=0) == self.counts[self.shared].sum(axis=1)))


@dataclass(frozen=True)
class Figure:
    """A coefficient with its interval."""

    value: float
    low: float
    high: float


def unpack(pattern: npt.ArrayLike) -> Floats:
    """How often each level stands in each pattern: shape (patterns, LEVELS)."""
    packed = np.asarray(pattern, dtype=np.int64)
    return np.stack([packed >> BITS * level & (1 << BITS) - 1 for level in range(LEVELS)], axis=1).astype(np.float64)


def patterns(pattern: npt.ArrayLike, units: npt.ArrayLike, yes_no: bool) -> Patterns:
    """Packed patterns, each made to stand once, in the order of their numbers so that resamples do not depend on the
    order of rows. Of yes/no standards only the two levels that they use are kept."""
    each, place = np.unique(np.asarray(pattern, dtype=np.int64), return_inverse=True)
    counts = unpack(each)
    if yes_no and not counts[:, [0, 2, 4]].any():
        counts = counts[:, [1, 3]]
    return Patterns(counts, np.bincount(place, np.asarray(units, dtype=np.float64), len(each)).astype(np.float64))


def resampled(found: Patterns, times: int = TIMES, seed: int = SEED) -> Floats:
    """How many units of each pattern each resample holds: shape (times, patterns)."""
    random = np.random.Generator(np.random.PCG64(seed))
    drawn = np.zeros((times, len(found.units)))
    for part in (found.shared, ~found.shared):
        total = found.units[part].sum()
        if total:
            drawn[:, part] = random.multinomial(int(total), found.units[part] / total, size=times)
    return drawn


def coefficients(
    found: Patterns, confidence: float = 0.95, times: int = TIMES, seed: int = SEED
) -> tuple[Figure | None, Figure | None]:
    """α and AC with their intervals; None where there is none to tell. AC2 with ordinal weights of five levels, AC1
    of two."""
    if found.n < 2:
        return None, None
    size = found.counts.shape[1]
    agreeing = ordinal_weights(size) if size > 2 else identity_weights(size)
    drawn = resampled(found, times, seed)
    others = _one_apart(found, confidence) if found.unanimous else None

    def figure(value: float, resamples: Floats, least: float) -> Figure:
        low, high = ends(value, resamples, found.n, confidence)
        return Figure(value, low if np.isnan(least) else least, high)

    def of_both(weights: Floats, counts: Floats) -> tuple[Floats, Floats]:
        return alpha(counts, weights), gwet(counts, weights, agreeing)

    values, draws = of_both(found.units[None], found.counts), of_both(drawn, found.counts)
    least = of_both(others.units[None], others.counts) if others else (np.array([np.nan]),) * 2
    told = (found.telling >= SEEN, True)
    both = [
        figure(float(value[0]), draw, float(low[0])) if is_told else None
        for value, draw, low, is_told in zip(values, draws, least, told, strict=True)
    ]
    return both[0], both[1]


def ends(value: float, resamples: Floats, units: int, confidence: float) -> tuple[float, float]:
    """Quantiles of the resamples, moved away from the value as t with units − 1 degrees of freedom is from the normal,
    and as units/(units − 1) corrects a variance: a resample of few units varies too little. Not above 1."""
    tail = (1 - confidence) / 2
    low, high = np.nanquantile(resamples, [tail, 1 - tail])
    wider = float(stdtrit(units - 1, 1 - tail)) / quantile(confidence) * np.sqrt(units / (units - 1))
    return float(min(value - (value - low) * wider, value)), float(min(max(value + (high - value) * wider, value), 1.0))


def _one_apart(found: Patterns, confidence: float) -> Patterns:
    """The same units, with as many of them in disagreement, by one level, as fit with none of them having been seen to
    be (the "rule of three"; Hanley & Lippman-Hand 1983, JAMA 249:1743, with both tails). Resamples of units that all
    agree would all agree, which is more than was seen."""
    missed = 1 - ((1 - confidence) / 2) ** (1 / found.n)
    shared = found.shared
    commonest = int(np.argmax(found.units[shared] @ found.counts[shared]))
    apart = np.zeros((1, found.counts.shape[1]))
    apart[0, [commonest, commonest - 1 if commonest else 1]] = 1
    units = np.where(shared, found.units * (1 - missed), found.units)
    return Patterns(np.vstack([found.counts, apart]), np.append(units, missed * found.n))
