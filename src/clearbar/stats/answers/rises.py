"""How those something happened to rose, and how much of that was to be expected without it."""

from __future__ import annotations

from dataclasses import replace
from math import isinf
from typing import Any

import numpy as np

from clearbar.model.estimate import Answer, Unit
from clearbar.model.question import FLOOR
from clearbar.stats.answers.effects import Effects
from clearbar.stats.answers.periods import Design, Rows
from clearbar.stats.components import Codes, Floats
from clearbar.stats.panel import Panel
from clearbar.stats.regression import LOTS, Chosen, Regression, Sums, regression
from clearbar.stats.staggered import Effect

RISE = "regression to the mean"


def add_rise(key: tuple[Any, ...], rows: Rows, design: Design, table: Effects) -> None:
    """Adds how those it happened to rose, and how much of it was to be expected."""
    seen, window = rows.panel, max(1, design.lead)
    before = seen.untreated() & ~seen.untreated(window)
    chosen = np.flatnonzero(before.any(axis=0) & seen.treated().any(axis=0))
    clusters = len(np.unique(seen.cluster[chosen]))
    if chosen.size < FLOOR or clusters < 2:
        return
    level = _means(seen, seen.untreated())
    was = _mean(seen.mean, before, chosen)
    after = seen.treated()
    rise = Effect(
        *_average(_mean(seen.mean, after, chosen) - was, seen.cluster[chosen]),
        int(seen.count[:, chosen][after[:, chosen]].sum()), chosen.size, chosen.size, clusters,
    )  # fmt: skip
    figures = {"rise": (rise.value, *rise.interval(), rise.n, chosen.size)}
    depth = _mean(level[:, None] - seen.mean, before, chosen)
    m = np.where(before, seen.count, 0.0).sum(axis=0)[chosen]
    found = _expected(rows, window, level, Chosen(depth, m, before.sum(axis=0)[chosen], seen.cluster[chosen] % LOTS))
    facts: dict[str, Any] = {"below": float(depth.mean()), "ratings": round(float(1 / np.mean(1 / m)))}
    if found:
        figures["expected"] = (found.rise, *found.interval(), int(m.sum()), chosen.size)
        middle = float(was.mean() + depth.mean())
        facts |= {"kept": found.kept, "cut": None if isinf(found.cut) else middle - found.cut * found.spread}
        table.notes.append(_said(rise, found, design))
    table.rows.append((key, figures, facts))


def _average(values: Floats, cluster: Codes) -> tuple[float, float]:
    """The mean, and its standard error over clusters."""
    mean = float(values.mean())
    return mean, float(np.linalg.norm(np.bincount(cluster, values - mean))) / values.size


def _mean(values: Floats, where: Any, units: Codes) -> Floats:
    """The mean of each unit over the periods where it counts."""
    held = np.where(where, values, 0.0)[:, units]
    return np.asarray(held.sum(axis=0) / where[:, units].sum(axis=0))


def _means(seen: Panel, where: Any) -> Floats:
    """The mean of each period over the units that count; NaN where none do."""
    size = where.sum(axis=1)
    total = np.where(where, seen.mean, 0.0).sum(axis=1)
    return np.asarray(np.divide(total, size, out=np.full(total.size, np.nan), where=size > 0))


def _expected(rows: Rows, window: int, level: Floats, chosen: Chosen) -> Regression | None:
    """The rise that was to be expected, from variances of all that was seen before anybody was chosen."""
    seen = rows.panel
    clean = rows.period < seen.start[rows.unit] - window
    n, total, square = (column[clean] for column in (rows.n, rows.total, rows.square))
    off = level[np.searchsorted(seen.periods, rows.period[clean])]
    square, total = square - 2 * off * total + n * off * off, total - n * off
    return regression(Sums.of(rows.unit[clean], seen.cluster % LOTS, n, total, square), chosen)


def _said(rise: Effect, found: Regression, design: Design) -> str:
    """The rise and what was to be expected of it, in a sentence."""
    scale, unit = (1, "") if design.of else (100, " points")
    numbers = [f"{scale * value:.{2 if design.of else 1}f}{unit}" for value in (rise.value, found.rise)]
    if found.rise <= 0:
        return f"Those who {design.did()} were no lower than others just before: no rise was to be expected of itself."
    if rise.value <= 0:
        return f"Those who {design.did()} did not rise, though about {numbers[1]} would be expected without it."
    return (
        f"Those who {design.did()} rose by {numbers[0]}; of that, about {numbers[1]} would be expected without it if"
        " they were chosen for being low just before."
    )


def rises(table: Effects, design: Design) -> Answer:
    scale = Unit.SHARE if not design.of else None
    units = {"rise": design.unit, "expected": design.unit, "below": design.unit, "kept": Unit.SHARE}
    units |= {"cut": scale} if scale else {}
    answer = table.answer(RISE, ["rise", "expected"], ["below", "ratings", "kept", "cut"], units)
    return replace(answer, notes=())
