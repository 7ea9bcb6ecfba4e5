"""Days as numbers that can be subtracted, in SQL that every engine has."""

from __future__ import annotations


def number_of(day: str) -> str:
    """SQL of the Julian day number of a day kept as yyyymmdd, a whole number written as a fraction.

    Fliegel & Van Flandern 1968, Communications of the ACM 11:657. Engines divide whole numbers, and subtract dates,
    each in its own way; `floor` they share.
    """
    year, month = f"floor({day} / 10000.0)", f"(floor({day} / 100.0) - 100 * floor({day} / 10000.0))"
    date = f"({day} - 100 * floor({day} / 100.0))"
    # Years begin in March, so that the odd day of a leap year is their last one.
    early = f"floor((14 - {month}) / 12.0)"
    from_march, since = f"({month} + 12 * {early} - 3)", f"({year} + 4800 - {early})"
    leaps = f"floor({since} / 4.0) - floor({since} / 100.0) + floor({since} / 400.0)"
    return f"({date} + floor((153 * {from_march} + 2) / 5.0) + 365 * {since} + {leaps} - 32045)"
