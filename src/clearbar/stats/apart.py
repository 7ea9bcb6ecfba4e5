"""Which groups can be told apart.

Two groups can be told apart when the probability that the one is truly above the other is high enough. Each is taken
as normal with its posterior mean and sd, independent of the other: what they share through the common mean is left
out. It would make the difference of two groups more certain, so groups are told apart too seldom rather than too often.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from clearbar.stats.intervals import Floats


@dataclass(frozen=True)
class Brackets:
    """`order`: the groups from the highest mean to the lowest. `runs`: (first, last) positions in `order`, each a
    longest run in which no two groups can be told apart; runs may overlap, none lies within another."""

    order: tuple[int, ...]
    runs: tuple[tuple[int, int], ...]


def told_apart(
    mean: npt.ArrayLike,
    sd: npt.ArrayLike,
    other_mean: npt.ArrayLike,
    other_sd: npt.ArrayLike,
    probability: float = 0.975,
) -> npt.NDArray[np.bool_]:
    """Whether one of the two is above the other with at least this probability; inputs broadcast. Groups of equal
    mean never are. Raises ValueError unless the probability is above one half and below 1."""
    if not 0.5 < probability < 1:
        raise ValueError(f"the probability lies between one half and 1, not at {probability}")
    here, there, s, t = (np.asarray(value, dtype=np.float64) for value in (mean, other_mean, sd, other_sd))
    distance = np.abs(here - there)
    return np.asarray((distance > 0) & (distance >= ndtri(probability) * np.hypot(s, t)))


def brackets(mean: npt.ArrayLike, sd: npt.ArrayLike, probability: float = 0.975) -> Brackets:
    """The longest runs of groups that cannot be told apart, among groups sorted by `mean`; shapes (groups,).

    Groups of the same mean stand in the order of their sd, so that the runs do not depend on the order of the input.
    A run ends only where *some* pair inside can be told apart: a group known exactly may part two uncertain ones
    that could themselves not be told apart.
    """
    means, sds = np.broadcast_arrays(np.asarray(mean, dtype=np.float64), np.asarray(sd, dtype=np.float64))
    order = np.lexsort((sds, -means))
    means, sds = means[order], sds[order]
    starts = _starts(means, sds, probability)
    # A run that ends at `last` is within the next one if that starts no later.
    ends = [last for last in range(len(starts)) if last + 1 == len(starts) or starts[last + 1] > starts[last]]
    return Brackets(tuple(int(group) for group in order), tuple((starts[last], last) for last in ends))


def _starts(means: Floats, sds: Floats, probability: float) -> list[int]:
    """For each position the first from which on to it no two can be told apart."""
    starts: list[int] = []
    for last in range(len(means)):
        first = starts[-1] if starts else 0
        apart = told_apart(means[first:last], sds[first:last], means[last], sds[last], probability)
        starts.append(first + int(np.flatnonzero(apart).max(initial=-1)) + 1)
    return starts
