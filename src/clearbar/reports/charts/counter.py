"""Shares side by side on one scale, with an ink line across them where the aim stands: what so many people at a counter
would keep, or what was kept hour by hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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

HEIGHT, TOP, FOOT = 150.0, 26.0, 40.0
"""Pixels of the scale from 0 to 100 %, above it and below it."""
_LEFT = 44.0
"""Pixels for the words of the scale."""


@dataclass(frozen=True)
class Point:
    """One column: its name below the scale, its share with its ends (equal where it is reckoned and not counted),
    whether its dot is filled, and what to tell of it."""

    says: str
    share: float
    low: float
    high: float
    filled: bool
    tip: str


def spec(points: Sequence[Point], aim: float, says: str, below: str, width: Width) -> Spec:
    """The points in order; `says` are the words of the line at `aim`, `below` says what the columns are."""
    height, bottom = TOP + HEIGHT + FOOT, TOP + HEIGHT
    room = _LEFT / 300 * len(points)
    x, y = across("x", (-0.5 - room, len(points) - 0.4)), down("y", height)
    rows = [
        {"x": at, "y": _at(one.share), "low": _at(one.low), "high": _at(one.high), "says": one.says, "tip": one.tip,
         "filled": one.filled}
        for at, one in enumerate(points)
    ]  # fmt: skip
    grid = [{"y": _at(at), "says": told} for at, told in ((1, "100 %"), (0.5, "50"), (0, "0"))]
    every = -(-len(points) // 12)
    names = [row for at, row in enumerate(rows) if at % every == 0]
    dot = {"type": "point", "filled": True, "size": 80, "stroke": INK, "strokeWidth": 2,
           "fill": {"expr": f"datum.filled ? '{INK}' : '{PAPER}'"}}  # fmt: skip
    line = [{"y": _at(aim), "says": says}]
    return framed(
        width,
        height,
        [
            layer({"type": "rule", "stroke": LINE}, grid, x=0, x2={"value": "width"}, y=y),
            words(grid, QUIET, x=0, y=y, align="left", baseline="bottom", dy=-2),
            layer({"type": "rule", "stroke": INK, "strokeWidth": 2.5}, line, x=_LEFT, x2={"value": "width"}, y=y),
            words(line, x={"value": "width"}, y=12.0, align="right", baseline="middle", bold=True),
            layer({"type": "rule", "stroke": INK, "strokeWidth": 2}, rows, x=x, y=down("low", height),
                  y2={"field": "high"}),
            layer(dot, rows, x=x, y=y),
            words(names, x=x, y=bottom + 12, align="center", baseline="middle"),
            words([{"says": below}], QUIET, x={"value": "width"}, y=bottom + 31, align="right", baseline="middle"),
            hover(rows, x=x, y=y),
        ],
    )  # fmt: skip


def _at(share: float) -> float:
    return TOP + HEIGHT * (1 - min(1.0, max(0.0, share)))
