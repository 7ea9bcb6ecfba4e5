from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clearbar.checks.closing_offer import Settings, read
from clearbar.model.book import Level
from clearbar.model.check import Reading
from clearbar.model.conversation import Conversation

Talk = Callable[..., Conversation]


def reads(conversation: Conversation, **settings: Any) -> Reading:
    return read(conversation, Settings.model_validate(settings))


def test_an_offer_before_the_goodbye_meets_it(talk: Talk) -> None:
    last = "Done. Is there anything else I can do?"
    reading = reads(talk(("c", 0, "a refund"), ("a", 1, last), ("c", 2, "No, that's all, thanks!"), ("a", 3, "Bye")))
    assert (reading.level, reading.person) == (Level.GOOD, "p-1")
    (basis,) = reading.rests_on
    assert (basis.message, last[basis.start : basis.end]) == (1, "anything else")


def test_without_an_offer_it_is_missed_and_says_where_it_was_looked_for(talk: Talk) -> None:
    conversation = talk(
        ("c", 0, "a refund"),
        ("a", 1, "Anything else?"),
        ("a", 2, "b"),
        ("a", 3, "c"),
        ("a", 4, "d"),
        ("c", 5, "Thanks!"),
    )
    reading = reads(conversation)
    assert reading.level is Level.UNDERPERFORMING
    assert [basis.message for basis in reading.rests_on] == [2, 3, 4, 5]
    assert reading.rests_on[-1].says == "the customer says goodbye here"
    assert reads(conversation, within=4).level is Level.GOOD


def test_thanks_before_the_offer_are_the_beginning_of_the_goodbye(talk: Talk) -> None:
    conversation = talk(
        ("c", 0, "a refund"),
        ("a", 1, "Done."),
        ("c", 2, "Thank you"),
        ("a", 3, "Anything else?"),
        ("c", 4, "Nope, bye"),
    )
    assert reads(conversation).level is Level.GOOD
    assert reads(conversation, within=1).level is Level.GOOD


def test_a_wish_with_thanks_is_no_goodbye_but_the_last_word_decides(talk: Talk) -> None:
    long = "Thank you, and now I would like to know where my other parcel with the red shoes has gone"
    assert reads(talk(("c", 0, "x"), ("a", 1, "done"), ("c", 2, long))).level is None
    assert reads(talk(("c", 0, "x"), ("a", 1, "done"), ("c", 2, "thanks, but when?"))).level is None
    assert reads(talk(("c", 0, "x"), ("a", 1, "done"))).level is Level.UNDERPERFORMING


@pytest.mark.parametrize(
    ("offer", "goodbye"),
    [
        ("Kan ik u verder nog ergens mee helpen?", "Nee hoor, dank u wel"),
        ("Kann ich sonst noch etwas für Sie tun?", "Nein, danke"),
        ("Puis-je faire autre chose pour vous ?", "Non merci, bonne journée"),
        ("¿Puedo ayudarle en algo más?", "No, gracias"),
    ],
)
def test_other_languages_offer_too(talk: Talk, offer: str, goodbye: str) -> None:
    conversation = talk(("c", 0, "x"), ("a", 1, offer), ("c", 2, goodbye))
    assert reads(conversation).level is Level.GOOD
    assert reads(conversation, languages=["en"], also=["xyz"]).level is not Level.GOOD


def test_own_words_count(talk: Talk) -> None:
    conversation = talk(("c", 0, "x"), ("a", 1, "What more may I bring?"), ("c", 2, "bye"))
    assert reads(conversation).level is Level.UNDERPERFORMING
    assert reads(conversation, also=["what more may I bring"]).level is Level.GOOD


def test_it_does_not_apply_without_both_sides(talk: Talk) -> None:
    assert reads(talk(("a", 0, "anything else?"))).level is None
    assert reads(talk(("c", 0, "bye"))).level is None
    assert reads(talk(("c", 0, "bye"), ("a", 1, "anything else?"))).level is None
    assert reads(talk(("c", 0, "hi"), ("a", 1, "anything else?", {"public": False}))).level is None
