"""Days and weeks as numbers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.text.days import date_of, day_of, monday, week_of

DATES = st.dates(date(1, 1, 1), date(9999, 12, 24))


@pytest.mark.parametrize(("day", "week"), [(20260101, 202601), (20251229, 202601), (20270103, 202653)])
def test_days_belong_to_their_iso_weeks(day: int, week: int) -> None:
    assert week_of(date_of(day)) == week


@given(DATES)
def test_a_day_reads_back_as_its_date(day: date) -> None:
    assert str(day_of(day)).zfill(8) == day.isoformat().replace("-", "")
    assert date_of(day_of(day)) == day


@given(DATES)
def test_a_week_begins_with_its_monday_and_holds_seven_days(day: date) -> None:
    first = monday(week_of(day))
    assert first.isoweekday() == 1 and 0 <= (day - first).days < 7


@pytest.mark.parametrize("day", [0, 20260230, 20261301])
def test_a_number_that_is_no_day_is_refused(day: int) -> None:
    with pytest.raises(ValueError):
        date_of(day)


@pytest.mark.parametrize("week", [202600, 202554])
def test_a_number_that_is_no_week_is_refused(week: int) -> None:
    with pytest.raises(ValueError):
        monday(week)
