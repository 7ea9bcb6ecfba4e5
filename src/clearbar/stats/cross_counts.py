"""Cross-counts of the levels of a table of cells: all that a crossed fit reads of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array, hstack

from clearbar.stats.cells import CellTable, Treatment, treat
from clearbar.stats.components import Codes, Floats, Labels
from clearbar.stats.moments import add_up, equate, inside_of, number, spread


@dataclass(frozen=True, eq=False)
class CrossCounts:
    """Cross-counts of a table, its largest factor first and apart, all others in one dense block.

    `order` are the positions of the factors in the table, by falling number of levels; `labels` their levels in this
    order; `spans` the places of all but the first in the dense block, whose `fixed` last columns are the fixed ones.
    `first` (q,) counts the ratings of the largest factor's levels, `cross` (q, d) those that they share with the
    dense block, `dense` (d, d) those shared inside it. `sums` (q,) and `dense_sums` (d,) add up the outcome less
    `offset`, `square` its square. `start` are variances by moments, in the order of the table, none at 0.
    """

    order: tuple[int, ...]
    labels: tuple[Labels, ...]
    spans: tuple[slice, ...]
    fixed: tuple[str, ...]
    first: Floats
    cross: csr_array[np.float64]
    dense: Floats
    sums: Floats
    dense_sums: Floats
    square: float
    offset: float
    ratings: float
    start: Floats


def count(table: CellTable) -> CrossCounts:
    """The cross-counts of a table."""
    n, total, square = (column.astype(np.float64) for column in (table.n, table.total, table.square))
    insides, mean = spread(n, total, square)
    inside = float(insides.sum())
    coded = [number(labels) for labels in table.factors.values()]
    order = sorted(range(len(coded)), key=lambda k: -coded[k][1].size)
    codes, labels = [coded[k][0] for k in order], tuple(coded[k][1] for k in order)
    treatment = treat(table)
    bounds = np.cumsum([0, *(found.size for found in labels[1:])]).tolist()
    sums = [add_up(code, n * mean) for code in codes]
    fixed_sums = treatment.rows.T @ add_up(treatment.at, n * mean)
    return CrossCounts(
        order=tuple(order),
        labels=labels,
        spans=tuple(slice(a, b) for a, b in pairwise(bounds)),
        fixed=treatment.names,
        first=add_up(codes[0], n),
        cross=csr_array(hstack([_shared(n, codes[0], codes[1:]), _with_fixed(n, codes[0], treatment)])),
        dense=_dense(n, codes[1:], treatment),
        sums=sums[0],
        dense_sums=np.concatenate([*sums[1:], fixed_sums]),
        square=inside + float(n @ (mean * mean)),
        offset=float(total.sum() / n.sum()),
        ratings=float(n.sum()),
        start=_start(n, inside, mean, [code for code, _ in coded], treatment.at),
    )


def _shared(n: Floats, code: Codes, others: list[Codes]) -> csr_array[np.float64]:
    """Ratings that each level of one factor shares with each level of the others."""
    rows = int(code.max()) + 1
    blocks = [csr_array((n, (code, other)), shape=(rows, int(other.max()) + 1)) for other in others]
    return csr_array(hstack([csr_array((rows, 0)), *blocks]))


def _with_fixed(n: Floats, code: Codes, treatment: Treatment) -> csr_array[np.float64]:
    """Sums of the fixed columns over each level of a factor."""
    shape = (int(code.max()) + 1, treatment.rows.shape[0])
    return csr_array(csr_array((n, (code, treatment.at)), shape=shape) @ treatment.rows)


def _dense(n: Floats, codes: list[Codes], treatment: Treatment) -> Floats:
    rows = [hstack([_shared(n, code, codes), _with_fixed(n, code, treatment)]).toarray() for code in codes]
    weights = add_up(treatment.at, n)
    fixed = treatment.rows.T @ (weights[:, None] * treatment.rows)
    wide = sum(block.shape[0] for block in rows)
    found = np.vstack([*rows, np.zeros((fixed.shape[0], wide + fixed.shape[0]))])
    found[wide:, :wide] = found[:wide, wide:].T
    found[wide:, wide:] = fixed
    return found


def _start(n: Floats, inside: float, mean: Floats, codes: list[Codes], within: Codes) -> Floats:
    """Variances from moments inside the fixed categories, kept off 0: a climb leaves 0 only where the score there
    points upwards."""
    raw = np.maximum(equate(n, inside, mean, inside_of(within, codes), codes), 0.0)
    floor = 0.01 * raw.sum()
    return np.asarray(np.maximum(raw, floor if floor > 0 else 1.0))
