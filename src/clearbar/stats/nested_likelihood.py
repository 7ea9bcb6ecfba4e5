"""The likelihood of a nested normal model as a function of its variances, from one line per unit.

A unit is what is rated n times (a person); units lie in groups (sites). With variances s (group), u (unit) and
e (rest), unit means have v = u + e/n and the weight w = 1/v, groups W = Σw, and everything below is closed form:
the covariance of the means is diagonal plus s within groups, its inverse by Sherman & Morrison 1950.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log, pi

import numpy as np

from clearbar.stats.ascent import Point
from clearbar.stats.components import Codes, Floats
from clearbar.stats.moments import add_up

TOP, UNIT, REST = 0, 1, 2
VANISHING = 1e-12


@dataclass(frozen=True, eq=False)
class Design:
    """What a nested fit reads: per unit `n`, `mean` less `offset`, its group, and the sum of squares `inside` it.

    `levels` are the components that the data can tell apart, among TOP, UNIT and REST, in this order.
    """

    n: Floats
    mean: Floats
    group: Codes
    inside: Floats
    offset: float
    levels: tuple[int, ...]

    @property
    def ratings(self) -> float:
        """All ratings."""
        return float(self.n.sum())

    def full(self, variances: Floats) -> tuple[float, float, float]:
        """The variances of group, unit and rest; 0 for a level that is not told apart."""
        every = np.zeros(3)
        every[list(self.levels)] = variances
        return float(every[TOP]), float(every[UNIT]), float(every[REST])


@dataclass(frozen=True, eq=False)
class Weights:
    """What the variances make of a design.

    Per unit: `unit` = w and `spread` = V⁻¹1. Per group: `group` = W/(1+sW), `own` = s W/(1+sW) (how far a group keeps
    its own mean), `pull` = s/(1+sW) and the `mean` of its units. `centre` is the mean of all, `centre_se` its error.
    """

    unit: Floats
    spread: Floats
    group: Floats
    own: Floats
    pull: Floats
    mean: Floats
    centre: float
    centre_se: float


def weigh(design: Design, variances: Floats) -> Weights:
    """Weights at the variances of the design's levels.

    Units without any variance of their own get a vanishing one, so that they weigh alike.
    """
    top, own, rest = design.full(variances)
    unit = 1.0 / np.maximum(own + rest / design.n, VANISHING * (top or 1.0))
    sums = add_up(design.group, unit)
    mean = add_up(design.group, unit * design.mean) / sums
    shrink = 1.0 / (1.0 + top * sums)
    group = sums * shrink
    centre = float(group @ mean) / float(group.sum())
    known = float(group.sum()) ** -0.5 if variances.any() else 0.0
    centre_se = known if variances.size else inf
    return Weights(unit, unit * shrink[design.group], group, top * group, top * shrink, mean, centre, centre_se)


class NestedLikelihood:
    """Variances of the design's levels to the point of the (restricted) likelihood, with the expected information."""

    def __init__(self, design: Design, reml: bool) -> None:
        self.design, self.reml = design, reml
        self.within = design.ratings - design.n.size
        self.inside = float(design.inside.sum())
        self.inverse = 1.0 / design.n
        self.constant = (design.ratings - reml) * log(2 * pi) + float(np.log(design.n).sum())
        self.keep = np.ix_(design.levels, design.levels)

    def __call__(self, variances: Floats) -> Point:
        rest = float(variances[-1])
        if rest <= 0:
            return Point(inf, np.zeros(variances.size), np.eye(variances.size))
        weights = weigh(self.design, variances)
        pulled = self._pulled(weights)
        criterion = self._criterion(rest, weights, float(pulled @ self.design.mean))
        traces, information = self._information(rest, weights)
        score = (self._squares(rest, pulled) - traces) / 2
        return Point(criterion, score[list(self.design.levels)], information[self.keep])

    def contributions(self, variances: Floats) -> tuple[Floats, Floats]:
        """What each group adds to the score of the group variance, (G,), and each unit to the scores of the unit and
        the rest variance, (2, U)."""
        rest = float(variances[-1])
        weights = weigh(self.design, variances)
        pulled, share = self._pulled(weights), self.reml / float(weights.group.sum())
        groups = add_up(self.design.group, pulled)
        expected = weights.unit * (1.0 - weights.unit * weights.pull[self.design.group])
        unit = (pulled * pulled - expected + share * weights.spread**2) / 2
        inner = (self.design.inside / rest - (self.design.n - 1.0)) / (2 * rest)
        top = (groups * groups - weights.group + share * weights.group**2) / 2
        return top, np.vstack([unit, self.inverse * unit + inner])

    def _pulled(self, weights: Weights) -> Floats:
        """P y on the unit means: how far each lies from where its group and the centre would have it, weighted."""
        centres = weights.centre + weights.own * (weights.mean - weights.centre)
        return np.asarray(weights.unit * (self.design.mean - centres[self.design.group]))

    def _criterion(self, rest: float, weights: Weights, square: float) -> float:
        found = self.constant - float(np.log(weights.unit).sum()) - float(np.log1p(-weights.own).sum()) + square
        if self.within > 0:
            found += self.within * log(rest) + self.inside / rest
        return found + (log(float(weights.group.sum())) if self.reml else 0.0)

    def _squares(self, rest: float, pulled: Floats) -> Floats:
        """y'P (dV/dθ) P y for each variance, P y being `pulled` on the unit means."""
        groups = add_up(self.design.group, pulled)
        return np.array(
            [
                groups @ groups,
                pulled @ pulled,
                self.inverse @ (pulled * pulled) + self.inside / (rest * rest),
            ]
        )

    def _information(self, rest: float, weights: Weights) -> tuple[Floats, Floats]:
        """tr(P dV/dθ) for each variance, and half of tr(P dV/dθ P dV/dφ) for each two."""
        group, pull = weights.group, weights.pull
        square = weights.unit * weights.unit
        inner = square * (1.0 - 2.0 * pull[self.design.group] * weights.unit)
        by_unit = add_up(self.design.group, square)
        by_rest = add_up(self.design.group, square * self.inverse)
        kept = np.vstack([by_unit, by_rest])
        shrink2 = (1.0 - weights.own) ** 2
        traces = np.array([group.sum(), weights.unit.sum(), weights.unit @ self.inverse])
        traces[1:] -= kept @ pull
        pairs = np.empty((3, 3))
        pairs[0, 0] = group @ group
        pairs[0, 1:] = pairs[1:, 0] = kept @ shrink2
        own = [inner.sum(), inner @ self.inverse, inner @ (self.inverse * self.inverse)]
        pairs[1:, 1:] = np.array([own[:2], own[1:]]) + (kept * pull**2) @ kept.T
        if self.reml:
            self._take_mean_out(weights, kept, traces, pairs)
        traces[REST] += self.within / rest
        pairs[REST, REST] += self.within / (rest * rest)
        return traces, pairs / 2

    def _take_mean_out(self, weights: Weights, kept: Floats, traces: Floats, pairs: Floats) -> None:
        """What the restricted likelihood changes, in place: V⁻¹ becomes P = V⁻¹ - gg'/Σg, g = V⁻¹1."""
        group, shrink2 = weights.group, (1.0 - weights.own) ** 2
        share = 1.0 / float(group.sum())
        single = np.array([group @ group, *(kept @ shrink2)])
        double = np.empty((3, 3))
        double[0, 0] = np.sum(group**3)
        double[0, 1:] = double[1:, 0] = kept @ (shrink2 * group)
        cube = weights.unit * weights.spread**2
        own = [cube.sum(), cube @ self.inverse, cube @ (self.inverse * self.inverse)]
        double[1:, 1:] = np.array([own[:2], own[1:]]) - (kept * (weights.pull * shrink2)) @ kept.T
        pairs += share * share * np.outer(single, single) - 2.0 * share * double
        traces -= share * single
