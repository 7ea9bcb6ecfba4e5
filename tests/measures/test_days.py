"""Days as numbers, on the engine, against the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb

from clearbar.measures.days import number_of


def test_days_are_numbered_as_the_calendar_has_it() -> None:
    days = [date(1999, 12, 25) + timedelta(days=37 * step) for step in range(400)]
    days += [date(2000, 2, 28) + timedelta(days=step) for step in range(3)] + [date(2026, 12, 31), date(2027, 1, 1)]
    listed = ", ".join(f"({one:%Y%m%d})" for one in days)
    told = duckdb.connect().execute(f"select {number_of('day')} from (values {listed}) t(day)").fetchall()
    first = days[0].toordinal()
    assert [one[0] - told[0][0] for one in told] == [one.toordinal() - first for one in days]
