"""A journey from left to right, in three lanes over the same steps: what customers say, how walkers felt, how long they
waited beside what is promised. What customers see stands above a line, what they do not below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from clearbar.reports.charts.frame import (
    INK,
    LEVELS,
    LIGHT,
    LINE,
    PAPER,
    QUIET,
    Spec,
    Width,
    across,
    down,
    framed,
    layer,
    words,
)

LANE, GAP, TOP = 96.0, 62.0, 44.0
"""Pixels of a lane, between two (for the words of the lower one), and above the first."""
_LEFT = 50.0
_ROW = 15.0
"""Pixels of a line of words."""


@dataclass(frozen=True)
class Dot:
    """One walk at one step, or the middle of several: `level` 1..5 colours a feeling, None is ink. `hollow` is a single
    walk; `open` a wait that had not ended. `shift` keeps equal ones apart, in parts of a step."""

    value: float
    hollow: bool
    level: int | None = None
    open: bool = False
    shift: float = 0.0


@dataclass(frozen=True)
class Step:
    """One step: its words in lines; whether customers see it; the share with its ends (None: not heard); what is to
    be reached; the mark of peak, low or end; feelings 1..5 with their mark; waits with the promise, as parts of the
    longest on the scale."""

    title: tuple[str, ...]
    seen: bool
    share: tuple[float, float, float] | None
    target: float | None
    mark: str
    feelings: tuple[Dot, ...]
    felt: str
    waits: tuple[Dot, ...]
    promise: float | None


def spec(steps: Sequence[Step], longest: Sequence[tuple[float, str]], width: Width) -> Spec:
    """The steps in order; `longest` are the marks of the scale of waits, as parts of it, with their words."""
    lanes = [TOP + at * (LANE + GAP) for at in range(3)]
    lines = max((len(one.title) for one in steps if one.seen), default=1)
    behind = max((len(one.title) for one in steps if not one.seen), default=0)
    foot = lanes[2] + LANE + 20
    line = foot + _ROW * lines
    height = line + (28 + _ROW * behind if behind else 0)
    x, y = across("x", (-0.5 - _LEFT / 300 * len(steps), len(steps) - 0.45)), down("y", height)
    places = _Places(x, y, height)
    scales = (
        ((1.0, "100 %"), (0.5, "50"), (0.0, "0")),
        ((1.0, "5"), (0.5, "3"), (0.0, "1")),
        tuple(longest),
    )
    heads = (
        "Customers reach the bar; line: the target",
        "How walkers felt, from 1 to 5",
        "How long walkers waited; line: the promise",
    )
    layers = [one for top, marks in zip(lanes, scales, strict=True) for one in _grid(top, marks, places)]
    layers.append(words([{"y": top - 34, "says": says} for top, says in zip(lanes, heads, strict=True)], bold=True, x=0,
                        y=y, align="left", baseline="middle"))  # fmt: skip
    layers += _customers(steps, lanes[0], places)
    layers += _feelings(steps, lanes[1], places)
    layers += _waits(steps, lanes[2], places)
    layers += _titles(steps, foot, line, places)
    return framed(width, height, layers)


@dataclass(frozen=True)
class _Places:
    x: Spec
    y: Spec
    height: float

    def down(self, field: str) -> Spec:
        return down(field, self.height)


def _at(top: float, part: float) -> float:
    return top + LANE * (1 - min(1.0, max(0.0, part)))


def _grid(top: float, marks: Sequence[tuple[float, str]], places: _Places) -> list[Spec]:
    rows = [{"y": _at(top, part), "says": says} for part, says in marks]
    return [
        layer({"type": "rule", "stroke": LINE}, rows, x=0, x2={"value": "width"}, y=places.y),
        words(rows, QUIET, x=0, y=places.y, align="left", baseline="bottom", dy=-1),
    ]


def _customers(steps: Sequence[Step], top: float, places: _Places) -> list[Spec]:
    """The band and line of what customers say, broken where a step was not heard about, with targets in ink."""
    found: list[dict[str, Any]] = []
    for heard, run in groupby(enumerate(steps), key=lambda each: each[1].share is not None):
        for at, one in run:
            if heard and one.share:
                value, low, high = (_at(top, part) for part in one.share)
                found.append({"x": at, "y": value, "low": low, "high": high, "run": at - len(found)})
    x, y, apart = places.x, places.y, {"field": "run", "type": "nominal"}
    aims = [{"x": at - 0.3, "end": at + 0.3, "y": _at(top, one.target)} for at, one in enumerate(steps) if one.target]
    marks = [
        {"x": row["x"], "y": row["y"] - 12, "says": steps[int(row["x"])].mark}
        for row in found
        if steps[int(row["x"])].mark
    ]
    return [
        layer({"type": "area", "fill": LIGHT, "opacity": 0.6}, found, x=x, y=places.down("low"),
              y2={"field": "high"}, detail=apart),
        layer({"type": "rule", "stroke": QUIET, "strokeWidth": 1.5}, found, x=x, y=places.down("low"),
              y2={"field": "high"}),
        layer({"type": "line", "stroke": INK, "strokeWidth": 2}, found, x=x, y=y, detail=apart),
        layer({"type": "point", "filled": True, "fill": INK, "size": 45}, found, x=x, y=y),
        layer({"type": "rule", "stroke": INK, "strokeWidth": 2.5}, aims, x=x, x2={"field": "end"}, y=y),
        words(marks, bold=True, x=x, y=y, align="center", baseline="middle"),
    ]  # fmt: skip


def _feelings(steps: Sequence[Step], top: float, places: _Places) -> list[Spec]:
    rows = [_dot(at, one, _at(top, (one.value - 1) / 4)) for at, step in enumerate(steps) for one in step.feelings]
    said = [
        {"x": at, "y": min(_at(top, (one.value - 1) / 4) for one in step.feelings) - 13, "says": step.felt}
        for at, step in enumerate(steps)
        if step.felt and step.feelings
    ]
    return [*_dots(rows, places), words(said, bold=True, x=places.x, y=places.y, align="center", baseline="middle")]


def _waits(steps: Sequence[Step], top: float, places: _Places) -> list[Spec]:
    rows = [_dot(at, one, _at(top, one.value)) for at, step in enumerate(steps) for one in step.waits]
    promised = [
        {"x": at - 0.3, "end": at + 0.3, "y": _at(top, step.promise)}
        for at, step in enumerate(steps)
        if step.promise is not None
    ]
    return [
        layer({"type": "rule", "stroke": INK, "strokeWidth": 2.5}, promised, x=places.x, x2={"field": "end"},
              y=places.y),
        *_dots(rows, places),
    ]  # fmt: skip


def _dot(at: int, one: Dot, y: float) -> dict[str, Any]:
    colour = LEVELS[one.level - 1] if one.level else INK
    return {"x": at + one.shift, "y": y, "stroke": colour, "fill": PAPER if one.hollow else colour, "open": one.open}


def _dots(rows: Sequence[dict[str, Any]], places: _Places) -> list[Spec]:
    """Dots in the colours they carry; a wait that had not ended points upwards."""
    raw = {"stroke": {"field": "stroke", "type": "nominal", "scale": None},
           "fill": {"field": "fill", "type": "nominal", "scale": None}}  # fmt: skip
    dot = {"type": "point", "filled": True, "strokeWidth": 2}
    return [
        layer({**dot, "size": size, **shape}, found, x=places.x, y=places.y, **raw)
        for is_open, size, shape in ((False, 70, {}), (True, 90, {"shape": "triangle-up"}))
        if (found := [row for row in rows if row["open"] is is_open])
    ]


def _titles(steps: Sequence[Step], foot: float, line: float, places: _Places) -> list[Spec]:
    """What steps are called: above the line of visibility what customers see, below it what they do not."""
    rows = [
        {"x": at, "y": (foot if step.seen else line + 24) + _ROW * nth, "says": says, "seen": step.seen}
        for at, step in enumerate(steps)
        for nth, says in enumerate(step.title)
    ]
    seen, hidden = ([row for row in rows if row["seen"] is is_it] for is_it in (True, False))
    told = [words(seen, x=places.x, y=places.y, align="center", baseline="middle")]
    if hidden:
        below = [{"y": line + 2, "says": "not seen by the customer"}]
        told += [
            layer({"type": "rule", "stroke": INK, "strokeDash": [5, 4]}, below, x=0, x2={"value": "width"}, y=places.y),
            words(below, QUIET, x=0, y=places.y, align="left", baseline="top", dy=3),
            words(hidden, QUIET, x=places.x, y=places.y, align="center", baseline="middle", dy=6),
        ]
    return told
