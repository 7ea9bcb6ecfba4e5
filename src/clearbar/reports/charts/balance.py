"""Speed above quality on the same weeks: two small scales of one chart, and a mark where both fall."""

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

TOP, UPPER, BETWEEN, LOWER, FOOT = 18.0, 72.0, 34.0, 104.0, 20.0
"""Pixels above the first scale, of it, between both, of the second, and below."""
_HEIGHT = TOP + UPPER + BETWEEN + LOWER + FOOT
_LEFT, _RIGHT = 48.0, 64.0
"""Pixels for the words of the scales, and for the names of the lines."""


@dataclass(frozen=True)
class Point:
    """One week of one line: its place from the first week on, its value, whether it is of the baseline, its words."""

    place: int
    value: float
    is_baseline: bool
    tip: str


@dataclass(frozen=True)
class Line:
    """One line of a scale, with its name at its end; dashed where several share a scale."""

    name: str
    points: tuple[Point, ...]
    dashed: bool = False


@dataclass(frozen=True)
class Scale:
    """The ends of a scale, its marks with their words, and its lines."""

    low: float
    high: float
    marks: tuple[tuple[float, str], ...]
    lines: tuple[Line, ...]

    def at(self, value: float, top: float, height: float) -> float:
        """Pixels from the top of the chart."""
        held = min(self.high, max(self.low, value))
        return top + height * (1 - (held - self.low) / (self.high - self.low))


def spec(
    speed: Scale,
    quality: Scale,
    alarms: Sequence[int],
    months: Sequence[tuple[int, str]],
    last: int,
    width: Width,
    changes: Sequence[bars.Mark] = (),
) -> Spec:
    """Both scales one above the other, from place 0 to `last`; `alarms` are the places where both fall, `changes` those
    from which on a bar is another."""
    x = across("x", (-_room(_LEFT, last), last + _room(_RIGHT, last)))
    y = down("y", _HEIGHT)
    below = TOP + UPPER + BETWEEN
    bands = [{"x": place - 0.5, "x2": place + 0.5} for place in alarms]
    marked = {"type": "rect", "fill": LIGHT, "opacity": 0.9}
    return framed(width, _HEIGHT, [
        *([layer(marked, bands, x=x, x2={"field": "x2"}, y=TOP, y2=below + LOWER)] if bands else []),
        *_scale(speed, TOP, UPPER, x, y),
        *_scale(quality, below, LOWER, x, y),
        *bars.lines(changes, x, last, TOP, below + LOWER),
        words([{"x": place, "says": name} for place, name in months], QUIET, x=x, y=below + LOWER + 12, align="left",
              baseline="middle"),
    ])  # fmt: skip


def _room(pixels: float, last: int) -> float:
    """Places that so many pixels take on the narrowest chart, about."""
    return max(0.8, pixels / 230 * (last + 1))


def _scale(scale: Scale, top: float, height: float, x: Spec, y: Spec) -> list[Spec]:
    grid = [{"y": scale.at(at, top, height), "says": says} for at, says in scale.marks]
    layers = [
        layer({"type": "rule", "stroke": LINE}, grid, x=0, x2={"value": "width"}, y=y),
        words(grid, QUIET, x=0, y=y, align="left", baseline="bottom", dy=-2),
    ]
    ends = _ends(scale, top, height)
    for line, end in zip(scale.lines, ends, strict=True):
        rows = [_row(scale, point, top, height) for point in line.points]
        stroke = {"type": "line", "stroke": INK, "strokeWidth": 1.5, **({"strokeDash": [5, 3]} if line.dashed else {})}
        dot = {"type": "point", "filled": True, "size": 20, "stroke": INK, "strokeWidth": 1,
               "fill": {"expr": f"datum.base ? '{PAPER}' : '{INK}'"}}  # fmt: skip
        layers += [layer(stroke, rows, x=x, y=y), layer(dot, rows, x=x, y=y), hover(rows, x=x, y=y, size=160)]
        layers.append(words([{"x": line.points[-1].place, "y": end, "says": line.name}], x=x, y=y, align="left",
                            baseline="middle", dx=8))  # fmt: skip
    return layers


def _row(scale: Scale, point: Point, top: float, height: float) -> dict[str, Any]:
    return {"x": point.place, "y": scale.at(point.value, top, height), "base": point.is_baseline, "tip": point.tip}


def _ends(scale: Scale, top: float, height: float) -> list[float]:
    """Where the names of the lines stand: at their ends, at least a line of text apart."""
    places = [scale.at(line.points[-1].value, top, height) for line in scale.lines]
    if len(places) == 2 and abs(places[0] - places[1]) < 15:
        middle = sum(places) / 2
        return [middle - 7.5, middle + 7.5] if places[0] <= places[1] else [middle + 7.5, middle - 7.5]
    return places
