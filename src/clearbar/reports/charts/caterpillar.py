"""A caterpillar in groups: thin lines with dots around a middle, close below each other, without names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clearbar.reports.charts.frame import (
    INK,
    LINE,
    PAPER,
    QUIET,
    Row,
    Spec,
    Width,
    across,
    down,
    framed,
    hover,
    layer,
    words,
)

STEP, TOP, HEAD = 13, 22, 30
"""Pixels from one line to the next, above the first group for the scale, and of a group's words."""
_EDGE = 8
_GLYPH = 6.5


@dataclass(frozen=True)
class Leg:
    """One line: its ends and its dot, filled where it stands apart, and what to tell of it."""

    low: float
    high: float
    dot: float
    apart: bool
    tip: str


@dataclass(frozen=True)
class Group:
    """Lines under a name, with words on the right."""

    name: str
    says: str
    legs: Sequence[Leg]


def spec(groups: Sequence[Group], reach: float, marks: Sequence[tuple[float, str]], width: Width) -> Spec:
    """The groups on a scale from −`reach` to `reach`, with `marks` on it."""
    height = float(TOP + sum(HEAD + STEP * len(group.legs) + 10 for group in groups))
    rows: list[Row] = []
    said: list[Row] = []
    top = float(TOP)
    for group in groups:
        said.append({"y": top + 15, "name": group.name, "says": group.says})
        for place, leg in enumerate(group.legs):
            ends = {name: min(reach, max(-reach, getattr(leg, name))) for name in ("low", "high", "dot")}
            rows.append({**ends, "y": top + HEAD + STEP * (place + 0.5), "apart": leg.apart, "tip": leg.tip})
        top += HEAD + STEP * len(group.legs) + 10
    y, scale = down("y", height), (-reach, reach)
    turns = {-reach: ("left", -_EDGE), reach: ("right", _EDGE)}
    placed = [(mark, *turns.get(mark[0], ("center", 0))) for mark in marks]
    grid = [{"at": at, "says": says, "align": align, "dx": dx} for (at, says), align, dx in placed]
    room = {"expr": f"max(80, width - {_GLYPH * max((len(group.says) for group in groups), default=0) + 8:.0f})"}
    names = [{"y": row["y"], "says": row["name"]} for row in said]
    look = {"fill": {"expr": f"datum.apart ? '{INK}' : '{PAPER}'"}, "stroke": INK, "strokeWidth": 1.5}
    at = across("at", scale, _EDGE)
    return framed(
        width,
        height,
        [
            layer({"type": "rule", "stroke": LINE}, grid, x=at, y=TOP - 4.0, y2=height),
            layer({"type": "rule", "stroke": INK, "strokeWidth": 2}, [{"at": 0}], x=at, y=TOP - 4.0, y2=height),
            words(grid, QUIET, x=at, y=8.0, baseline="middle", align={"expr": "datum.align"}, dx={"expr": "datum.dx"}),
            layer({"type": "rule", "stroke": PAPER, "strokeWidth": 22}, names, x=0, x2={"value": "width"}, y=y),
            words(names, x=0, y=y, align="left", baseline="middle", bold=True, limit=room),
            words(said, QUIET, x={"value": "width"}, y=y, align="right", baseline="middle"),
            layer(
                {"type": "rule", "stroke": QUIET, "strokeWidth": 1.5},
                rows,
                x=across("low", scale, _EDGE),
                x2={"field": "high"},
                y=y,
            ),
            layer({"type": "point", "filled": True, "size": 60, **look}, rows, x=across("dot", scale, _EDGE), y=y),
            hover(rows, x=across("dot", scale, _EDGE), y=y, size=200),
        ],
    )
