"""How far more of something brings one: a line for each way of doing it, named at its end, and the aim across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clearbar.reports.charts.frame import INK, LINE, QUIET, Row, Spec, Width, across, down, framed, hover, layer, words

HEIGHT, FOOT, TOP = 220.0, 40.0, 12.0
"""Pixels of the scale from 0 to 1, below and above it."""
_NEAR = 15.0
"""Pixels that words need from each other."""


@dataclass(frozen=True)
class Curve:
    """One way: its name, and its points (how many, what they bring)."""

    name: str
    points: Sequence[tuple[float, float]]


def spec(curves: Sequence[Curve], aim: float, below: str, width: Width) -> Spec:
    """The curves from the first number to the last; `below` says what is counted from left to right."""
    height = TOP + HEIGHT + FOOT
    numbers = sorted({number for curve in curves for number, _ in curve.points})
    last = numbers[-1]
    x, y = across("n", (0, last * 1.32)), down("y", height)
    rows = [
        {"n": n, "y": _down(value), "curve": curve.name, "tip": f"{curve.name}, {n:g} each: {value:.2f}"}
        for curve in curves
        for n, value in curve.points
    ]
    grid = [{"y": _down(at), "says": f"{at:g}"} for at in (0.0, 0.5, 1.0)]
    feet = [{"n": n, "says": f"{n:g}"} for n in numbers if n in (numbers[0], last) or n in (2, 4, 6, 8, 10, 15, 20, 30)]
    line = {"type": "line", "stroke": INK, "strokeWidth": 1.5, "point": {"fill": INK, "size": 22}}
    end = {"value": "width"}
    return framed(
        width,
        height,
        [
            layer({"type": "rule", "stroke": LINE}, grid, x=0, x2=end, y=y),
            words(grid, QUIET, x=0, y=y, align="left", baseline="bottom", dy=-2),
            layer({"type": "rule", "stroke": INK, "strokeWidth": 2.5}, [{"y": _down(aim)}], x=0, x2=end, y=y),
            words(
                [{"y": _down(aim), "says": f"dependable: {aim:g}"}], x=end, y=y, align="right", baseline="bottom", dy=-4
            ),
            layer(line, rows, x=x, y=y, detail={"field": "curve", "type": "nominal"}),
            words(_ends(curves, last), x=x, y=y, align="left", baseline="middle", dx=8),
            words(feet, QUIET, x=x, y=TOP + HEIGHT + 12, baseline="middle"),
            words([{"says": below}], QUIET, x=end, y=height - 8, align="right", baseline="middle"),
            hover(rows, x=x, y=y, size=120),
        ],
    )


def _down(value: float) -> float:
    return TOP + HEIGHT * (1 - value)


def _ends(curves: Sequence[Curve], last: float) -> list[Row]:
    """Names at the ends of their curves, from the lowest up, each clear of the one before."""
    found: list[Row] = []
    for curve in sorted(curves, key=lambda each: each.points[-1][1]):
        at = _down(curve.points[-1][1])
        at = min(at, float(found[-1]["y"]) - _NEAR) if found else at
        found.append({"n": last, "y": at, "says": curve.name})
    return found
