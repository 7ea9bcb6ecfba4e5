"""Answers that are built row by row, where a row may lack its figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clearbar.model.estimate import Answer, Estimate, Estimates, Unit


class Growing:
    """Columns of an answer as they grow."""

    def __init__(self, keys: Sequence[str], figures: Sequence[str], facts: Sequence[str]) -> None:
        self.keys: dict[str, list[Any]] = {name: [] for name in keys}
        self.figures: dict[str, list[Estimate | None]] = {name: [] for name in figures}
        self.facts: dict[str, list[Any]] = {name: [] for name in facts}

    def __len__(self) -> int:
        return len(next(iter(self.figures.values())))

    def add(self, key: Sequence[Any], figures: Mapping[str, Estimate | None], facts: Mapping[str, Any]) -> None:
        """One row. A figure that is not named is lacking."""
        for name, value in zip(self.keys, key, strict=True):
            self.keys[name].append(value)
        for name, column in self.figures.items():
            column.append(figures.get(name))
        for name, column in self.facts.items():
            column.append(facts.get(name))

    def answer(
        self,
        measure: str,
        units: Mapping[str, Unit],
        notes: Sequence[str] = (),
        *,
        withheld: tuple[tuple[Any, ...], ...] = (),
        parts: tuple[Answer, ...] = (),
        confidence: float = 0.95,
    ) -> Answer:
        """What has grown, as an answer."""
        figures = {name: _columns(column, confidence) for name, column in self.figures.items()}
        by = tuple(self.keys)
        return Answer(measure, by, self.keys, figures, self.facts, tuple(notes), withheld, units, parts)


def _columns(column: list[Estimate | None], confidence: float) -> Estimates:
    nothing = float("nan")
    value, low, high = ([getattr(one, end) if one else nothing for one in column] for end in ("value", "low", "high"))
    n = [one.n if one else 0 for one in column]
    clusters = [one.clusters or 0 if one else 0 for one in column] if any(o and o.clusters for o in column) else None
    hits = [one.hits or 0 if one else 0 for one in column] if any(o and o.hits is not None for o in column) else None
    return Estimates(value, low, high, n, clusters, hits, confidence)
