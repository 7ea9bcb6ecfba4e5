"""The share still waiting as time goes by: a curve in steps with its range as a band, and where the promise stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clearbar.reports.charts.frame import (
    INK,
    LIGHT,
    LINE,
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

HEIGHT, TOP, FOOT = 190.0, 26.0, 24.0
"""Pixels of the scale from 0 to 100 %, above it and below it."""
_LEFT = 0.13
"""The part of the time scale kept free on the left, for the words of the scale of shares."""


@dataclass(frozen=True)
class Point:
    """The share still waiting from a time on, with its ends and what to tell of it."""

    at: float
    share: float
    low: float
    high: float
    tip: str


@dataclass(frozen=True)
class Mark:
    """A time on the scale, with its words."""

    at: float
    says: str


def spec(points: Sequence[Point], marks: Sequence[Mark], promise: Mark | None, width: Width) -> Spec:
    """The curve over times from 0 to the last mark; `promise` is an ink line down across it."""
    height, last = TOP + HEIGHT + FOOT, marks[-1].at
    x, y = across("x", (-_LEFT * last, 1.02 * last)), down("y", height)
    start = Point(0.0, 1.0, 1.0, 1.0, "")
    rows = [_row(one) for one in (start, *points) if one.at <= last]
    rows.append({**rows[-1], "x": last})  # the last step goes on to the end of the scale
    grid = [{"y": TOP + HEIGHT * (1 - at), "says": says} for at, says in ((1, "100 %"), (0.5, "50"), (0, "0"))]
    below = [{"x": mark.at, "says": mark.says, "align": "right" if mark.at == last else "center"} for mark in marks]
    band = {"type": "area", "fill": LIGHT, "opacity": 0.6, "interpolate": "step-after"}
    line = {"type": "line", "stroke": INK, "strokeWidth": 2, "interpolate": "step-after"}
    return framed(
        width,
        height,
        [
            layer({"type": "rule", "stroke": LINE}, grid, x=0, x2={"value": "width"}, y=y),
            layer(band, rows, x=x, y=down("low", height), y2={"field": "high"}),
            layer(line, rows, x=x, y=y),
            words(grid, QUIET, x=0, y=y, align="left", baseline="bottom", dy=-2),
            words(below, QUIET, x=x, y=TOP + HEIGHT + 13, align={"expr": "datum.align"}, baseline="middle"),
            *(_promised(promise, last, x) if promise else []),
            hover(rows[1:-1], x=x, y=y, size=260),
        ],
    )


def _promised(promise: Mark, last: float, x: Spec) -> list[Spec]:
    """The ink line at the promise, its words above, on the side where there is room."""
    side = "left" if promise.at < last / 2 else "right"
    rows = [{"x": promise.at, "says": promise.says}]
    rule = {"type": "rule", "stroke": INK, "strokeWidth": 2.5}
    return [
        layer(rule, rows, x=x, y=TOP - 6.0, y2=TOP + HEIGHT),
        words(rows, x=x, y=10.0, align=side, baseline="middle", bold=True, dx=-1 if side == "left" else 1),
    ]


def _row(point: Point) -> dict[str, float | str]:
    low, high, at = (TOP + HEIGHT * (1 - value) for value in (point.low, point.high, point.share))
    return {"x": point.at, "y": at, "low": low, "high": high, "tip": point.tip}
