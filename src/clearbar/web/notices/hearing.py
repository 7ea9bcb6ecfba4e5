"""Hearing: when a mail comes, by what a person chose and by the clock where they serve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Hours:
    """Local times of a day. From `quiet_from` until `quiet_until` no mail comes; it may go over midnight, and there is
    none where one of them is None or both are equal. `digest_at` is None for who hears of each notice by itself."""

    timezone: str
    quiet_from: time | None
    quiet_until: time | None
    digest_at: time | None = None


def mail_due(at: datetime, hours: Hours) -> datetime:
    """When the mail of a notice of `at` (aware) comes: never before it, never within quiet hours."""
    return _after_quiet(at if hours.digest_at is None else _next(at, hours.digest_at, hours.timezone), hours)


def _after_quiet(at: datetime, hours: Hours) -> datetime:
    if hours.quiet_from is None or hours.quiet_until is None:
        return at
    clock = at.astimezone(ZoneInfo(hours.timezone)).time().replace(tzinfo=None, fold=0)
    is_quiet = _within(clock, hours.quiet_from, hours.quiet_until)
    return _next(at, hours.quiet_until, hours.timezone) if is_quiet else at


def _within(clock: time, first: time, end: time) -> bool:
    if first <= end:
        return first <= clock < end
    return clock >= first or clock < end


def _next(at: datetime, clock: time, timezone: str) -> datetime:
    """The first moment from `at` on at which clocks there show `clock`. Where they skip it that day, since summer time
    begins, the moment at which they have passed it; where they show it twice, the first."""
    zone = ZoneInfo(timezone)
    day = at.astimezone(zone).date()
    for ahead in range(3):
        wall = datetime.combine(day + timedelta(days=ahead), clock, zone)
        found = wall.astimezone(UTC)
        if found >= at:
            return found
    raise AssertionError("every clock shows every time within two days")
