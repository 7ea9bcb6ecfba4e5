"""The script: what the customer hears decides where the talk goes, and every talk ends."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar.model.scenario import CUSTOMER, STAFF, Branch, Condition, Mood, Scenario, Talk, Turn
from clearbar.practice.customer import Match, Scripted, TfIdf, again_from, begin
from clearbar.practice.customer.script import step
from tests.practice.customer.made import ASK, GLAD, HELP, LENS, REFUSE, SORRY, WAYS, hears, scenarios, texts

DRIVER = Scripted(TfIdf(LENS.intents))
DRAWN = Scripted(TfIdf(WAYS))


def said(scenario: Scenario, lines: Sequence[str], driver: Scripted = DRIVER, **beginning: object) -> Talk:
    """The talk in which staff say these lines."""
    talk = begin(scenario, seed=int(str(beginning.pop("seed", 1))), **beginning)  # type: ignore[arg-type]
    for line in lines:
        talk = driver.answer(scenario, talk, line)
    return talk


class Deaf:
    """Hears what it is told to, whatever is said."""

    def __init__(self, *intents: str) -> None:
        self.intents = intents

    def heard(self, text: str, near: Collection[str] = ()) -> tuple[Match, ...]:
        return tuple(Match(intent, 0.9) for intent in self.intents)


def test_the_customer_speaks_first_with_the_patience_that_they_bring() -> None:
    talk = begin(LENS, seed=4)
    assert [turn.role for turn in talk.turns] == [CUSTOMER]
    assert talk.turns[0].text in LENS.opening
    assert (talk.patience, talk.scene, talk.mood, talk.end) == (6, "start", Mood.CALM, "")


def test_a_good_talk_goes_from_scene_to_scene_to_its_end() -> None:
    talk = said(LENS, GLAD)
    assert talk.end == "glad"
    assert [turn.scene for turn in talk.turns if turn.role == STAFF] == ["start", "cause"]
    assert talk.turns[-1].text == "Good. Thank you, and goodbye."
    assert talk.patience == 8


def test_all_that_is_meant_in_one_message_is_heard_and_remembered() -> None:
    talk = said(LENS, GLAD[:1])
    assert set(talk.turns[1].heard) == {SORRY, ASK}
    assert talk.heard == {SORRY, ASK}


def test_without_what_a_branch_asks_for_the_next_one_is_taken() -> None:
    assert said(LENS, ["What happened?", "I will replace the lens for you."]).end == "fine"


def test_what_is_said_in_the_same_breath_counts_as_said() -> None:
    talk = said(LENS, ["What happened?", "I am sorry about that. I will replace the lens for you."])
    assert talk.end == "glad"


def test_the_order_of_branches_decides_and_not_what_is_heard_best() -> None:
    talk = step(LENS, begin(LENS, seed=1), "x", Deaf(SORRY, ASK, REFUSE))
    assert talk.turns[-1].text == "What a welcome."
    assert talk.turns[1].heard == (SORRY, ASK, REFUSE)


def test_what_is_not_understood_is_not_heard_and_costs_what_the_scene_says() -> None:
    talk = said(LENS, ["Bananas are yellow."])
    assert talk.turns[1].heard == () and talk.turns[1].sure == 0
    assert talk.turns[2].text in LENS.scenes[0].otherwise.says
    assert talk.patience == 5


def test_an_intent_that_nobody_waits_for_is_heard_all_the_same() -> None:
    talk = said(LENS, ["I will replace the lens for you."])
    assert talk.turns[1].heard == (HELP,)
    assert talk.turns[2].text in LENS.scenes[0].otherwise.says


def test_intents_that_the_scenario_does_not_know_are_not_kept() -> None:
    assert step(LENS, begin(LENS, seed=1), "x", Deaf("dance", ASK)).turns[1].heard == (ASK,)


def test_one_who_has_no_patience_left_gives_up() -> None:
    talk = said(LENS, ["We do not replace those."] * 2)
    assert talk.end == "left" and talk.patience == 0
    assert talk.turns[-1].text == "I am going."


def test_a_branch_to_an_end_is_taken_even_with_the_last_patience() -> None:
    poor = replace(LENS, persona=replace(LENS.persona, patience=1), scenes=(replace(LENS.scenes[1], branches=(
        hears(HELP, says="Good.", patience=-3, go="fine"),)),))  # fmt: skip
    assert said(poor, ["I will replace the lens for you."]).end == "fine"


def test_a_talk_is_given_up_when_staff_have_said_as_much_as_they_may() -> None:
    endless = replace(LENS, most_turns=3, persona=replace(LENS.persona, patience=10))
    talk = said(endless, ["I am sorry about that."] * 9)
    assert talk.end == "left"
    assert sum(turn.role == STAFF for turn in talk.turns) == 3


def test_a_talk_that_is_over_stays_as_it_is() -> None:
    over = said(LENS, GLAD)
    assert DRIVER.answer(LENS, over, "One more thing.") is over


def test_of_several_wordings_none_is_said_twice_in_a_row() -> None:
    long = replace(LENS, persona=replace(LENS.persona, patience=10))
    for seed in range(30):
        talk = said(long, ["Bananas are yellow."] * 9, seed=seed)
        told = [turn.text for turn in talk.turns if turn.role == CUSTOMER]
        assert all(one != two for one, two in pairwise(told))


def test_seeds_say_it_in_different_words() -> None:
    assert {begin(LENS, seed=seed).turns[0].text for seed in range(20)} == set(LENS.opening)


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        (Condition(), True),
        (Condition(after=frozenset({SORRY})), True),
        (Condition(after=frozenset({SORRY, REFUSE})), False),
        (Condition(never=frozenset({SORRY})), False),
        (Condition(never=frozenset({REFUSE})), True),
        (Condition(least_patience=7), True),
        (Condition(least_patience=8), False),
        (Condition(most_patience=7), True),
        (Condition(most_patience=6), False),
        (Condition(least_turn=2), True),
        (Condition(least_turn=3), False),
        (Condition(moods=frozenset({Mood.CALM, Mood.ANGRY})), True),
        (Condition(moods=frozenset({Mood.ANGRY})), False),
    ],
)
def test_a_condition_holds_or_not(when: Condition, holds: bool) -> None:
    """After one "sorry", with patience 7, at the second thing that staff say."""
    scene = replace(LENS.scenes[0], branches=(
        hears(SORRY, says="First.", patience=1, when=Condition(never=frozenset({SORRY}))),
        hears(ASK, says="Second.", when=when),
    ))  # fmt: skip
    scenario = replace(LENS, scenes=(scene, *LENS.scenes[1:]))
    talk = said(scenario, ["I am sorry about that.", "What happened?"])
    assert (talk.turns[-1].text == "Second.") is holds


def test_a_branch_that_hears_nothing_is_taken_before_what_is_done_otherwise() -> None:
    weary = Branch(frozenset(), ("Enough.",), go="left", when=Condition(most_patience=5))
    scenario = replace(LENS, scenes=(replace(LENS.scenes[0], branches=(weary, *LENS.scenes[0].branches)),))
    assert said(scenario, ["Bananas."]).end == ""
    assert said(scenario, ["Bananas.", "Bananas."]).end == "left"
    assert said(scenario, ["Bananas.", "I am sorry about that."]).end == ""


@settings(max_examples=150)
@given(scenarios(), st.lists(texts, min_size=1, max_size=15), st.sampled_from(Mood), st.integers(0, 2**31))
def test_every_talk_ends_and_is_told_the_same_way_again(
    scenario: Scenario, lines: list[str], mood: Mood, seed: int
) -> None:
    talk = said(scenario, lines, DRAWN, mood=mood, seed=seed)
    staff = [turn for turn in talk.turns if turn.role == STAFF]
    assert len(staff) <= scenario.most_turns
    assert bool(talk.end) or len(staff) == len(lines) < scenario.most_turns
    assert [turn.role for turn in talk.turns] == [CUSTOMER, *[STAFF, CUSTOMER] * len(staff)]
    assert all(0 <= turn.patience <= 10 for turn in talk.turns)
    assert (talk.patience == 0) <= bool(talk.end)
    assert said(scenario, lines, DRAWN, mood=mood, seed=seed) == talk
    assert said(scenario, [turn.text for turn in staff], DRAWN, mood=mood, seed=seed) == talk


@settings(max_examples=100)
@given(scenarios(), st.lists(texts, min_size=1, max_size=10), st.sampled_from(Mood), st.data())
def test_again_from_a_line_is_the_talk_as_it_stood_before_it(
    scenario: Scenario, lines: list[str], mood: Mood, data: st.DataObject
) -> None:
    stands = [begin(scenario, mood=mood, seed=7)]
    for line in lines:
        stands.append(DRAWN.answer(scenario, stands[-1], line))
    count = sum(turn.role == STAFF for turn in stands[-1].turns)
    number = data.draw(st.integers(0, count - 1))
    assert again_from(stands[-1], number) == stands[number]
    assert again_from(stands[-1], count) == stands[-1]


def test_again_from_before_the_beginning_is_refused() -> None:
    with pytest.raises(ValueError, match="counted from 0"):
        again_from(said(LENS, GLAD), -1)


class Oracle:
    """The same machine, written again as a table walk over plain dicts; for a calm customer."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.place, self.patience = scenario.scenes[0].id, scenario.persona.patience
        self.known: set[str] = set()
        self.count, self.end = 0, ""

    def tell(self, intents: Sequence[str]) -> None:
        if self.end:
            return
        self.count += 1
        scene = {one.id: one for one in self.scenario.scenes}[self.place]
        rules = [(one, [i for i in intents if i in one.hears][:1]) for one in scene.branches]
        able = [one for one, first in rules if first and self.fits(one.when, {*intents} - {*first})]
        able += [one for one, _ in rules if not one.hears and self.fits(one.when, set(intents))]
        act = [*able, scene.otherwise][0]
        self.known |= set(intents)
        self.patience = min(10, max(0, self.patience + act.patience))
        if act.go in {one.id for one in self.scenario.ends}:
            self.end = act.go
        elif self.patience == 0 or self.count == self.scenario.most_turns:
            self.end = self.scenario.gives_up
        elif act.go in {one.id for one in self.scenario.scenes}:
            self.place = act.go

    def fits(self, when: Condition, also: set[str]) -> bool:
        known = self.known | also
        return (
            all(one in known for one in when.after)
            and all(one not in known for one in when.never)
            and self.patience in range(when.least_patience, when.most_patience + 1)
            and self.count >= when.least_turn
            and (Mood.CALM in when.moods or not when.moods)
        )


@settings(max_examples=300)
@given(
    scenarios(),
    st.lists(st.lists(st.sampled_from(sorted(WAYS)), max_size=3, unique=True), min_size=1, max_size=14),
)
def test_the_script_goes_where_a_second_hand_says_that_it_goes(scenario: Scenario, heard: list[list[str]]) -> None:
    oracle, talk = Oracle(scenario), begin(scenario, mood=Mood.CALM, seed=3)
    for intents in heard:
        oracle.tell(intents)
        talk = step(scenario, talk, "something", Deaf(*intents))
        assert (talk.scene, talk.patience, talk.end) == (oracle.place, oracle.patience, oracle.end)


def test_a_scenario_without_scenes_is_over_after_one_line() -> None:
    talk = said(replace(LENS, scenes=()), ["Hello."])
    assert talk.end == "left" and talk.turns[-1] == Turn(CUSTOMER, "I am going.", 6, "")
