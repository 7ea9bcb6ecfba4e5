"""Rows of one bar each, cut into parts that add up to all: the name above, the parts with their words inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clearbar.reports.charts.frame import (
    INK,
    LEVELS,
    LIGHT,
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

STEP, TOP = 52, 20
"""Pixels from one row to the next, and above the first one, for the words of the parts."""
_NAME, _BAR, _THICK = 12, 24, 18
"""Pixels from the top of a row to its name and to its bar, and the height of the bar."""
_ROOM = 0.13
"""The smallest part that has room for its words."""
COLOURS = (LEVELS[0], LIGHT, LEVELS[4])
_INK = (PAPER, INK, PAPER)


@dataclass(frozen=True)
class Parts:
    """One bar: its name, its three shares with their words, and what to tell of it."""

    name: str
    shares: tuple[float, float, float]
    says: tuple[str, str, str]
    tip: str


def spec(bars: Sequence[Parts], heads: tuple[str, str, str], width: Width) -> Spec:
    """The bars one below the other; `heads` name the parts, above the first bar."""
    height = float(TOP + STEP * len(bars))
    x, y = across("low", (0, 1)), down("top", height)
    pieces = [piece for place, bar in enumerate(bars) for piece in _pieces(bar, TOP + STEP * place)]
    names = [{"y": TOP + STEP * place + _NAME, "says": bar.name} for place, bar in enumerate(bars)]
    above = [{"at": at, "says": says, "align": turn}
             for at, says, turn in zip((0, 0.5, 1), heads, ("left", "center", "right"), strict=True)]  # fmt: skip
    layers = [
        layer({"type": "rect", "fill": {"expr": "datum.colour"}}, pieces, x=x, x2={"field": "high"}, y=y,
              y2={"field": "foot"}),
        words(names, x=0, y=down("y", height), align="left", baseline="middle", bold=True),
        words(above, QUIET, x=across("at", (0, 1)), y=8.0, align={"expr": "datum.align"}, baseline="middle"),
    ]  # fmt: skip
    for part, colour in enumerate(_INK):
        inside = [piece for piece in pieces if piece["part"] == part and piece["high"] - piece["low"] >= _ROOM]
        if inside:
            layers.append(
                words(inside, colour, x=across("middle", (0, 1)), y=down("centre", height), baseline="middle")
            )
    return framed(width, height, [*layers, hover(pieces, x=across("middle", (0, 1)), y=down("centre", height))])


def _pieces(bar: Parts, top: float) -> list[dict[str, Any]]:
    found, low = [], 0.0
    for part, (share, says) in enumerate(zip(bar.shares, bar.says, strict=True)):
        high = min(1.0, low + share)
        found.append({
            "low": low, "high": high, "middle": (low + high) / 2, "top": top + _BAR, "foot": top + _BAR + _THICK,
            "centre": top + _BAR + _THICK / 2, "part": part, "colour": COLOURS[part], "says": says, "tip": bar.tip,
        })  # fmt: skip
        low = high
    return found
