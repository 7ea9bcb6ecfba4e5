"""Persons by periods: what differences-in-differences are read from.

One column a unit (a person, or the part of a person's standards that was coached from one day on), one row a period.
Not everybody was rated in every period: such places hold no mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clearbar.stats.components import Codes, Floats
from clearbar.stats.moments import add_up

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Panel:
    """Means of `units` (U) over `periods` (T).

    `mean` (T, U) is NaN and `count` (T, U) 0 where a unit was not rated. `start` (U,) is the period from which a unit
    was coached, inf for never. `cluster` (U,) numbers what is alike: 0 upwards. `periods` (T,) ascend.
    """

    mean: Floats
    count: Floats
    start: Floats
    cluster: Codes
    periods: Codes

    def __post_init__(self) -> None:
        shape = (self.periods.size, self.start.size)
        if self.mean.shape != shape or self.count.shape != shape or self.cluster.shape != self.start.shape:
            raise ValueError("a panel has a mean and a count for each unit in each period, and a start for each unit")
        if np.any(np.diff(self.periods) <= 0):
            raise ValueError("periods ascend")

    @property
    def clusters(self) -> int:
        """How many clusters there are."""
        return int(self.cluster.max(initial=-1)) + 1

    def untreated(self, lead: int = 0) -> Mask:
        """(T, U): where a unit was rated before its start, less the last `lead` periods before it."""
        return ~np.isnan(self.mean) & (self.periods[:, None] < self.start - lead)

    def treated(self) -> Mask:
        """(T, U): where a unit was rated from its start on."""
        return ~np.isnan(self.mean) & (self.periods[:, None] >= self.start)

    def without(self, units: Mask) -> Panel:
        """The panel without these units; their clusters keep their numbers."""
        if not units.any():
            return self
        kept = ~units
        return Panel(self.mean[:, kept], self.count[:, kept], self.start[kept], self.cluster[kept], self.periods)


def panel(unit: Codes, period: Codes, n: ArrayLike, total: ArrayLike, start: Floats, cluster: Codes) -> Panel:
    """A panel from sums per unit and period, (R,) each: `n` ratings that sum to `total`. `unit` numbers units from 0;
    `start` and `cluster` are theirs, (U,). Rows of the same unit and period are added up."""
    periods, row = np.unique(period, return_inverse=True)
    at, shape = row.reshape(-1) * start.size + unit, (periods.size, start.size)
    size = periods.size * start.size
    count = add_up(at, np.asarray(n, dtype=np.float64), size).reshape(shape)
    summed = add_up(at, np.asarray(total, dtype=np.float64), size).reshape(shape)
    mean = np.full(shape, np.nan)
    np.divide(summed, count, out=mean, where=count > 0)
    return Panel(mean, count, start, cluster, periods)
