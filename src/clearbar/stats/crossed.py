"""Severity and quality apart: variance components of factors that cross, such as persons and their raters.

Exact (restricted) maximum likelihood from the table of cells by average-information steps from moments. The criterion
is that of lme4 (Bates et al. 2015, JSS 67(1), eq. 39 for ML and 42 for REML).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

import numpy as np

from clearbar.stats.ascent import climb, invert
from clearbar.stats.cells import CellTable, connected_counts
from clearbar.stats.components import Codes, Coefficient, Effects, Floats, Labels, Split, describe
from clearbar.stats.cross_counts import count
from clearbar.stats.crossed_likelihood import CrossedLikelihood, System
from clearbar.stats.moments import number, pair

SINGLE = "only one {name}: variation between them cannot be seen"
ONCE = "each {name} was rated once: {name} and {other} are told together, as {other}"
SAME = "{name} and {other} always go together: they are told as {other}"
NOTHING_LEFT = "no more ratings than coefficients: no variation can be seen"
NO_PEAK = "no variances fit best: the factors may explain every rating"
SMALL = 1e-3
"""A rest below this part of the total is looked at again: it may be on its way to 0."""
NONE = ""
"""The name of the factor, of a single level, that stands in where no factor can be told apart."""
TOLERANCE = 1e-8
"""A criterion within this of its peak puts each variance within 0.0001 of its standard error."""
ROWS = 4096
"""Levels of the largest factor whose errors are worked out at a time: bounds memory."""


@dataclass(frozen=True, eq=False)
class _Fit:
    variances: Floats
    criterion: float
    covariance: Floats | None
    converged: bool
    notes: tuple[str, ...] = ()


def crossed(table: CellTable, *, reml: bool = True) -> Split:
    """The split of variation into the factors of a table and the rest, and the coefficients of its categories.

    A factor that cannot be told apart is left out of the components, and a note says so. Standard errors of variances
    are from the average information. Look at `parts` before levels are compared.
    """
    told, notes = tell_apart(table)
    likelihood = CrossedLikelihood(count(told), reml)
    fit = _fit(likelihood, alone=NONE in told.factors)
    factors = {name: labels for name, labels in told.factors.items() if name != NONE}
    names = (*factors, told.rest) if fit.variances.size else ()
    return Split(
        components=describe(names, fit.variances[-len(names) :] if names else fit.variances, fit.covariance),
        coefficients=_coefficients(likelihood, fit.variances),
        criterion=fit.criterion,
        reml=reml,
        n=int(likelihood.counts.ratings),
        groups={name: number(labels)[1].size for name, labels in factors.items()},
        converged=fit.converged,
        covariance=() if fit.covariance is None else tuple(map(tuple, fit.covariance.tolist())),
        parts=connected_counts(factors),
        notes=(*notes, *fit.notes),
    )


def crossed_effects(table: CellTable, split: Split) -> dict[str, Effects]:
    """How far each level of each factor lies from the mean, the other factors and categories taken out, at the
    variances of `split`: a rater's severity, or a person's score without the severity of the raters.

    A factor that could not be told apart has none.
    """
    told, _ = tell_apart(table)
    likelihood = CrossedLikelihood(count(told), split.reml)
    if NONE in told.factors or not split.components:
        return {}
    variances = np.array([component.variance for component in split.components])
    found = dict(zip(likelihood.counts.order, _effects(likelihood, variances), strict=True))
    return {name: found[place] for place, name in enumerate(told.factors)}


def tell_apart(table: CellTable) -> tuple[CellTable, tuple[str, ...]]:
    """The table with the factors that its ratings can tell apart, and what is to be said of the others."""
    kept: dict[str, Codes] = {}
    notes = []
    ratings = float(table.n.sum())
    for name, labels in table.factors.items():
        codes, levels = number(labels)
        twin = next((other for other, known in kept.items() if _same(codes, known)), None)
        if levels.size == 1:
            notes.append(SINGLE.format(name=name))
        elif levels.size == ratings:
            notes.append(ONCE.format(name=name, other=table.rest))
        elif twin is not None:
            notes.append(SAME.format(name=name, other=twin))
        else:
            kept[name] = codes
    factors: dict[str, Labels] = {name: table.factors[name] for name in kept}
    return replace(table, factors=factors or {NONE: np.zeros(table.n.size, np.int64)}), tuple(notes)


def _same(one: Codes, other: Codes) -> bool:
    """Whether two factors put the cells into the same groups."""
    return bool(one.max() == other.max() and number(pair(one, other))[1].size == one.max() + 1)


def _fit(likelihood: CrossedLikelihood, *, alone: bool) -> _Fit:
    counts = likelihood.counts
    if counts.ratings <= len(counts.fixed):
        return _Fit(np.zeros(0), inf, None, True, (NOTHING_LEFT,))
    if counts.square == 0:
        zero = np.zeros(len(counts.order) + 1)
        return _Fit(zero, -inf, None, True)
    if alone:
        return _fit_rest(likelihood)
    peak = climb(likelihood, counts.start, tolerance=TOLERANCE)
    found = peak.converged and not (peak.at[-1] < SMALL * peak.at.sum() and _explains_all(likelihood))
    notes = () if found else (NO_PEAK,)
    return _Fit(peak.at, peak.point.criterion, invert(peak.point.information), found, notes)


def _explains_all(likelihood: CrossedLikelihood) -> bool:
    """Whether factors that are free to take any value leave nothing: then the likelihood has no bound."""
    free = np.append(np.ones(len(likelihood.counts.order)), 1e-9)
    system = likelihood.solve(free)
    square = likelihood.counts.square
    return system is None or square - system.explained < 1e-6 * square


def _fit_rest(likelihood: CrossedLikelihood) -> _Fit:
    """One variance about the categories, in closed form."""
    system = likelihood.solve(np.array([0.0, 1.0]))
    explained = system.explained if system else 0.0
    variance = max(likelihood.counts.square - explained, 0.0) / likelihood.freedom
    variances = np.array([0.0, variance])
    covariance = np.array([[2.0 * variance**2 / likelihood.freedom]])
    return _Fit(variances, likelihood(variances).criterion, covariance, True)


def _coefficients(likelihood: CrossedLikelihood, variances: Floats) -> tuple[Coefficient, ...]:
    counts, random = likelihood.counts, likelihood.random
    known = variances.size > 0 and variances[-1] > 0
    system = likelihood.solve(variances if known else np.append(np.zeros(len(counts.order)), 1.0))
    if system is None:
        return ()
    values = system.dense[random:].copy()
    values[0] += counts.offset
    lower = np.linalg.inv(system.root[random:, random:])
    ses = np.sqrt(system.rest * np.sum(lower * lower, axis=0)) if known else np.full(values.size, np.nan)
    if variances.size and not known:
        ses = np.zeros(values.size)
    return tuple(
        Coefficient(name, float(value), float(se)) for name, value, se in zip(counts.fixed, values, ses, strict=True)
    )


def _effects(likelihood: CrossedLikelihood, variances: Floats) -> list[Effects]:
    """Effects in the order of the counts."""
    counts = likelihood.counts
    system = likelihood.solve(variances) if variances[-1] > 0 else None
    if system is None:
        return [Effects(labels, np.zeros(labels.size), np.zeros(labels.size)) for labels in counts.labels]
    inverse = likelihood.inverse(system, system.root.shape[0])
    turned = inverse * system.scale[:, None] * system.scale
    errors = np.sqrt(system.rest * np.diag(turned))
    return [
        Effects(counts.labels[0], system.first, _first_errors(likelihood, system, turned)),
        *(
            Effects(labels, system.dense[span], errors[span])
            for labels, span in zip(counts.labels[1:], counts.spans, strict=True)
        ),
    ]


def _first_errors(likelihood: CrossedLikelihood, system: System, turned: Floats) -> Floats:
    """Standard errors of the largest factor's levels: what each has of its own, and what it takes from the others."""
    cross = likelihood.counts.cross
    borrowed = np.empty(system.diagonal.size)
    for begin in range(0, borrowed.size, ROWS):
        rows = cross[begin : begin + ROWS]
        borrowed[begin : begin + ROWS] = np.einsum("ij,ij->i", np.asarray(rows @ turned), rows.toarray())
    own = system.gamma[0] / system.diagonal
    return np.asarray(np.sqrt(system.rest * (own + own * own * borrowed)))
