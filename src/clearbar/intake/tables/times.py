"""Times: text → a moment in UTC and the local day, exactly; and the same for a whole column at once where all is plain.

A local time that an autumn's clocks show twice is the first of the two: day and week are the same for both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from clearbar.intake.shapes import FIRST_YEAR, LAST_YEAR
from clearbar.intake.tables.cells import EPOCH, PLACEHOLDERS, number
from clearbar.intake.tables.reasons import Reason
from clearbar.text.zones import zone_of

pc: Any = pyarrow.compute
"""Its stubs know fewer types than it takes."""

NONE = int(np.iinfo(np.int64).min)
"""Stands for no moment, and for no day."""

_WRITTEN = re.compile(
    r"(?P<one>\d{1,4})(?P<sign>[./-])(?P<two>\d{1,2})(?P=sign)(?P<three>\d{1,4})"
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
)
_EXCEL_BEGINS = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook's days have no zone
_SHORTEST = len("2026-03-02T10:00")
_MICRO = timedelta(microseconds=1)
_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class How:
    """How times are written, and the latest moment that can have been."""

    latest: datetime
    date_order: str | None = None
    numbers: str | None = None


@dataclass
class Moments:
    """Times of a column: microseconds since 1970 UTC, local days since 1970 (NONE where there is none), reasons."""

    at: NDArray[np.int64]
    day: NDArray[np.int64]
    reasons: NDArray[np.uint8]


def moments(texts: Sequence[str | None], zones: Sequence[str | None], how: How) -> Moments:
    """The times, each in its zone; one without a zone is in UTC if it has an offset, and refused if not."""
    if len(set(zones)) == 1 and (found := _at_once(texts, zones[0], how)):
        return found
    read = [_moment(text, zone, how) for text, zone in zip(texts, zones, strict=True)]
    return Moments(
        np.array([one[0] for one in read], np.int64),
        np.array([one[1] for one in read], np.int64),
        np.array([one[2] for one in read], np.uint8),
    )


def _at_once(texts: Sequence[str | None], zone: str | None, how: How) -> Moments | None:
    """All times by Arrow, if every one is a plain ISO time within reach; None otherwise."""
    column: Any = pa.array(texts, pa.string())
    shortest = pc.min(pc.binary_length(column)).as_py()
    if shortest is None or shortest < _SHORTEST:
        return None
    try:
        at = _cast(column, zone)
        local = pc.local_timestamp(at.cast(pa.timestamp("us", zone or "UTC")))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    ends = pc.min_max(at).as_py()
    if ends["min"].year <= FIRST_YEAR or ends["max"] > how.latest:
        return None
    return Moments(_filled(at.cast(pa.int64())), _filled(_days(local)), np.zeros(len(column), np.uint8))


def _cast(column: Any, zone: str | None) -> Any:
    try:
        return column.cast(pa.timestamp("us", "UTC"))
    except pa.ArrowInvalid:
        if zone is None:
            raise
    naive = column.cast(pa.timestamp("us"))
    aware = pc.assume_timezone(naive, zone, ambiguous="earliest", nonexistent="raise")
    return aware.cast(pa.timestamp("us", "UTC"))


def _days(local: Any) -> Any:
    return local.cast(pa.date32(), safe=False).cast(pa.int32()).cast(pa.int64())


def _filled(column: Any) -> NDArray[np.int64]:
    return np.asarray(pc.fill_null(column, NONE))


_Read = tuple[int, int, Reason]
_NOTHING: _Read = (NONE, NONE, Reason.FINE)


def _wrong(reason: Reason) -> _Read:
    return NONE, NONE, reason


def _moment(text: str | None, zone_name: str | None, how: How) -> _Read:
    if text is None:
        return _NOTHING
    zone = zone_of(zone_name) if zone_name else None
    if zone_name and zone is None:
        return _wrong(Reason.UNKNOWN_ZONE)
    read = _read(text, how)
    if isinstance(read, Reason):
        return _wrong(read)
    if isinstance(read, datetime):
        return _placed(read, zone, how)
    return _NOTHING if read in PLACEHOLDERS else _checked(None, read, how)


def _placed(read: datetime, zone: tzinfo | None, how: How) -> _Read:
    """A time with its offset, or in the zone of its site."""
    if read.date() in PLACEHOLDERS:
        return _NOTHING
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        return _wrong(Reason.OUTSIDE_TIME)
    if read.tzinfo is None:
        if zone is None:
            return _wrong(Reason.NO_ZONE)
        local = read.replace(tzinfo=zone)
        if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != read:
            return _wrong(Reason.NEVER_WAS)
        read = local
    at = read.astimezone(UTC)
    return _checked(at, at.astimezone(zone or UTC).date(), how)


def _checked(at: datetime | None, day: date, how: How) -> _Read:
    late = at > how.latest if at else day > (how.latest + timedelta(days=1)).date()
    if late or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return _wrong(Reason.OUTSIDE_TIME)
    micros = (at - _ZERO) // _MICRO if at else NONE
    return micros, day.toordinal() - EPOCH, Reason.FINE


def _read(text: str, how: How) -> datetime | date | Reason:
    """What is written: a time, or a day alone."""
    numeric = number(text)
    if numeric is not None:
        return _of_number(numeric, how.numbers)
    if text[4:5] == "-":
        try:
            return datetime.fromisoformat(text) if len(text) > 10 else date.fromisoformat(text)
        except ValueError:
            pass
    found = _WRITTEN.fullmatch(text)
    return _of_parts(found, how.date_order) if found else Reason.NO_TIME


def _of_number(numeric: Decimal, numbers: str | None) -> datetime | date | Reason:
    try:
        if numbers == "epoch_s":
            return _ZERO + timedelta(microseconds=round(numeric * 1_000_000))
        if numbers == "epoch_ms":
            return _ZERO + timedelta(microseconds=round(numeric * 1000))
        if numbers == "excel":
            days, rest = divmod(numeric, 1)
            at = _EXCEL_BEGINS + timedelta(days=int(days), milliseconds=round(rest * 86_400_000))
            return at if rest else at.date()
    except OverflowError:
        return Reason.OUTSIDE_TIME
    return Reason.NO_TIME


def _of_parts(found: re.Match[str], order: str | None) -> datetime | date | Reason:
    one, two, three = found["one"], found["two"], found["three"]
    if len(one) == 4:
        order = "ymd"
    if order is None:
        return Reason.WHICH_ORDER
    by = dict(zip(order, (one, two, three), strict=True))
    if len(by["y"]) not in (2, 4) or max(len(by["m"]), len(by["d"])) > 2:
        return Reason.NO_TIME
    try:
        day = date(int(by["y"]) + (2000 if len(by["y"]) == 2 else 0), int(by["m"]), int(by["d"]))
        return day if found["hour"] is None else _at_clock(day, found)
    except ValueError:
        return Reason.NO_TIME


def _at_clock(day: date, found: re.Match[str]) -> datetime:
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("an hour of a clock of twelve")
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    micros = int((found["part"] or "0").ljust(6, "0")[:6])
    return datetime(day.year, day.month, day.day, hour, int(found["minute"]), int(found["second"] or 0), micros)  # noqa: DTZ001
