"""Differences-in-differences where people start at different times (Callaway & Sant'Anna 2021, J. Econometrics
225:200), with standard errors from influence functions.

    ATT(g, t) = mean of Y_t − Y_b over those who started in g, less the same mean over those who had not started

Base b is the last period before g, less the `lead` periods in which people may have been chosen for doing badly
(Ashenfelter 1978, Rev. Economics and Statistics 60:47). A unit counts in a comparison if it was rated in both of its
periods. Nobody who has started is ever a control: two-way fixed effects do that, and are biased by it (Goodman-Bacon
2021, J. Econometrics 225:254).

A unit of N adds N/n₁·(d − d̄₁) to the error of an ATT it is treated in, −N/n₀·(d − d̄₀) where it is a control; averages
also carry the error of their estimated weights, the shares p of the cohorts: Σ (ATT − average)(1{in g} − p)/Σp. Errors
add up within clusters, and the standard error is the root of the sum of their squares over N: as the R package `did`
2.1 has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.special import stdtrit

from clearbar.stats.components import Codes, Floats
from clearbar.stats.panel import Mask, Panel


@dataclass(frozen=True)
class Effect:
    """A difference-in-differences, or an average of several.

    `cohort` and `period` say of what (None where it is averaged over them), `since` the periods since the start. `n`
    are the ratings of treated units in the period that is compared with the base, `treated` and `control` the units,
    `clusters` the smaller number of clusters on either side.
    """

    value: float
    se: float
    n: int
    treated: int
    control: int
    clusters: int
    cohort: int | None = None
    period: int | None = None
    since: int | None = None

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Both ends, by t with one degree of freedom less than the side with fewer clusters; its standard error is
        that of a sample of so many. Without a second cluster on a side, anything is possible."""
        if self.clusters < 2:
            return -inf, inf
        half = float(stdtrit(self.clusters - 1, (1 + confidence) / 2))
        half *= self.se * (self.clusters / (self.clusters - 1)) ** 0.5
        return self.value - half, self.value + half


@dataclass(frozen=True)
class Effects:
    """Every ATT(g, t), their averages by cohort, by periods since the start and by period, and four averages over all.

    `left_out` units had started before there was a base to compare them with. `simple` weighs each cohort in each
    period alike by its size; `group` each unit; `dynamic` each time since the start; `calendar` each period. None where
    nothing can be compared.
    """

    cells: tuple[Effect, ...] = ()
    by_cohort: tuple[Effect, ...] = ()
    by_time: tuple[Effect, ...] = ()
    by_period: tuple[Effect, ...] = ()
    simple: Effect | None = None
    group: Effect | None = None
    dynamic: Effect | None = None
    calendar: Effect | None = None
    left_out: int = 0


class _Sum:
    """A weighted sum of effects: its value and its error in each cluster, with the units that stand behind it."""

    def __init__(self, clusters: int) -> None:
        self.value, self.weight, self.n = 0.0, 0.0, 0
        self.error = np.zeros(clusters)
        self.treated: dict[int, int] = {}
        self.sides = (np.zeros(clusters, dtype=bool), np.zeros(clusters, dtype=bool))
        self.control = 0
        self.parts: list[tuple[float, int]] = []

    def add(self, one: _Cell, weight: float) -> None:
        """Adds an effect, so many times."""
        self.value += weight * one.value
        self.weight += weight
        self.error += weight * one.error
        self.n += one.n
        self.treated[one.cohort] = max(self.treated.get(one.cohort, 0), one.treated)
        self.control = max(self.control, one.control)
        self.parts.append((one.value, one.cohort))
        for mine, its in zip(self.sides, one.sides, strict=True):
            mine |= its

    def mean(self) -> float:
        return self.value / self.weight


@dataclass(frozen=True, eq=False)
class _Cell:
    """One ATT(g, t) with its error per cluster, N times too large."""

    cohort: int
    period: int
    value: float
    error: Floats
    n: int
    treated: int
    control: int
    sides: tuple[Mask, Mask]


