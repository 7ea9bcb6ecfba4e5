"""How variation splits: which part lies between sites, between persons, and between occasions of one person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from clearbar.model.estimate import Answer, Estimate, Estimates, Unit
from clearbar.model.question import FLOOR, Sums
from clearbar.stats.answers.factors import Model, known, table
from clearbar.stats.answers.rows import places
from clearbar.stats.cells import CellTable
from clearbar.stats.components import Labels, Split
from clearbar.stats.crossed import crossed
from clearbar.stats.intervals import quantile
from clearbar.stats.moments import moments, number
from clearbar.stats.nested import PersonSums, nested
from clearbar.stats.shares import shares

MOST = 6000
"""Levels beside the largest factor up to which the likelihood is reckoned: they are held as a square."""

TOO_FEW = "too few ratings to split their variation"
CONSTANT = "not identifiable: all ratings are the same, so there is no variation to split"
ALIKE = "not identifiable: ratings that share all factors never differ, so what is left within them cannot be seen"
APART = "{} and {} fall into {} parts that were never compared; between parts their difference is not identifiable"
INSTANT = "from sums of squares alone (moments): a first impression, without intervals"
MANY = f"more than {MOST:,} levels beside the largest factor are too many for the likelihood"


@dataclass(frozen=True)
class _Part:
    """One line of a split. `share` is None where it has no interval."""

    name: str
    variance: float
    se: float | None
    groups: int | None
    share: Estimate | None
    raw: float | None = None
    about: float | None = None


@dataclass(frozen=True)
class _Level:
    """How far one level of a category lies from the first one."""

    column: str
    level: str
    n: int
    value: float
    se: float


@dataclass(frozen=True)
class _Found:
    """What is told of one group."""

    parts: list[_Part] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=list)
    notes: tuple[str, ...] = ()


def conclude_split(sums: Sums, by: Sequence[str], model: Model, of: str = "", confidence: float = 0.95) -> Answer:
    """A row for each part of the variation (key `part`) of each group.

    Figure `share`; facts `variance` and its standard error `se`, `sd` in the outcome's unit (with `of` "millis": of
    log(1 + seconds)) and `groups`, how many sites, persons or raters the part has. Ratings that lack a factor are left
    out and counted. By moments there are no intervals: `about` is then the share, `raw` the variance, which may be
    negative. With categories `within`, the part `means` tells how far their levels lie apart.
    """
    found = [(group, _split(sums, at, model, confidence)) for group, at in _groups(sums, by)]
    told = [(group, part) for group, one in found for part in one.parts]
    keys = {name: [group[place] for group, _ in told] for place, name in enumerate(by)}
    keys["part"] = [part.name for _, part in told]
    notes = [f"{_label(group)}{note}." for group, one in found for note in one.notes]
    if of == "millis":
        notes.append("Times are read as log(1 + seconds); waits that had not ended are left out.")
    figures = {"share": _columns([part.share for _, part in told], confidence)}
    units = {"share": Unit.SHARE, "about": Unit.SHARE}
    further = (_means([(group, one.levels) for group, one in found], by, confidence),) if model.within else ()
    facts = _facts([part for _, part in told])
    return Answer("consistency", tuple(by), keys, figures, facts, tuple(notes), units=units, parts=further)


def _label(group: tuple[Any, ...]) -> str:
    return f"{', '.join(str(value) for value in group)}: " if group else ""


def _facts(told: Sequence[_Part]) -> dict[str, list[Any]]:
    facts: dict[str, Callable[[_Part], Any]] = {"variance": lambda part: part.variance, "se": lambda part: part.se}
    facts |= {"sd": lambda part: part.variance**0.5, "groups": lambda part: part.groups}
    if any(part.raw is not None for part in told):
        facts |= {"about": lambda part: part.about, "raw": lambda part: part.raw}
    return {name: [of(part) for part in told] for name, of in facts.items()}


def _means(found: Sequence[tuple[tuple[Any, ...], list[_Level]]], by: Sequence[str], confidence: float) -> Answer:
    """Levels of the categories, each with its `difference` from the first one of its column."""
    rows = [(group, one) for group, levels in found for one in levels]
    keys = {name: [group[place] for group, _ in rows] for place, name in enumerate(by)}
    keys |= {"column": [one.column for _, one in rows], "level": [one.level for _, one in rows]}
    value, half = [one.value for _, one in rows], [quantile(confidence) * one.se for _, one in rows]
    low, high = ([a + way * b for a, b in zip(value, half, strict=True)] for way in (-1, 1))
    figures = {"difference": Estimates(value, low, high, [one.n for _, one in rows], confidence=confidence)}
    facts = {"se": [one.se for _, one in rows]}
    return Answer("means", (*by, "column", "level"), keys, figures, facts, units={"difference": Unit.SIGNED})


def _groups(sums: Sums, by: Sequence[str]) -> list[tuple[tuple[Any, ...], Any]]:
    """Each group with the positions of its cells, in the order of the keys."""
    if not by:
        return [((), np.arange(len(sums["n"])))] if len(sums["n"]) else []
    return places(sums, by)


def _split(sums: Sums, at: Any, model: Model, confidence: float) -> _Found:
    read = {name: np.asarray(sums[name])[at] for name in {*model.columns, *model.within, "n", "s", "q"}}
    placed = np.all([known(read[name]) for name in model.columns], axis=0)
    n = read["n"].astype(np.float64)
    notes = []
    if not placed.all():
        notes.append(f"{int(n[~placed].sum()):,} ratings without {' or '.join(model.columns)} are left out")
    if n[placed].sum() < FLOOR or placed.sum() < 2:
        return _Found(notes=(*notes, TOO_FEW))
    cells = table(model, read if placed.all() else {name: column[placed] for name, column in read.items()})
    if model.instant or _is_wide(cells):
        notes += [INSTANT] if model.instant else [MANY, INSTANT]
        return _Found(_instant(cells), notes=tuple(notes))
    split = nested(cells) if isinstance(cells, PersonSums) else crossed(cells)
    ends = shares(cells, split, confidence=confidence)
    notes += [*split.notes, *_unconnected(split, model)]
    if not split.converged:
        notes.append("the fit did not settle: read these figures as a first impression")
    if not ends:
        notes.append(ALIKE if split.total > 0 else CONSTANT)
    parts = [
        _Part(each.name, each.variance, each.se, split.groups.get(each.name), ends[each.name])
        for each in split.components
        if each.name in ends
    ]
    return _Found(parts, _levels(cells, split), tuple(notes))


def _is_wide(cells: PersonSums | CellTable) -> bool:
    """Whether there are too many levels beside the largest factor."""
    if isinstance(cells, PersonSums):
        return False
    sizes = [number(labels)[1].size for labels in cells.factors.values()]
    return sum(sizes) - max(sizes) > MOST


def _instant(cells: PersonSums | CellTable) -> list[_Part]:
    """Parts by moments."""
    if isinstance(cells, PersonSums):
        top, unit, rest = cells.names
        factors = (
            {unit: np.arange(cells.n.size)} if cells.site is None else {top: cells.site, unit: np.arange(cells.n.size)}
        )
        fixed: Sequence[Labels] = ()
    else:
        factors, fixed, rest = dict(cells.factors), list(cells.fixed.values()), cells.rest
    found = moments(cells.n, cells.total, cells.square, factors, fixed=fixed, rest=rest)
    whole = sum(found.variances.values()) or 1.0
    groups = {name: number(labels)[1].size for name, labels in factors.items()}
    return [
        _Part(name, value, None, groups.get(name), None, found.raw[name], value / whole)
        for name, value in found.variances.items()
    ]


def _levels(cells: PersonSums | CellTable, split: Split) -> list[_Level]:
    """The coefficients of the categories, but not those that fewer ratings than the floor stand behind."""
    if isinstance(cells, PersonSums):
        return []
    found = []
    for coefficient in split.coefficients[1:]:
        column, _, level = coefficient.name.partition("=")
        n = int(cells.n[cells.fixed[column].astype(str) == level].sum())
        if n >= FLOOR and np.isfinite(coefficient.se):
            found.append(_Level(column, level, n, coefficient.value, coefficient.se))
    return found


def _unconnected(split: Split, model: Model) -> list[str]:
    """Nested factors are parts of each other on purpose."""
    if model.is_nested:
        return []
    return [APART.format(first, second, parts) for (first, second), parts in split.parts.items() if parts > 1]


def _columns(found: Sequence[Estimate | None], confidence: float) -> Estimates:
    nan = float("nan")
    value, low, high = ([getattr(one, name) if one else nan for one in found] for name in ("value", "low", "high"))
    n = [one.n if one else 0 for one in found]
    clusters = [(one.clusters or 0) if one else 0 for one in found]
    return Estimates(value, low, high, n, clusters, confidence=confidence)
