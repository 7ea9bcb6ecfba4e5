"""How variation splits: which part lies between sites, between persons, and between occasions of one person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from clearbar.model.estimate import Answer, Estimate, Estimates, Unit
from clearbar.model.question import FLOOR, Sums
from clearbar.stats.answers.rows import places
from clearbar.stats.cells import CellTable
from clearbar.stats.components import Split
from clearbar.stats.crossed import crossed
from clearbar.stats.nested import PersonSums, nested
from clearbar.stats.shares import shares

REST = "occasion"
TOO_FEW = "too few ratings to split their variation"
CONSTANT = "not identifiable: all ratings are the same, so there is no variation to split"
ALIKE = "not identifiable: ratings that share all factors never differ, so what is left within them cannot be seen"
APART = "{} and {} fall into {} parts that were never compared; between parts their difference is not identifiable"


def conclude_split(
    sums: Sums, by: Sequence[str], factors: Sequence[str], is_nested: bool, of: str = "", confidence: float = 0.95
) -> Answer:
    """A row for each part of the variation (key `part`) of each group.

    Figure `share`; facts `variance` and `sd` in the outcome's unit (with `of` "millis": of log(1 + seconds)) and
    `groups`, how many sites, persons or raters the part has. Ratings that lack a factor are left out and counted.
    """
    keys: dict[str, list[Any]] = {name: [] for name in (*by, "part")}
    found: list[Estimate] = []
    facts: dict[str, list[Any]] = {"variance": [], "sd": [], "groups": []}
    notes: list[str] = []
    for group, at in _groups(sums, by):
        split, parts, said = _split(sums, at, factors, is_nested, confidence)
        label = f"{', '.join(str(value) for value in group)}: " if group else ""
        notes += [f"{label}{note}." for note in said]
        if split is None:
            continue
        for part, share in parts.items():
            for name, value in zip((*by, "part"), (*group, part), strict=True):
                keys[name].append(value)
            found.append(share)
            facts["variance"].append(split.variance(part))
            facts["sd"].append(split.variance(part) ** 0.5)
            facts["groups"].append(split.groups.get(part))
    if of == "millis":
        notes.append("Times are read as log(1 + seconds); waits that had not ended are left out.")
    figures, units = {"share": _columns(found, confidence)}, {"share": Unit.SHARE}
    return Answer("consistency", tuple(by), keys, figures, facts, tuple(notes), units=units)


def _groups(sums: Sums, by: Sequence[str]) -> list[tuple[tuple[Any, ...], Any]]:
    """Each group with the positions of its cells, in the order of the keys."""
    if not by:
        return [((), np.arange(len(sums["n"])))] if len(sums["n"]) else []
    return places(sums, by)


def _split(
    sums: Sums, at: Any, factors: Sequence[str], is_nested: bool, confidence: float
) -> tuple[Split | None, dict[str, Estimate], tuple[str, ...]]:
    labels = {name: np.asarray(sums[name], dtype=object)[at] for name in factors}
    n, total, square = (np.asarray(sums[name], dtype=np.float64)[at] for name in ("n", "s", "q"))
    placed = np.all([np.array([value is not None for value in column]) for column in labels.values()], axis=0)
    notes = []
    if not placed.all():
        notes.append(f"{int(n[~placed].sum()):,} ratings without {' or '.join(factors)} are left out")
    if n[placed].sum() < FLOOR or placed.sum() < 2:
        return None, {}, (*notes, TOO_FEW)
    table = _table(factors, is_nested, {k: v[placed].astype(str) for k, v in labels.items()}, n, total, square, placed)
    split = nested(table) if isinstance(table, PersonSums) else crossed(table)
    parts = shares(table, split, confidence=confidence)
    notes += [*split.notes, *_unconnected(split)]
    if not split.converged:
        notes.append("the fit did not settle: read these figures as a first impression")
    if not parts:
        notes.append(ALIKE if split.total > 0 else CONSTANT)
    return split, parts, tuple(notes)


def _table(
    factors: Sequence[str], is_nested: bool, labels: dict[str, Any], n: Any, total: Any, square: Any, placed: Any
) -> PersonSums | CellTable:
    if not is_nested:
        return CellTable(n[placed], total[placed], square[placed], labels, rest=REST)
    site = labels[factors[0]] if len(factors) == 2 else None
    names = (factors[0] if site is not None else "site", factors[-1], REST)
    return PersonSums(n[placed], total[placed], square[placed], site, names)


def _unconnected(split: Split) -> list[str]:
    return [APART.format(first, second, parts) for (first, second), parts in split.parts.items() if parts > 1]


def _columns(found: list[Estimate], confidence: float) -> Estimates:
    columns = {name: [getattr(one, name) for one in found] for name in ("value", "low", "high", "n")}
    return Estimates(**columns, clusters=[one.clusters or 0 for one in found], confidence=confidence)
