"""Rows on one scale: the name above its line on the left, its words on the right, and marks at their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clearbar.reports.charts.frame import (
    INK,
    LINE,
    PAPER,
    QUIET,
    Spec,
    Width,
    across,
    down,
    framed,
    hover,
    layer,
    words,
)

STEP = 46
"""Pixels from one row to the next."""
TOP = 22
"""Pixels above the first row, for the scale."""
_NAME, _MARK = 14, 32
"""Pixels from the top of a row to its words and to its marks."""
_EDGE = 8
"""Pixels kept free at both ends of the scale, so that a dot at its end is whole."""
_GLYPH = 6.5
"""Pixels of a letter, about: names are cut so that they do not run into the words on the right."""


@dataclass(frozen=True)
class Line:
    """One row: a thin line from `low` to `high`, a dot, and its words. `other` is a second, hollow dot, at the other
    end of a dumbbell; `tick` a small stroke; `target` the ink line of this row alone, where rows differ in theirs."""

    name: str
    says: str
    tip: str
    low: float
    high: float
    dot: float
    hollow: bool = False
    other: float | None = None
    tick: float | None = None
    colour: str = INK
    target: float | None = None


@dataclass(frozen=True)
class Scale:
    """The scale of a chart: its ends, its marks with their words, and the place of the ink line; None draws none."""

    low: float
    high: float
    marks: tuple[tuple[float, str], ...]
    target: float | None = None

    def at(self, field: str) -> Spec:
        """The channel that puts a field on the scale."""
        return across(field, (self.low, self.high), _EDGE)

    def hold(self, value: float) -> float:
        """The value, or the end of the scale that it lies beyond."""
        return min(self.high, max(self.low, value))


def spec(lines: Sequence[Line], scale: Scale, width: Width) -> Spec:
    """The rows, one below the other in the order given."""
    height = TOP + STEP * len(lines)
    rows = [_row(line, TOP + STEP * place, scale) for place, line in enumerate(lines)]
    y, told = down("y", height), down("told", height)
    room = {"expr": f"max(80, width - {_GLYPH * max((len(line.says) for line in lines), default=0) + 8:.0f})"}
    said = {name: [{"told": row["told"], "says": row[name]} for row in rows] for name in ("name", "says")}
    between = {"type": "rule", "stroke": INK, "strokeWidth": 2}
    return framed(
        width,
        height,
        [
            *_grid(scale, height),
            layer(between, rows, x=scale.at("low"), x2={"field": "high"}, y=y),
            *_target(rows, scale, y),
            *_ticks(rows, scale, y),
            *_dots(rows, scale, y),
            words(said["name"], x=0, y=told, align="left", baseline="middle", bold=True, limit=room),
            words(said["says"], QUIET, x={"value": "width"}, y=told, align="right", baseline="middle"),
            hover(rows, x=scale.at("dot"), y=y),
        ],
    )


def _row(line: Line, top: float, scale: Scale) -> dict[str, Any]:
    ends = {"low": scale.hold(line.low), "high": scale.hold(line.high), "dot": scale.hold(line.dot)}
    places = {"y": top + _MARK, "told": top + _NAME}
    looks = {"hollow": line.hollow, "colour": line.colour, "other": line.other, "tick": line.tick}
    looks["target"] = scale.target if line.target is None else line.target
    return {**ends, **places, **looks, "name": line.name, "says": line.says, "tip": line.tip}


def _grid(scale: Scale, height: float) -> list[Spec]:
    """Faint lines at the marks of the scale, with their words above; those at its ends stay inside the chart."""
    turns = {scale.low: ("left", -_EDGE), scale.high: ("right", _EDGE)}
    placed = [(at, says, *turns.get(at, ("center", 0))) for at, says in scale.marks]
    rows = [{"at": at, "says": says, "align": align, "dx": dx} for at, says, align, dx in placed]
    turned = {"expr": "datum.align"}
    return [
        layer({"type": "rule", "stroke": LINE}, rows, x=scale.at("at"), y=TOP - 4.0, y2=height),
        words(rows, QUIET, x=scale.at("at"), y=8.0, align=turned, dx={"expr": "datum.dx"}, baseline="middle"),
    ]


def _target(rows: Sequence[Mapping[str, Any]], scale: Scale, y: Spec) -> list[Spec]:
    """An ink line at the target of each row, short so that it strikes out no words."""
    aimed = [{"y": row["y"], "target": row["target"]} for row in rows if row["target"] is not None]
    if not aimed:
        return []
    mark = {"type": "tick", "orient": "vertical", "thickness": 3, "size": 22, "color": INK}
    return [layer(mark, aimed, x=scale.at("target"), y=y)]


def _ticks(rows: Sequence[Mapping[str, Any]], scale: Scale, y: Spec) -> list[Spec]:
    ticked = [row for row in rows if row["tick"] is not None]
    mark = {"type": "tick", "orient": "vertical", "thickness": 2, "size": 14, "color": QUIET}
    return [layer(mark, ticked, x=scale.at("tick"), y=y)] if ticked else []


def _dots(rows: Sequence[Mapping[str, Any]], scale: Scale, y: Spec) -> list[Spec]:
    """Filled dots in their own colours, hollow ones in ink."""
    second = [{"y": row["y"], "other": row["other"]} for row in rows if row["other"] is not None]
    ring = {"type": "point", "filled": True, "size": 90, "fill": PAPER, "stroke": INK, "strokeWidth": 2}
    fill = {"expr": f"datum.hollow ? '{PAPER}' : datum.colour"}
    edge = {"expr": f"datum.hollow ? '{INK}' : '{PAPER}'"}
    return [
        *([layer(ring, second, x=scale.at("other"), y=y)] if second else []),
        layer({**ring, "fill": fill, "stroke": edge}, rows, x=scale.at("dot"), y=y),
    ]
