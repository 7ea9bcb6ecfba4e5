"""A table of effects in the making: rows that enough people stand behind, and those that may not be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from clearbar.model.estimate import Answer, Estimates, Unit
from clearbar.model.question import FLOOR
from clearbar.stats.answers.table import Groups
from clearbar.stats.staggered import Effect


@dataclass
class Effects:
    """A table in the making: keys, one column a figure of estimates, facts."""

    keys: tuple[str, ...]
    rows: list[tuple[tuple[Any, ...], dict[str, tuple[float, float, float, int, int]], dict[str, Any]]] = field(
        default_factory=list
    )
    hidden: list[tuple[Any, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def answer(self, name: str, figures: Sequence[str], facts: Sequence[str], units: dict[str, Unit]) -> Answer:
        columns = {
            figure: [row.get(figure, (float("nan"),) * 3 + (0, 0)) for _, row, _ in self.rows] for figure in figures
        }
        estimates = {
            figure: Estimates(
                [each[0] for each in rows], [each[1] for each in rows], [each[2] for each in rows],
                [each[3] for each in rows], [each[4] for each in rows],
            )
            for figure, rows in columns.items()
        }  # fmt: skip
        keys = {key: [row[0][i] for row in self.rows] for i, key in enumerate(self.keys)}
        told = {fact: [row[2].get(fact) for row in self.rows] for fact in facts}
        notes = (*self.notes, *Groups({}, {}, tuple(self.hidden)).notes)
        return Answer(name, self.keys, keys, estimates, told, notes, tuple(self.hidden), units)

    def add(self, key: tuple[Any, ...], one: Effect | None) -> None:
        """A row with an effect; none where too few people stand behind it."""
        if one is None:
            return
        if not can_be_told(one):
            self.hidden.append(key)
            return
        figure = (one.value, *one.interval(), one.n, one.treated)
        self.rows.append((key, {"effect": figure}, {"treated": one.treated, "control": one.control}))


def can_be_told(one: Effect) -> bool:
    """Whether enough people, and more than one cluster, stand on both sides."""
    return min(one.n, one.treated, one.control) >= FLOOR and one.clusters > 1
