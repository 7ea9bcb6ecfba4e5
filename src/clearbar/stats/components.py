"""What a split of variation comes to: components, coefficients and effects, shared by the nested and crossed fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Labels = NDArray[np.generic]


@dataclass(frozen=True)
class Component:
    """One part of the variation. `variance` is in squared units of the outcome.

    `se` is the large-sample standard error from the information matrix. At a variance of 0 it still tells the
    scale of what could have been seen, but no symmetric interval follows from it: ask for shares instead.
    """

    name: str
    variance: float
    se: float | None


@dataclass(frozen=True)
class Coefficient:
    """A fixed effect: the mean, or by how much one level of a category differs from the first."""

    name: str
    value: float
    se: float


@dataclass(frozen=True)
class Split:
    """Variation split into components.

    `components` run from the top down as they were named; the last is what is left within all of them.
    `coefficients` begin with the mean. `criterion` is minus twice the log likelihood, restricted if `reml`; it is
    -inf where an outcome without any variation makes the likelihood unbounded, and inf where there are too few
    ratings to split. `groups` counts the levels of each component but the last. `covariance` is that of the estimated
    variances, in their order; empty where unknown. `parts` tells, for each pair of factors, into how many unconnected
    parts their levels fall: above 1, levels of different parts were never compared and must not be. `notes` say what
    the data cannot tell apart.
    """

    components: tuple[Component, ...]
    coefficients: tuple[Coefficient, ...]
    criterion: float
    reml: bool
    n: int
    groups: Mapping[str, int]
    converged: bool
    covariance: tuple[tuple[float, ...], ...] = ()
    parts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def mean(self) -> Coefficient:
        """The mean; with categories, that of their first levels."""
        return self.coefficients[0]

    @property
    def total(self) -> float:
        """All variances together."""
        return sum(component.variance for component in self.components)

    def variance(self, name: str) -> float:
        """The variance of the component of this name; KeyError if the data could not tell it apart."""
        for component in self.components:
            if component.name == name:
                return component.variance
        raise KeyError(name)


@dataclass(frozen=True, eq=False)
class Effects:
    """How the levels of one factor lie about the mean, pulled towards it by as much as they are uncertain.

    `labels`, `values` and `ses` have one entry per level. A standard error is the root of the mean squared
    prediction error at the estimated variances: it counts that the mean itself was estimated (Henderson 1975,
    Biometrics 31:423), not that the variances were.
    """

    labels: Labels
    values: Floats
    ses: Floats


def describe(names: tuple[str, ...], variances: Floats, covariance: Floats | None) -> tuple[Component, ...]:
    """The components with their standard errors; None where the information matrix had no inverse."""
    if covariance is None:
        return tuple(Component(name, float(v), None) for name, v in zip(names, variances, strict=True))
    ses = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    return tuple(Component(name, float(v), float(se)) for name, v, se in zip(names, variances, ses, strict=True))
