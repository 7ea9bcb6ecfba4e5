from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from clearbar.checks.required_phrases import Settings, read
from clearbar.model.book import Level
from clearbar.model.check import Reading
from clearbar.model.conversation import Conversation

Talk = Callable[..., Conversation]


def reads(conversation: Conversation, **settings: Any) -> Reading:
    return read(conversation, Settings.model_validate(settings))


def said(reading: Reading) -> list[tuple[str, int | None, int, int]]:
    return [(basis.says, basis.message, basis.start, basis.end) for basis in reading.rests_on]


def test_all_of_may_be_said_in_different_messages(talk: Talk) -> None:
    reading = reads(talk(("a", 0, "Good  Morning!"), ("c", 1, "x"), ("b", 2, "I'm Bo")), all_of=["good morning", "I’m"])
    assert reading.level is Level.GOOD
    assert said(reading) == [("says: good morning", 0, 0, 13), ("says: I’m", 2, 0, 3)]


def test_what_is_missing_is_named(talk: Talk) -> None:
    reading = reads(talk(("a", 0, "hello")), all_of=["hello", "my name is"], any_of=["bye", "goodbye"])
    assert reading.level is Level.UNDERPERFORMING
    assert said(reading) == [
        ("says: hello", 0, 0, 5),
        ("missing: my name is", None, 0, 0),
        ("missing: bye", None, 0, 0),
        ("missing: goodbye", None, 0, 0),
    ]
    assert reading.why == "missing: my name is; missing: bye; missing: goodbye"


def test_one_of_any_of_is_enough(talk: Talk) -> None:
    reading = reads(talk(("a", 0, "goodbye")), any_of=["bye", "goodbye"])
    assert (reading.level, said(reading)) == (Level.GOOD, [("says: goodbye", 0, 0, 7)])


@pytest.mark.parametrize(
    ("window", "level"),
    [
        ({"within_first": 1}, Level.UNDERPERFORMING),
        ({"within_first": 2}, Level.GOOD),
        ({"within_last": 1}, Level.UNDERPERFORMING),
        ({"within_last": 2}, Level.GOOD),
        ({"within_last": 99}, Level.GOOD),
    ],
)
def test_the_window_counts_public_serving_messages(talk: Talk, window: dict[str, int], level: Level) -> None:
    note = {"public": False}
    conversation = talk(
        ("a", 0, "one"), ("c", 1, "x"), ("a", 2, "note", note), ("b", 3, "sorry"), ("s", 4, "y"), ("a", 5, "three")
    )
    assert reads(conversation, all_of=["sorry"], **window).level is level


def test_customers_and_notes_do_not_say_it(talk: Talk) -> None:
    conversation = talk(("c", 0, "sorry"), ("a", 1, "sorry", {"public": False}), ("s", 2, "sorry"), ("a", 3, "hm"))
    assert reads(conversation, all_of=["sorry"]).level is Level.UNDERPERFORMING


def test_it_does_not_apply_without_a_serving_message(talk: Talk) -> None:
    assert reads(talk(("c", 0, "sorry")), all_of=["sorry"]).level is None


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"all_of": []},
        {"all_of": ["a"], "within_first": 0},
        {"all_of": ["a"], "within_first": 1, "within_last": 1},
        {"all_of": [" "]},
        {"all_of": ["a"], "none_of": ["b"]},
    ],
)
def test_settings_that_ask_for_nothing_or_too_much_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate(settings)
