"""Linting scenarios: comments that let findings stand, what is asked for, and starters that need neither."""

from __future__ import annotations

import pytest

from clearbar import checks
from clearbar.model.book import Book
from clearbar.model.lint import Linted
from clearbar.model.scenario import CUSTOMER, Mood, Outcome, Scenario
from clearbar.practice.customer import Scripted, TfIdf, begin
from clearbar.practice.scenarios import RULES, lint, read, schemas, starter
from clearbar.practice.scenarios.play import exemplary_talk
from clearbar.standards import RULES as BOOK_RULES
from clearbar.standards import TRADES, read_book
from clearbar.standards import starter as starter_book
from tests.practice.scenarios.samples import FILE, book, text

ONE_WAY = {"intents/sorry": "I am sorry about that."}


def linted(content: str, wanted: set[str] | None = None) -> Linted:
    return lint({FILE: content.encode()}, book(), play=exemplary_talk, wanted=wanted, codes=BOOK_RULES)


def commented(comment: str) -> str:
    return text(ONE_WAY).replace("  sorry: I am", f"  {comment}\n  sorry: I am")


def test_a_comment_with_a_reason_lets_a_finding_stand() -> None:
    found = linted(commented("# allow CB312: it is said in one way here"))
    assert found.findings == ()
    assert [(one.code, one.allowed) for one in found.allowed] == [("CB312", "it is said in one way here")]


def test_a_comment_without_a_reason_lets_nothing_stand() -> None:
    assert [one.code for one in linted(commented("# allow CB312")).findings] == ["CB191", "CB312"]


def test_a_comment_that_is_not_needed_and_one_of_no_rule_are_told() -> None:
    found = linted(commented("# allow CB312, CB313, CB999, CB111: because"))
    assert [(one.code, one.message) for one in found.findings] == [
        ("CB192", "nothing is found here that CB313 would tell"),
        ("CB193", "there is no rule CB999"),
    ]


def test_a_fault_is_let_stand_by_nothing() -> None:
    made = "# allow CB301: it is meant so\n" + text({"scenes/hurry/hears": []})
    with pytest.raises(Exception, match="CB301"):
        linted(made)


def test_only_what_is_asked_for_is_told() -> None:
    assert [one.code for one in linted(text(ONE_WAY), {"CB312"}).findings] == ["CB312"]
    assert linted(text(ONE_WAY), {"CB313"}).findings == ()
    assert linted(commented("# allow CB312: so"), {"CB313", "CB192"}).findings == ()


def test_no_code_is_given_twice() -> None:
    assert not {*RULES} & {*BOOK_RULES}


def trade_book(trade: str) -> Book:
    return read_book({name: one.encode() for name, one in starter_book(trade).items()}, checks.kinds())


def scenarios(trade: str) -> list[Scenario]:
    files = {name: one.encode() for name, one in starter(trade).items()}
    return [one.scenario for one in read(files, trade_book(trade))]


@pytest.mark.parametrize("trade", TRADES)
def test_a_trade_begins_with_scenarios_that_break_no_rule(trade: str) -> None:
    files = {name: one.encode() for name, one in starter(trade).items()}
    found = lint(files, trade_book(trade), play=exemplary_talk)
    assert not found.findings, "\n".join(map(str, found.findings))
    assert not found.allowed, "a starter needs no exception"
    assert len(files) >= 2 and {one.journey for one in scenarios(trade)} == {
        one.id for one in trade_book(trade).journeys
    }
    assert all("invented" in one.decode().split("\n")[0] for one in files.values())


EVERY = [
    pytest.param(one, mood, id=f"{one.id} {mood}") for trade in TRADES for one in scenarios(trade) for mood in one.moods
]


@pytest.mark.parametrize(("one", "mood"), EVERY)
def test_a_starter_is_played_to_a_good_end_by_its_exemplary_talk(one: Scenario, mood: Mood) -> None:
    end = one.end(exemplary_talk(one, mood).end)
    assert end and end.outcome is Outcome.GOOD


@pytest.mark.parametrize(("one", "mood"), EVERY)
def test_a_starter_is_lost_by_whoever_makes_things_worse(one: Scenario, mood: Mood) -> None:
    """Whatever breaks a promise, said again and again, comes to no good end."""
    driver = Scripted(TfIdf(one.intents))
    for bad in sorted({intent for stake in one.stakes for intent in stake.worse}):
        talk = begin(one, mood=mood, seed=1)
        for wording in one.intents[bad] * one.most_turns:
            talk = driver.answer(one, talk, wording)
        end = one.end(talk.end)
        assert end and end.outcome is not Outcome.GOOD, bad


@pytest.mark.parametrize(("one", "mood"), EVERY)
def test_whoever_talks_past_a_customer_of_a_starter_loses_them(one: Scenario, mood: Mood) -> None:
    driver = Scripted(TfIdf(one.intents))
    talk = begin(one, mood=mood, seed=2)
    for _ in range(one.most_turns):
        talk = driver.answer(one, talk, "Purple giraffes hum quietly.")
    end = one.end(talk.end)
    assert end and end.outcome is not Outcome.GOOD


@pytest.mark.parametrize("trade", TRADES)
def test_what_a_customer_hides_is_not_in_what_they_open_with(trade: str) -> None:
    for one in scenarios(trade):
        opened = " ".join((*one.opening, *(said for way in one.opening_in_mood.values() for said in way)))
        assert one.persona.hides.rstrip(".") not in opened or not one.persona.hides


@pytest.mark.parametrize(("one", "mood"), EVERY)
def test_each_line_of_the_customer_in_an_exemplary_talk_is_the_beginning_of_something_they_say(
    one: Scenario, mood: Mood
) -> None:
    """So that what is shown is what would be heard: each sentence of it stands in the script."""
    del mood
    script = [*one.opening, *(s for e in one.ends for s in e.says)]
    for scene in one.scenes:
        for branch in (*scene.branches, scene.otherwise):
            script += [*branch.says, *(said for way in branch.in_mood.values() for said in way)]
    everything = " ".join(script)
    for who, said in one.exemplary:
        if who == CUSTOMER:
            assert said.split(". ")[0].rstrip(".") in everything, said


def test_there_is_no_starter_for_an_unknown_trade() -> None:
    assert starter("smithy") == {} == starter("")


def test_the_schema_knows_every_key_and_says_what_it_is_for() -> None:
    schema = schemas()["scenario.schema.json"]
    assert set(schema["required"]) <= set(schema["properties"]) and schema["additionalProperties"] is False
    for shape in [schema, *(one for one in schema["$defs"].values() if "properties" in one)]:
        for key, told in shape["properties"].items():
            assert told.get("description") or "$ref" in told, key
