"""What all charts share: colours, type, the frame, and marks that carry their words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

Spec = dict[str, Any]
Row = Mapping[str, Any]
Width = int | Literal["container"]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
PAPER, INK, QUIET, LINE, LIGHT = "#fcfbf8", "#1d1b18", "#6b665e", "#dedad1", "#dcd6c9"
LEVELS = ("#9a3b12", "#c0763c", "#8f887e", "#4a928f", "#0d5e66")
"""Colours of the levels 1 to 5."""
FONT = "sans-serif"
SMALL = 12
"""Pixels of the smallest text."""

_CONFIG: Spec = {
    "aria": False,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {"disable": True},
    "point": {"opacity": 1},
    "tick": {"opacity": 1},
    "text": {"font": FONT, "fontSize": SMALL, "fill": INK},
}


def framed(width: Width, height: float, layers: Sequence[Spec]) -> Spec:
    """A chart of these layers. `width` counts everything that is drawn; "container" fills the place it stands in."""
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": height,
        "padding": 0,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": None,
        "config": _CONFIG,
        **_shared(layers),
    }


def _shared(layers: Sequence[Spec]) -> Spec:
    """The layers, with rows that several of them show kept once, and numbers no finer than a hundredth of a pixel."""
    names: dict[str, str] = {}
    sets: dict[str, list[dict[str, Any]]] = {}
    named = []
    for each in layers:
        rows = [{key: _short(value) for key, value in row.items()} for row in each["data"]["values"]]
        name = names.setdefault(json.dumps(rows), f"d{len(names)}")
        sets[name] = rows
        named.append({**each, "data": {"name": name}})
    return {"datasets": sets, "layer": named}


def _short(value: Any) -> Any:
    return round(value, 4 if abs(value) <= 1 else 2) if isinstance(value, float) else value


def layer(mark: str | Mapping[str, Any], rows: Sequence[Mapping[str, Any]], **encoding: Any) -> Spec:
    """One layer with rows of its own. A channel given as text is a field of numbers; as a number, pixels."""
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": {at: _channel(it) for at, it in encoding.items()}}


def _channel(it: Any) -> Any:
    if isinstance(it, str):
        return {"field": it, "type": "quantitative"}
    return {"value": it} if isinstance(it, (int, float)) else it


def text(field: str) -> Spec:
    """A channel that shows a field as it is written."""
    return {"field": field, "type": "nominal"}


def across(field: str, domain: tuple[float, float], padding: float = 0) -> Spec:
    """A channel from left to right, without an axis; `padding` keeps pixels free at its ends."""
    scale = {"domain": list(domain), **({"padding": padding} if padding else {})}
    return {"field": field, "type": "quantitative", "scale": scale}


def down(field: str, height: float) -> Spec:
    """A channel in pixels from the top of a chart of this height, without an axis."""
    return across(field, (height, 0))


def words(rows: Sequence[Mapping[str, Any]], colour: str = INK, *, bold: bool = False, **more: Any) -> Spec:
    """A layer of texts, the field `says` of each row; `more` holds places (x, y) and turns of the mark."""
    channels = {name: more.pop(name) for name in ("x", "y") if name in more}
    mark = {"type": "text", "fill": colour, "fontSize": SMALL, "fontWeight": 600 if bold else 400, **more}
    return layer(mark, rows, text=text("says"), **channels)


def hover(rows: Sequence[Mapping[str, Any]], *, x: Any, y: Any, size: int = 500) -> Spec:
    """Unseen marks that tell the field `tip` of their row to a pointer."""
    mark = {"type": "point", "filled": True, "opacity": 0, "size": size}
    return layer(mark, rows, x=x, y=y, tooltip=text("tip"))