class _Cohorts:
    """The units of a panel that can be compared, by cohort."""

    def __init__(self, whole: Panel, lead: int) -> None:
        early = whole.start <= whole.periods[0] + lead if whole.periods.size else np.ones(whole.start.size, bool)
        self.left_out = int(early.sum())
        self.panel, self.lead = whole.without(early), lead
        beyond = self.panel.start > (whole.periods[-1] if whole.periods.size else 0)
        self.start = np.where(beyond, inf, self.panel.start)
        self.units = self.start.size
        found, sizes = np.unique(self.start[~np.isinf(self.start)], return_counts=True)
        self.size = {int(cohort): int(size) for cohort, size in zip(found, sizes, strict=True)}
        self.of = {cohort: np.flatnonzero(self.start == cohort) for cohort in self.size}
        self.in_cluster = {
            cohort: np.bincount(self.panel.cluster[units], minlength=self.panel.clusters)
            for cohort, units in self.of.items()
        }
        self.all_in_cluster = np.bincount(self.panel.cluster, minlength=self.panel.clusters)

    def share(self, cohort: int) -> float:
        """The share of a cohort in all units."""
        return self.size[cohort] / self.units


def effects(whole: Panel, *, lead: int = 0, never: bool = True, varying: bool = False) -> Effects:
    """All effects of a panel.

    Controls are units that `never` start while others are seen, or else all that have not started yet. Those about to
    start are among the latter: who is left when the low have been chosen was lucky in that period. Periods before the
    base are compared with it, or, if `varying`, each with the one before it.
    """
    cohorts = _Cohorts(whole, lead)
    sums: dict[tuple[str, int], _Sum] = {}
    cells = []
    for one in _cells(cohorts, never, varying):
        cells.append(_told(cohorts, one))
        share, since = cohorts.share(one.cohort), one.period - one.cohort
        for kind, key, weight, counts in (
            ("cohort", one.cohort, 1.0, since >= 0),
            ("time", since, share, True),
            ("period", one.period, share, since >= 0),
            ("simple", 0, share, since >= 0),
        ):
            if counts:
                sums.setdefault((kind, key), _Sum(cohorts.panel.clusters)).add(one, weight)
    found = {kind: _of(sums, kind) for kind in ("cohort", "time", "period", "simple")}
    later = {since: one for since, one in found["time"].items() if since >= 0}
    return Effects(
        tuple(cells),
        tuple(_average(cohorts, one, weighed=False, cohort=key) for key, one in found["cohort"].items()),
        tuple(_average(cohorts, one, since=key) for key, one in found["time"].items()),
        tuple(_average(cohorts, one, period=key) for key, one in found["period"].items()),
        next((_average(cohorts, one) for one in found["simple"].values()), None),
        _of_cohorts(cohorts, found["cohort"]),
        _of_alike(cohorts, later),
        _of_alike(cohorts, found["period"]),
        cohorts.left_out,
    )


def _cells(cohorts: _Cohorts, never: bool, varying: bool) -> Iterator[_Cell]:
    """Every comparison that can be made, cohort by cohort."""
    periods, start = cohorts.panel.periods, cohorts.start
    waiting: dict[int, Codes] = {}
    for cohort in cohorts.size:
        base = int(np.searchsorted(periods, cohort - cohorts.lead)) - 1
        for at in range(periods.size):
            before = at - 1 if varying and periods[at] < cohort - cohorts.lead else base
            if before < 0 or at == before:
                continue
            last = int(periods[max(at, before)])
            if never:
                others = waiting.setdefault(-1, np.flatnonzero(np.isinf(start)))
            else:
                others = waiting.setdefault(last, np.flatnonzero(start > last))
                others = others[start[others] != cohort]
            if one := _cell(cohorts, cohort, at, before, others):
                yield one


