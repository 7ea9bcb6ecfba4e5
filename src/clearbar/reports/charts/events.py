"""What changed around a start: periods from left to right, each with its range, the start as a line between them, and
a quiet band up to where the figures would have come by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clearbar.reports.charts.frame import (
    INK,
    LIGHT,
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

HEIGHT, TOP, FOOT = 190.0, 26.0, 58.0
"""Pixels of the scale, above it and below it."""
_LEFT = 46.0
"""Pixels for the words of the scale."""
_STRIPE = 7
"""Pixels between the strokes of the band."""


@dataclass(frozen=True)
class Moment:
    """One period: how far from the start, its figure with its ends, and what to tell of it."""

    since: int
    value: float
    low: float
    high: float
    tip: str


@dataclass(frozen=True)
class Band:
    """What was to be expected by itself: from 0 to `value`, with its words."""

    value: float
    says: str


@dataclass(frozen=True)
class Axis:
    """The scale: its ends and its marks with their words."""

    low: float
    high: float
    marks: tuple[tuple[float, str], ...]

    def down(self, value: float) -> float:
        """Where a figure stands, in pixels from the top; beyond the scale at its edge."""
        held = min(self.high, max(self.low, value))
        return TOP + HEIGHT * (self.high - held) / (self.high - self.low)


def spec(moments: Sequence[Moment], axis: Axis, band: Band | None, start: str, below: str, width: Width) -> Spec:
    """The moments in the order given; `start` names the line before the first of them from 0 on, `below` the steps."""
    height = TOP + HEIGHT + FOOT
    first, last = min(0, moments[0].since), max(0, moments[-1].since)
    room = _LEFT / 300 * (last - first + 1)
    x, y = across("x", (first - 0.5 - room, last + 0.5)), down("y", height)
    rows = [_row(moment, axis) for moment in moments]
    grid = [{"y": axis.down(at), "says": says} for at, says in axis.marks]
    base, bottom = axis.down(0.0), TOP + HEIGHT
    seen = {moment.since for moment in moments}
    ticks: list[dict[str, object]] = [{"x": row["x"], "says": row["says"]} for row in rows]
    ticks += [{"x": since, "says": "base"} for since in range(first, 0) if since not in seen][-1:]
    foot = [{"says": below, "y": bottom + 31}, *([{"says": band.says, "y": bottom + 49}] if band else [])]
    range_ = {"type": "rule", "stroke": INK, "strokeWidth": 2}
    dot = {"type": "point", "filled": True, "size": 70, "fill": {"expr": f"datum.sure ? '{INK}' : '{PAPER}'"}}
    return framed(
        width,
        height,
        [
            *_band(band, axis, height, last, x),
            layer({"type": "rule", "stroke": LINE}, grid, x=0, x2={"value": "width"}, y=y),
            layer({"type": "rule", "stroke": INK, "strokeWidth": 1.5}, [{}], x=0, x2={"value": "width"}, y=base),
            words(grid, QUIET, x=0, y=y, align="left", baseline="bottom", dy=-2),
            layer({"type": "rule", "stroke": INK, "strokeDash": [4, 3]}, [{"x": -0.5}], x=x, y=TOP - 6, y2=bottom),
            words([{"x": -0.5, "says": start}], x=x, y=10.0, align="left", baseline="middle", dx=-2),
            layer(range_, rows, x=x, y=down("low", height), y2={"field": "high"}),
            layer({**dot, "stroke": INK, "strokeWidth": 2}, rows, x=x, y=y),
            words(ticks, QUIET, x=x, y=bottom + 12, align="center", baseline="middle"),
            words(foot, QUIET, x={"value": "width"}, y=y, align="right", baseline="middle"),
            hover(rows, x=x, y=y, size=400),
        ],
    )


def _row(moment: Moment, axis: Axis) -> dict[str, float | int | str | bool]:
    says = "0" if moment.since == 0 else f"{'−' if moment.since < 0 else '+'}{abs(moment.since)}"
    at, low, high = (axis.down(value) for value in (moment.value, moment.low, moment.high))
    sure = moment.low > 0 or moment.high < 0
    return {"x": moment.since, "y": at, "low": low, "high": high, "says": says, "sure": sure, "tip": moment.tip}


def _band(band: Band | None, axis: Axis, height: float, last: int, x: Spec) -> list[Spec]:
    """Quiet strokes over what was to be expected, from the start on."""
    if band is None:
        return []
    base, edge = axis.down(0.0), axis.down(band.value)
    lines = [{"y": at, "x": -0.5, "end": last + 0.5} for at in _strokes(edge, base)]
    fill = {"type": "rect", "fill": LIGHT, "opacity": 0.45}
    ends = [{"x": -0.5, "end": last + 0.5, "top": edge, "bottom": base}]
    return [
        layer(fill, ends, x=x, x2={"field": "end"}, y=down("top", height), y2={"field": "bottom"}),
        layer({"type": "rule", "stroke": QUIET, "strokeWidth": 0.6, "strokeDash": [2, 4]}, lines, x=x,
              x2={"field": "end"}, y=down("y", height)),
    ]  # fmt: skip


def _strokes(top: float, bottom: float) -> list[float]:
    size = abs(bottom - top)
    return [min(top, bottom) + at for at in range(0, int(size) + 1, _STRIPE)]
