"""Cells of an engine as the table that a split of variation reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clearbar.stats.cells import CellTable
from clearbar.stats.components import Labels
from clearbar.stats.moments import number, pair
from clearbar.stats.nested import PersonSums

REST = "occasion"


@dataclass(frozen=True)
class Model:
    """What variation is split into. `factors` are nested or crossed, a crossed one may combine columns (`site:topic`);
    levels of the columns `within` have their own means; `instant` asks for moments in the place of the likelihood."""

    factors: tuple[str, ...]
    is_nested: bool
    within: tuple[str, ...] = ()
    instant: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of all factors."""
        return tuple(dict.fromkeys(part for name in self.factors for part in name.split(":")))


def known(column: NDArray[Any]) -> NDArray[np.bool_]:
    """Which values are known."""
    if column.dtype == object:
        return np.array([value is not None for value in column.tolist()], dtype=bool)
    return ~np.isnan(column) if column.dtype.kind == "f" else np.ones(column.size, dtype=bool)


def text(column: Labels) -> Labels:
    """Labels that sort: an unknown one is called so."""
    if column.dtype != object:
        return column
    return np.array(["unknown" if value is None else value for value in column.tolist()], dtype=str)


def table(model: Model, read: Mapping[str, Labels]) -> PersonSums | CellTable:
    """The cells of the model. Nested factors with categories are crossed ones, whose persons have their site in their
    name."""
    n, total, square = (read[name].astype(np.float64) for name in ("n", "s", "q"))
    labels = {name: combined([text(read[part]) for part in name.split(":")]) for name in model.factors}
    last = model.factors[-1]
    if model.is_nested and not model.within:
        site = labels[model.factors[0]] if len(labels) == 2 else None
        return PersonSums(n, total, square, site, (model.factors[0] if site is not None else "site", last, REST))
    if model.is_nested:
        labels[last] = combined(list(labels.values()))
    return CellTable(n, total, square, labels, {name: text(read[name]) for name in model.within}, REST)


def combined(columns: Sequence[Labels]) -> Labels:
    """One label for each combination."""
    if len(columns) == 1:
        return columns[0]
    codes = number(columns[0])[0]
    for column in columns[1:]:
        codes = number(pair(codes, number(column)[0]))[0]
    return codes
