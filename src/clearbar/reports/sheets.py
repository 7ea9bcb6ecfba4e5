"""An answer as plain tables: every group with its figures, their n and intervals, and its facts; what columns mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from types import MappingProxyType
from typing import Any

from clearbar.model.estimate import Answer, Estimate, Estimates, Unit
from clearbar.reports.pictures.naming import Names

FORMAT = "clearbar.answer/1"
"""Name and version of the document. The number rises when a key goes or changes its meaning; keys may be added."""
_UNITS: Mapping[Unit, str] = MappingProxyType(
    {
        Unit.SHARE: "a share, 0.84 is 84 %",
        Unit.SIGNED: "a difference, with its sign",
        Unit.POINTS: "a difference of shares, 0.05 is 5 points",
        Unit.SECONDS: "a time in seconds",
        Unit.WHOLE: "a whole number",
        Unit.ABOUT: "a number to be taken as about",
    }
)


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, what it holds in words ("" where the name says all), and how it is written."""

    name: str
    says: str = ""
    unit: Unit | None = None


@dataclass(frozen=True)
class Sheet:
    """A table with what a reader must know about it."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    notes: tuple[str, ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


def sheets(answer: Answer, names: Names) -> tuple[Sheet, ...]:
    """The tables of an answer: its own first, then its parts. `names` is what the book calls its standards; where there
    are any, the name stands beside the id. A figure has `x`, `x_low`, `x_high`, and `n`, `hits` and `clusters`, which
    are called `x_n` and so on where an answer has several figures."""
    own = _sheet(answer, names)
    return (own, *(sheet for part in answer.parts for sheet in sheets(part, names)))


def flat(tables: tuple[Sheet, ...], title: str = "") -> Sheet:
    """All tables under each other as one: `table` says which, `note` holds sentences, each in a row of its own; units
    are told in them."""
    heads = dict.fromkeys(head for sheet in tables for head in sheet.heads)
    rows: list[tuple[Any, ...]] = []
    for sheet in tables:
        for row in sheet.rows:
            held = dict(zip(sheet.heads, row, strict=True))
            rows.append((sheet.name, *(held.get(head) for head in heads), None))
        told = [title] if title and sheet is tables[0] else []
        said = [f"{column.name}: {column.says}" for column in sheet.columns if column.says]
        rows += [(sheet.name, *(None for _ in heads), note) for note in (*told, *sheet.notes, *said)]
    columns = (Column("table"), *(Column(head) for head in heads), Column("note"))
    return Sheet(tables[0].name, columns, tuple(rows))


def answer_document(answer: Answer, names: Names, title: str = "") -> dict[str, Any]:
    """The same as plain JSON data. JSON knows no infinity: an open end is null."""
    return {"format": FORMAT, "title": title, **_document(answer, names)}


def _document(answer: Answer, names: Names) -> dict[str, Any]:
    sheet = _sheet(answer, names)
    units = [
        {"name": column.name, "unit": column.unit.value if column.unit else None, "says": column.says}
        for column in sheet.columns
    ]
    return {
        "measure": answer.measure,
        "by": list(answer.by),
        "columns": units,
        "rows": [dict(zip(sheet.heads, map(_finite, row), strict=True)) for row in sheet.rows],
        "notes": list(answer.notes),
        "parts": [_document(part, names) for part in answer.parts],
    }


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not isfinite(value) else value


def _sheet(answer: Answer, names: Names) -> Sheet:
    named = bool(names) and "standard" in answer.keys
    groups = [Column(name) for name in answer.keys]
    if named:
        groups.insert(list(answer.keys).index("standard") + 1, Column("standard_name"))
    figures = [each for name in answer.figures for each in _figure_columns(answer, name)]
    facts = [replace(_united(name, answer.units.get(name)), name=_free(name, answer)) for name in answer.facts]
    rows = tuple(
        (*_keys(row.keys, names if named else {}), *_figures(answer, row.figures), *map(_plain, row.facts.values()))
        for row in answer.rows
    )
    return Sheet(answer.measure, (*groups, *figures, *facts), rows, answer.notes)


def _free(fact: str, answer: Answer) -> str:
    """The name of a column of facts, another where a figure or a key has it already."""
    taken = {*answer.keys, *(each.name for name in answer.figures for each in _figure_columns(answer, name))}
    return f"{fact}_told" if fact in taken else fact


def _united(name: str, unit: Unit | None) -> Column:
    return Column(name, _UNITS[unit] if unit else "", unit)


def _figure_columns(answer: Answer, name: str) -> Iterator[Column]:
    held = answer.figures[name]
    before = f"{name}_" if len(answer.figures) > 1 else ""
    level = f"{100 * held.confidence:g} %"
    whole = _united(name, answer.units.get(name))
    yield replace(whole, says="; ".join(one for one in (whole.says, f"low and high are its {level} interval") if one))
    yield Column(f"{name}_low", unit=whole.unit)
    yield Column(f"{name}_high", unit=whole.unit)
    yield Column(f"{before}n")
    yield from (Column(f"{before}{count}") for count in _counts(held))


def _counts(held: Estimates) -> list[str]:
    return [count for count in ("hits", "clusters") if getattr(held, count) is not None]


def _keys(keys: Mapping[str, Any], names: Names) -> Iterator[Any]:
    for name, value in keys.items():
        yield _plain(value)
        if name == "standard" and names:
            yield names.get(str(value))


def _figures(answer: Answer, figures: Mapping[str, Estimate]) -> Iterator[Any]:
    for name, held in answer.figures.items():
        counts, figure = _counts(held), figures.get(name)
        if figure is None:
            yield from (None for _ in range(4 + len(counts)))
            continue
        yield from (figure.value, figure.low, figure.high, figure.n)
        yield from (getattr(figure, count) for count in counts)


def _plain(value: Any) -> Any:
    """A plain value: of a word of a list its text."""
    return getattr(value, "value", value)
