"""Panels for tests: the published one, and invented ones from a simulator that knows nothing of the estimators."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from math import inf, log, nan
from pathlib import Path
from typing import Any

import numpy as np

from clearbar.stats.panel import Panel

DATA = Path(__file__).parent.parent / "data" / "effect"
YEARS = (2003, 2004, 2005, 2006, 2007)


def counties() -> list[tuple[int, list[float]]]:
    """Of each county the year of its start (0 for never) and the logarithm of its employment year by year."""
    with (DATA / "mpdta.csv").open() as file:
        rows = list(csv.DictReader(file))
    return [(int(row["first"]), [log(int(row[f"e{year}"])) for year in YEARS]) for row in rows]


def mpdta() -> Panel:
    """All counties as a panel."""
    found = counties()
    return of([first or inf for first, _ in found], [values for _, values in found], YEARS)


def of(starts: Sequence[float], values: Sequence[Sequence[float]], periods: Sequence[int]) -> Panel:
    """A panel from one row of values a unit; nan where it was not seen. Each unit is its own cluster."""
    mean = np.array(values, dtype=float).T.reshape(len(periods), len(starts))
    count = np.where(np.isnan(mean), 0.0, 1.0)
    return Panel(mean, count, np.array(starts, dtype=float), np.arange(len(starts)), np.array(periods, dtype=int))


def reference(control: str, of: str) -> list[dict[str, Any]]:
    """What the R package says of the counties."""
    with (DATA / "mpdta_reference.csv").open() as file:
        return [row for row in csv.DictReader(file) if row["control"] == control and row["of"] == of]


def att_by_hand(
    units: Sequence[tuple[float, Sequence[float]]], cohort: int, before: int, at: int, others: Sequence[float]
) -> float:
    """A difference-in-differences, unit by unit: `before` and `at` are places of values, `others` the starts of
    controls."""

    def rise(starts: Sequence[float]) -> float:
        rises = [values[at] - values[before] for start, values in units if start in starts]
        known = [one for one in rises if one == one]
        return sum(known) / len(known)

    return rise([cohort]) - rise(others)


def gappy(seed: int = 4, units: int = 40) -> list[tuple[float, list[float]]]:
    """Starts and values of units over seven periods, three in ten of them not seen."""
    dice = np.random.default_rng(seed)
    starts = dice.choice([3.0, 4.0, 6.0, inf], units)
    values = dice.normal(size=(units, 7))
    values[dice.random((units, 7)) < 0.3] = nan
    return list(zip(starts.tolist(), values.tolist(), strict=True))


def built(rows: Sequence[tuple[float, Sequence[float]]]) -> Panel:
    """A panel over periods 0 to 6 from starts and values."""
    return of([start for start, _ in rows], [values for _, values in rows], range(7))
