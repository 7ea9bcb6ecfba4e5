"""Talk: the scenarios that come with Clearbar can be played, again and from any line, in each of their moods."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from clearbar.flow.rehearse.examples import exemplary_talk
from clearbar.flow.rehearse.talk import again_from, answer, begin, from_data, scripted, to_data
from clearbar.model.scenario import STAFF, Mood, Outcome, Scenario, Talk
from tests.practice.customer.lines_of_staff import scenarios
from tests.practice.customer.made import GLAD, LENS

ALL = scenarios()
MOODS = [(one, mood) for one in ALL for mood in dict.fromkeys((one.persona.mood, *one.moods))]


def lines(scenario: Scenario) -> list[str]:
    """What staff say in the exemplary talk."""
    return [text for who, text in scenario.exemplary if who == STAFF]


def said(scenario: Scenario, *texts: str, mood: Mood | None = None, seed: int = 5) -> Talk:
    talk = begin(scenario, mood=mood, seed=seed)
    for text in texts:
        talk = answer(scenario, talk, text, driver=scripted(scenario))
    return talk


def test_there_are_scenarios_to_play() -> None:
    assert len(ALL) >= 16 and len(MOODS) > len(ALL)


@pytest.mark.parametrize(("scenario", "mood"), MOODS, ids=lambda one: getattr(one, "id", one))
def test_every_exemplary_talk_comes_to_its_good_end(scenario: Scenario, mood: Mood) -> None:
    for seed in range(3):
        talk = said(scenario, *lines(scenario), mood=mood, seed=seed)
        end = scenario.end(talk.end)
        assert end is not None and end.outcome is Outcome.GOOD
        assert all(turn.heard for turn in talk.turns if turn.role == STAFF)


@pytest.mark.parametrize("scenario", ALL, ids=lambda one: one.id)
def test_nobody_gets_a_good_end_for_nothing(scenario: Scenario) -> None:
    talk = said(scenario, *["The weather is fine, and the bus was late."] * scenario.most_turns)
    assert talk.end == scenario.gives_up


@pytest.mark.parametrize("scenario", ALL, ids=lambda one: one.id)
def test_it_can_be_said_again_from_each_line(scenario: Scenario) -> None:
    texts = lines(scenario)
    whole = said(scenario, *texts)
    for number in range(len(texts)):
        talk = again_from(scenario, whole, number)
        for text in texts[number:]:
            talk = answer(scenario, talk, text, driver=scripted(scenario))
        assert talk == whole


def test_a_talk_can_be_kept_between_two_lines() -> None:
    talk = said(LENS, GLAD[0])
    kept = from_data(json.loads(json.dumps(to_data(talk))))
    assert answer(LENS, kept, GLAD[1], driver=scripted(LENS)).end == "glad"


def test_a_talk_of_an_older_edition_is_told_so_and_loses_nothing() -> None:
    talk = said(LENS, GLAD[0])
    newer = replace(LENS, edition="e2")
    for faulty in (answer(newer, talk, GLAD[1], driver=scripted(newer)), again_from(newer, talk, 0)):
        assert "has changed" in faulty.fault and faulty.turns == talk.turns and not faulty.end


def test_a_talk_of_another_scenario_is_told_so() -> None:
    other = replace(LENS, id="other")
    assert "another scenario" in answer(other, said(LENS), "Hello.", driver=scripted(other)).fault


def test_a_fault_is_gone_with_the_next_line_that_is_answered() -> None:
    talk = replace(said(LENS), fault="something went wrong")
    assert answer(LENS, talk, GLAD[0], driver=scripted(LENS)).fault == ""


def test_what_hears_a_scenario_is_made_once_for_its_edition() -> None:
    assert scripted(LENS) is scripted(replace(LENS, title="Other words on the door"))
    other = replace(LENS, intents={"ask": ("What happened?",)})
    assert scripted(LENS) is not scripted(other)


def test_the_exemplary_talk_is_played_with_a_calm_customer() -> None:
    talk = exemplary_talk(replace(LENS, persona=replace(LENS.persona, mood=Mood.ANGRY)))
    assert (talk.mood, talk.end) == (Mood.CALM, "glad")
