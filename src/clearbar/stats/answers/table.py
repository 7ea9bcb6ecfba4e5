"""Columns of sums made ready: groups with too few answers set apart, the others in the order of their keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from clearbar.model.question import FLOOR, Sums
from clearbar.stats.answers.rows import plain


@dataclass(frozen=True)
class Groups:
    """The groups of a question that may be shown, in the order of their keys, and how many may not.

    `sums` holds float64 arrays of shape (groups,).
    """

    keys: dict[str, Any]
    sums: dict[str, np.ndarray[Any, Any]]
    withheld: tuple[tuple[Any, ...], ...]

    def __len__(self) -> int:
        return len(next(iter(self.sums.values())))

    @property
    def notes(self) -> tuple[str, ...]:
        """What was withheld, in a sentence; none where nothing was."""
        if not self.withheld:
            return ()
        what = "group has" if len(self.withheld) == 1 else "groups have"
        return (f"{len(self.withheld):,} {what} fewer than {FLOOR} answers and cannot be shown.",)


def groups(sums: Sums, by: Sequence[str]) -> Groups:
    """Splits columns of an engine into keys and sums. An engine leaves null what may not be shown."""
    shown = ~np.isnan(np.asarray(sums["n"], dtype=np.float64))
    some = np.asarray(sums["answers"], dtype=np.float64) > 0
    order = _order([sums[name][shown] for name in by], int(shown.sum()))
    numbers = {name: column for name, column in sums.items() if name not in by}
    return Groups(
        {name: plain(sums[name][shown][order]) for name in by},
        {name: np.asarray(column, dtype=np.float64)[shown][order] for name, column in numbers.items()},
        tuple(zip(*(plain(sums[name][some & ~shown]) for name in by), strict=True))
        or ((),) * int((some & ~shown).sum()),
    )


def blocks(table: Groups, by: Sequence[str]) -> list[Groups]:
    """The groups that are compared with each other: those alike in all columns but the last."""
    outer = list(zip(*(table.keys[name] for name in by[:-1]), strict=True)) or [()] * len(table)
    parts = []
    for _, found in groupby(range(len(table)), key=lambda i: outer[i]):
        at = list(found)
        keys = {name: [column[i] for i in at] for name, column in table.keys.items()}
        parts.append(Groups(keys, {name: column[at] for name, column in table.sums.items()}, ()))
    return parts


def _order(columns: list[Any], size: int) -> np.ndarray[Any, Any]:
    """Positions that sort by the columns, the first one first; an unknown value comes last."""
    if not columns:
        return np.arange(size)
    return np.lexsort([_rank(column) for column in reversed(columns)])


def _rank(column: Any) -> np.ndarray[Any, Any]:
    if column.dtype != object:
        return np.asarray(column, dtype=np.float64)
    values = column.tolist()
    words = sorted(set(values) - {None})
    rank = {word: place for place, word in enumerate([*words, None])}
    return np.array([rank[value] for value in values], dtype=np.float64)
