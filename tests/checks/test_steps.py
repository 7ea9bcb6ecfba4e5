from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from clearbar.checks.steps import Settings, read
from clearbar.model.book import Level
from clearbar.model.check import Reading
from clearbar.model.conversation import Conversation

Talk = Callable[..., Conversation]
BANK = {
    "graph": {
        "hello": [],
        "ask": ["pin", "code"],
        "pin": ["look"],
        "code": ["look"],
        "look": ["tell"],
        "tell": ["ask"],
    },
    "start": ["ask"],
    "end": ["tell"],
    "silent": ["look"],
    "anytime": ["hello"],
}


def did(talk: Talk, *steps: str | None) -> Conversation:
    return talk(*(("a", at, {"step": step}) for at, step in enumerate(steps)))


def reads(conversation: Conversation, **settings: Any) -> Reading:
    return read(conversation, Settings.model_validate(BANK | settings))


def test_a_walk_through_the_chart_is_met_and_rests_on_its_messages(talk: Talk) -> None:
    reading = reads(did(talk, "hello", "ask", None, "pin", "tell", "hello"))
    assert reading.level is Level.GOOD
    assert [(basis.says, basis.message) for basis in reading.rests_on] == [
        ("step: ask", 1),
        ("step: pin", 3),
        ("step: tell", 4),
    ]


def test_a_circle_may_be_walked_twice(talk: Talk) -> None:
    assert reads(did(talk, "ask", "pin", "tell", "ask", "code", "tell")).level is Level.GOOD


def test_missing_and_extra_steps_are_named_in_order(talk: Talk) -> None:
    reading = reads(did(talk, "ask", "code", "pin"))
    assert reading.level is Level.UNDERPERFORMING
    assert [(basis.says, basis.message) for basis in reading.rests_on] == [
        ("step: ask", 0),
        ("step: code", 1),
        ("extra: pin", 2),
        ("missing: tell", None),
    ]
    assert reading.why == "extra: pin; missing: tell"


def test_a_step_that_goes_on_and_steps_of_another_journey_are_passed_over(talk: Talk) -> None:
    steps = did(talk, "ask", "ask", "other.step", "ask", "pin", "hello", "pin", "look", "tell")
    assert reads(steps).level is Level.GOOD


def test_only_public_messages_of_the_serving_side_take_steps(talk: Talk) -> None:
    conversation = talk(
        ("c", 0, {"step": "ask"}),
        ("a", 1, {"step": "ask"}),
        ("a", 2, {"step": "pin", "public": False}),
        ("b", 3, {"step": "code"}),
        ("s", 4, {"step": "tell"}),
        ("a", 5, {"step": "tell"}),
    )
    assert [basis.message for basis in reads(conversation).rests_on] == [1, 3, 5]


def test_it_does_not_apply_where_no_step_of_the_chart_was_taken(talk: Talk) -> None:
    assert reads(did(talk, None, "other")).level is None
    assert reads(talk()).level is None


@pytest.mark.parametrize(
    ("allow", "level"),
    [
        ({"missing": 1, "extra": 1}, Level.GOOD),
        ({"missing": 1}, Level.UNDERPERFORMING),
        ({"extra": 1}, Level.UNDERPERFORMING),
    ],
)
def test_so_many_deviations_are_allowed(talk: Talk, allow: dict[str, int], level: Level) -> None:
    assert reads(did(talk, "ask", "code", "pin"), allow=allow).level is level


@pytest.mark.parametrize(
    ("steps", "level"),
    [
        (("ask", "pin", "tell"), Level.EXEMPLARY),
        (("ask", "pin"), Level.GOOD),
        (("ask",), Level.AVERAGE),
        (("pin", "code"), Level.UNDERPERFORMING),
        (("pin", "code", "pin", "code", "pin"), Level.POOR),
    ],
)
def test_deviations_reach_five_levels(talk: Talk, steps: tuple[str, ...], level: Level) -> None:
    deviations = {"exemplary": 0, "good": 1, "average": 2, "underperforming": 4}
    assert reads(did(talk, *steps), deviations=deviations).level is level


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"start": ["nowhere"]}, "`start` names steps that are not in the graph: nowhere"),
        ({"end": ["x", "y"]}, "x, y"),
        ({"silent": ["x"]}, "`silent`"),
        ({"anytime": ["x"]}, "`anytime`"),
        ({"graph": {}}, "at least 1"),
        ({"start": ["hello"]}, "no way leads from a start to an end"),
        ({"start": []}, "at least 1"),
        ({"deviations": {}}, "no level is named"),
        ({"deviations": {"good": 2, "average": 2}}, "larger number"),
        ({"deviations": {"poor": 9}}, "Extra inputs"),
        ({"allow": {"missing": -1}}, "greater than or equal to 0"),
    ],
)
def test_a_chart_that_cannot_be_walked_is_refused(settings: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Settings.model_validate(BANK | settings)
