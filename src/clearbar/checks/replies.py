"""What the serving side says to the customer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from clearbar.model.conversation import SERVING, Conversation, Message

Reply = tuple[int, Message]
"""A public message of an agent or a bot, with its index from 0."""


def replies_of(conversation: Conversation) -> list[Reply]:
    """Every public message of an agent or a bot, in order. Internal notes are not said to anybody."""
    messages = enumerate(conversation.messages)
    return [(index, message) for index, message in messages if message.public and message.role in SERVING]


def most_frequent(authors: Iterable[str | None]) -> str | None:
    """Who occurs most often; of equals the one who came first. None where no author is known."""
    counted = Counter(author for author in authors if author is not None)
    return max(counted, key=counted.__getitem__, default=None)
