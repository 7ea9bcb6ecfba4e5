from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.intake.exports.faults import Unusable
from clearbar.intake.exports.times import moment, needed, written

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        1772442000,
        1772442000.0,
        "1772442000",
        1772442000000,
        "2026-03-02T09:00:00Z",
        "2026-03-02T09:00:00.000Z",
        "2026-03-02T10:00:00+01:00",
        "2026-03-02 09:00:00 UTC",
        "2026-03-02 09:00:00+00:00",
        " 1772442000.0 ",
    ],
)
def test_all_ways_of_writing_a_time_are_the_same_time(value: Any) -> None:
    assert moment(value, None) == NINE


def test_the_clock_on_a_wall_is_read_in_its_zone() -> None:
    assert moment("2026-03-02 10:00:00", "Europe/Amsterdam") == NINE
    assert moment("2026-07-02 11:00:00", "Europe/Amsterdam") == datetime(2026, 7, 2, 9, tzinfo=UTC)
    with pytest.raises(Unusable, match="no offset") as caught:
        moment("2026-03-02 10:00:00", None)
    assert caught.value.code == "CX010"


@pytest.mark.parametrize(
    "value", [None, "", 0, "1980-01-01T00:00:00Z", "1970-01-01 00:00:00 UTC", "9999-12-31T00:00:00Z"]
)
def test_placeholders_are_no_time(value: Any) -> None:
    assert moment(value, "UTC") is None
    with pytest.raises(Unusable):
        needed(value, "UTC", "created_at")


@pytest.mark.parametrize("value", ["soon", "2026", {}, [], "12:30", float("nan"), float("inf"), 10**400, "2026-13-01"])
def test_what_is_no_time_is_told(value: Any) -> None:
    with pytest.raises(Unusable):
        needed(value, "UTC", "created_at")


@given(st.datetimes(datetime(1990, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_what_is_written_reads_as_the_same_time(at: datetime) -> None:
    assert moment(written(at), None) == at


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.none()))
def test_no_value_raises_anything_else(value: Any) -> None:
    try:
        at = moment(value, "UTC")
    except Unusable:
        return
    assert at is None or 1990 <= at.year <= 2199
