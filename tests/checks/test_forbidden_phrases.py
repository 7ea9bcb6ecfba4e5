from __future__ import annotations

from collections.abc import Callable

import pytest
from pydantic import ValidationError

from clearbar.checks.forbidden_phrases import Settings, read
from clearbar.model.book import Level
from clearbar.model.conversation import Conversation

Talk = Callable[..., Conversation]
NEVER = Settings.model_validate({"none_of": ["not our problem", "calm down"]})


def test_every_place_is_told_to_the_letter(talk: Talk) -> None:
    first = "Calm  down. It’s NOT our problem, calm down"
    conversation = talk(("a", 0, "hi", {"author": "p-1"}), ("a", 1, first, {"author": "p-2"}), ("a", 2, "calm down"))
    reading = read(conversation, NEVER)
    assert (reading.level, reading.person) == (Level.UNDERPERFORMING, "p-2")
    assert [(basis.message, basis.start, basis.end) for basis in reading.rests_on] == [
        (1, 0, 10),
        (1, 17, 32),
        (1, 34, 43),
        (2, 0, 9),
    ]
    assert reading.why == "says: calm down; says: not our problem"


def test_a_customer_may_say_anything(talk: Talk) -> None:
    reading = read(
        talk(("c", 0, "calm down"), ("a", 1, "calmly down"), ("a", 2, "calm down", {"public": False})), NEVER
    )
    assert (reading.level, [basis.message for basis in reading.rests_on]) == (Level.GOOD, [1])


def test_it_does_not_apply_without_a_serving_message(talk: Talk) -> None:
    assert read(talk(("c", 0, "calm down")), NEVER).level is None


def test_it_needs_a_phrase() -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"none_of": []})
