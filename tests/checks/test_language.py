from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from clearbar.checks.language import Settings, read
from clearbar.model.book import Level
from clearbar.model.check import Reading
from clearbar.model.conversation import Conversation

Talk = Callable[..., Conversation]
DUTCH = "Dank u wel voor uw bericht, wij hebben uw bestelling gevonden en die komt morgen bij u aan."
ENGLISH = "Thank you for your message, we found your order and it will be with you tomorrow morning."
GERMAN = "Vielen Dank für Ihre Nachricht, wir haben Ihre Bestellung gefunden, sie kommt morgen bei Ihnen an."
ASKS_DUTCH = "Hallo, ik wil graag weten waar mijn bestelling nu is en wanneer die aankomt."


def reads(conversation: Conversation, **settings: Any) -> Reading:
    return read(conversation, Settings.model_validate(settings))


def test_an_answer_in_the_language_of_the_customer_meets_it(talk: Talk) -> None:
    assert reads(talk(("c", 0, ASKS_DUTCH), ("a", 1, DUTCH))).level is Level.GOOD


def test_an_answer_in_another_language_misses_it(talk: Talk) -> None:
    reading = reads(talk(("c", 0, ASKS_DUTCH), ("a", 1, DUTCH), ("a", 2, ENGLISH, {"author": "p-2"}), ("a", 3, DUTCH)))
    assert (reading.level, reading.person) == (Level.UNDERPERFORMING, "p-2")
    assert [(basis.message, basis.says) for basis in reading.rests_on] == [(2, "written in en")]
    assert reads(talk(("c", 0, ASKS_DUTCH), ("a", 1, GERMAN))).level is Level.UNDERPERFORMING


def test_short_messages_count_together(talk: Talk) -> None:
    short = [("a", at, text) for at, text in enumerate(["Good morning!", "How can I help?", "We will look for it."])]
    assert reads(talk(("c", 0, ASKS_DUTCH), *short)).level is Level.UNDERPERFORMING


def test_languages_that_are_named_are_the_standard(talk: Talk) -> None:
    conversation = talk(("c", 0, ASKS_DUTCH), ("a", 1, ENGLISH))
    assert reads(conversation, languages=["en", "de"]).level is Level.GOOD
    assert reads(conversation, languages=["de"]).level is Level.UNDERPERFORMING


def test_bots_may_be_left_out(talk: Talk) -> None:
    conversation = talk(("c", 0, ASKS_DUTCH), ("b", 1, ENGLISH), ("a", 2, DUTCH))
    assert reads(conversation).level is Level.UNDERPERFORMING
    assert reads(conversation, bots=False).level is Level.GOOD


def test_it_does_not_apply_where_nothing_can_be_told(talk: Talk) -> None:
    assert reads(talk(("c", 0, "ok"), ("a", 1, ENGLISH))).level is None
    assert reads(talk(("c", 0, ASKS_DUTCH), ("a", 1, "ok"))).level is None
    assert reads(talk(("c", 0, ASKS_DUTCH))).level is None
    assert reads(talk(("c", 0, f"{ASKS_DUTCH} {ENGLISH}"), ("a", 1, ENGLISH))).level is None


@pytest.mark.parametrize("languages", [["English"], ["en-GB"], [""], ["e"]])
def test_a_language_is_a_code(languages: list[str]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"languages": languages})
