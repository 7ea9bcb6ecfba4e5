"""What the serving side says to the customer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from clearbar.model.check import Basis
from clearbar.model.conversation import SERVING, Conversation, Message
from clearbar.text.fold import Joined

Reply = tuple[int, Message]
"""A public message of an agent or a bot, with its index from 0."""


class Replies(list[Reply]):
    """Public messages of agents and bots, in order, with their texts ready to be searched."""

    _texts: Joined | None = None

    @property
    def texts(self) -> Joined:
        """What they say, folded once however many checks search it."""
        if self._texts is None:
            self._texts = Joined([message.text for _, message in self])
        return self._texts


def replies_of(conversation: Conversation) -> Replies:
    """Every public message of an agent or a bot, in order. Internal notes are not said to anybody.

    The checks of a book read the same conversation one after another: what was read last is kept.
    """
    last = _LAST[0]
    if last is not None and last[0] is conversation:
        return last[1]
    messages = enumerate(conversation.messages)
    replies = Replies([(index, message) for index, message in messages if message.public and message.role in SERVING])
    _LAST[0] = conversation, replies
    return replies


_LAST: list[tuple[Conversation, Replies] | None] = [None]


def searched(replies: Iterable[Reply], says: str) -> tuple[Basis, ...]:
    """Every message that was searched in vain, whole."""
    return tuple([_whole(says, index, len(message.text)) for index, message in replies])


@lru_cache(maxsize=65536)
def _whole(says: str, index: int, length: int) -> Basis:
    """Most readings rest on such messages: to make each anew would take longer than to search it."""
    return Basis(says, index, 0, length)


def most_frequent(authors: Iterable[str | None]) -> str | None:
    """Who occurs most often; of equals the one who came first. None where no author is known."""
    known = [author for author in authors if author is not None]
    if not known or known.count(known[0]) == len(known):
        return known[0] if known else None
    counted = Counter(known)
    return max(counted, key=counted.__getitem__)
