"""What a check looks for in the messages of a conversation: phrases and patterns together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from clearbar.checks.replies import Replies
from clearbar.text.patterns import Patterns
from clearbar.text.phrases import Phrases


class Place(NamedTuple):
    """Where something stands: `what` is its index among what is sought, `message` counts from 0."""

    message: int
    start: int
    end: int
    what: int


class Sought:
    """Phrases and patterns, found in one pass over all messages together.

    `names` are both as they were written, each once, phrases first.
    """

    def __init__(self, phrases: Sequence[str] = (), patterns: Sequence[str] = ()) -> None:
        self._phrases = Phrases(tuple(dict.fromkeys(phrases)))
        self._patterns = Patterns(tuple(dict.fromkeys(patterns)))
        self.names = (*(phrase.text for phrase in self._phrases.phrases), *self._patterns.patterns)

    def places(self, replies: Replies) -> list[Place]:
        """Every place of everything, in the order of the text."""
        return sorted(self._found(replies, once=False))

    def firsts(self, replies: Replies) -> dict[int, Place]:
        """The first place of each that is there, by its index among `names`."""
        firsts: dict[int, Place] = {}
        for place in self._found(replies, once=True):
            firsts.setdefault(place.what, place)
        return firsts

    def _found(self, replies: Replies, *, once: bool) -> list[Place]:
        found = self._phrases.find_in(replies.texts, once=once)
        places = [Place(replies[which][0], start, end, what) for which, what, start, end in found]
        if self._patterns.patterns:
            matches = self._patterns.find_in(replies.texts.texts)
            beyond = len(self._phrases.phrases)
            places += [Place(replies[which][0], start, end, beyond + what) for which, what, start, end in matches]
        return places
