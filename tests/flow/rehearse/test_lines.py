"""Lines: what each thing that somebody said did, at once, in words that blame nobody."""

from __future__ import annotations

import re

import pytest

from clearbar.flow.rehearse.lines import Line, lines
from clearbar.flow.rehearse.talk import answer, begin, scripted
from clearbar.model.scenario import STAFF, Mood, Scenario
from tests.practice.customer.lines_of_staff import scenarios
from tests.practice.customer.made import GLAD, LENS


def after(*texts: str, scenario: Scenario = LENS, mood: Mood = Mood.CALM) -> tuple[Line, ...]:
    talk = begin(scenario, mood=mood, seed=1)
    for text in texts:
        talk = answer(scenario, talk, text, driver=scripted(scenario))
    return lines(scenario, talk)


def test_a_line_tells_what_was_heard_what_it_did_and_what_it_was_for() -> None:
    (line,) = after(GLAD[0])
    assert (line.number, line.place, line.text) == (0, 1, GLAD[0])
    assert set(line.heard) == {"sorry", "ask"}
    assert line.patience == (6, 7)
    assert (line.better, line.worse) == (("right.no-blame",), ())
    assert line.says[-1] == "Their patience rises from 6 to 7."
    assert line.example == ""


def test_a_line_that_makes_it_worse_comes_with_an_example_of_the_same_place() -> None:
    line = after("We do not replace those.")[0]
    assert line.worse == ("right.no-blame",) and line.patience == (6, 3)
    assert line.example == GLAD[0]


def test_a_line_that_was_not_understood_says_so() -> None:
    line = after("Bananas are yellow.")[0]
    assert line.heard == () and line.sure == 0
    assert "nothing that they know was heard in it" in " ".join(line.says)
    assert line.example == GLAD[0]


def test_a_line_that_was_heard_but_not_waited_for_says_so() -> None:
    line = after("I will replace the lens for you.")[0]
    assert line.heard == ("help",)
    assert "not what they were waiting for here" in " ".join(line.says)


def test_the_example_is_the_one_of_the_scene_where_the_talk_stands() -> None:
    assert [line.example for line in after(GLAD[0], "Bananas.")] == ["", GLAD[1]]


@pytest.mark.parametrize(
    ("mood", "text", "told"),
    [
        (Mood.CONFUSED, "What? When? Where?", "more than one thing at once"),
        (Mood.HARD_OF_HEARING, "What happened to the PD?", "abbreviation"),
        (Mood.HURRIED, "Bananas.", "in a hurry and got no further"),
        (Mood.ANGRY, "I am sorry about that.", "acknowledged"),
        (Mood.MISTAKEN, "You are wrong.", "contradicted"),
    ],
)
def test_what_the_mood_did_is_told(mood: Mood, text: str, told: str) -> None:
    assert told in " ".join(after(text, mood=mood)[0].says)


def test_a_talk_that_has_only_begun_has_no_lines() -> None:
    assert after() == ()


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda one: one.id)
def test_every_line_of_a_poor_talk_has_an_example_and_nothing_shames(scenario: Scenario) -> None:
    told = after("The weather is fine.", "You must have dropped it.", "I cannot help you.", scenario=scenario)
    assert told
    for line in told:
        assert line.example or line.better
        assert not re.search(
            r"\b(?:bad|fail\w*|poor\w*|stupid|should have|wrong)\b", " ".join(line.says), re.IGNORECASE
        )


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda one: one.id)
def test_an_example_said_in_its_place_is_understood(scenario: Scenario) -> None:
    """Whoever takes the advice gets further than who does not."""
    talk = begin(scenario, mood=Mood.CALM, seed=2)
    for _ in range(scenario.most_turns):
        if talk.end:
            break
        tried = answer(scenario, talk, "The weather is fine.", driver=scripted(scenario))
        advice = lines(scenario, tried)[-1].example
        talk = answer(scenario, talk, advice, driver=scripted(scenario))
        assert [turn for turn in talk.turns if turn.role == STAFF][-1].heard
    end = scenario.end(talk.end)
    assert end is not None and end.outcome == "good"
