"""The clock of a promise: open hours in the time of the place, held against a count of every single minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clearbar.followup.clock import ALWAYS, DAY, Opening, Step, due, escalations, in_words, next_look, open_time, step

SHOP = Opening((*(((9 * 60, 18 * 60),),) * 5, ((10 * 60, 14 * 60),), ()))
"""Monday to Friday 9–18, Saturday 10–14, closed on Sunday."""
NIGHT = Opening((((0, 6 * 60), (22 * 60, DAY)),) * 7)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Cairo",
)
SPRING = datetime(2026, 3, 28, 20, 0, tzinfo=UTC)
"""The evening before the clocks of Berlin are put forward."""

spans = st.lists(st.integers(0, DAY), min_size=0, max_size=6, unique=True).map(
    lambda ends: tuple(zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False))
)
openings = st.lists(spans, min_size=7, max_size=7).filter(any).map(lambda days: Opening(tuple(days)))
starts = st.integers(0, 8 * 366 * 24 * 60).map(
    lambda minutes: datetime(2018, 10, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def is_open(at: datetime, zone: ZoneInfo, opening: Opening) -> bool:
    local = at.astimezone(zone)
    return any(start <= local.hour * 60 + local.minute < end for start, end in opening.days[local.weekday()])


def minutes_open(start: datetime, end: datetime, zone: str, opening: Opening) -> int:
    """Minute by minute, with nothing but the clock on the wall."""
    count, at, place = 0, start, ZoneInfo(zone)
    while at < end:
        count += is_open(at, place, opening)
        at += timedelta(minutes=1)
    return count


@given(starts, st.integers(1, 3 * 24 * 60), st.sampled_from(ZONES), openings)
@example(SPRING, 12 * 60, "Europe/Berlin", NIGHT)
@example(datetime(2026, 10, 24, 20, 0, tzinfo=UTC), 12 * 60, "Europe/Berlin", NIGHT)
@example(datetime(2018, 11, 3, 22, 0, tzinfo=UTC), 26 * 60, "America/Sao_Paulo", NIGHT)  # midnight did not exist there
@example(datetime(2024, 4, 25, 12, 0, tzinfo=UTC), 26 * 60, "Africa/Cairo", NIGHT)
@example(datetime(2026, 4, 4, 10, 0, tzinfo=UTC), 26 * 60, "Australia/Lord_Howe", NIGHT)  # half an hour
def test_open_time_is_what_a_count_of_minutes_gives(start: datetime, length: int, zone: str, opening: Opening) -> None:
    end = start + timedelta(minutes=length)
    counted = minutes_open(start, end, zone, opening)
    assert open_time(start, end, zone, opening) == timedelta(minutes=counted)


@given(starts, st.integers(1, 40), st.sampled_from(ZONES), openings)
def test_what_is_due_has_just_so_much_open_time_before_it(
    start: datetime, hours: int, zone: str, opening: Opening
) -> None:
    when = due(start, hours, zone, opening)
    assert open_time(start, when, zone, opening) == timedelta(hours=hours)
    assert open_time(start, when - timedelta(minutes=1), zone, opening) < timedelta(hours=hours)


@given(starts, st.floats(0.25, 200), st.sampled_from(ZONES))
def test_around_the_clock_hours_are_hours_also_when_clocks_are_put_forward(
    start: datetime, hours: float, zone: str
) -> None:
    assert due(start, hours, zone) == start + timedelta(hours=hours)


def test_a_complaint_on_friday_evening_is_due_on_monday() -> None:
    friday = datetime(2026, 11, 20, 17, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert due(friday, 2, "Europe/Berlin", SHOP) == datetime(2026, 11, 21, 11, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert due(friday, 6, "Europe/Berlin", SHOP) == datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))


def test_the_night_on_which_clocks_are_put_forward_has_an_hour_less() -> None:
    assert open_time(SPRING, SPRING + timedelta(hours=12), "Europe/Berlin", NIGHT) == timedelta(hours=7)
    a_week_before = SPRING - timedelta(days=7)
    assert open_time(a_week_before, a_week_before + timedelta(hours=12), "Europe/Berlin", NIGHT) == timedelta(hours=8)


@pytest.mark.parametrize(
    "days", [((),) * 7, (((0, 60),),) * 6, (((60, 60),),) * 7, (((0, 90), (60, 120)),) * 7, (((0, DAY + 1),),) * 7]
)
def test_hours_that_make_no_sense_are_refused(days: tuple[tuple[tuple[int, int], ...], ...]) -> None:
    with pytest.raises(ValueError, match=r"open|days|spans"):
        Opening(days)


@pytest.mark.parametrize("hours", [0, -1, 24 * 400])
def test_no_hours_are_refused(hours: float) -> None:
    with pytest.raises(ValueError, match="hours"):
        due(SPRING, hours, "Europe/Berlin", SHOP)


def test_an_unknown_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(SPRING, 1, "Europe/Atlantis", SHOP)


@given(starts, st.integers(1, 24), st.integers(-100, 100), st.sampled_from([ALWAYS, SHOP, NIGHT]))
def test_lateness_is_told_in_steps_and_never_backwards(
    start: datetime, hours: int, later: int, opening: Opening
) -> None:
    told_at = escalations(start, hours, "Europe/Berlin", opening)
    assert told_at[0] == start < told_at[1]
    now = start + timedelta(hours=later)
    reached, coming = step(now, told_at), next_look(now, told_at)
    assert reached == sum(1 for one in told_at if one <= now)
    assert (coming is None) == (reached is Step.HOUSE)
    assert coming is None or coming > now
    assert step(now + timedelta(hours=1), told_at) >= reached


@pytest.mark.parametrize(
    ("minutes", "says"),
    [
        (0, "in less than a minute"), (1, "in 1 minute"), (40, "in 40 minutes"), (119, "in 1 hour 59 minutes"),
        (60, "in 1 hour"), (61, "in 1 hour 1 minute"), (120, "in 2 hours"), (185, "in 3 hours"),
        (47 * 60, "in 47 hours"), (48 * 60, "in 2 days"),
        (-1, "1 minute late"), (-40, "40 minutes late"), (-180, "3 hours late"), (-72 * 60, "3 days late"),
    ],
)  # fmt: skip
def test_the_clock_in_words(minutes: int, says: str) -> None:
    assert in_words(SPRING, SPRING + timedelta(minutes=minutes)) == says
