"""Durations as people write them in a book of standards: a number and a unit, `90 s`, `2 min`, `1.5 h`, `1 d`."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

MILLISECOND = timedelta(milliseconds=1)
UNITS = {"s": timedelta(seconds=1), "min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
"""The units, in ascending order."""

LONGEST = timedelta(days=3660)
"""Ten years: nobody promises to answer later, so a longer one is a slip of the pen."""

_WRITTEN = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?) ?([A-Za-zµ]+)")
_MEANT = {
    **dict.fromkeys(("sec", "secs", "second", "seconds", "S"), "s"),
    **dict.fromkeys(("mins", "minute", "minutes", "Min", "MIN"), "min"),
    **dict.fromkeys(("hr", "hrs", "hour", "hours", "H"), "h"),
    **dict.fromkeys(("day", "days", "D"), "d"),
}


def parse_duration(value: Any) -> timedelta:
    """The duration that `value` writes. A `timedelta` passes, so that settings can be built in code, too.

    Raises `PydanticCustomError` (type `duration`) that says what is wrong and how to write it.
    """
    if isinstance(value, timedelta):
        return _in_range(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise _wrong("a duration needs a unit", f"`{value} s` or `{value} min`")
    if not isinstance(value, str):
        raise _wrong("a duration is a number and a unit", "`90 s`, `2 min`, `1.5 h` or `1 d`")
    match = _WRITTEN.fullmatch(value.strip())
    if match is None:
        raise _wrong("a duration is one number and one unit", "`90 s`, `2 min`, `1.5 h` or `1 d`")
    return _in_range(_product(Decimal(match[1]), match[2]))


def _product(number: Decimal, unit: str) -> timedelta:
    """`number` times `unit`, exactly: decimal fractions such as 0.1 have no float that equals them."""
    if unit not in UNITS:
        if unit == "m":
            raise _wrong("`m` may be minutes or months", f"`{number} min`")
        meant = _MEANT.get(unit)
        raise _wrong("the unit is none of s, min, h, d", f"`{number} {meant}`" if meant else "`2 min`")
    millis = number * (UNITS[unit] // MILLISECOND)
    if millis != int(millis):
        raise _wrong("a duration is no finer than a millisecond", "`0.5 s`")
    return min(int(millis), 2 * (LONGEST // MILLISECOND)) * MILLISECOND


def _in_range(value: timedelta) -> timedelta:
    if value < MILLISECOND:
        raise _wrong("a duration is longer than nothing", "`90 s`")
    if value > LONGEST:
        raise _wrong("a duration is at most ten years", "`1 d`")
    return value


def _wrong(what: str, example: str) -> PydanticCustomError:
    return PydanticCustomError("duration", "{what}: write for example {example}", {"what": what, "example": example})


def write_duration(value: timedelta) -> str:
    """The one way to write a duration: the largest unit in which it is a whole number; seconds below that."""
    for unit, length in reversed(UNITS.items()):
        if value % length == timedelta(0):
            return f"{value // length} {unit}"
    return f"{Decimal(value // MILLISECOND) / 1000:f} s"


def say_millis(millis: int) -> str:
    """A measured time for a reader, in its two largest units: `3 min 20 s`; seconds with a tenth below one minute."""
    if millis < 60_000:
        return f"{millis / 1000:.1f}".removesuffix(".0") + " s" if millis < 59_950 else "1 min"
    seconds = round(millis / 1000)
    days, rest = divmod(seconds, 86_400)
    parts = ((days, "d"), (rest // 3600, "h"), (rest // 60 % 60, "min"), (rest % 60, "s"))
    first = next(place for place, (number, _) in enumerate(parts) if number)
    return " ".join(f"{number} {unit}" for number, unit in parts[first : first + 2] if number)


Duration = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    PlainSerializer(write_duration, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[0-9]+(\.[0-9]+)? ?(s|min|h|d)$",
            "examples": ["90 s", "2 min", "1.5 h", "1 d"],
        }
    ),
]
"""A setting that is a length of time. It reads `1.5 h` and writes itself `90 min`."""
