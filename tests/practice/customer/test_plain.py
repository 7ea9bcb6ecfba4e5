"""A talk is plain data: it can be kept as JSON and gone on with."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar.model.scenario import Mood, Scenario
from clearbar.practice.customer import Scripted, TfIdf, begin, from_data, to_data
from tests.practice.customer.made import LENS, WAYS, scenarios, texts

DRIVER = Scripted(TfIdf(WAYS))


@settings(max_examples=80)
@given(scenarios(), st.lists(texts, max_size=6), st.sampled_from(Mood), st.integers(0, 2**63))
def test_a_talk_that_was_kept_is_the_same_talk_and_goes_on_alike(
    scenario: Scenario, lines: list[str], mood: Mood, seed: int
) -> None:
    talk = begin(scenario, mood=mood, seed=seed)
    for line in lines:
        talk = DRIVER.answer(scenario, talk, line)
    kept = from_data(json.loads(json.dumps(to_data(talk))))
    assert kept == talk
    assert DRIVER.answer(scenario, kept, "a red house") == DRIVER.answer(scenario, talk, "a red house")


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        {"turns": 5},
        {**to_data(begin(LENS, seed=1)), "mood": "sleepy"},
        {**to_data(begin(LENS, seed=1)), "patience": "much"},
        {**to_data(begin(LENS, seed=1)), "turns": [{"role": "staff"}]},
        {**to_data(begin(LENS, seed=1)), "turns": None},
    ],
)
def test_anything_else_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_data(data)


def test_what_was_kept_before_there_was_a_field_can_still_be_read() -> None:
    talk = begin(LENS, seed=1)
    data = to_data(talk)
    del data["end"], data["fault"], data["turns"][0]["heard"]
    assert from_data(data) == talk
