"""Patterns of units: unpacked, resampled, and what their resamples say of α and AC.

The bootstrap draws as many units as there were, with replacement, from the units (Zapf, Castell, Morawietz & Karch
2016, BMC Medical Research Methodology 16:93: it covers where formulas for the error do not). Units of one pattern are
all alike, so a resample is one draw of a multinomial over the patterns, exactly, however many units there are. Units
with one rating are resampled among themselves: how many are shared was decided before anything was rated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from clearbar.stats.agreement import (
    Metric,
    alpha,
    alpha_error,
    gwet,
    gwet_error,
    identity_weights,
    interval,
    interval_weights,
    nominal,
    ordinal,
    ordinal_weights,
)
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
    """Patterns of one group, each once. `counts`: shape (patterns, levels); `units`: shape (patterns,). `parts`, shape
    (groups of persons, patterns), are the units of each; None where they are not told."""

    counts: Floats
    units: Floats
    parts: Floats | None = None

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


def patterns(
    pattern: npt.ArrayLike, units: npt.ArrayLike, yes_no: bool, bucket: npt.ArrayLike | None = None
) -> Patterns:
    """Packed patterns, each made to stand once, in the order of their numbers so that resamples do not depend on the
    order of rows. Of yes/no standards only the two levels that they use are kept. `bucket`: a group of persons."""
    each, place = np.unique(np.asarray(pattern, dtype=np.int64), return_inverse=True)
    counts, number = unpack(each), np.asarray(units, dtype=np.float64)
    parts = None
    if bucket is not None:
        groups, group = np.unique(np.asarray(bucket, dtype=np.int64), return_inverse=True)
        size = len(groups) * len(each)
        found = np.bincount(group * len(each) + place, number, size).astype(np.float64)
        parts = found.reshape(len(groups), len(each))
    if yes_no and not counts[:, [0, 2, 4]].any():
        counts = counts[:, [1, 3]]
    return Patterns(counts, np.bincount(place, number, len(each)).astype(np.float64), parts)


def resampled(found: Patterns, times: int = TIMES, seed: int = SEED) -> Floats:
    """How many units of each pattern each resample holds: shape (times, patterns)."""
    random = np.random.Generator(np.random.PCG64(seed))
    drawn = np.zeros((times, len(found.units)))
    for part in (found.shared, ~found.shared):
        total = found.units[part].sum()
        if total:
            drawn[:, part] = random.multinomial(int(total), found.units[part] / total, size=times)
    return drawn


@dataclass(frozen=True)
class Way:
    """How agreement is reckoned: how far levels are apart, and what the interval is over: units, resampled
    (`bootstrap`) or by formula (`linear`), or persons, whose groups are left out one by one (`person`)."""

    metric: str = "ordinal"
    error: str = "bootstrap"
    confidence: float = 0.95
    times: int = TIMES
    seed: int = SEED

    @property
    def apart(self) -> Metric:
        """The metric of α."""
        return {"ordinal": ordinal, "nominal": nominal, "interval": interval}[self.metric]

    def agreeing(self, size: int) -> Floats:
        """The weights of AC: of two levels, and of levels that have no order, AC1."""
        if size == 2 or self.metric == "nominal":
            return identity_weights(size)
        return interval_weights(size) if self.metric == "interval" else ordinal_weights(size)


def coefficients(found: Patterns, way: Way | None = None) -> tuple[Figure | None, Figure | None]:
    """α and AC with their intervals; None where there is none to tell."""
    way = way or Way()
    if found.n < 2:
        return None, None
    agreeing = way.agreeing(found.counts.shape[1])

    def of_both(weights: Floats, counts: Floats) -> tuple[Floats, Floats]:
        return alpha(counts, weights, way.apart), gwet(counts, weights, agreeing)

    values = [float(one[0]) for one in of_both(found.units[None], found.counts)]
    told = (found.telling >= SEEN, True)
    reach = _reach(found, way, values, of_both)
    others = _one_apart(found, way.confidence) if found.unanimous else None
    least = of_both(others.units[None], others.counts) if others else (np.array([np.nan]),) * 2
    both = [
        _figure(value, ends_of(), float(low[0])) if is_told else None
        for value, ends_of, low, is_told in zip(values, reach, least, told, strict=True)
    ]
    return both[0], both[1]


Ends = tuple[float, float] | None
Both = Callable[[Floats, Floats], tuple[Floats, Floats]]


def _figure(value: float, both: Ends, least: float) -> Figure | None:
    """A figure, whose low end is `least` where no unit disagreed; None without ends."""
    if both is None:
        return None
    return Figure(value, both[0] if np.isnan(least) else least, both[1])


def _reach(found: Patterns, way: Way, values: list[float], of_both: Both) -> list[Callable[[], Ends]]:
    """What tells the ends of both intervals, or that there are none."""
    if way.error == "bootstrap":
        draws = of_both(resampled(found, way.times, way.seed), found.counts)
        return [partial(ends, value, draw, found.n, way.confidence) for value, draw in zip(values, draws, strict=True)]
    if way.error == "linear":
        agreeing = way.agreeing(found.counts.shape[1])
        errors = [alpha_error(found.counts, found.units, way.apart), gwet_error(found.counts, found.units, agreeing)]
        freedom = [found.n - 1, int(found.units.sum()) - 1]
    else:
        left = left_out(found)
        if left is None:
            return [lambda: None, lambda: None]
        errors = [jackknife(each) for each in of_both(left, found.counts)]
        freedom = [len(left) - 1] * 2
    return [partial(_by_t, *one, way.confidence) for one in zip(values, errors, freedom, strict=True)]


def left_out(found: Patterns) -> Floats | None:
    """The units without each group of persons that has shared ones, shape (groups, patterns); None under two groups."""
    if found.parts is None:
        return None
    own = found.parts[found.parts[:, found.shared].sum(axis=1) > 0]
    return found.units - own if len(own) > 1 else None


def jackknife(values: Floats) -> float:
    """The standard error of a figure from its values without each group (Efron 1982, The Jackknife, ch. 3; groups of
    clusters: Kott 2001, J. Official Statistics 17:521)."""
    return float(np.sqrt((len(values) - 1) / len(values) * ((values - values.mean()) ** 2).sum()))


def _by_t(value: float, error: float, freedom: int, confidence: float) -> Ends:
    if not np.isfinite(error) or freedom < 1:
        return None
    half = float(stdtrit(freedom, (1 + confidence) / 2)) * error
    return value - half, min(value + half, 1.0) if half else value


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
