"""A journey as a curve over its steps: left to right on a desk, downwards on a phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from clearbar.model.book import Stage
from clearbar.model.report import Curve, CurvePoint
from clearbar.reports.bar import place
from clearbar.reports.names import inline, plain, readable
from clearbar.reports.words import interval, rounded, share, spelled, tally

WIDEST = 7
"""Steps that find room beside each other; longer journeys are drawn downwards on every screen."""
TOP, HEIGHT = 26, 132
"""Pixels above the 100 % line, and between it and the 0 % line."""
SCALE = 1000
"""Units of the stretched drawing that holds line and band."""


@dataclass(frozen=True)
class Mark:
    """One step: its words, its place across (`x`) and down (`y`, pixels), and the joints of the downward drawing.

    `enters` and `leaves` are the places where the downward curve crosses the upper and lower edge of this step's
    row; None where the neighbour was not heard about.
    """

    title: str
    back: bool
    tally: str
    interval: str
    percent: str
    word: str
    x: str
    y: int
    label_y: int
    at: str | None = None
    low: str | None = None
    high: str | None = None
    enters: str | None = None
    leaves: str | None = None


@dataclass(frozen=True)
class Picture:
    """The curve of one journey; `lines` and `bands` are point lists for runs of heard steps."""

    journey: str
    title: str
    wants: str
    quote: str
    marks: tuple[Mark, ...]
    lines: tuple[str, ...]
    bands: tuple[str, ...]
    told: bool
    """Whether a peak or a low can be told apart."""
    long: bool
    has_back: bool


def heard(curve: Curve) -> tuple[CurvePoint, ...]:
    """The steps that somebody was heard about."""
    return tuple(point for point in curve.points if point.clearance)


def sentence(curve: Curve) -> str:
    """The curve in one sentence: its peak, its low and its end; or why there is none."""
    named, known = inline(curve.title) or inline(readable(curve.journey)), heard(curve)
    if not curve.points:
        return f"{named}: no step is written yet"
    if not known:
        steps = "its one step" if len(curve.points) == 1 else f"any of its {spelled(len(curve.points))} steps"
        return f"{named}: nothing has been heard about {steps}"
    if len(known) == 1:
        first = known[0]
        return f"{named}: one step has been heard about so far, “{_title(first)}”, {_share(first)}"
    end = _named(curve, curve.end)
    if curve.peak is None and curve.low is None:
        tail = f"; it ends on “{_title(end)}”, {_share(end)}" if end else ""
        return f"{named}: its {spelled(len(known))} steps cannot be told apart yet{tail}"
    return f"{named} {_extremes(curve)}" + (f"; {_ending(curve, end)}" if end else "")


def _extremes(curve: Curve) -> str:
    peak, low = _named(curve, curve.peak), _named(curve, curve.low)
    parts = [f"is best at “{_title(peak)}”" if peak else "", f"weakest at “{_title(low)}”" if low else ""]
    told = " and ".join(part for part in parts if part)
    return told if peak else f"is {told}"


def _ending(curve: Curve, end: CurvePoint) -> str:
    if curve.end == curve.peak:
        return f"it ends there, on its peak, {_share(end)}"
    if curve.end == curve.low:
        return f"it ends there, on its low, {_share(end)}"
    return f"it ends on “{_title(end)}”, {_share(end)}"


def _named(curve: Curve, step: str | None) -> CurvePoint | None:
    return next((point for point in curve.points if step is not None and point.step == step), None)


def _title(point: CurvePoint) -> str:
    return inline(point.title) or inline(readable(point.step))


def _share(point: CurvePoint) -> str:
    return share(point.clearance) if point.clearance else "not heard about"


def picture(curve: Curve) -> Picture:
    """The curve as a drawing. Defined for any number of steps; worth a look from two heard ones on."""
    points = curve.points
    marks = tuple(_mark(curve, index) for index in range(len(points)))
    runs = list(_runs(points))
    return Picture(
        plain(curve.title) or readable(curve.journey),
        sentence(curve),
        plain(curve.customer_wants),
        plain(curve.quote),
        marks,
        tuple(_line(points, run) for run in runs),
        tuple(_band(points, run) for run in runs),
        told=curve.peak is not None or curve.low is not None,
        long=len(points) > WIDEST,
        has_back=any(mark.back for mark in marks),
    )


def _mark(curve: Curve, index: int) -> Mark:
    points = curve.points
    point = points[index]
    back, x = point.stage is Stage.BACK, place((index + 0.5) / len(points))
    title, word = plain(point.title) or readable(point.step), _word(curve, point.step)
    known = point.clearance
    if known is None:
        return Mark(title, back, "not heard about yet", "", "", "", x, TOP + HEIGHT, TOP + HEIGHT - 10)
    y = TOP + round((1 - min(1.0, max(0.0, known.value))) * HEIGHT)
    return Mark(
        title,
        back,
        tally(known),
        interval(known),
        f"{rounded(known.value, known.n)} %",
        word,
        x,
        y,
        y - 11,
        place(known.value),
        place(known.low),
        place(known.high),
        _joint(points, index - 1, index),
        _joint(points, index, index + 1),
    )


def _word(curve: Curve, step: str) -> str:
    words = {"peak": curve.peak, "low": curve.low, "end": curve.end}
    return ", ".join(word for word, marked in words.items() if marked == step)


def _joint(points: Sequence[CurvePoint], upper: int, lower: int) -> str | None:
    if upper < 0 or lower >= len(points):
        return None
    one, two = points[upper].clearance, points[lower].clearance
    return place((one.value + two.value) / 2) if one and two else None


def _runs(points: Sequence[CurvePoint]) -> Iterator[list[int]]:
    """Positions of heard steps that stand beside each other, two at least."""
    for known, run in groupby(range(len(points)), key=lambda index: points[index].clearance is not None):
        positions = list(run)
        if known and len(positions) > 1:
            yield positions


def _line(points: Sequence[CurvePoint], run: Sequence[int]) -> str:
    return " ".join(_corner(index, len(points), _value(points, index, "value")) for index in run)


def _band(points: Sequence[CurvePoint], run: Sequence[int]) -> str:
    there = [_corner(index, len(points), _value(points, index, "high")) for index in run]
    back = [_corner(index, len(points), _value(points, index, "low")) for index in reversed(run)]
    return " ".join(there + back)


def _value(points: Sequence[CurvePoint], index: int, part: str) -> float:
    return float(getattr(points[index].clearance, part))


def _corner(index: int, steps: int, share_here: float) -> str:
    across = (index + 0.5) / steps * SCALE
    down = (1 - min(1.0, max(0.0, share_here))) * SCALE
    return f"{across:.1f},{down:.1f}"
