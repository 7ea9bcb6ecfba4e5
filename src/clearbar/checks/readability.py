"""Readability: whether the customer can read what was written to them.

**What it reads.** All public messages of agents, and of bots unless `bots` is false, as one text. The standard is met
if the school grade that the text asks for is at most `grade`: by Flesch and Kincaid (1975) for English, the fourth
Wiener Sachtextformel (1984) for German, Crawford (1989) for Spanish. The language is `language`, or else the one that
the text is most probably in. The person is who wrote most of the messages.

**When it does not apply.** When fewer than `words` words were written (a grade of a few words is chance), when the
language cannot be told, and when it has no formula.

**What it rests on.** The three messages with the highest grades among those that have at least ten words, each with its
grade; where there are none, every message.

**What it cannot see.** A grade counts the length of sentences and words, and nothing else: not whether the words are
known, whether the order helps, or whether the text says anything. Names, lists and amounts make a text look harder than
it is. It is made for whole texts of schools and manuals; a chat of thirty words is near the edge of what it can tell.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from clearbar.checks.replies import Replies, most_frequent, replies_of, searched
from clearbar.checks.settings import CheckSettings
from clearbar.model.book import Level
from clearbar.model.check import Basis, Reading
from clearbar.model.conversation import Conversation, Role
from clearbar.text.language import language_of
from clearbar.text.reading import GRADED, grade
from clearbar.text.sentences import words

KIND = "readability"
VERSION = "1"
_QUOTED = 3
_FEW = 10


class Settings(CheckSettings):
    """Settings of the check `readability`."""

    grade: float = Field(default=8, ge=1, le=20, description="The highest school grade that still meets the standard.")
    words: int = Field(default=30, ge=1, description="The fewest words that are judged.")
    language: Literal["de", "en", "es"] | None = Field(
        default=None, description="Language of the messages; left out, it is told from the text."
    )
    bots: bool = Field(default=True, description="Whether messages of bots are judged, too.")


def read(conversation: Conversation, settings: Settings) -> Reading:
    """Whether what was written can be read at the grade of the standard."""
    replies = Replies(one for one in replies_of(conversation) if settings.bots or one[1].role is Role.AGENT)
    text = "\n\n".join(message.text for _, message in replies)
    written = len(words(text))
    if written < settings.words:
        return Reading(None, f"{written} words were written; fewer than {settings.words} are not judged")
    told = language_of(text) if settings.language is None else (settings.language, 1.0)
    if told is None:
        return Reading(None, "the language cannot be told")
    found = grade(text, told[0])
    if found is None:
        reason = (
            "there is no word to judge" if told[0] in GRADED else f"no formula gives a school grade for `{told[0]}`"
        )
        return Reading(None, reason)
    return Reading(
        level=Level.GOOD if round(found, 1) <= settings.grade else Level.UNDERPERFORMING,
        why=f"grade {found:.1f} in {written} words; the standard is {settings.grade:g}",
        rests_on=_hardest(replies, told[0]),
        person=most_frequent(message.author for _, message in replies),
    )


def _hardest(replies: Replies, language: str) -> tuple[Basis, ...]:
    """The messages that ask for the highest grades, hardest first."""
    graded = [
        (found, index, len(message.text))
        for index, message in replies
        if len(words(message.text)) >= _FEW and (found := grade(message.text, language)) is not None
    ]
    hardest = sorted(graded, key=lambda one: (-one[0], one[1]))[:_QUOTED]
    told = tuple(Basis(f"grade {found:.1f}", index, 0, length) for found, index, length in hardest)
    return told or searched(replies, "too short for a grade of its own")
