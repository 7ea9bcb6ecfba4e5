"""The clock of a promise: so many hours, counted while a place is open, in that place's own time.

"Open" is read off the clock on the wall: an instant counts if the local time then lies in the hours of that weekday.
Days on which the clock is put forward or back are therefore shorter or longer, as they are for who works there. Hours
are those of real time; without opening hours every hour counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from clearbar.text.zones import zone_of

DAY = 24 * 60
_STEP = timedelta(days=1)
_LAST = timedelta(seconds=1)

Span = tuple[int, int]
"""From when until when, in minutes after midnight; 1440 is the midnight that follows."""


@dataclass(frozen=True)
class Opening:
    """When a place is open: for each weekday, Monday first, its spans. ValueError for what is no span, for spans that
    meet each other, and where it is never open."""

    days: tuple[tuple[Span, ...], ...]

    def __post_init__(self) -> None:
        if len(self.days) != 7:
            raise ValueError("a week has seven days")
        for spans in self.days:
            ends = 0
            for start, end in spans:
                if not ends <= start < end <= DAY:
                    raise ValueError("spans of a day follow each other, from 0 to 1440 minutes after midnight")
                ends = end
        if not any(self.days):
            raise ValueError("never open")


ALWAYS = Opening((((0, DAY),),) * 7)


class Step(IntEnum):
    """Who is told of a case: its owner, the leader of the team, the leader of the house."""

    OWNER = 0
    TEAM = 1
    HOUSE = 2


def due(start: datetime, hours: float, timezone: str, opening: Opening = ALWAYS) -> datetime:
    """When so many open hours after `start` are over, in the zone of `start`. ValueError for an unknown time zone or
    no hours."""
    zone = zone_of(timezone)
    if zone is None:
        raise ValueError(f"unknown time zone: {timezone}")
    if not 0 < hours <= 24 * 366:
        raise ValueError("hours above 0, and a year at most")
    if opening == ALWAYS:
        return start + timedelta(hours=hours)
    left = timedelta(hours=hours)
    for begins, ends in _open_from(start, timezone, opening):
        if ends - begins >= left:
            return begins + left
        left -= ends - begins
    raise ValueError("never open")  # pragma: no cover: an Opening is open on some day of each week


def open_time(start: datetime, end: datetime, timezone: str, opening: Opening = ALWAYS) -> timedelta:
    """How much open time lies between two instants; 0 where the end is not after the start."""
    total = timedelta()
    for begins, ends in _open_from(start, timezone, opening):
        if begins >= end:
            break
        total += min(ends, end) - begins
    return total


def escalations(due_at: datetime, hours: float, timezone: str, opening: Opening = ALWAYS) -> tuple[datetime, datetime]:
    """When a case whose promise runs out at `due_at` is told to the leader of the team, which is then, and when to the
    leader of the house, `hours` of open time later."""
    return due_at, due(due_at, hours, timezone, opening)


def step(now: datetime, told_at: Sequence[datetime]) -> Step:
    """Who should have been told by now, where `told_at` are the times of `escalations`."""
    return Step(sum(one <= now for one in told_at))


def next_look(now: datetime, told_at: Sequence[datetime]) -> datetime | None:
    """When the next one is to be told; None where all were."""
    return min((one for one in told_at if one > now), default=None)


def in_words(now: datetime, due_at: datetime) -> str:
    """ "in 3 hours", "in 2 days", "40 minutes late". Rounded down, so that no time is promised that is not left."""
    left = due_at - now
    if left < timedelta():
        return f"{_length(-left)} late"
    return f"in {_length(left)}"


def _length(length: timedelta) -> str:
    """Days from two on, hours from three on; below that minutes too."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return _count(hours // 24, "day")
    parts = [_count(hours, "hour"), _count(rest if hours < 3 else 0, "minute")]
    return " ".join(one for one in parts if one)


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}" if number else ""


def _open_from(start: datetime, timezone: str, opening: Opening) -> Iterator[tuple[datetime, datetime]]:
    """The open times from an instant on, in order."""
    for begins, ends, local in _stretches(start, timezone):
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        for first, last in opening.days[local.weekday()]:
            opens = max(begins, begins + (midnight + timedelta(minutes=first) - local))
            closes = min(ends, begins + (midnight + timedelta(minutes=last) - local))
            if opens < closes:
                yield opens, closes


def _stretches(start: datetime, timezone: str) -> Iterator[tuple[datetime, datetime, datetime]]:
    """The time from an instant on, cut at each local midnight and wherever the clock is put forward or back: begin and
    end of each piece, and the local time at its begin. In a piece, local time runs as real time does."""
    zone = zone_of(timezone)
    at = start
    while True:
        here = at.astimezone(zone)
        offset, local = here.utcoffset(), here.replace(tzinfo=None)
        ends = at + (local.replace(hour=0, minute=0, second=0, microsecond=0) + _STEP - local)
        if (ends - _LAST).astimezone(zone).utcoffset() != offset:
            low, high = at, ends - _LAST
            while high - low > _LAST:
                middle = low + (high - low) / 2
                same = middle.astimezone(zone).utcoffset() == offset
                low, high = (middle, high) if same else (low, middle)
            ends = max(high.replace(microsecond=0), at + timedelta(microseconds=1))
        yield at, ends, local
        at = ends
