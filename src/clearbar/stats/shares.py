"""What part of the variation each component is, with an interval inside [0, 1].

The interval holds each share at which the (restricted) likelihood, at its peak over all else, is within a χ²(1)
quantile of the best (profile likelihood). It needs no symmetry, and it stands at the border too: a share of 0 has a
lower end of 0 and an upper end above it. Where a crossed table has too many levels for a profile, the delta method on
the logit is used instead.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log, sqrt

import numpy as np
from scipy.special import ndtri

from clearbar.model.estimate import Estimate
from clearbar.stats.ascent import Likelihood, Point, climb, invert
from clearbar.stats.cells import CellTable
from clearbar.stats.components import Floats, Split
from clearbar.stats.cross_counts import count
from clearbar.stats.crossed import tell_apart
from clearbar.stats.crossed_likelihood import CrossedLikelihood
from clearbar.stats.nested import PersonSums, read
from clearbar.stats.nested_likelihood import TOP, UNIT, NestedLikelihood

LEVELS = 200
"""Up to this many levels beside the largest factor a profile takes well under a second."""
FAR = 30.0
"""A logit beyond which a share is 0 or 1."""
NEAR = 5.0
"""The logit at which the search for the end of an interval begins that touches 0 or 1."""
CLOSE = 1e-3
"""An end is found when the root of the criterion is this near to its quantile."""
WALL = 1e3
"""Roots of the criterion are not told apart above this: where the likelihood is 0 they are infinite."""


def shares(ratings: PersonSums | CellTable, split: Split, *, confidence: float = 0.95) -> dict[str, Estimate]:
    """The share of each component of `split`, by name; `split` must be that of the same ratings.

    Empty where there are not two components, or where the last of them is 0: then the likelihood has no peak.
    """
    variances = np.array([component.variance for component in split.components])
    if variances.size < 2 or variances[-1] <= 0:
        return {}
    quantile = float(ndtri(0.5 + confidence / 2))
    ends = _ends(ratings, split, variances, quantile)
    clusters = next(iter(split.groups.values()))
    values = variances / variances.sum()
    return {
        component.name: Estimate(
            value=float(value),
            low=min(low, float(value)),
            high=max(high, float(value)),
            n=split.n,
            clusters=clusters,
            confidence=confidence,
        )
        for component, value, (low, high) in zip(split.components, values, ends, strict=True)
    }


def _ends(
    ratings: PersonSums | CellTable, split: Split, variances: Floats, quantile: float
) -> list[tuple[float, float]]:
    every = range(variances.size)
    if isinstance(ratings, PersonSums):
        nested = NestedLikelihood(read(ratings).design, split.reml)
        stretch = stretches(nested, variances)
        return [by_profile(nested, variances, part, quantile * stretch[part]) for part in every]
    if sum(split.groups.values()) - max(split.groups.values(), default=0) > LEVELS:
        covariance = np.array(split.covariance)
        return [by_delta(variances, covariance, part, quantile) for part in every]
    crossed = CrossedLikelihood(count(tell_apart(ratings)[0]), split.reml)
    return [by_profile(crossed, variances, part, quantile) for part in every]


def stretches(likelihood: NestedLikelihood, variances: Floats) -> list[float]:
    """By how much the interval of each share must be wider than under normal effects; at least 1.

    Heavy tails make a variance harder to know than normal theory says, at every size of the data. The ratio of the
    sandwich to the model variance of a share, from what each group and each unit adds to the score, tells by how much
    (Royall & Tsou 2003, JRSS-B 65:391, divide the log likelihood by it). Light tails are not made use of.
    """
    covariance = invert(likelihood(variances).information)
    if covariance is None:
        return [1.0] * variances.size
    top, units = likelihood.contributions(variances)
    levels = likelihood.design.levels
    found = []
    for part in range(variances.size):
        slope = -np.full(variances.size, variances[part])
        slope[part] += variances.sum()
        pull = np.zeros(3)
        pull[list(levels)] = covariance @ slope
        sandwich = float(np.sum((pull[TOP] * top) ** 2) + np.sum((pull[UNIT:] @ units) ** 2))
        found.append(sqrt(max(1.0, sandwich / float(slope @ covariance @ slope))))
    return found


def by_profile(likelihood: Likelihood, peak: Floats, part: int, quantile: float) -> tuple[float, float]:
    """The ends of the interval of one share, from the variances at the peak."""
    best, beside = likelihood(peak).criterion, peak

    def beyond(share: float) -> float:
        """Below 0 inside the interval, above outside, and nearly straight in the logit of the share."""
        nonlocal beside
        beside, lowest = profile(likelihood, beside, part, share)
        return min(sqrt(max(lowest - best, 0.0)), WALL) - quantile

    value = float(peak[part] / peak.sum())
    low = 0.0 if value == 0 or (part < peak.size - 1 and beyond(0.0) <= 0) else _search(beyond, value, -1, quantile)
    high = 1.0 if value == 1 else _search(beyond, value, 1, quantile)
    return low, high


def by_delta(variances: Floats, covariance: Floats, part: int, quantile: float) -> tuple[float, float]:
    """The ends of the interval of one share from the covariance of the variances.

    At a share of 0 the upper end is where the parabola through the peak has fallen by the quantile, with no slope.
    """
    if not covariance.size:
        return 0.0, 1.0
    own, rest = float(variances[part]), float(variances.sum() - variances[part])
    if own == 0:
        high = quantile * sqrt(float(covariance[part, part]))
        return 0.0, high / (high + rest)
    slope = np.full(variances.size, -1.0 / rest)
    slope[part] = 1.0 / own
    reach = quantile * sqrt(float(slope @ covariance @ slope))
    return _share(log(own / rest) - reach), _share(log(own / rest) + reach)


def profile(likelihood: Likelihood, near: Floats, part: int, share: float) -> tuple[Floats, float]:
    """The variances beside this share (< 1) of the component `part` with the lowest criterion, and that criterion.

    It is looked for from the variances `near` on, the closer the sooner; where one of those is 0, also from all others
    alike, as the criterion can have a second valley away from 0.
    """
    back = np.delete(np.eye(near.size), part, axis=1)
    back[part] = share / (1.0 - share)

    def beside(others: Floats) -> Point:
        point = likelihood(back @ others)
        return Point(point.criterion, back.T @ point.score, back.T @ point.information @ back)

    others = np.delete(near, part)
    room, size = (1.0 - share) * float(near.sum()), float(others.sum())
    starts = [others * (room / size)] if size > 0 else []
    if not others.all():
        starts.append(np.full(others.size, room / others.size))
    found = min((climb(beside, start, tolerance=1e-5) for start in starts), key=lambda peak: peak.point.criterion)
    return back @ found.at, found.point.criterion


def _search(beyond: Callable[[float], float], value: float, way: int, quantile: float) -> float:
    """The share on the side `way` (-1 or 1) of `value`, where `beyond` is -quantile, at which `beyond` passes 0."""
    inside, below, step = -way * NEAR, -quantile, 0.5 * way
    if 0 < value < 1:
        inside = log(value / (1.0 - value))
    else:
        while abs(inside) < FAR and (below := beyond(_share(inside))) > 0:
            inside -= way * 2.0
    while abs(inside + step) < FAR:
        outside = inside + step
        above = beyond(_share(outside))
        if above > 0:
            return _share(_between(beyond, (inside, min(below, 0.0)), (outside, above)))
        inside, below, step = outside, above, 2.0 * step
    return float(way > 0)


def _between(beyond: Callable[[float], float], inside: tuple[float, float], outside: tuple[float, float]) -> float:
    """Where `beyond` is 0 between two logits, by false position, the end that stays counted half (Illinois)."""
    for _ in range(60):
        (low, below), (high, above) = inside, outside
        between = (low * above - high * below) / (above - below)
        found = beyond(_share(between))
        if abs(found) < CLOSE or abs(high - low) < CLOSE:
            return between
        if found > 0:
            inside, outside = (low, below / 2), (between, found)
        else:
            inside, outside = (between, found), (high, above / 2)
    return between


def _share(logit: float) -> float:
    return 1.0 / (1.0 + exp(-logit))
