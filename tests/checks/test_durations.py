from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from clearbar.checks.durations import Duration, say_millis

DURATION: TypeAdapter[timedelta] = TypeAdapter(Duration)


@pytest.mark.parametrize(
    ("written", "seconds", "canonical"),
    [
        ("90 s", 90, "90 s"),
        ("120 s", 120, "2 min"),
        ("2 min", 120, "2 min"),
        ("2min", 120, "2 min"),
        ("1.5 h", 5400, "90 min"),
        ("24 h", 86400, "1 d"),
        ("1 d", 86400, "1 d"),
        ("0.5 s", 0.5, "0.5 s"),
        ("0.1 min", 6, "6 s"),
    ],
)
def test_a_duration_is_read_and_written_in_one_way(written: str, seconds: float, canonical: str) -> None:
    read = DURATION.validate_python(written)
    assert read == timedelta(seconds=seconds)
    assert DURATION.dump_python(read) == canonical


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (120, "needs a unit"),
        ("120", "one number and one unit"),
        ("2 m", "minutes or months"),
        ("2 minutes", "`2 min`"),
        ("3 weeks", "none of s, min, h, d"),
        ("-1 s", "one number and one unit"),
        ("0 s", "longer than nothing"),
        ("0.0001 s", "no finer than a millisecond"),
        ("999999999999 d", "at most ten years"),
        ("1 h 30 min", "one number and one unit"),
        ("", "one number and one unit"),
        ("٣ min", "one number and one unit"),
        (None, "a number and a unit"),
        (True, "a number and a unit"),
        (float("nan"), "needs a unit"),
        (timedelta(days=-1), "longer than nothing"),
    ],
)
def test_a_wrong_duration_is_told_how_to_write_it(written: object, says: str) -> None:
    with pytest.raises(ValidationError, match=says) as caught:
        DURATION.validate_python(written)
    assert "write for example" in str(caught.value)


@given(st.integers(1, 3660 * 86_400_000))
def test_every_duration_reads_what_it_writes(millis: int) -> None:
    length = timedelta(milliseconds=millis)
    assert DURATION.validate_python(DURATION.dump_python(length)) == length


@given(st.one_of(st.text(), st.floats(), st.integers(), st.binary(), st.lists(st.integers())))
def test_anything_is_a_duration_or_a_told_fault(value: object) -> None:
    try:
        assert DURATION.validate_python(value) > timedelta(0)
    except ValidationError as error:
        assert "write for example" in str(error)


@pytest.mark.parametrize(
    ("millis", "said"),
    [
        (0, "0 s"),
        (1_500, "1.5 s"),
        (59_949, "59.9 s"),
        (59_990, "1 min"),
        (200_000, "3 min 20 s"),
        (3_599_600, "1 h"),
        (7_384_000, "2 h 3 min"),
        (90_061_000, "1 d 1 h"),
    ],
)
def test_a_measured_time_is_said_in_two_units(millis: int, said: str) -> None:
    assert say_millis(millis) == said
