"""Required phrases: whether something that must be said was said.

**What it reads.** The public messages of agents and bots: all of them, the first `within_first`, or the last
`within_last`. The standard is met if in those messages each phrase of `all_of` was said and each pattern of
`all_matching` matches, and at least one of the phrases of `any_of` and the patterns of `any_matching`. In a phrase,
case, accents, kinds of apostrophe, quote and dash, and runs of white space make no difference; it is found as whole
words (`can help` is not found in `can helping`, but `can` is found in `can't`, where an apostrophe ends it). A pattern
is read as RE2 reads it, in the text as it was written; only case makes no difference. The person is who wrote most of
the messages that were searched.

**When it does not apply.** When no agent or bot wrote a public message.

**What it rests on.** The first place of each phrase or pattern that was found, to the letter; each one that is missing
is named.

**What it cannot see.** Other words for the same thing, words of another language, spelling mistakes, a phrase spread
over two messages, and whether it was meant. What is said on the telephone is seen only as well as it was written
down. It suits words that are due to the letter (a legal notice, a name), hardly warmth.
"""

from __future__ import annotations

from functools import cached_property
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from clearbar.checks.replies import Replies, most_frequent, replies_of
from clearbar.checks.settings import CheckSettings
from clearbar.checks.sought import Place, Sought
from clearbar.model.book import Level
from clearbar.model.check import Basis, Reading
from clearbar.model.conversation import Conversation
from clearbar.text.patterns import MAX_PATTERNS, PatternText
from clearbar.text.phrases import PhraseText

KIND = "required_phrases"
VERSION = "2"


class Settings(CheckSettings):
    """Settings of the check `required_phrases`."""

    all_of: tuple[PhraseText, ...] = Field(default=(), description="Phrases that must all be said.")
    any_of: tuple[PhraseText, ...] = Field(default=(), description="Phrases of which at least one must be said.")
    all_matching: tuple[PatternText, ...] = Field(
        default=(), max_length=MAX_PATTERNS, description="Patterns (RE2) that must all match in some message."
    )
    any_matching: tuple[PatternText, ...] = Field(
        default=(), max_length=MAX_PATTERNS, description="Patterns (RE2) that do for `any_of` as well."
    )
    within_first: int | None = Field(
        default=None, ge=1, description="Search only the first so many messages of agents and bots."
    )
    within_last: int | None = Field(
        default=None, ge=1, description="Search only the last so many messages of agents and bots."
    )

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not (self.all_of or self.any_of or self.all_matching or self.any_matching):
            raise PydanticCustomError(
                "phrases", "nothing is required: write `all_of`, `any_of`, `all_matching` or `any_matching`"
            )
        if self.within_first is not None and self.within_last is not None:
            raise PydanticCustomError("phrases", "write `within_first` or `within_last`, not both")
        return self

    @cached_property
    def needed(self) -> Sought:
        """What must all be there, ready to be searched for."""
        return Sought(self.all_of, self.all_matching)

    @cached_property
    def either(self) -> Sought:
        """Of what one must be there, ready to be searched for."""
        return Sought(self.any_of, self.any_matching)

    @cached_property
    def unsaid(self) -> tuple[Basis, ...]:
        """What is told where nothing of `either` was said: the same each time, and often long."""
        return tuple(_told(name, None) for name in self.either.names)

    @cached_property
    def why_unsaid(self) -> str:
        """`unsaid` in one line."""
        return "; ".join(basis.says for basis in self.unsaid)

    def window(self, replies: Replies) -> Replies:
        """The replies in which the phrases must be said."""
        if self.within_last is not None:
            return Replies(replies[-self.within_last :])
        return replies if self.within_first is None else Replies(replies[: self.within_first])


def read(conversation: Conversation, settings: Settings) -> Reading:
    """Whether what must be said was said."""
    replies = settings.window(replies_of(conversation))
    if not replies:
        return Reading(None, "no agent or bot wrote a public message")
    needed, either = settings.needed.firsts(replies), settings.either.firsts(replies)
    told = [_told(name, needed.get(what)) for what, name in enumerate(settings.needed.names)]
    missing = [basis.says for basis in told if basis.message is None]
    if either:
        told += [_told(settings.either.names[what], either[what]) for what in sorted(either)]
    elif settings.unsaid:
        told += settings.unsaid
        missing.append(settings.why_unsaid)
    return Reading(
        level=Level.UNDERPERFORMING if missing else Level.GOOD,
        why="; ".join(missing) or "all that must be said was said",
        rests_on=tuple(told),
        person=most_frequent([message.author for _, message in replies]),
    )


def _told(name: str, place: Place | None) -> Basis:
    if place is None:
        return Basis(f"missing: {name}")
    return Basis(f"says: {name}", place.message, place.start, place.end)
