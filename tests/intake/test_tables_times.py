"""Times of a whole column at once are those that are read one by one, and both are what the calendar says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clearbar.intake.tables import times
from clearbar.intake.tables.reasons import Reason
from clearbar.intake.tables.times import NONE, How, moments

HOW = How(datetime(2026, 11, 22, tzinfo=UTC))
ZONES = ["Europe/Amsterdam", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca", "UTC"]
LOCAL = st.datetimes(datetime(1991, 1, 1), datetime(2026, 11, 20))  # noqa: DTZ001
WRITTEN = st.tuples(
    LOCAL, st.sampled_from(["T", " "]), st.sampled_from(["seconds", "milliseconds", "microseconds", "minutes"])
)


def one_by_one(texts: list[str | None], zone: str | None) -> list[tuple[int, int, int]]:
    """As a column with several zones is read; the other one is left out again."""
    other = "Antarctica/Troll" if zone != "Antarctica/Troll" else "UTC"
    found = moments([*texts, "2026-01-01T00:00"], [*([zone] * len(texts)), other], HOW)
    return list(zip(found.at.tolist(), found.day.tolist(), found.reasons.tolist(), strict=True))[:-1]


@settings(max_examples=200, derandomize=True)
@given(st.lists(WRITTEN, min_size=1, max_size=6), st.sampled_from(ZONES))
@example([(datetime(2026, 3, 29, 2, 30), "T", "seconds")], "Europe/Amsterdam")  # noqa: DTZ001
@example([(datetime(2026, 10, 25, 2, 30), "T", "seconds")], "Europe/Amsterdam")  # noqa: DTZ001
@example([(datetime(2011, 12, 30, 12), "T", "seconds")], "Pacific/Apia")  # noqa: DTZ001 - a day that was left out
def test_local_times_are_read_alike_at_once_and_one_by_one(written: list[tuple[datetime, str, str]], zone: str) -> None:
    texts: list[str | None] = [at.isoformat(sep, exact) for at, sep, exact in written]
    found = moments(texts, [zone] * len(texts), HOW)
    assert list(zip(found.at.tolist(), found.day.tolist(), found.reasons.tolist(), strict=True)) == one_by_one(
        texts, zone
    )
    for text, at, day, reason in zip(texts, found.at, found.day, found.reasons, strict=True):
        local = datetime.fromisoformat(str(text)).replace(tzinfo=ZoneInfo(zone))
        moment = local.astimezone(UTC)
        if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
            assert reason == Reason.NEVER_WAS
        else:
            assert datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(at)) == moment
            assert date(1970, 1, 1) + timedelta(days=int(day)) == local.date()


OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@settings(max_examples=200, derandomize=True)
@given(st.lists(st.tuples(LOCAL, OFFSETS), min_size=1, max_size=6), st.sampled_from([*ZONES, None]))
def test_times_with_offsets_are_read_alike_at_once_and_one_by_one(
    written: list[tuple[datetime, timezone]], zone: str | None
) -> None:
    moments_ = [at.replace(tzinfo=offset) for at, offset in written]
    texts: list[str | None] = [at.isoformat() for at in moments_]
    found = moments(texts, [zone] * len(texts), HOW)
    assert list(zip(found.at.tolist(), found.day.tolist(), found.reasons.tolist(), strict=True)) == one_by_one(
        texts, zone
    )
    for moment, at, day in zip(moments_, found.at, found.day, strict=True):
        assert datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(at)) == moment
        assert date(1970, 1, 1) + timedelta(days=int(day)) == moment.astimezone(ZoneInfo(zone or "UTC")).date()


def test_a_plain_column_is_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the tests above compare two roads, and a large file takes the short one."""

    def never(*_: object) -> None:
        raise AssertionError("read one by one")

    monkeypatch.setattr(times, "_moment", never)
    for texts, zone in [
        (["2026-03-02T10:00:00Z", None, "2026-03-02 10:00+01:00"], None),
        (["2026-03-02T10:00:00", "2026-10-25 02:30"], "Europe/Amsterdam"),
    ]:
        assert moments(texts, [zone] * len(texts), HOW).reasons.tolist() == [0] * len(texts)
    with pytest.raises(AssertionError, match="one by one"):
        moments(["1980-01-01T00:00:00Z"], [None], HOW)


@pytest.mark.parametrize(
    "text", ["2026-03-02T10:00:00.123456789Z", "2026-03-02T10:00:00,5Z", "2026-03-02T10Z", "2026-W10-1"]
)
def test_rare_ways_of_writing_a_time_are_read_alike_whatever_stands_beside_them(text: str) -> None:
    alone = moments([text], [None], HOW)
    beside = one_by_one([text], None)
    assert (alone.at[0], alone.day[0], alone.reasons[0]) == beside[0]
    assert alone.reasons[0] == 0 and alone.day[0] == (date(2026, 3, 2) - date(1970, 1, 1)).days


def test_nothing_is_no_time() -> None:
    found = moments([None, None], ["UTC", "UTC"], HOW)
    assert np.all(found.at == NONE) and np.all(found.day == NONE) and not found.reasons.any()
