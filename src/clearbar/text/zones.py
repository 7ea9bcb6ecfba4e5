"""Time zones by name."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from clearbar.text.days import date_of, day_of, week_of


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo | None:
    """The zone with this IANA name; None if there is none, or if the name is no name at all."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; not a name; the name of a folder
        return None


def day_and_week(at: datetime, timezone: str) -> tuple[int, int]:
    """The local date of `at` as yyyymmdd, and its ISO year and week as yyyyww.

    Raises `ValueError` for an unknown zone; intake lets none pass.
    """
    zone = zone_of(timezone)
    if zone is None:
        raise ValueError(f"unknown time zone: {timezone}")
    local = at.astimezone(zone).date()
    return day_of(local), week_of(local)


def local_date(at: datetime, timezone: str) -> date:
    """The date at `at` in this zone. Raises `ValueError` for an unknown zone."""
    return date_of(day_and_week(at, timezone)[0])
