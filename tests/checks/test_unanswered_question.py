from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clearbar.checks.questions import questions, says_nothing
from clearbar.checks.unanswered_question import Settings, read
from clearbar.model.book import Level
from clearbar.model.check import Reading
from clearbar.model.conversation import Conversation

Talk = Callable[..., Conversation]
DAY = 86_400


def reads(conversation: Conversation, **settings: Any) -> Reading:
    return read(conversation, Settings.model_validate(settings))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("I wait. Where is my order?", ["Where is my order?"]),
        ("can you check that", ["can you check that"]),
        ("Ok, and how much is it", ["Ok, and how much is it"]),
        ("Kunt u dat nakijken. Dank!", ["Kunt u dat nakijken."]),
        ("Können Sie mir helfen", ["Können Sie mir helfen"]),
        ("Pouvez-vous m'aider", ["Pouvez-vous m'aider"]),
        ("¿Dónde está mi pedido?", ["¿Dónde está mi pedido?"]),
        ("订单在哪里？谢谢", ["订单在哪里？"]),
        ("Thanks, can I pay later?", ["Thanks, can I pay later?"]),
        ("It's late, right?", []),
        ("Right? Huh?", []),
        ("This is crazy, isn't it?", []),
        ("Are you kidding me?!", []),
        ("Thanks for your help?", []),
        ("8?", []),
        ('You wrote "where is it?" to me.', []),
        ("> where is it?\nI know now.", []),
        ("See https://x.org/a?b=c", []),
        ("When I came home it was broken.", []),
        ("What a day.", []),
        ("Canyon can youth", []),
        ("", []),
    ],
)
def test_what_asks_is_told_from_what_does_not(text: str, asked: list[str]) -> None:
    assert [text[start:end] for start, end in questions(text)] == asked


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("One moment please.", True),
        ("Thank you for your patience, Anna!", True),
        ("Hello! Is there anything else I can help you with?", True),
        ("We hebben uw bericht ontvangen.", True),
        ("Thank you and goodbye.", True),
        ("...", True),
        ("Yes.", False),
        ("Tomorrow", False),
        ("Thank you, it comes tomorrow.", False),
        ("I'll check, one moment. It left Rotterdam.", False),
    ],
)
def test_a_message_that_says_nothing_is_no_answer(text: str, nothing: bool) -> None:
    assert says_nothing(text) is nothing


def test_a_question_with_nothing_after_it_is_left(talk: Talk) -> None:
    last = "Fine. And where is my refund?"
    conversation = talk(("c", 0, "why?"), ("a", 1, "a storm"), ("c", 2, last), ("a", 3, "One moment"), seen=2 * DAY)
    reading = reads(conversation)
    assert (reading.level, reading.person) == (Level.UNDERPERFORMING, "p-1")
    (basis,) = reading.rests_on
    assert (basis.message, last[basis.start : basis.end]) == (2, "And where is my refund?")
    assert reading.why == "1 of 2 questions left"


def test_any_message_with_something_to_say_is_an_answer(talk: Talk) -> None:
    reading = reads(
        talk(("c", 0, "where is it? and when?"), ("a", 1, "One moment"), ("b", 2, "In Delft"), seen=2 * DAY)
    )
    assert (reading.level, [basis.message for basis in reading.rests_on]) == (Level.GOOD, [0, 2])


def test_a_bot_may_be_no_answer(talk: Talk) -> None:
    conversation = talk(("c", 0, "where is it?"), ("b", 1, "In Delft"), seen=2 * DAY)
    assert reads(conversation).level is Level.GOOD
    assert reads(conversation, bots=False).level is Level.UNDERPERFORMING


def test_a_note_is_no_answer_and_the_owner_answers_for_it(talk: Talk) -> None:
    note = talk(("c", 0, "where is it?"), ("a", 1, "it is in Delft", {"public": False}), seen=2 * DAY)
    assert reads(note).level is Level.UNDERPERFORMING
    assert reads(note).person is None


@pytest.mark.parametrize(("seen", "level"), [(59, None), (60, Level.UNDERPERFORMING), (DAY, Level.UNDERPERFORMING)])
def test_a_young_question_may_still_be_answered(talk: Talk, seen: int, level: Level | None) -> None:
    assert reads(talk(("c", 0, "where is it?"), seen=seen), grace="60 s").level is level


def test_an_old_question_is_left_even_where_a_young_one_stands_beside_it(talk: Talk) -> None:
    conversation = talk(("c", 0, "where is it?"), ("c", DAY, "hello? where is it?"), seen=DAY + 1)
    assert reads(conversation).level is Level.UNDERPERFORMING


def test_it_does_not_apply_where_nothing_was_asked(talk: Talk) -> None:
    assert reads(talk(("c", 0, "I need a receipt."), ("a", 1, "what for?"), seen=2 * DAY)).level is None
