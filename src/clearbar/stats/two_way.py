"""How severe each rater is, and what is left of each person's mean without that, from comparisons within persons.

y = person + rater + error, with persons and raters as they are, not drawn from anything: a rater is held only against
others of the same persons, so that it does not matter who met the better persons. Severities add up to 0 over the
raters, which is what "without severity" then means: as the average of these raters would see it.

Weighted least squares of the cell means, whose variance is σ_pr² + σ_e²/n (persons eliminated as a diagonal; Searle
1971, Linear Models, ch. 7). The severity of `severity.py` is that of raters of the same interaction; most raters never
share one, so here it is that of raters of the same person.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array

from clearbar.stats.components import Codes, Floats
from clearbar.stats.moments import add_up

ROWS = 2048
"""Persons whose errors are worked out at a time: bounds memory."""


@dataclass(frozen=True, eq=False)
class Cells:
    """What one rater said of one person: codes from 0, the count `n` (>= 1), sum and sum of squares, (C,) each."""

    person: Codes
    rater: Codes
    n: Floats
    total: Floats
    square: Floats

    @property
    def mean(self) -> Floats:
        """The mean of each cell."""
        return self.total / self.n

    @property
    def freedom(self) -> int:
        """Cells beyond those that persons and raters take up, in a design that hangs together."""
        return int(self.n.size - self.person.max() - self.rater.max() - 1)


@dataclass(frozen=True, eq=False)
class Levelled:
    """Severities (below 0 is harsh) of raters, (R,), and means of persons without them, (P,), with standard errors.

    `raw` are the persons' means as they stand. The errors of persons do not hold that their raters are a few of many.
    """

    severity: Floats
    severity_se: Floats
    raw: Floats
    person: Floats
    person_se: Floats


def level(cells: Cells, pair: float, rest: float) -> Levelled:
    """Severities and persons at the variances of person-by-rater (`pair`, 0 where unknown) and of what is left (`rest`)
    within. The cells must hang together (cells.connected_parts); else the answer is one of many."""
    known = pair + rest > 0
    weight = 1.0 / (pair + rest / cells.n) if known else cells.n
    shape = (int(cells.person.max()) + 1, int(cells.rater.max()) + 1)
    whole = add_up(cells.person, weight)
    at = (cells.person, cells.rater)
    table, share = (csr_array((each, at), shape=shape) for each in (weight, weight / whole[cells.person]))
    seen = add_up(cells.person, weight * cells.mean) / whole
    pulled = add_up(cells.rater, weight * (cells.mean - seen[cells.person]))
    covariance = _covariance(np.diag(add_up(cells.rater, weight)) - np.asarray((table.T @ share).toarray()))
    severity = covariance @ pulled
    raw = add_up(cells.person, cells.total) / add_up(cells.person, cells.n)
    errors = np.diag(covariance), 1.0 / whole + _lent(share, covariance)
    rater_se, person_se = (np.sqrt(np.maximum(each, 0.0)) * known for each in errors)
    return Levelled(severity, rater_se, raw, seen - share @ severity, person_se)


def _covariance(left: Floats) -> Floats:
    """That of severities that add up to 0, from the equations in which any constant may be added to them: so much is
    added to each entry as makes them regular, and taken off again."""
    size = left.shape[0]
    even = float(np.trace(left)) / size**2
    inverse = cho_solve(cho_factor(left + even), np.eye(size))
    return np.asarray(inverse - 1.0 / (even * size**2))


def _lent(share: csr_array[np.float64], covariance: Floats) -> Floats:
    """The variance that each person's mean takes from the severities of its raters."""
    found = np.empty(share.shape[0])
    for begin in range(0, found.size, ROWS):
        rows = share[begin : begin + ROWS]
        found[begin : begin + ROWS] = np.einsum("ij,ij->i", np.asarray(rows @ covariance), rows.toarray())
    return found
