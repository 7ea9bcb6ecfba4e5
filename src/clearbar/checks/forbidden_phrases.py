"""Forbidden phrases: whether something was said that must not be said.

**What it reads.** All public messages of agents and bots. The standard is missed if one of them has a phrase of
`none_of`, or if a pattern of `none_matching` matches in one of them. In a phrase, case, accents, kinds of apostrophe,
quote and dash, and runs of white space make no difference, and it is found as whole words. A pattern is read as RE2
reads it, in the text as it was written; only case makes no difference. The person is who said the first one; if none
was said, who wrote most of the messages.

**When it does not apply.** When no agent or bot wrote a public message.

**What it rests on.** Every place of every phrase and every match, to the letter. If none was said, every message
that was searched.

**What it cannot see.** Who is quoted: "you wrote that it is *not our problem*" is found, too. Other words for the
same thing, spelling mistakes, words of another language, and tone. Read the messages before you speak to anyone.
"""

from __future__ import annotations

from functools import cached_property
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from clearbar.checks.replies import most_frequent, replies_of, searched
from clearbar.checks.settings import CheckSettings
from clearbar.checks.sought import Sought
from clearbar.model.book import Level
from clearbar.model.check import Basis, Reading
from clearbar.model.conversation import Conversation
from clearbar.text.patterns import MAX_PATTERNS, PatternText
from clearbar.text.phrases import PhraseText

KIND = "forbidden_phrases"
VERSION = "2"


class Settings(CheckSettings):
    """Settings of the check `forbidden_phrases`."""

    none_of: tuple[PhraseText, ...] = Field(default=(), min_length=1, description="Phrases of which none may be said.")
    none_matching: tuple[PatternText, ...] = Field(
        default=(), max_length=MAX_PATTERNS, description="Patterns (RE2) of which none may match."
    )

    @model_validator(mode="after")
    def _forbids_something(self) -> Self:
        if not self.none_of and not self.none_matching:
            raise PydanticCustomError("phrases", "nothing is forbidden: write `none_of` or `none_matching`")
        return self

    @cached_property
    def sought(self) -> Sought:
        """Phrases and patterns, ready to be searched for."""
        return Sought(self.none_of, self.none_matching)


def read(conversation: Conversation, settings: Settings) -> Reading:
    """Whether nothing was said that must not be said."""
    replies = replies_of(conversation)
    if not replies:
        return Reading(None, "no agent or bot wrote a public message")
    places = settings.sought.places(replies)
    if not places:
        everyone = most_frequent([message.author for _, message in replies])
        return Reading(Level.GOOD, f"none in {len(replies)} messages", searched(replies, "none of them here"), everyone)
    names = settings.sought.names
    found = tuple(Basis(f"says: {names[place.what]}", place.message, place.start, place.end) for place in places)
    return Reading(
        level=Level.UNDERPERFORMING,
        why="; ".join(dict.fromkeys(basis.says for basis in found)),
        rests_on=found,
        person=conversation.messages[places[0].message].author,
    )
