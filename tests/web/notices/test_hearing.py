"""A mail comes as its reader chose: never early, never in quiet hours, on the day when clocks change too."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.web.notices.hearing import Hours, mail_due

BERLIN = "Europe/Berlin"
ZONES = ("UTC", BERLIN, "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu")
NIGHT = Hours(BERLIN, time(20), time(7))


def local(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)


def test_a_mail_by_day_comes_at_once() -> None:
    at = local("2026-11-18", "11:00")
    assert mail_due(at, NIGHT) == at


@pytest.mark.parametrize(
    ("at", "comes"),
    [
        (("2026-11-18", "20:00"), ("2026-11-19", "07:00")),
        (("2026-11-18", "23:59"), ("2026-11-19", "07:00")),
        (("2026-11-19", "06:59"), ("2026-11-19", "07:00")),
        (("2026-11-19", "07:00"), ("2026-11-19", "07:00")),
        (("2026-03-28", "22:00"), ("2026-03-29", "07:00")),  # the night loses an hour
        (("2026-10-24", "22:00"), ("2026-10-25", "07:00")),  # the night gains one
    ],
)
def test_a_mail_by_night_waits_for_the_morning(at: tuple[str, str], comes: tuple[str, str]) -> None:
    assert mail_due(local(*at), NIGHT) == local(*comes)


def test_quiet_hours_at_noon_are_possible_too() -> None:
    noon = Hours(BERLIN, time(12), time(13))
    assert mail_due(local("2026-11-18", "12:30"), noon) == local("2026-11-18", "13:00")
    assert mail_due(local("2026-11-18", "13:00"), noon) == local("2026-11-18", "13:00")


def test_a_digest_comes_at_its_hour_and_after_quiet_hours() -> None:
    at = local("2026-11-18", "11:00")
    assert mail_due(at, Hours(BERLIN, None, None, time(8))) == local("2026-11-19", "08:00")
    assert mail_due(at, Hours(BERLIN, time(20), time(9), time(8))) == local("2026-11-19", "09:00")
    assert mail_due(local("2026-11-18", "08:00"), Hours(BERLIN, None, None, time(8))) == local("2026-11-18", "08:00")


def test_an_hour_that_the_clocks_skip_is_not_waited_for_until_the_next_day() -> None:
    due = mail_due(local("2026-03-29", "00:30"), Hours(BERLIN, None, None, time(2, 30)))
    assert local("2026-03-29", "01:59") < due <= local("2026-03-29", "03:30")


clocks = st.times().map(lambda one: one.replace(second=0, microsecond=0))
moments = st.integers(0, 3 * 365 * 24 * 60).map(lambda one: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=one))


@given(moments, st.sampled_from(ZONES), st.none() | clocks, clocks, st.none() | clocks)
def test_no_mail_is_early_or_in_quiet_hours_or_later_than_two_days(
    at: datetime, zone: str, quiet_from: time | None, quiet_until: time, digest: time | None
) -> None:
    until = None if quiet_from is None else quiet_until
    due = mail_due(at, Hours(zone, quiet_from, until, digest))
    # A skipped hour, or a day that a place leaves out, may put either wait off by as much.
    assert at <= due <= at + timedelta(days=3)
    if quiet_from is None or quiet_from == until:
        return
    clock = due.astimezone(ZoneInfo(zone))
    minute = clock.hour * 60 + clock.minute
    first, end = quiet_from.hour * 60 + quiet_from.minute, quiet_until.hour * 60 + quiet_until.minute
    minutes = range(first, end if first <= end else end + 24 * 60)
    assert minute not in minutes and minute + 24 * 60 not in minutes
