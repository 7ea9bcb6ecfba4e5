"""Required phrases: whether something that must be said was said.

**What it reads.** The public messages of agents and bots: all of them, the first `within_first`, or the last
`within_last`. The standard is met if each phrase of `all_of`, and at least one of `any_of`, was said in one of those
messages. Case, kinds of apostrophe, quote and dash, and runs of white space make no difference; a phrase is found as
whole words (`can help` is not found in `can helping`, but `can` is found in `can't`, where an apostrophe ends it). The
person is who wrote most of the messages that were searched.

**When it does not apply.** When no agent or bot wrote a public message.

**What it rests on.** The first place of each phrase that was found, to the letter; each phrase that is missing is
named.

**What it cannot see.** Other words for the same thing, words of another language, spelling mistakes, a phrase spread
over two messages, and whether it was meant. What is said on the telephone is seen only as well as it was written
down. It suits words that are due to the letter (a legal notice, a name), hardly warmth.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from clearbar.checks.phrases import Folded, Phrase, PhraseText
from clearbar.checks.replies import Reply, most_frequent, replies_of
from clearbar.checks.settings import CheckSettings
from clearbar.model.book import Level
from clearbar.model.check import Basis, Reading
from clearbar.model.conversation import Conversation

KIND = "required_phrases"
VERSION = "1"


class Settings(CheckSettings):
    """Settings of the check `required_phrases`."""

    all_of: tuple[PhraseText, ...] = Field(default=(), description="Phrases that must all be said.")
    any_of: tuple[PhraseText, ...] = Field(default=(), description="Phrases of which at least one must be said.")
    within_first: int | None = Field(
        default=None, ge=1, description="Search only the first so many messages of agents and bots."
    )
    within_last: int | None = Field(
        default=None, ge=1, description="Search only the last so many messages of agents and bots."
    )

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not self.all_of and not self.any_of:
            raise PydanticCustomError("phrases", "no phrase is required: write `all_of` or `any_of`")
        if self.within_first is not None and self.within_last is not None:
            raise PydanticCustomError("phrases", "write `within_first` or `within_last`, not both")
        return self

    @cached_property
    def all_phrases(self) -> tuple[Phrase, ...]:
        """`all_of`, ready to be searched for, each once."""
        return tuple(Phrase(text) for text in dict.fromkeys(self.all_of))

    @cached_property
    def any_phrases(self) -> tuple[Phrase, ...]:
        """`any_of`, ready to be searched for, each once."""
        return tuple(Phrase(text) for text in dict.fromkeys(self.any_of))

    def window(self, replies: Sequence[Reply]) -> Sequence[Reply]:
        """The replies in which the phrases must be said."""
        if self.within_last is not None:
            return replies[-self.within_last :]
        return replies[: self.within_first]


def read(conversation: Conversation, settings: Settings) -> Reading:
    """Whether what must be said was said."""
    replies = settings.window(replies_of(conversation))
    if not replies:
        return Reading(None, "no agent or bot wrote a public message")
    texts = [(index, Folded(message.text)) for index, message in replies]
    needed = [_first_place(phrase, texts) for phrase in settings.all_phrases]
    either = [_first_place(phrase, texts) for phrase in settings.any_phrases]
    said_one = any(basis.message is not None for basis in either)
    told = needed + [basis for basis in either if not said_one or basis.message is not None]
    missing = [basis for basis in told if basis.message is None]
    return Reading(
        level=Level.UNDERPERFORMING if missing else Level.GOOD,
        why="; ".join(basis.says for basis in missing) or "all that must be said was said",
        rests_on=tuple(told),
        person=most_frequent(message.author for _, message in replies),
    )


def _first_place(phrase: Phrase, texts: Sequence[tuple[int, Folded]]) -> Basis:
    for index, text in texts:
        for start, end in phrase.spans(text):
            return Basis(f"says: {phrase.text}", index, start, end)
    return Basis(f"missing: {phrase.text}")
