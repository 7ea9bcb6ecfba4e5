"""Quarters of the year, as yyyyq: which one a moment lies in, which days and weeks are its own."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from clearbar.text.days import week_of
from clearbar.text.zones import zone_of
from clearbar.web.people.models import Organisation


def midnight(day: date) -> datetime:
    """The moment at which a day begins in the house."""
    return datetime.combine(day, time(), tzinfo=zone_of(Organisation.the().timezone))


def quarter_of(day: date) -> int:
    """The quarter in which a day lies: 20264 for the autumn of 2026."""
    return day.year * 10 + (day.month + 2) // 3


def before(quarter: int) -> int:
    """The quarter before."""
    year, number = divmod(quarter, 10)
    return quarter - 1 if number > 1 else (year - 1) * 10 + 4


def first_day(quarter: int) -> date:
    """Its first day."""
    year, number = divmod(quarter, 10)
    return date(year, number * 3 - 2, 1)


def last_day(quarter: int) -> date:
    """Its last day."""
    year, number = divmod(quarter, 10)
    return (date(year + 1, 1, 1) if number == 4 else date(year, number * 3 + 1, 1)) - timedelta(days=1)


def weeks(quarter: int) -> tuple[int, int]:
    """Its first and last ISO week, as yyyyww: those whose Thursday lies in it, so that each week is of one quarter."""
    first, last = first_day(quarter), last_day(quarter)
    return week_of(first + timedelta(days=(3 - first.weekday()) % 7)), week_of(
        last - timedelta(days=(last.weekday() - 3) % 7)
    )


def called(quarter: int) -> str:
    """ "October to December 2026"."""
    return f"{first_day(quarter):%B} to {last_day(quarter):%B %Y}"
