from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from clearbar.checks.handover import Settings, read
from clearbar.checks.wordings import LANGUAGES, handovers, taken_there
from clearbar.model.book import Level
from clearbar.model.check import Reading
from clearbar.model.conversation import Conversation

Talk = Callable[..., Conversation]


def reads(conversation: Conversation, **settings: Any) -> Reading:
    return read(conversation, Settings.model_validate(settings))


@pytest.mark.parametrize(
    "text",
    [
        "Sorry, this isn’t my department.",
        "You'll have to CALL the warehouse about that.",
        "I’d recommend contacting the airline.",
        "Daar gaan wij niet over. Bel daarvoor met de winkel.",
        "Dafür bin ich nicht zuständig.",
        "Vous devez contacter la banque.",
        "Tiene que llamar a su banco.",
    ],
)
def test_who_is_sent_on_to_find_the_way_alone_was_handed_over(talk: Talk, text: str) -> None:
    reading = reads(talk(("c", 0, "my parcel?"), ("a", 1, text, {"author": "p-2"})))
    assert (reading.level, reading.person) == (Level.UNDERPERFORMING, "p-2")
    assert reading.rests_on[0].message == 1
    assert text[reading.rests_on[0].start : reading.rests_on[0].end].casefold() in text.casefold()


@pytest.mark.parametrize(
    "texts",
    [
        ["This isn't my department, so let me put you through to Anna, who does this."],
        ["You'll need to speak to the desk.", "I'm connecting you now."],
        ["You'll need to talk to Bo; he will call you today."],
        ["If it breaks again, you should call us."],
        ["Dat is een andere afdeling, ik verbind u door met Bo."],
        ["We can help you here."],
        ["You have to call it a day"],
    ],
)
def test_who_is_taken_along_or_stays_was_not(talk: Talk, texts: list[str]) -> None:
    messages = [("a", at, text) for at, text in enumerate(texts)]
    assert reads(talk(("c", 0, "x"), *messages), unless=["call it a day"]).level is Level.GOOD


def test_a_handover_that_goes_along_is_still_told(talk: Talk) -> None:
    reading = reads(talk(("a", 0, "It's not our department. I'll put you through.")))
    assert [basis.says for basis in reading.rests_on] == ["says: not our department (and goes along)"]


def test_help_two_messages_later_comes_too_late(talk: Talk) -> None:
    conversation = talk(("a", 0, "You must call the shop."), ("a", 1, "Yes."), ("a", 2, "I'll put you through."))
    assert reads(conversation).level is Level.UNDERPERFORMING


def test_languages_and_own_phrases_choose_what_is_sought(talk: Talk) -> None:
    conversation = talk(("a", 0, "Bel daarvoor de winkel"), ("a", 1, "ask at the front desk"))
    assert reads(conversation).level is Level.UNDERPERFORMING
    assert reads(conversation, languages=["en"]).level is Level.GOOD
    assert reads(conversation, languages=["en"], also=["ask at the front desk"]).level is Level.UNDERPERFORMING
    assert Settings(languages=("nl", "en")).fingerprint == Settings(languages=("en", "nl")).fingerprint


def test_different_people_are_counted_where_a_number_is_set(talk: Talk) -> None:
    conversation = talk(
        ("b", 0, "hi"),
        ("a", 1, "hi"),
        ("a", 2, "ho", {"author": "p-2"}),
        ("a", 3, "?", {"author": None}),
        ("a", 4, "hi"),
    )
    three = reads(conversation, at_most=2)
    assert (three.level, [basis.message for basis in three.rests_on]) == (Level.UNDERPERFORMING, [0, 1, 2])
    assert three.why == "3 served the customer; at most 2 is the standard"
    assert reads(conversation, at_most=2, bots=False).level is Level.GOOD
    assert reads(conversation, at_most=3).level is Level.GOOD
    assert reads(conversation).level is Level.GOOD


def test_it_does_not_apply_without_a_serving_message(talk: Talk) -> None:
    assert reads(talk(("c", 0, "this isn't my department"))).level is None
    assert reads(talk(("a", 0, "this isn't my department", {"public": False}))).level is None


def test_no_phrase_for_sending_on_is_also_one_for_taking_along() -> None:
    for language in LANGUAGES:
        assert handovers((language,)) and taken_there((language,))
        assert not set(handovers((language,))) & set(taken_there((language,)))


@pytest.mark.parametrize("settings", [{"at_most": 0}, {"languages": ["xx"]}, {"also": [" "]}])
def test_settings_that_ask_for_nothing_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate(settings)
