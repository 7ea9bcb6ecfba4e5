"""Weeks of the calendar in words: what a week is called, and which months stand below a series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from clearbar.reports.words import MONTHS
from clearbar.text.days import monday

_MOST = 7
"""Months that find room below a small chart."""
_YEAR = 12
"""Months from which on the year is named."""


def named(week: int, *, year: bool = True) -> str:
    """A week by its Monday: "week of 2 March 2026", or without its year."""
    day = monday(week)
    return f"week of {day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def places(weeks: Sequence[int]) -> dict[int, int]:
    """The place of each week on a scale from the first one on; weeks without a figure keep theirs free."""
    first = monday(min(weeks))
    return {week: (monday(week) - first).days // 7 for week in weeks}


def months(weeks: Sequence[int]) -> tuple[tuple[int, str], ...]:
    """Months below the first week whose Monday lies in them; of many every second, third or sixth."""
    first, last = monday(min(weeks)), monday(max(weeks))
    mondays = [first + timedelta(weeks=place) for place in range((last - first).days // 7 + 1)]
    starts = [(place, day) for place, day in enumerate(mondays) if day.day <= 7]
    step = next((each for each in (1, 2, 3, 6, 12) if len(starts) <= each * _MOST), 12)
    kept = [(place, day) for place, day in starts if (day.month - 1) % step == 0]
    return tuple((place, _short(day, years=len(starts) > _YEAR)) for place, day in kept)


def _short(day: date, *, years: bool) -> str:
    name = MONTHS[day.month - 1][:3]
    return f"{name} ’{day.year % 100:02d}" if years and day.month == 1 else name
