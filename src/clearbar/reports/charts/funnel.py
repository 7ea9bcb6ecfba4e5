"""A funnel: sites by how much is known of them, around their common share, within the limits of chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from clearbar.reports.charts.frame import (
    INK,
    LIGHT,
    LINE,
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

HEIGHT, FOOT = 300.0, 34.0
"""Pixels of the scale of shares, and below it."""
_RING = {"type": "point", "filled": False, "size": 230, "stroke": INK, "strokeWidth": 1.5}
_LETTERS = 16
"""Pixels that a line of words takes."""


@dataclass(frozen=True)
class Site:
    """One site: how many independent ratings it is worth, its share, how far outside it lies (0 to 2) and its words."""

    n: float
    share: float
    outside: int
    name: str
    tip: str


@dataclass(frozen=True)
class Edge:
    """The limits at one size, from the lowest to the highest."""

    n: float
    low_998: float
    low_95: float
    high_95: float
    high_998: float


@dataclass(frozen=True)
class Level:
    """A line across the funnel, with its words; `thick` for the target."""

    share: float
    says: str
    thick: bool = False


@dataclass(frozen=True)
class Frame:
    """The part of the scales that is drawn: shares from `low` to `high`, sizes from 0 to `most`."""

    low: float
    high: float
    most: float

    def down(self, share: float) -> float:
        """Where a share stands, in pixels from the top; beyond the frame at its edge."""
        held = min(self.high, max(self.low, share))
        return HEIGHT * (self.high - held) / (self.high - self.low)


def frame(sites: Sequence[Site], edges: Sequence[Edge], levels: Sequence[Level]) -> Frame:
    """Room for every site and line and for the limits of the smallest site, in steps of ten per cent."""
    shares = [*(site.share for site in sites), *(level.share for level in levels)]
    least, most = min([edges[0].low_998, *shares]), max([edges[0].high_998, *shares])
    return Frame(floor(10 * least) / 10, max(ceil(10 * most) / 10, floor(10 * least) / 10 + 0.1), edges[-1].n)


def spec(sites: Sequence[Site], edges: Sequence[Edge], levels: Sequence[Level], below: str, width: Width) -> Spec:
    """The funnel with its lines; `below` says what is counted from left to right."""
    seen, height = frame(sites, edges, levels), HEIGHT + FOOT
    x, y = across("n", (0.0, seen.most * 1.02)), down("y", height)
    rows = [
        {"n": one.n, "y": seen.down(one.share), "says": one.name, "tip": one.tip, "out": one.outside} for one in sites
    ]
    ends = [
        {"y": seen.down(seen.high), "says": f"{100 * seen.high:.0f} %", "on": "top"},
        {"y": HEIGHT, "says": f"{100 * seen.low:.0f} %", "on": "bottom"},
    ]
    return framed(
        width,
        height,
        [
            *_limits(edges, seen, height, x),
            *_levels(levels, seen, y),
            words(ends, QUIET, x=0, y=y, align="left", baseline={"expr": "datum.on"}),
            layer({"type": "rule", "stroke": LINE}, [{}], x=0, x2={"value": "width"}, y=HEIGHT),
            words([{"says": below}], QUIET, x={"value": "width"}, y=height - 10, align="right", baseline="middle"),
            *_sites(rows, x, y),
            hover(rows, x=x, y=y),
        ],
    )


def _limits(edges: Sequence[Edge], seen: Frame, height: float, x: Spec) -> list[Spec]:
    """The inner band filled, the outer limits as thin lines."""
    rows = [
        {
            "n": edge.n,
            "low": seen.down(edge.low_95),
            "high": seen.down(edge.high_95),
            "lowest": seen.down(edge.low_998),
            "highest": seen.down(edge.high_998),
        }
        for edge in edges
    ]
    band = {"type": "area", "fill": LIGHT, "opacity": 0.5}
    thin = {"type": "line", "stroke": QUIET, "strokeWidth": 1}
    outer = [layer(thin, rows, x=x, y=down(name, height)) for name in ("lowest", "highest")]
    return [layer(band, rows, x=x, y=down("low", height), y2={"field": "high"}), *outer]


def _levels(levels: Sequence[Level], seen: Frame, y: Spec) -> list[Spec]:
    """Lines across: dotted, or thick for the target. The words of the highest stand above it, of others below."""
    highest = max(level.share for level in levels)
    rows = [
        {
            "y": seen.down(level.share),
            "says": level.says,
            "width": 2.5 if level.thick else 1,
            "dash": [] if level.thick else [3, 3],
            "on": "bottom" if level.share == highest else "top",
            "dy": -4 if level.share == highest else 4,
        }
        for level in levels
    ]
    wide, dash = {"expr": "datum.width"}, {"expr": "datum.dash"}
    line = {"type": "rule", "stroke": INK, "strokeWidth": wide, "strokeDash": dash}
    across_, on = {"value": "width"}, {"expr": "datum.on"}
    return [
        layer(line, rows, x=0, x2=across_, y=y),
        words(rows, QUIET, x=across_, y=y, align="right", baseline=on, dy={"expr": "datum.dy"}),
    ]


def _sites(rows: Sequence[Row], x: Spec, y: Spec) -> list[Spec]:
    """Sites within the limits as quiet dots; those outside in ink and named, those far outside ringed. Words that would
    run into another named site stand above their own."""
    outside = [row for row in rows if row["out"]]
    crowded = [row for row in outside if any(_hides(row, other) for other in outside if other is not row)]
    named = [
        {**row, **({"align": "center", "dx": 0, "dy": -14} if row in crowded else {"align": "left", "dx": 13, "dy": 0})}
        for row in outside
    ]
    look = {"fill": {"expr": f"datum.out ? '{INK}' : '{QUIET}'"}, "size": {"expr": "datum.out ? 80 : 60"}}
    dx, dy = {"expr": "datum.dx"}, {"expr": "datum.dy"}
    return [
        layer({"type": "point", "filled": True, "stroke": PAPER, **look}, rows, x=x, y=y),
        layer(_RING, [row for row in outside if row["out"] == 2], x=x, y=y),
        words(named, x=x, y=y, baseline="middle", bold=True, limit=150, align={"expr": "datum.align"}, dx=dx, dy=dy),
    ]


def _hides(row: Row, other: Row) -> bool:
    """Whether another named site stands to the right of this one, where its words would be."""
    return bool(other["n"] >= row["n"] and abs(other["y"] - row["y"]) < _LETTERS)
