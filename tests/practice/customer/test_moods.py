"""Moods: customers vary as real ones do, and each in a way that can be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar.model.scenario import CUSTOMER, Branch, Mood, Scenario, Talk
from clearbar.practice.customer import Note, Scripted, TfIdf, begin, effects
from clearbar.practice.customer.manners import notes_of
from clearbar.practice.customer.sayings import sayings_of
from tests.practice.customer.made import GLAD, LENS, WAYS, scenarios, texts

DRIVER = Scripted(TfIdf(LENS.intents))
LONG = (
    "Well then, what happened to it, since I would like to know how it came about before I say anything at all "
    "about what we may be able to do?"
)
ENGLISH = sayings_of("en")
assert ENGLISH is not None


def said(mood: Mood, *lines: str, scenario: Scenario = LENS, seed: int = 1) -> Talk:
    talk = begin(scenario, mood=mood, seed=seed)
    for line in lines:
        talk = DRIVER.answer(scenario, talk, line)
    return talk


def patience(talk: Talk) -> list[int]:
    """What the customer has after each thing that they say."""
    return [turn.patience for turn in talk.turns if turn.role == CUSTOMER]


def answers(talk: Talk) -> list[str]:
    return [turn.text for turn in talk.turns if turn.role == CUSTOMER]


def test_a_calm_customer_keeps_to_the_scenario() -> None:
    talk = said(Mood.CALM, "Bananas.", "What happened?")
    assert patience(talk) == [6, 5, 6]
    assert talk.turns[0].text in LENS.opening


@pytest.mark.parametrize("mood", [mood for mood in Mood if mood is not Mood.CALM])
def test_each_mood_is_heard_from_the_first_word(mood: Mood) -> None:
    opening = begin(LENS, mood=mood, seed=2).turns[0].text
    assert opening not in LENS.opening
    assert any(opening.endswith(one) for one in LENS.opening)


def test_an_opening_of_the_scenario_for_a_mood_is_said_as_it_is() -> None:
    scenario = replace(LENS, opening_in_mood={Mood.ANGRY: ("I am furious.",)})
    assert begin(scenario, mood=Mood.ANGRY, seed=2).turns[0].text == "I am furious."


def test_words_of_a_branch_for_a_mood_are_said_in_it_and_in_no_other() -> None:
    start = LENS.scenes[0]
    branch = Branch(frozenset({"ask"}), ("The dog.",), in_mood={Mood.HURRIED: ("Dog!",)})
    scenario = replace(LENS, scenes=(replace(start, branches=(branch,)), LENS.scenes[1]))
    assert answers(said(Mood.HURRIED, "What happened?", scenario=scenario))[-1] == "Dog!"
    assert answers(said(Mood.CALM, "What happened?", scenario=scenario))[-1] == "The dog."


class TestAngry:
    def test_begins_with_less_patience_but_never_without_any(self) -> None:
        assert [begin(LENS, mood=Mood.ANGRY, seed=1).patience, begin(LENS, mood=Mood.CALM, seed=1).patience] == [4, 6]
        for least in (1, 2, 3):
            scenario = replace(LENS, persona=replace(LENS.persona, patience=least))
            assert 1 <= begin(scenario, mood=Mood.ANGRY, seed=1).patience <= least

    def test_loses_it_faster(self) -> None:
        assert patience(said(Mood.ANGRY, "Bananas.")) == [4, 2]

    def test_gains_some_when_acknowledged_twice_at_most(self) -> None:
        talk = said(Mood.ANGRY, "I am sorry about that.", "I am sorry about that.", "I am sorry about that.")
        assert patience(talk) == [4, 6, 8, 9]

    def test_is_not_acknowledged_by_the_contrary(self) -> None:
        assert Note.ACKNOWLEDGED in notes_of(Mood.ANGRY, "I understand that you are upset.", "en")
        assert Note.ACKNOWLEDGED not in notes_of(Mood.ANGRY, "I do not understand you.", "en")
        assert Note.ACKNOWLEDGED in notes_of(Mood.ANGRY, "Das tut mir wirklich leid, ich verstehe Sie.", "de")
        assert Note.ACKNOWLEDGED not in notes_of(Mood.ANGRY, "Das verstehe ich nicht.", "de")


class TestConfused:
    def test_follows_short_sentences(self) -> None:
        assert answers(said(Mood.CONFUSED, "What happened?"))[-1] == "The dog."

    def test_asks_again_where_a_sentence_is_long_and_nothing_of_it_is_heard(self) -> None:
        talk = said(Mood.CONFUSED, LONG)
        assert answers(talk)[-1] in ENGLISH.asks_shorter
        assert talk.turns[1].heard == () and talk.scene == "start" and talk.patience == 6
        assert said(Mood.CALM, LONG).scene == "cause"

    def test_asks_for_one_question_at_a_time(self) -> None:
        assert answers(said(Mood.CONFUSED, "What happened? And when?"))[-1] in ENGLISH.asks_one_question

    def test_loses_patience_from_the_second_time_on_and_takes_in_what_they_can_the_third_time(self) -> None:
        talk = said(Mood.CONFUSED, LONG, LONG, LONG)
        assert patience(talk) == [6, 6, 5, 6]
        assert talk.scene == "cause"

    def test_asks_in_german_where_the_talk_is_german(self) -> None:
        german = sayings_of("de-AT")
        assert german is not None
        talk = said(Mood.CONFUSED, "Was? Wann? Wo?", scenario=replace(LENS, language="de-AT"))
        assert answers(talk)[-1] in german.asks_one_question

    def test_asks_in_the_words_of_the_scenario_where_the_language_has_no_sayings(self) -> None:
        talk = said(Mood.CONFUSED, "Mitä? Milloin?", scenario=replace(LENS, language="fi"))
        assert answers(talk)[0] in LENS.opening
        assert answers(talk)[-1] in LENS.scenes[0].otherwise.says


class TestHurried:
    def test_loses_patience_where_the_talk_gets_no_further(self) -> None:
        talk = said(Mood.HURRIED, "I am sorry about that.", "I am sorry about that.")
        assert patience(talk) == [6, 6, 6]
        assert any(answers(talk)[-1].endswith(one) for one in ENGLISH.presses)
        assert patience(said(Mood.HURRIED, "Bananas.")) == [6, 4]

    def test_loses_none_where_it_does(self) -> None:
        assert patience(said(Mood.HURRIED, "What happened?")) == [6, 7]

    def test_loses_patience_with_a_long_message(self) -> None:
        assert patience(said(Mood.HURRIED, "What happened? " + "Let me tell you about our shop. " * 8)) == [6, 6]


class TestHardOfHearing:
    def test_asks_to_repeat_a_long_sentence(self) -> None:
        talk = said(Mood.HARD_OF_HEARING, LONG)
        assert answers(talk)[-1] in ENGLISH.asks_to_repeat and talk.turns[1].heard == ()

    def test_asks_what_an_abbreviation_is(self) -> None:
        assert "PD" in answers(said(Mood.HARD_OF_HEARING, "What happened to the PD?"))[-1]

    def test_knows_those_that_they_use_themself(self) -> None:
        scenario = replace(LENS, persona=replace(LENS.persona, wants="a new PD"))
        assert answers(said(Mood.HARD_OF_HEARING, "What happened to the PD?", scenario=scenario))[-1] == "The dog."

    def test_does_not_take_shouting_for_abbreviations(self) -> None:
        assert Note.ABBREVIATION not in notes_of(Mood.HARD_OF_HEARING, "WHAT HAPPENED TO IT?", "en")


class TestMistaken:
    def test_insists_until_it_is_put_right_kindly(self) -> None:
        kind = "I understand. Actually the rule is another one. What happened?"
        talk = said(Mood.MISTAKEN, "I am sorry about that.", "Bananas.", kind, "Bananas.", "Bananas.")
        told = answers(talk)
        assert any(told[1].endswith(one) for one in ENGLISH.insists)
        assert any(told[3].startswith(one) for one in ENGLISH.is_corrected)
        assert not any(one in later for one in ENGLISH.insists for later in told[3:])

    def test_gains_patience_when_put_right_kindly_and_loses_it_when_contradicted(self) -> None:
        assert patience(said(Mood.MISTAKEN, "I understand. Actually the rule is another one. What happened?")) == [6, 8]
        assert patience(said(Mood.MISTAKEN, "You are wrong. What happened?")) == [6, 6]
        assert patience(said(Mood.CALM, "You are wrong. What happened?")) == [6, 7]

    def test_does_not_insist_in_other_words_than_those_of_a_scenario_that_has_some(self) -> None:
        start = LENS.scenes[0]
        branch = replace(start.branches[1], in_mood={Mood.MISTAKEN: ("It says so here.",)})
        scenario = replace(LENS, scenes=(replace(start, branches=(branch,)), LENS.scenes[1]))
        assert answers(said(Mood.MISTAKEN, "What happened?", scenario=scenario))[-1] == "It says so here."


@pytest.mark.parametrize("mood", Mood)
def test_a_good_talk_ends_well_in_every_mood(mood: Mood) -> None:
    assert said(mood, *GLAD).end == "glad"


@settings(max_examples=120)
@given(scenarios(), st.lists(texts, min_size=1, max_size=12), st.sampled_from(Mood), st.integers(0, 99))
def test_each_change_of_patience_is_accounted_for(
    scenario: Scenario, lines: Sequence[str], mood: Mood, seed: int
) -> None:
    """What a line did, told afterwards from the talk alone, is what it did."""
    driver = Scripted(TfIdf(WAYS))
    talk = begin(scenario, mood=mood, seed=seed)
    for line in lines:
        talk = driver.answer(scenario, talk, line)
    for effect in effects(scenario, talk):
        expected = effect.before + effect.branch + sum(count for count, _ in effect.moods)
        assert effect.after == max(0, min(10, expected))
        assert effect.followed or effect.heard == ()
