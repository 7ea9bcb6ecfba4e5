from __future__ import annotations

from collections.abc import Callable

from clearbar.checks.replies import most_frequent, replies_of
from clearbar.model.conversation import Conversation


def test_replies_are_the_public_messages_of_agents_and_bots(talk: Callable[..., Conversation]) -> None:
    said = talk(("c", 0), ("a", 1), ("a", 2, {"public": False}), ("s", 3), ("b", 4))
    assert [index for index, _ in replies_of(said)] == [1, 4]


def test_of_equally_frequent_authors_the_first_is_taken() -> None:
    assert most_frequent(["b", None, "a", "a", "b", None, None]) == "b"
    assert most_frequent([None, None]) is None
    assert most_frequent([]) is None