def _cell(cohorts: _Cohorts, cohort: int, at: int, before: int, others: Codes) -> _Cell | None:
    """ATT(g, t) with its error per cluster; None where nobody is on one side."""
    panel, units = cohorts.panel, cohorts.units
    rise_in, rise_out = (panel.mean[at, side] - panel.mean[before, side] for side in (cohorts.of[cohort], others))
    inside, outside = ~np.isnan(rise_in), ~np.isnan(rise_out)
    if not inside.any() or not outside.any():
        return None
    members, controls = cohorts.of[cohort][inside], others[outside]
    rise_in, rise_out = rise_in[inside], rise_out[outside]
    mine, theirs = float(rise_in.mean()), float(rise_out.mean())
    error = np.zeros(panel.clusters)
    np.add.at(error, panel.cluster[members], units / members.size * (rise_in - mine))
    np.subtract.at(error, panel.cluster[controls], units / controls.size * (rise_out - theirs))
    sides = (np.zeros(panel.clusters, dtype=bool), np.zeros(panel.clusters, dtype=bool))
    for side, some in zip(sides, (members, controls), strict=True):
        side[panel.cluster[some]] = True
    n = int(panel.count[at, members].sum())
    period = int(panel.periods[at])
    return _Cell(cohort, period, mine - theirs, error, n, members.size, controls.size, sides)


def _told(cohorts: _Cohorts, one: _Cell) -> Effect:
    se = float(np.linalg.norm(one.error)) / cohorts.units
    fewest = min(int(side.sum()) for side in one.sides)
    since = one.period - one.cohort
    return Effect(one.value, se, one.n, one.treated, one.control, fewest, one.cohort, one.period, since)


def _of(sums: dict[tuple[str, int], _Sum], kind: str) -> dict[int, _Sum]:
    return {key: sums[each, key] for each, key in sorted(sums) if each == kind}


def _error(cohorts: _Cohorts, one: _Sum, weighed: bool) -> Floats:
    """The error of a weighted mean per cluster, with that of its weights where these were estimated."""
    error = one.error / one.weight
    if weighed:
        mean = one.mean()
        for value, cohort in one.parts:
            error += (value - mean) / one.weight * _of_share(cohorts, cohort)
    return error


def _of_share(cohorts: _Cohorts, cohort: int) -> Floats:
    """The error of a cohort's share per cluster."""
    return np.asarray(cohorts.in_cluster[cohort] - cohorts.share(cohort) * cohorts.all_in_cluster)


def _average(cohorts: _Cohorts, one: _Sum, *, weighed: bool = True, **of: int) -> Effect:
    return _effect(cohorts, one.mean(), _error(cohorts, one, weighed), [one], **of)


def _of_cohorts(cohorts: _Cohorts, found: dict[int, _Sum]) -> Effect | None:
    """The average over cohorts, each by its share."""
    if not found:
        return None
    weight = sum(cohorts.share(cohort) for cohort in found)
    mean = sum(cohorts.share(cohort) * one.mean() for cohort, one in found.items()) / weight
    error = np.zeros(cohorts.panel.clusters)
    for cohort, one in found.items():
        error += cohorts.share(cohort) / weight * _error(cohorts, one, weighed=False)
        error += (one.mean() - mean) / weight * _of_share(cohorts, cohort)
    return _effect(cohorts, mean, error, list(found.values()))


def _of_alike(cohorts: _Cohorts, found: dict[int, _Sum]) -> Effect | None:
    """The plain average."""
    if not found:
        return None
    error = np.mean([_error(cohorts, one, weighed=True) for one in found.values()], axis=0)
    mean = sum(one.mean() for one in found.values()) / len(found)
    return _effect(cohorts, mean, error, list(found.values()))


def _effect(cohorts: _Cohorts, value: float, error: Floats, behind: list[_Sum], **of: int) -> Effect:
    """An average with all that stands behind it."""
    treated: dict[int, int] = {}
    for one in behind:
        for cohort, size in one.treated.items():
            treated[cohort] = max(treated.get(cohort, 0), size)
    fewest = min(int(np.logical_or.reduce([one.sides[side] for one in behind]).sum()) for side in (0, 1))
    se = float(np.linalg.norm(error)) / cohorts.units
    n, control = sum(one.n for one in behind), max(one.control for one in behind)
    return Effect(value, se, n, sum(treated.values()), control, fewest, **of)
