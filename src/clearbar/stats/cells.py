"""The table of cells that a crossed fit reads: ratings as sums per distinct combination of labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from clearbar.stats.components import Codes, Floats, Labels
from clearbar.stats.moments import add_up, number, pair


@dataclass(frozen=True, eq=False)
class CellTable:
    """Ratings as sums per cell: their count `n` (>= 1), sum `total` and sum of squares `square`, (C,) each.

    `factors` hold, for each random factor, the label of each cell, (C,); a factor nested in another needs labels that
    differ between the levels of the other. `fixed` are categories whose levels are compared with their first. `rest`
    names what is left within all factors.
    """

    n: Labels
    total: Labels
    square: Labels
    factors: Mapping[str, Labels]
    fixed: Mapping[str, Labels] = field(default_factory=dict)
    rest: str = "occasion"

    def __post_init__(self) -> None:
        columns = [self.n, self.total, self.square, *self.factors.values(), *self.fixed.values()]
        if any(column.shape != (self.n.size,) for column in columns):
            raise ValueError("sums of cells must be columns of equal length")
        if not self.n.size or self.n.astype(np.float64).min() < 1:
            raise ValueError("every cell needs at least one rating")
        if not self.factors:
            raise ValueError("a crossed fit needs at least one factor")


@dataclass(frozen=True, eq=False)
class Treatment:
    """Categories as columns. `rows` (F, p) are the distinct combinations of levels, `at` (C,) the row of each cell;
    the first column is the mean, the others say by how much a level differs from the first of its category."""

    rows: Floats
    at: Codes
    names: tuple[str, ...]


def treat(table: CellTable) -> Treatment:
    """The categories of a table; a column that the ones before it already tell is left out, as R's lm does."""
    at = np.zeros(table.n.size, np.int64)
    coded = {name: number(labels) for name, labels in table.fixed.items()}
    for codes, _ in coded.values():
        at = number(pair(at, codes))[0]
    first = np.zeros(int(at.max()) + 1, np.int64)
    first[at] = np.arange(at.size)
    columns, names = [np.ones(first.size)], ["mean"]
    for name, (codes, levels) in coded.items():
        columns += [(codes[first] == level).astype(np.float64) for level in range(1, levels.size)]
        names += [f"{name}={label}" for label in levels[1:]]
    kept = _independent(np.column_stack(columns), add_up(at, table.n))
    return Treatment(np.column_stack([columns[k] for k in kept]), at, tuple(names[k] for k in kept))


def _independent(columns: Floats, weights: Floats) -> list[int]:
    """Positions of the columns that are no combination of earlier ones (Gram-Schmidt, twice for rounding)."""
    weighted = columns * np.sqrt(weights)[:, None]
    basis = np.empty((columns.shape[0], 0))
    kept = []
    for position, column in enumerate(weighted.T):
        left = column - basis @ (basis.T @ column)
        left = left - basis @ (basis.T @ left)
        size = float(np.linalg.norm(left))
        if size > 1e-9 * float(np.linalg.norm(column)):
            basis = np.column_stack([basis, left / size])
            kept.append(position)
    return kept


def connected_parts(first: Labels, second: Labels) -> Codes:
    """The part that each cell belongs to, (C,), 0 upwards: two levels of `first` lie in one part if a chain of
    levels of `second` leads from one to the other. Only within a part can severity and quality be told apart."""
    here, there = number(first)[0], number(second)[0]
    left, right = int(here.max()) + 1, int(there.max()) + 1
    links = csr_array((np.ones(here.size, np.int8), (here, there + left)), shape=(left + right, left + right))
    return np.asarray(connected_components(links, directed=False)[1][here], dtype=np.int64)


def connected_counts(factors: Mapping[str, Labels]) -> dict[tuple[str, str], int]:
    """The number of connected parts of each pair of factors."""
    return {
        (one, other): int(connected_parts(factors[one], factors[other]).max()) + 1
        for one, other in combinations(factors, 2)
    }
