"""Where a bar changed, on a series by week: a dashed line in ink with its words above."""

from __future__ import annotations

from collections.abc import Sequence

from clearbar.reports.charts.frame import INK, Spec, layer, words

Mark = tuple[float, str]
"""A place on the scale of weeks, and what changed from there on."""
HEAD = 18.0
"""Pixels that the words take above a chart."""
_LONG = 0.6
"""Beyond this part of the scale the words stand on the left of their line."""


def lines(marks: Sequence[Mark], x: Spec, last: float, top: float, foot: float) -> list[Spec]:
    """The marks of a chart whose scale lies between `top` and `foot` pixels and ends at place `last`."""
    if not marks:
        return []
    rows = [
        {"x": place - 0.5, "says": says, "side": "right" if place > _LONG * last else "left"} for place, says in marks
    ]
    rule = {"type": "rule", "stroke": INK, "strokeWidth": 1.5, "strokeDash": [6, 3]}
    return [
        layer(rule, rows, x=x, y=top - HEAD + 4, y2=foot),
        *(
            words(some, x=x, y=top - HEAD / 2 - 1, align=side, baseline="middle", dx=4 if side == "left" else -4)
            for side in ("left", "right")
            if (some := [row for row in rows if row["side"] == side])
        ),
    ]
