"""A share week by week: a line with its range as a band, broken where a week has no figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from clearbar.reports.charts import bars
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

HEIGHT, TOP, FOOT = 128.0, 10.0, 20.0
"""Pixels of the scale from 0 to 100 %, above it and below it."""
_LEFT = 38.0
"""Pixels for the words of the scale."""


@dataclass(frozen=True)
class Point:
    """One week: its place from the first week on, its share with its ends, and what to tell of it."""

    place: int
    share: float
    low: float
    high: float
    tip: str


def spec(
    points: Sequence[Point],
    months: Sequence[tuple[int, str]],
    last: int,
    width: Width,
    changes: Sequence[bars.Mark] = (),
) -> Spec:
    """The weeks that have a figure, from place 0 to place `last`; `months` are names below the weeks they start in,
    `changes` where the bar changed."""
    top = TOP + (bars.HEAD if changes else 0.0)
    height, foot = top + HEIGHT + FOOT, top + HEIGHT
    x, y = across("x", (-_before(last), last + 0.5)), down("y", height)
    rows = [_row(point, run, top) for run, group in _runs(points) for point in group]
    alone = [row for row in rows if sum(row["run"] == other["run"] for other in rows) == 1]
    grid = [{"y": top + HEIGHT * (1 - at), "says": says} for at, says in ((1, "100 %"), (0.5, "50"), (0, "0"))]
    below = [{"x": place, "says": name} for place, name in months]
    broken = {"field": "run", "type": "nominal"}
    band = {"type": "area", "fill": LIGHT, "opacity": 0.6}
    line = {"type": "line", "stroke": INK, "strokeWidth": 2, "point": {"fill": INK, "size": 26}}
    range_ = {"type": "rule", "stroke": LIGHT, "strokeWidth": 6}
    return framed(
        width,
        height,
        [
            layer({"type": "rule", "stroke": LINE}, grid, x=0, x2={"value": "width"}, y=y),
            words(grid, QUIET, x=0, y=y, align="left", baseline="bottom", dy=-2),
            layer(band, rows, x=x, y=down("low", height), y2={"field": "high"}, detail=broken),
            *([layer(range_, alone, x=x, y=down("low", height), y2={"field": "high"})] if alone else []),
            layer(line, rows, x=x, y=y, detail=broken),
            *bars.lines(changes, x, last, top, foot),
            words(below, QUIET, x=x, y=foot + 12, align="left", baseline="middle"),
            hover(rows, x=x, y=y, size=260),
        ],
    )


def _before(last: int) -> float:
    """Places kept free on the left, for the words of the scale: about their pixels on the narrowest chart."""
    return max(0.5, _LEFT / 300 * (last + 1))


def _runs(points: Sequence[Point]) -> list[tuple[int, list[Point]]]:
    """Points in runs of weeks that follow each other; a run is named by its first place less those before it."""
    placed = groupby(enumerate(points), key=lambda each: each[1].place - each[0])
    return [(run, [point for _, point in group]) for run, group in placed]


def _row(point: Point, run: int, top: float) -> dict[str, float | int | str]:
    low, high, at = (top + HEIGHT * (1 - value) for value in (point.low, point.high, point.share))
    return {"x": point.place, "y": at, "low": low, "high": high, "run": run, "tip": point.tip}
