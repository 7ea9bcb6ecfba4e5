"""The effect of coaching by imputation (Borusyak, Jaravel & Spiess 2024, Review of Economic Studies 91:3253).

What each person would have had without it is imputed from all that was seen before anybody started: y = unit + period,
fitted by least squares to periods before a start. The effect is the mean of y less that over all periods from a start
on. It reads every period before a start, not one base, and is the more exact the less persons drift on their own.

The estimate is linear in y, with weights v. Its standard error is conservative (section 4.3 there): the residual before
a start, and from it on how far an effect lies from the mean of its cohort in that period, each times v, are added up
within clusters and squared.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from clearbar.stats.components import Floats
from clearbar.stats.panel import Mask, Panel
from clearbar.stats.staggered import Effect


@dataclass(frozen=True, eq=False)
class _Fit:
    """Effects of units (U,) and periods (T,)."""

    unit: Floats
    period: Floats

    @property
    def both(self) -> Floats:
        return self.period[:, None] + self.unit


def imputed(panel: Panel, *, lead: int = 0) -> Effect | None:
    """The mean effect over all units and periods from their start on that can be imputed; None where none can. The
    last `lead` periods before a start are not read."""
    before = panel.untreated(lead)
    after = panel.treated() & _reached(before)
    size = int(after.sum())
    if not size:
        return None
    inside = np.where(before, panel.mean, 0.0)
    fit = _solve(before, inside.sum(axis=0), inside.sum(axis=1))
    off = panel.mean - fit.both
    effect = np.where(after, off, 0.0)
    value = float(effect.sum()) / size
    weight = after / size
    pull = _solve(before, weight.sum(axis=0), weight.sum(axis=1))
    errors = np.where(after, effect - _cohort_means(panel, effect, after), 0.0) / size
    errors -= np.where(before, pull.both * off, 0.0)
    in_cluster = np.bincount(panel.cluster, errors.sum(axis=0), panel.clusters)
    treated, control = after.any(axis=0), before.any(axis=0) & ~after.any(axis=0)
    fewest = min(len(np.unique(panel.cluster[side])) for side in (treated, before.any(axis=0)))
    n = int(panel.count[after].sum())
    return Effect(value, float(np.linalg.norm(in_cluster)), n, int(treated.sum()), int(control.sum()), fewest)


def _solve(seen: Mask, by_unit: Floats, by_period: Floats) -> _Fit:
    """Unit and period effects whose sums over what is `seen` (T, U) are these: the normal equations, units eliminated.

    They are fixed but for a constant moved from units to periods, which no sum of both shows."""
    size = seen.sum(axis=0).astype(np.float64)
    share = np.divide(1.0, size, out=np.zeros_like(size), where=size > 0)
    held = seen.astype(np.float64)
    left = np.diag(held.sum(axis=1)) - (held * share) @ held.T
    right = by_period - held @ (share * by_unit)
    period = np.linalg.lstsq(left, right, rcond=1e-10)[0]
    return _Fit(share * (by_unit - period @ held), period)


def _reached(seen: Mask) -> Mask:
    """(T, U): where unit and period can be imputed together: a chain of what is seen leads from one to the other."""
    periods, units = seen.shape
    row, column = np.nonzero(seen)
    links = csr_array((np.ones(row.size, np.int8), (row, column + periods)), shape=(periods + units,) * 2)
    part = connected_components(links, directed=False)[1]
    return np.asarray(part[:periods, None] == part[periods:])


def _cohort_means(panel: Panel, effect: Floats, after: Mask) -> Floats:
    """(T, U): the mean effect of a unit's cohort in each period."""
    means = np.zeros_like(effect)
    for cohort in np.unique(panel.start[panel.start < inf]):
        units = panel.start == cohort
        sizes = after[:, units].sum(axis=1)
        totals = effect[:, units].sum(axis=1)
        means[:, units] = np.divide(totals, sizes, out=np.zeros_like(totals), where=sizes > 0)[:, None]
    return means
