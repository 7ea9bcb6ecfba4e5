"""Figures as one writes them for eyes: shares in per cent, times as a clock has them, each with its interval and n."""

from __future__ import annotations

from typing import Any

from clearbar.model.estimate import Answer, Estimate, Row, Unit
from clearbar.text.cells import printable


def cells(row: Row, answer: Answer) -> dict[str, str]:
    """What a table shows of a group; of a figure that it cannot have, a dash."""
    cells = {name: "—" if value is None else printable(str(value)) for name, value in row.keys.items()}
    for name in answer.figures:
        figure, unit = row.figures.get(name), answer.units.get(name)
        if figure is None:
            cells |= {name: "—", f"{name} 95 %": "—", "n": cells.get("n", "—")}
            continue
        cells |= {name: value_of(figure, unit), f"{name} 95 %": interval_of(figure, unit), "n": f"{figure.n:,}"}
    return cells | {name: fact(value, answer.units.get(name)) for name, value in row.facts.items()}


def value_of(figure: Estimate, unit: Unit | None) -> str:
    """The figure alone: "84 %", "+3.1 points", "4:10 min"."""
    return _share(figure.value, figure.n) if unit is Unit.SHARE else _number(figure.value, unit)


def interval_of(figure: Estimate, unit: Unit | None) -> str:
    """The ends of its interval: "80 % to 87 %"."""
    ends = (figure.low, figure.high)
    plain = None if unit is Unit.SIGNED else unit
    return " to ".join(_share(end, figure.n) if unit is Unit.SHARE else _number(end, plain) for end in ends)


def _number(value: float, unit: Unit | None) -> str:
    if unit is Unit.POINTS:
        return f"{100 * value:+.1f} points"
    if unit is Unit.SECONDS:
        return _time(value)
    if unit is Unit.WHOLE:
        return f"{value:,.0f}"
    return f"{value:+.2f}" if unit is Unit.SIGNED else f"{value:.2f}"


def _time(seconds: float) -> str:
    """A time as a clock would have it: "45 s", "4:10 min", "2:05 h"."""
    if seconds == float("inf"):
        return "∞"
    if seconds < 60:
        return f"{seconds:.0f} s"
    large, small = divmod(round(seconds if seconds < 3600 else seconds / 60), 60)
    return f"{large}:{small:02d} {'min' if seconds < 3600 else 'h'}"


def _share(value: float, n: int) -> str:
    """A percentage; decimals only where so many ratings stand behind it that they mean something."""
    return f"{100 * value:.{1 if n >= 1000 else 0}f} %"


def fact(value: Any, unit: Unit | None) -> str:
    """A fact, as its unit has it; a dash where there is none."""
    if value is None:
        return "—"
    if unit is Unit.SHARE:
        return f"{100 * value:.0f} %"
    if unit is Unit.ABOUT:
        return f"about {value:,}"
    if unit in {Unit.POINTS, Unit.SECONDS, Unit.SIGNED}:
        return _number(value, unit)
    return f"{value:.3g}" if isinstance(value, float) else printable(str(value))
