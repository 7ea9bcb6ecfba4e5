"""Forbidden phrases: whether something was said that must not be said.

**What it reads.** All public messages of agents and bots. The standard is missed if one of them has a phrase of
`none_of`. Case, kinds of apostrophe, quote and dash, and runs of white space make no difference; a phrase is found
as whole words. The person is who said the first one; if none was said, who wrote most of the messages.

**When it does not apply.** When no agent or bot wrote a public message.

**What it rests on.** Every place of every phrase, to the letter. If none was said, every message that was searched.

**What it cannot see.** Who is quoted: "you wrote that it is *not our problem*" is found, too. Other words for the
same thing, spelling mistakes, words of another language, and tone. Read the messages before you speak to anyone.
"""

from __future__ import annotations

from functools import cached_property

from pydantic import Field

from clearbar.checks.phrases import Folded, Phrase, PhraseText
from clearbar.checks.replies import Reply, most_frequent, replies_of
from clearbar.checks.settings import CheckSettings
from clearbar.model.book import Level
from clearbar.model.check import Basis, Reading
from clearbar.model.conversation import Conversation

KIND = "forbidden_phrases"
VERSION = "1"


class Settings(CheckSettings):
    """Settings of the check `forbidden_phrases`."""

    none_of: tuple[PhraseText, ...] = Field(min_length=1, description="Phrases of which none may be said.")

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """`none_of`, ready to be searched for, each once."""
        return tuple(Phrase(text) for text in dict.fromkeys(self.none_of))


def read(conversation: Conversation, settings: Settings) -> Reading:
    """Whether nothing was said that must not be said."""
    replies = replies_of(conversation)
    if not replies:
        return Reading(None, "no agent or bot wrote a public message")
    found = [basis for reply in replies for basis in _places(reply, settings.phrases)]
    if not found:
        searched = tuple(Basis("none of them here", index, 0, len(message.text)) for index, message in replies)
        everyone = most_frequent(message.author for _, message in replies)
        return Reading(Level.GOOD, f"none in {len(replies)} messages", searched, everyone)
    first = found[0].message
    return Reading(
        level=Level.UNDERPERFORMING,
        why="; ".join(dict.fromkeys(basis.says for basis in found)),
        rests_on=tuple(found),
        person=next(message.author for index, message in replies if index == first),
    )


def _places(reply: Reply, phrases: tuple[Phrase, ...]) -> list[Basis]:
    index, message = reply
    text = Folded(message.text)
    found = [(span, phrase.text) for phrase in phrases for span in phrase.spans(text)]
    return [Basis(f"says: {phrase}", index, *span) for span, phrase in sorted(found)]
