"""Shrinkage: groups beside each other, each pulled towards the others, and which can be told apart."""

from __future__ import annotations

from clearbar.model.estimate import Answer, Estimate, Row, Unit
from clearbar.reports.charts import rows
from clearbar.reports.drawing import drawing
from clearbar.reports.names import natural
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called, written
from clearbar.reports.words import count, plural, spelled

MOST = 60
"""Groups that are drawn; all stand in the table."""
_INTRO = (
    "The dot is a group's figure pulled towards the others by as much as it is uncertain, the small stroke the figure"
    " as counted. A hollow dot: the group cannot be told apart from any other. The order is that of the alphabet."
)


def section(answer: Answer, names: Names) -> Section | None:
    """The groups by the alphabet; None where none may be shown."""
    told = sorted(answer.rows, key=lambda row: natural(called(row, names)))
    if not told:
        return None
    unit = answer.units.get("shrunk")
    title, lines = _title(told), [_line(row, told, names, unit) for row in told[:MOST]]
    scale = _scale(told, unit)
    chart = drawing("shrinkage-rows", title, lambda width: rows.spec(lines, scale, width))
    n = sum(row.figures["counted"].n for row in told)
    subtitle = f"Share that reaches the bar; {count(n)} ratings" if unit else f"Mean; {count(n)} ratings"
    heads = ("Group", "As counted", "Pulled together", "Cannot be told apart from")
    cells = tuple(_cells(row, told, names, unit) for row in told)
    return Section("shrinkage", "Who can be told apart?", _INTRO, (Panel(title, subtitle, chart,
                   Table(title, heads, cells), answer.notes),))  # fmt: skip


def _alone(row: Row, told: list[Row]) -> bool:
    """Whether somebody can be told apart from this group."""
    own = set(str(row.facts["apart"]).split())
    return any(not own & set(str(other.facts["apart"]).split()) for other in told)


def _title(told: list[Row]) -> str:
    apart = sum(_alone(row, told) for row in told)
    if len(told) == 1:
        return "One group alone: there is nobody to tell it apart from"
    if not apart:
        return f"No two of {plural(len(told), 'group')} can be told apart"
    if apart == len(told):
        return f"Each of {plural(apart, 'group')} can be told apart from some other"
    return f"Of {plural(len(told), 'group')}, {spelled(apart)} can be told apart from some of the others"


def _line(row: Row, told: list[Row], names: Names, unit: Unit | None) -> rows.Line:
    shrunk, name = row.figures["shrunk"], called(row, names)
    says, hollow = _says(shrunk, unit), not _alone(row, told)
    counted = row.figures["counted"].value
    return rows.Line(name, says, f"{name}: {says}", shrunk.low, shrunk.high, shrunk.value, hollow=hollow, tick=counted)


def _says(figure: Estimate, unit: Unit | None) -> str:
    if unit is not Unit.SHARE:
        return written(figure)
    return f"{100 * figure.value:.0f} % ({100 * figure.low:.0f}–{100 * figure.high:.0f} %)"


def _cells(row: Row, told: list[Row], names: Names, unit: Unit | None) -> tuple[str, ...]:
    own = set(str(row.facts["apart"]).split())
    alike = sum(1 for other in told if other is not row and own & set(str(other.facts["apart"]).split()))
    counted = written(row.figures["counted"], unit)
    return called(row, names), counted, _says(row.figures["shrunk"], unit), f"{count(alike)} of {count(len(told) - 1)}"


def _scale(told: list[Row], unit: Unit | None) -> rows.Scale:
    if unit is Unit.SHARE:
        target = next((row.facts["target"] for row in told if row.facts["target"] is not None), None)
        return rows.Scale(0, 1, ((0.0, "0 %"), (0.5, "50"), (1.0, "100 %")), target)
    ends = [end for row in told for end in (row.figures["shrunk"].low, row.figures["shrunk"].high)]
    ends += [row.figures["counted"].value for row in told]
    low, high = min(ends), max(ends)
    room = 0.1 * (high - low) or 0.5
    marks = tuple((at, f"{at:.1f}") for at in (low - room, high + room))
    return rows.Scale(low - room, high + room, marks)
