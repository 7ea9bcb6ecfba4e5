"""Any answer: each group with its first figure, as rows on one scale."""

from __future__ import annotations

from math import ceil, floor, isfinite, log10

from clearbar.model.estimate import Answer, Row, Unit
from clearbar.reports.charts import rows
from clearbar.reports.drawing import drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called, signed, written
from clearbar.reports.words import count, plural

MOST = 60
"""Groups that are drawn; all stand in the table."""


def section(answer: Answer, names: Names) -> Section | None:
    """The groups of an answer in their order; None where no group has the figure."""
    figure = next(iter(answer.figures), "")
    told = [row for row in answer.rows if figure in row.figures]
    if not told:
        return None
    unit = answer.units.get(figure)
    lines, scale = _lines(told[:MOST], figure, unit, names), _scale(told, figure, unit)
    n = sum(row.figures[figure].n for row in told)
    title = f"{titled(answer.measure)} of {plural(len(told), 'group')}" if answer.by else titled(answer.measure)
    more = f"; the first {MOST} are drawn" if len(told) > MOST else ""
    chart = drawing(f"{answer.measure}-rows", title, lambda width: rows.spec(lines, scale, width))
    heads = ("Group", titled(figure), "n")
    table = Table(title, heads, tuple((called(r, names), written(r.figures[figure], unit), count(r.figures[figure].n))
                                      for r in told))  # fmt: skip
    panel = Panel(title, f"{titled(figure)} with its 95 % range; {count(n)} ratings{more}", chart, table, answer.notes)
    return Section(answer.measure, titled(answer.measure), "", (panel,))


def _lines(told: list[Row], figure: str, unit: Unit | None, names: Names) -> list[rows.Line]:
    found = []
    for row in told:
        one, name = row.figures[figure], called(row, names)
        says = written(one, unit)
        found.append(rows.Line(name, says, f"{name}: {says}", one.low, one.high, one.value))
    return found


def _scale(told: list[Row], figure: str, unit: Unit | None) -> rows.Scale:
    """From 0 to 100 % for shares; else whole steps around all ends, with the line of no difference where it matters."""
    if unit is Unit.SHARE:
        return rows.Scale(0, 1, ((0.0, "0 %"), (0.5, "50"), (1.0, "100 %")))
    ends = [end for row in told for end in (row.figures[figure].low, row.figures[figure].high) if isfinite(end)]
    is_signed = unit in {Unit.SIGNED, Unit.POINTS}
    low, high = min([*ends, *([0.0] if is_signed else [])]), max([*ends, *([0.0] if is_signed else [])])
    step = 10.0 ** floor(log10(max(high - low, 1e-9)))
    low, high = floor(low / step) * step, ceil(high / step) * step
    factor = 100 if unit is Unit.POINTS else 1
    says = {at: signed(factor * at, 1) if is_signed else f"{at:g}" for at in (low, high, *([0.0] if is_signed else []))}
    return rows.Scale(low, high if high > low else low + step, tuple(sorted(says.items())), 0.0 if is_signed else None)
