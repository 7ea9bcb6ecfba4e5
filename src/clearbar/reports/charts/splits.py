"""Whole bars of named parts: one bar a group, its parts from left to right, their words below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clearbar.reports.charts.frame import (
    INK,
    LIGHT,
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

BAR = 22
"""Pixels that a bar is high."""
_NAME, _TOP, _LINE = 10, 24, 18
"""Pixels from the top of a group to its name and to its bar, and of a line of words below it."""
_FILLS = (INK, QUIET, "#a9a296", LIGHT)
"""Parts from the first to the rest: darker is what somebody can work on. The words below say the same."""


@dataclass(frozen=True)
class Part:
    """One part: its share and its words."""

    share: float
    says: str


@dataclass(frozen=True)
class Bar:
    """One group with its parts, whose shares add up to 1."""

    name: str
    parts: Sequence[Part]


def spec(bars: Sequence[Bar], width: Width) -> Spec:
    """The bars, one below the other in the order given."""
    height = float(sum(_height(bar) for bar in bars))
    blocks: list[Row] = []
    said: list[Row] = []
    named: list[Row] = []
    top = 0
    for bar in bars:
        named.append({"y": top + _NAME, "says": bar.name})
        start = 0.0
        for place, part in enumerate(bar.parts):
            fill = _FILLS[-1] if place == len(bar.parts) - 1 else _FILLS[place % 3]
            where = {"from": start, "to": start + part.share, "top": top + _TOP, "foot": top + _TOP + BAR}
            middle = {"x": start + part.share / 2, "y": top + _TOP + BAR / 2}
            blocks.append({**where, **middle, "fill": fill, "tip": f"{bar.name}: {part.says}"})
            said.append({"y": top + _TOP + BAR + 16 + _LINE * place, "fill": fill, "says": part.says})
            start += part.share
        top += _height(bar)
    return _framed(blocks, said, named, height, width)


def _height(bar: Bar) -> int:
    return _TOP + BAR + 8 + _LINE * len(bar.parts) + 20


def _framed(blocks: list[Row], said: list[Row], named: list[Row], height: float, width: Width) -> Spec:
    y, fill = down("y", height), {"expr": "datum.fill"}
    block = {"type": "rect", "fill": fill, "stroke": PAPER, "strokeWidth": 2}
    key = {"type": "point", "shape": "square", "filled": True, "size": 90, "fill": fill}
    top, foot = down("top", height), {"field": "foot"}
    return framed(
        width,
        height,
        [
            layer(block, blocks, x=across("from", (0, 1)), x2={"field": "to"}, y=top, y2=foot),
            words(named, x=0, y=y, align="left", baseline="middle", bold=True),
            layer(key, said, x=6, y=y),
            words(said, x=20, y=y, align="left", baseline="middle"),
            hover(blocks, x=across("x", (0, 1)), y=y),
        ],
    )
