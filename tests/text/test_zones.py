from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.text.zones import day_and_week, zone_of


@pytest.mark.parametrize(
    ("at", "timezone", "day", "week"),
    [
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), "Europe/Amsterdam", 20260303, 202610),
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), "America/New_York", 20260302, 202610),
        (datetime(2026, 12, 31, 12, 0, tzinfo=UTC), "UTC", 20261231, 202653),
        (datetime(2027, 1, 3, 12, 0, tzinfo=UTC), "UTC", 20270103, 202653),
        (datetime(2027, 1, 3, 12, 0, tzinfo=UTC), "Pacific/Kiritimati", 20270104, 202701),
    ],
)
def test_day_and_week_are_those_of_the_place(at: datetime, timezone: str, day: int, week: int) -> None:
    assert day_and_week(at, timezone) == (day, week)


@given(st.text(st.characters(codec=None), max_size=20) | st.sampled_from(["", "/", "..", "Europe", "a\0", "x" * 5000]))
def test_any_text_is_a_zone_or_none(name: str) -> None:
    zone = zone_of(name)
    assert zone is None or zone.key == name


def test_an_unknown_zone_has_no_days() -> None:
    with pytest.raises(ValueError, match="unknown time zone"):
        day_and_week(datetime(2026, 3, 2, tzinfo=UTC), "Mars/Olympus")
