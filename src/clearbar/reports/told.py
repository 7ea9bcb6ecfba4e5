"""An answer as a table in words, for paper: every figure with its interval and what stands behind it."""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.estimate import Answer, Estimate, Row
from clearbar.reports.names import plain
from clearbar.reports.panels import Table
from clearbar.reports.pictures.naming import Names
from clearbar.text import figures


def table(answer: Answer, names: Names) -> Table:
    """The whole of an answer's own table in words, with the n of each figure, for paper."""
    heads: list[str] = []
    for name in answer.keys:
        heads += [name, "called"] if name == "standard" and names else [name]
    for name, held in answer.figures.items():
        before = f"{name}: " if len(answer.figures) > 1 else ""
        heads += [name, f"{before}{100 * held.confidence:g} % interval", f"{before}n"]
    rows = tuple(tuple(plain(cell) for cell in _told(row, answer, names)) for row in answer.rows)
    return Table(answer.measure, tuple(head.replace("_", " ") for head in (*heads, *answer.facts)), rows)


def _told(row: Row, answer: Answer, names: Names) -> Iterator[str]:
    for name, value in row.keys.items():
        yield "—" if value is None else str(value)
        if name == "standard" and names:
            yield names.get(str(value), "")
    for name in answer.figures:
        figure, unit = row.figures.get(name), answer.units.get(name)
        yield from (
            ("—", "—", "—")
            if figure is None
            else (figures.value_of(figure, unit), figures.interval_of(figure, unit), _counted(figure))
        )
    for name, value in row.facts.items():
        yield figures.fact(value, answer.units.get(name))


def _counted(figure: Estimate) -> str:
    """What stands behind a figure: "450 of 536 in 12 clusters"."""
    counted = f"{figure.n:,}" if figure.hits is None else f"{figure.hits:,} of {figure.n:,}"
    return counted if figure.clusters is None else f"{counted} in {figure.clusters:,} clusters"
