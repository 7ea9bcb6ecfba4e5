"""Days and weeks as evidence writes them: a day as yyyymmdd, an ISO week as yyyyww."""

from __future__ import annotations

from datetime import date


def day_of(day: date) -> int:
    """A date as yyyymmdd."""
    return day.year * 10_000 + day.month * 100 + day.day


def date_of(day: int) -> date:
    """The date that yyyymmdd writes. Raises `ValueError` where there is none."""
    return date(day // 10_000, day // 100 % 100, day % 100)


def week_of(day: date) -> int:
    """The ISO year and week of a date as yyyyww."""
    year, week, _ = day.isocalendar()
    return year * 100 + week


def monday(week: int) -> date:
    """The Monday of the ISO week that yyyyww writes. Raises `ValueError` where there is none."""
    return date.fromisocalendar(week // 100, week % 100, 1)
