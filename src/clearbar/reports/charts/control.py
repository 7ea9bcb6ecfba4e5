"""A control chart: week by week a line within limits that its own past has set, signals ringed, and a gap
where the instrument changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clearbar.reports.charts import bars
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

TOP, HEIGHT, FOOT = 24.0, 124.0, 20.0
"""Pixels above the scale (for words about breaks), of it, and below it."""
_LEFT = 44.0
"""Pixels for the words of the scale."""


@dataclass(frozen=True)
class Week:
    """One week: its place from the first one on, what is drawn (None in weeks that are not), its limits (None where
    there are none), its stretch, whether limits rest on it, its signal (above, below) and what to tell of it."""

    place: int
    value: float | None
    lower: float | None
    upper: float | None
    centre: float | None
    stretch: int
    is_baseline: bool
    signal: str | None
    tip: str


@dataclass(frozen=True)
class Axis:
    """The ends of the scale and its marks with their words."""

    low: float
    high: float
    marks: tuple[tuple[float, str], ...]

    def at(self, value: float) -> float:
        """Pixels from the top of the chart."""
        held = min(self.high, max(self.low, value))
        return TOP + HEIGHT * (1 - (held - self.low) / (self.high - self.low))


def spec(
    weeks: Sequence[Week],
    axis: Axis,
    breaks: Sequence[tuple[int, str]],
    months: Sequence[tuple[int, str]],
    width: Width,
    changes: Sequence[bars.Mark] = (),
) -> Spec:
    """The weeks in order; `breaks` are the places where an instrument begins, with words; `months` stand below the
    weeks they start in; `changes` are the places from which on the bar is another, with words."""
    last, height = weeks[-1].place, TOP + HEIGHT + FOOT
    x, y = across("x", (-_before(last), last + 0.6)), down("y", height)
    drawn = [_row(week, axis) for week in weeks if week.value is not None]
    limits = [row for week in weeks if week.lower is not None for row in _limits(week, axis)]
    apart = {"field": "run", "type": "nominal"}
    return framed(width, height, [
        *_grid(axis, y),
        *_bands(limits, x, height, apart),
        *_breaks(breaks, x, height),
        *bars.lines(changes, x, last, TOP, TOP + HEIGHT),
        layer({"type": "line", "stroke": INK, "strokeWidth": 1.5}, drawn, x=x, y=y, detail=apart),
        *_points(drawn, x, y),
        words([{"x": place, "says": name} for place, name in months], QUIET, x=x, y=TOP + HEIGHT + 12, align="left",
              baseline="middle"),
        hover(drawn, x=x, y=y, size=260),
    ])  # fmt: skip


def _before(last: int) -> float:
    """Places kept free on the left for the words of the scale."""
    return max(0.8, _LEFT / 280 * (last + 1))


def _row(week: Week, axis: Axis) -> dict[str, Any]:
    value = 0.0 if week.value is None else week.value
    ring = {"above": "above", "below": "below"}.get(week.signal or "", "")
    return {"x": week.place, "y": axis.at(value), "run": week.stretch, "ring": ring, "base": week.is_baseline,
            "tip": week.tip}  # fmt: skip


def _limits(week: Week, axis: Axis) -> list[dict[str, Any]]:
    """Both ends of the week's place, so that limits are drawn as steps."""
    low, high, middle = (axis.at(end if end is not None else 0.0) for end in (week.lower, week.upper, week.centre))
    row = {"low": low, "high": high, "mid": middle, "run": week.stretch}
    return [{**row, "x": week.place - 0.5}, {**row, "x": week.place + 0.5}]


def _grid(axis: Axis, y: Spec) -> list[Spec]:
    rows = [{"y": axis.at(at), "says": says} for at, says in axis.marks]
    return [
        layer({"type": "rule", "stroke": LINE}, rows, x=0, x2={"value": "width"}, y=y),
        words(rows, QUIET, x=0, y=y, align="left", baseline="bottom", dy=-2),
    ]


def _bands(limits: Sequence[dict[str, Any]], x: Spec, height: float, apart: Spec) -> list[Spec]:
    """What the past makes likely as a band, its centre as a thin line; both broken with the instrument."""
    if not limits:
        return []
    band = {"type": "area", "fill": LIGHT, "opacity": 0.6}
    centre = {"type": "line", "stroke": QUIET, "strokeWidth": 1, "strokeDash": [2, 3]}
    return [
        layer(band, limits, x=x, y=down("low", height), y2={"field": "high"}, detail=apart),
        layer(centre, limits, x=x, y=down("mid", height), detail=apart),
    ]


def _breaks(breaks: Sequence[tuple[int, str]], x: Spec, height: float) -> list[Spec]:
    """A blank where the instrument changed, with a thin line and words above."""
    if not breaks:
        return []
    rows = [{"x": place - 0.5, "top": TOP - 6, "foot": TOP + HEIGHT, "says": says} for place, says in breaks]
    blank, thin = {"type": "rule", "stroke": PAPER, "strokeWidth": 5}, {"type": "rule", "stroke": QUIET}
    return [
        layer(blank, rows, x=x, y=down("top", height), y2={"field": "foot"}),
        layer({**thin, "strokeDash": [3, 3]}, rows, x=x, y=down("top", height), y2={"field": "foot"}),
        words(rows, QUIET, x=x, y=8.0, align="left", baseline="middle", dx=-2),
    ]


def _points(drawn: Sequence[dict[str, Any]], x: Spec, y: Spec) -> list[Spec]:
    """Hollow dots for the weeks that limits rest on, filled ones for those under watch; signals in a ring."""
    ringed = [row for row in drawn if row["ring"]]
    dot = {"type": "point", "filled": True, "size": 26, "stroke": INK, "strokeWidth": 1}
    fill = {"expr": f"datum.base ? '{PAPER}' : '{INK}'"}
    ring = {"type": "point", "filled": False, "size": 190, "stroke": INK, "strokeWidth": 1.5}
    return [
        layer({**dot, "fill": fill}, drawn, x=x, y=y),
        *([layer(ring, ringed, x=x, y=y)] if ringed else []),
    ]
