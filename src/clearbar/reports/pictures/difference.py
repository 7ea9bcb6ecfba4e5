"""Difference: the verdict on the whole where a standard was cleared, beside that where it was missed."""

from __future__ import annotations

from clearbar.model.estimate import Answer, Row
from clearbar.reports.charts import rows
from clearbar.reports.drawing import drawing
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called, signed
from clearbar.reports.words import count, plural, share, spelled

MOST = 40
"""Groups that are drawn; all stand in the table."""
_SCALE = rows.Scale(0, 1, ((0.0, "0 %"), (0.5, "50"), (1.0, "100 %")))


def section(answer: Answer, names: Names) -> Section | None:
    """The groups in their order; None where none may be shown."""
    told = list(answer.rows)
    if not told:
        return None
    title = _title(told)
    lines = [_line(row, names) for row in told[:MOST]]
    n = sum(row.figures["difference"].n for row in told)
    subtitle = (
        "How often the verdict on the whole clears its bar: ● where the standard was cleared, ○ where it was missed;"
        f" {count(n)} ratings with a verdict"
    )
    heads = ("Standard", "Where it was cleared", "Where it was missed", "Difference in points")
    table = Table(title, heads, tuple(_cells(row, names) for row in told))
    chart = drawing("difference-rows", title, lambda width: rows.spec(lines, _SCALE, width))
    intro = "Where the two stand apart, those who found the standard cleared were also more content with the whole."
    return Section("difference", "Does it matter?", intro, (Panel(title, subtitle, chart, table, answer.notes),))


def _title(told: list[Row]) -> str:
    matters = sum(1 for row in told if row.figures["difference"].low > 0)
    if len(told) == 1:
        return (
            "It goes with the verdict on the whole"
            if matters
            else "Whether it goes with the verdict cannot be told yet"
        )
    if not matters:
        return "Of no standard it can be told that it goes with the verdict on the whole"
    if matters == len(told):
        return f"All {plural(matters, 'standard')} go with the verdict on the whole"
    return f"{spelled(matters).capitalize()} of {plural(len(told), 'standard')} go with the verdict on the whole"


def _line(row: Row, names: Names) -> rows.Line:
    cleared, missed, name = row.figures["cleared"], row.figures["missed"], called(row, names)
    low, high = sorted((cleared.value, missed.value))
    says = _points(row)
    tip = f"{name}: cleared {share(cleared)}, missed {share(missed)}"
    return rows.Line(name, says, tip, low, high, cleared.value, other=missed.value)


def _points(row: Row) -> str:
    value, low, high = (signed(100 * end, 0) for end in _ends(row))
    return f"{value} points ({low} to {high})"


def _ends(row: Row) -> tuple[float, float, float]:
    found = row.figures["difference"]
    return found.value, found.low, found.high


def _cells(row: Row, names: Names) -> tuple[str, ...]:
    return called(row, names), share(row.figures["cleared"]), share(row.figures["missed"]), _points(row)
