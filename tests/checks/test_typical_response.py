from __future__ import annotations

from collections.abc import Callable

from clearbar.checks.typical_response import Settings, read
from clearbar.model.book import Level
from clearbar.model.conversation import Conversation

Talk = Callable[..., Conversation]
ONE_MINUTE = Settings.model_validate({"within": "1 min"})


def test_the_middle_wait_decides(talk: Talk) -> None:
    reading = read(talk(("c", 0), ("a", 5), ("c", 10), ("a", 500), ("c", 600), ("a", 650)), ONE_MINUTE)
    assert (reading.level, reading.millis, reading.censored) == (Level.GOOD, 50_000, False)
    assert [basis.message for basis in reading.rests_on] == [4, 5]


def test_an_open_wait_is_neither_dropped_nor_taken_for_an_answer(talk: Talk) -> None:
    # Waits 10, 70 and one open after 300: 2/3 then 1/3 still wait, so the median is 70. Dropping the open one gives 10.
    reading = read(talk(("c", 0), ("a", 10), ("c", 100), ("a", 170), ("c", 200), seen=500), ONE_MINUTE)
    assert (reading.level, reading.millis, reading.censored) == (Level.UNDERPERFORMING, 70_000, False)


def test_only_an_open_wait_is_missed_once_it_is_too_long(talk: Talk) -> None:
    assert read(talk(("c", 0), seen=60), ONE_MINUTE).level is None
    late = read(talk(("c", 0), seen=61), ONE_MINUTE)
    assert (late.level, late.millis, late.censored) == (Level.UNDERPERFORMING, 61_000, True)


def test_it_does_not_apply_where_nobody_asked(talk: Talk) -> None:
    assert read(talk(("a", 0), ("s", 1)), ONE_MINUTE).level is None
