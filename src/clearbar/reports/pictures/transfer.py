"""Whether rehearsal shows in front of customers: standard by standard, how much more often those clear it live who were
rated higher in rehearsal, and how people changed once they had rehearsed."""

from __future__ import annotations

from clearbar.model.estimate import Answer, Row
from clearbar.reports.charts import rows as chart
from clearbar.reports.drawing import drawing
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called, signed, written
from clearbar.reports.words import count, listing, plural

BEFORE_AND_AFTER = "before and after"
_INTRO = (
    "Rehearsal is worth its time if it shows where it counts. People who rehearse may have been better before: only"
    " half a team that rehearses first, drawn by lot, tells for sure."
)
_WIDEST = 0.5
"""Differences beyond this are drawn at the edge."""


def section(answer: Answer, names: Names) -> Section | None:
    """How rehearsal and live go together, and how people changed; None where neither can be told. Nobody is named."""
    panels = [
        _panel("transfer-level", list(answer.rows), answer, "slope", _level, names),
        *(_panel("transfer-change", list(part.rows), part, "effect", _change, names)
          for part in answer.parts if part.measure == BEFORE_AND_AFTER),
    ]  # fmt: skip
    found = tuple(panel for panel in panels if panel)
    if not found:
        return None
    first, rest = (found, ()) if len(found) == 1 else ((), found)
    return Section("transfer", "Does rehearsal show?", _INTRO, first, rest, answer.notes)


def _panel(
    key: str, told: list[Row], answer: Answer, figure: str, says: tuple[str, str, str], names: Names
) -> Panel | None:
    if not told:
        return None
    title = sentence(told, figure, says, names)
    lines = [_line(row, figure, names) for row in told]
    edge = max(min(_WIDEST, max(max(abs(line.low), abs(line.high)) for line in lines)), 0.1)
    edge = next(size for size in (0.1, 0.2, 0.3, 0.4, 0.5) if size >= edge - 1e-9)
    scale = chart.Scale(-edge, edge, tuple((at, signed(100 * at, 0)) for at in (-edge, 0.0, edge)), 0.0)
    drawn = drawing(key, title, lambda width: chart.spec(lines, scale, width))
    n = sum(row.figures[figure].n for row in told)
    heads = ("Standard", says[2], "People", "n")
    cells = tuple(
        (called(row, names), written(row.figures[figure], answer.units.get(figure)),
         count(row.figures[figure].clusters or 0), count(row.figures[figure].n))
        for row in told
    )  # fmt: skip
    subtitle = f"{says[2]}, in points, with its 95 % range; {count(n)} live ratings"
    return Panel(title, subtitle, drawn, Table(title, heads, cells))


_level = (
    "Who was rated higher in rehearsal clears {} more often live",
    "That a higher level in rehearsal goes with more clearance live cannot be told yet of {}",
    "Clearance live, per level in rehearsal",
)
_change = (
    "Once rehearsed, people clear {} more often than those who had not",
    "That people got better once they had rehearsed cannot be told yet of {}",
    "Clearance after the rehearsal, less that of those still waiting",
)


def sentence(told: list[Row], figure: str, says: tuple[str, str, str], names: Names) -> str:
    """The standards of which it can be told, or that it can be told of none."""
    sure = [called(row, names) for row in told if row.figures[figure].low > 0]
    if 0 < len(sure) <= 3:
        return says[0].format(listing([name[:1].lower() + name[1:] for name in sure]))
    if sure:
        return says[0].format(f"{count(len(sure))} of {plural(len(told), 'standard')}")
    return says[1].format("this standard" if len(told) == 1 else f"any of {plural(len(told), 'standard')}")


def _line(row: Row, figure: str, names: Names) -> chart.Line:
    one, name = row.figures[figure], called(row, names)
    low, value, high = (signed(100 * each, 0) for each in (one.low, one.value, one.high))
    says = f"{value} ({low} to {high})"
    return chart.Line(name, says, f"{name}: {says}", one.low, one.high, one.value, hollow=one.low <= 0 <= one.high)
