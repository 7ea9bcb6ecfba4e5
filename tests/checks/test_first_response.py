from __future__ import annotations

from collections.abc import Callable

import pytest

from clearbar.checks.first_response import Settings, read
from clearbar.model.book import Level
from clearbar.model.conversation import Conversation

Talk = Callable[..., Conversation]
TWO_MINUTES = Settings.model_validate({"within": "2 min"})


@pytest.mark.parametrize(("answered", "level"), [(60, Level.GOOD), (120, Level.GOOD), (120.001, Level.UNDERPERFORMING)])
def test_the_limit_itself_is_in_time(talk: Talk, answered: float, level: Level) -> None:
    assert read(talk(("c", 0), ("a", answered)), TWO_MINUTES).level is level


def test_it_rests_on_the_question_and_the_answer(talk: Talk) -> None:
    reading = read(talk(("a", 0), ("c", 10), ("s", 11), ("a", 40, {"author": "p-9"}), ("a", 50)), TWO_MINUTES)
    assert [basis.message for basis in reading.rests_on] == [1, 3]
    assert (reading.person, reading.millis, reading.censored) == ("p-9", 30_000, False)


def test_an_open_wait_is_undecided_until_it_is_too_long(talk: Talk) -> None:
    early, late = read(talk(("c", 0), seen=119), TWO_MINUTES), read(talk(("c", 0), seen=121), TWO_MINUTES)
    assert (early.level, early.millis) == (None, None)
    assert (late.level, late.millis, late.censored, late.person) == (Level.UNDERPERFORMING, 121_000, True, None)
    assert [basis.message for basis in late.rests_on] == [0]


def test_it_does_not_apply_where_the_customer_never_wrote(talk: Talk) -> None:
    assert read(talk(("a", 0), ("b", 10)), TWO_MINUTES).level is None
    assert read(talk(), TWO_MINUTES).level is None


def test_later_waits_do_not_matter(talk: Talk) -> None:
    assert read(talk(("c", 0), ("a", 5), ("c", 6), ("a", 9999)), TWO_MINUTES).level is Level.GOOD


def test_a_bot_may_be_left_out(talk: Talk) -> None:
    said = talk(("c", 0), ("b", 1), ("a", 600))
    no_bots = Settings.model_validate({"within": "2 min", "bots": False})
    assert read(said, TWO_MINUTES).level is Level.GOOD
    assert read(said, no_bots).level is Level.UNDERPERFORMING
