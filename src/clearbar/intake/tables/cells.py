"""One cell: text → a value, or the reason why it is none. Pure functions of a text; they never see an empty one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from clearbar.intake.shapes import FIRST_YEAR, LAST_YEAR, LONGEST_MILLIS
from clearbar.intake.tables.reasons import Reason
from clearbar.model.book import Level

YES, NO = 14, 12
"""Stand for the two words of a yes/no standard, which are levels of no other."""

EPOCH = date(1970, 1, 1).toordinal()
PLACEHOLDERS = frozenset(
    date(*day)
    for day in [
        (1, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1969, 12, 31), (1970, 1, 1), (1979, 12, 31),
        (1980, 1, 1), (9999, 12, 31),
    ]
)  # fmt: skip
"""Dates that systems write for "unknown": 1970 and 1980 also as the evening before, seen from the west."""

_NUMBER = re.compile(r"[+-]?\d{1,18}(?:[.,]\d{1,18})?")
_LEVELS = {level.name.lower(): int(level) for level in Level}
_WORDS = {
    **dict.fromkeys(("true", "yes", "met"), YES),
    **dict.fromkeys(("false", "no", "missed"), NO),
}
_TRUTHS = {
    **dict.fromkeys(("true", "yes", "1", "t", "y", "1.0"), True),
    **dict.fromkeys(("false", "no", "0", "f", "n", "0.0"), False),
}
_UNITS = {"ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000}
_CLOCK = re.compile(r"(?:(\d{1,6}):)?(\d{1,2}):(\d{1,2}(?:[.,]\d{1,6})?)")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_WEEK = re.compile(r"(\d{4})-?W?(\d{2})")


def number(text: str) -> Decimal | None:
    """A decimal number, with a point or a comma; None if it is none."""
    return Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _canonical(text: str) -> str:
    """A key to look a value up by: a number without what does not change it, a word in small letters."""
    found = number(text)
    return text.casefold() if found is None else f"{found.normalize():f}"


def level_reader(levels: Mapping[str, int] | None) -> Callable[[str], int | Reason]:
    """What reads a level: by the table of a map, else 1 to 5, a name, or YES and NO."""
    if levels is None:
        return _level
    table = {_canonical(value.strip()): level for value, level in levels.items()}
    return lambda text: table.get(_canonical(text), Reason.NO_LEVEL)


def _level(text: str) -> int | Reason:
    found = number(text)
    if found is None:
        word = text.casefold()
        return _LEVELS.get(word) or _WORDS.get(word) or Reason.NO_LEVEL
    return int(found) if found in (1, 2, 3, 4, 5) else Reason.NO_LEVEL


def word_reader(words: type[StrEnum]) -> Callable[[str], str | Reason]:
    """What reads one of the fixed words of the evidence."""
    known = {word.value for word in words}
    return lambda text: text.casefold() if text.casefold() in known else Reason.UNKNOWN_WORD


def truth(text: str) -> bool | Reason:
    """True or false."""
    return _TRUTHS.get(text.casefold(), Reason.NEITHER_TRUE_NOR_FALSE)


def inclusion(text: str) -> float | Reason:
    """A probability above 0 and at most 1; per cent if it says so."""
    found = number(text.removesuffix("%").rstrip())
    if found is None:
        try:
            found = Decimal(text)  # 1e-05, as programs write it
        except InvalidOperation:
            return Reason.NO_NUMBER
    share = found / 100 if text.endswith("%") else found
    return float(share) if share.is_finite() and 0 < share <= 1 and float(share) > 0 else Reason.NO_NUMBER


def millis_reader(unit: str) -> Callable[[str], int | Reason]:
    """What reads a measured time. h:mm:ss is read whatever the unit: it can mean nothing else."""

    def read(text: str) -> int | Reason:
        clock = _CLOCK.fullmatch(text)
        if clock and (clock[1] or unit == "mm:ss"):
            hours, minutes, seconds = int(clock[1] or 0), int(clock[2]), Decimal(clock[3].replace(",", "."))
            return _whole((hours * 3600 + minutes * 60 + seconds) * 1000)
        found = number(text)
        return Reason.NO_NUMBER if found is None or unit not in _UNITS else _whole(found * _UNITS[unit])

    return read


def _whole(millis: Decimal) -> int | Reason:
    return round(millis) if 0 <= millis <= LONGEST_MILLIS else Reason.NO_NUMBER


def day_of(text: str) -> int | Reason | None:
    """A day as 20260302 or 2026-03-02, in days since 1970; None for a placeholder."""
    found = _DAY.fullmatch(text.removesuffix(".0"))
    try:
        day = date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        day = None
    if day is None or day in PLACEHOLDERS:
        return None if day else Reason.NO_TIME
    return day.toordinal() - EPOCH if FIRST_YEAR <= day.year <= LAST_YEAR else Reason.OUTSIDE_TIME


def week_of(text: str) -> int | Reason:
    """A week as 202610 or 2026-W10, as yyyyww."""
    found = _WEEK.fullmatch(text.removesuffix(".0"))
    try:
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        monday = None
    if monday is None or not found:
        return Reason.NO_TIME
    inside = FIRST_YEAR <= (monday + timedelta(days=3)).year <= LAST_YEAR
    return int(found[1]) * 100 + int(found[2]) if inside else Reason.OUTSIDE_TIME
