"""When a rating was given: the moment, the day and the week of each row, from whichever of them it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from clearbar.intake.tables import cells
from clearbar.intake.tables.columns import Coded, constant, pc
from clearbar.intake.tables.reasons import Reason
from clearbar.intake.tables.times import NONE, How, moments
from clearbar.text.zones import zone_of

_APART = 1
"""A local day is at most so many days from the day in UTC."""


@dataclass
class When:
    """Microseconds since 1970 UTC and days since 1970 (NONE where not known), and weeks as yyyyww (0 where not)."""

    at: NDArray[np.int64]
    day: NDArray[np.int64]
    week: NDArray[np.int64]

    def columns(self, good: NDArray[np.int64], hidden: NDArray[np.bool_]) -> dict[str, Any]:
        """The evidence's three columns for these rows; hidden ones keep the week only."""
        at, day = self.at[good], self.day[good]
        dates: Any = pa.array(np.where(day == NONE, 0, day).astype(np.int32), pa.int32()).cast(pa.date32())
        number = pc.add(pc.add(pc.multiply(pc.year(dates), 10_000), pc.multiply(pc.month(dates), 100)), pc.day(dates))
        return {
            "rated_at": pa.array(at, mask=(at == NONE) | hidden).cast(pa.timestamp("us", "UTC")),
            "day": pc.if_else(pa.array((day == NONE) | hidden), None, number.cast(pa.int32())),
            "week": pa.array(self.week[good]),
        }


def placed(
    given: Mapping[str, Coded], rows: int, zone: str | None, how: How
) -> tuple[When, dict[str, NDArray[np.uint8]]]:
    """When each row was given, and what is wrong by column. A `day` that is given is the site's own."""
    zones = given.get("zone", constant(None, rows))
    at, local, wrong = _moments(given.get("rated_at", constant(None, rows)), zones, zone, how)
    days = given.get("day", constant(None, rows)).read(cells.day_of, pa.int64())
    weeks = given.get("week", constant(None, rows)).read(cells.week_of, pa.int64())
    told = np.asarray(pc.fill_null(days.rows(), NONE))
    week_told = np.asarray(pc.fill_null(weeks.rows(), 0))
    day = np.where(told == NONE, local, told)
    week = np.where(day == NONE, week_told, _weeks(day))
    reasons = {"rated_at": wrong, "day": days.reasons, "week": weeks.reasons, "zone": _zones(zones)}
    latest = how.latest.date().toordinal() - cells.EPOCH + 1
    _add(reasons, "day", (told != NONE) & (told > latest), Reason.OUTSIDE_TIME)
    _add(reasons, "week", week_told > int(_weeks(np.array([latest]))[0]), Reason.OUTSIDE_TIME)
    both = (told != NONE) & (local != NONE)
    _add(reasons, "day", both & (abs(np.where(both, told - local, 0)) > _APART), Reason.CONTRADICTION)
    _add(reasons, "week", (day != NONE) & (week_told != 0) & (week_told != week), Reason.CONTRADICTION)
    fine = (reasons["rated_at"] == 0) & (reasons["day"] == 0) & (reasons["week"] == 0)
    _add(reasons, "rated_at", fine & (week == 0), Reason.WITHOUT_TIME)
    return When(at, day, week), reasons


def _add(reasons: dict[str, NDArray[np.uint8]], name: str, where: NDArray[np.bool_], why: Reason) -> None:
    reasons[name] = np.where(where & (reasons[name] == 0), why, reasons[name]).astype(np.uint8)


def _weeks(day: NDArray[np.int64]) -> NDArray[np.int64]:
    """ISO weeks of days; those of no day mean nothing."""
    dates: Any = pa.array(np.where(day == NONE, 0, day).astype(np.int32), pa.int32()).cast(pa.date32())
    parts = pc.iso_calendar(dates)
    found: NDArray[np.int64] = np.asarray(parts.field("iso_year")) * 100 + np.asarray(parts.field("iso_week"))
    return found


def _zones(zones: Coded) -> NDArray[np.uint8]:
    known = np.array([name is None or zone_of(name) is not None for name in zones.words.to_pylist()], bool)
    return np.where(known, 0, Reason.UNKNOWN_ZONE).astype(np.uint8)[zones.at]


def _moments(
    times: Coded, zones: Coded, zone: str | None, how: How
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]:
    """Each time once for each zone that it stands beside."""
    words = times.words.to_pylist()
    names = [name if name is not None and zone_of(name) else zone for name in zones.words.to_pylist()]
    if len(names) == 1:
        found, at = moments(words, names * len(words), how), times.at
    else:
        pairs, at = np.unique(times.at * len(names) + zones.at, return_inverse=True)
        split = [divmod(int(pair), len(names)) for pair in pairs]
        found = moments([words[i] for i, _ in split], [names[j] for _, j in split], how)
    return found.at[at], found.day[at], found.reasons[at]
