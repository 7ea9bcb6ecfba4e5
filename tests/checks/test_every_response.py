from __future__ import annotations

from collections.abc import Callable

from clearbar.checks.every_response import Settings, read
from clearbar.model.book import Level
from clearbar.model.conversation import Conversation

Talk = Callable[..., Conversation]
ONE_MINUTE = Settings.model_validate({"within": "60 s"})


def test_one_late_answer_misses_the_standard(talk: Talk) -> None:
    reading = read(talk(("c", 0), ("a", 5), ("c", 10), ("a", 71), ("c", 80), ("a", 90)), ONE_MINUTE)
    assert (reading.level, reading.millis, reading.censored) == (Level.UNDERPERFORMING, 61_000, False)
    assert [basis.message for basis in reading.rests_on] == [2, 3]


def test_all_in_time_and_a_short_open_wait_is_met(talk: Talk) -> None:
    reading = read(talk(("c", 0), ("a", 20), ("c", 30), seen=40), ONE_MINUTE)
    assert (reading.level, reading.millis, reading.censored) == (Level.GOOD, 20_000, False)


def test_the_longest_wait_is_censored_if_it_is_the_open_one(talk: Talk) -> None:
    in_time = read(talk(("c", 0), ("a", 20), ("c", 30), seen=70), ONE_MINUTE)
    late = read(talk(("c", 0), ("a", 20), ("c", 30), seen=300), ONE_MINUTE)
    assert (in_time.level, in_time.millis, in_time.censored) == (Level.GOOD, 40_000, True)
    assert (late.level, late.millis, late.censored) == (Level.UNDERPERFORMING, 270_000, True)


def test_every_late_wait_is_told(talk: Talk) -> None:
    reading = read(talk(("c", 0), ("a", 100), ("c", 200), ("a", 500), ("c", 600), ("a", 601)), ONE_MINUTE)
    assert [basis.message for basis in reading.rests_on] == [0, 1, 2, 3]


def test_a_short_open_wait_alone_cannot_be_decided(talk: Talk) -> None:
    assert read(talk(("c", 0), seen=30), ONE_MINUTE).level is None
    assert read(talk(("c", 0), seen=61), ONE_MINUTE).level is Level.UNDERPERFORMING
    assert read(talk(("a", 0)), ONE_MINUTE).level is None


def test_the_person_is_who_gave_most_of_the_answers(talk: Talk) -> None:
    other = {"author": "p-2"}
    said = talk(("c", 0), ("a", 1), ("c", 2), ("a", 3, other), ("c", 4), ("a", 5, other), ("a", 6), ("a", 7))
    assert read(said, ONE_MINUTE).person == "p-2"
