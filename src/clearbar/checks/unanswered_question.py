"""Unanswered question: whether a question of the customer was left standing at the end.

**What it reads.** The public messages. A customer asks with a sentence that ends with a question mark, or that begins
as questions do ("can you", "where is"; English, Dutch, German, French, Spanish). A tag ("right?"), a quotation and an
address ask nothing. A question is answered if any message of an agent, or of a bot unless `bots` is false, follows it
and says more than a greeting, thanks, "one moment", an offer of further help or a goodbye. The standard is missed if
one is left unanswered. The person is the owner of the conversation, or who wrote most of the answers.

**When it does not apply.** When the customer asked nothing, and while all unanswered questions are younger than `grace`
where the conversation was last seen: they may still be answered.

**What it rests on.** Every question that is left, to the letter. If none is, the last question and the message that
counts as its answer.

**What it cannot see.** Whether the answer is right, complete, or about that question at all: any message with something
to say counts. So it finds what was plainly dropped, and nothing else. A wish that is no question ("I need a receipt"),
and a question whose answer came by another way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta

from pydantic import Field

from clearbar.checks.durations import Duration, write_duration
from clearbar.checks.questions import questions, says_nothing
from clearbar.checks.replies import Reply, most_frequent, replies_of
from clearbar.checks.settings import CheckSettings
from clearbar.model.book import Level
from clearbar.model.check import Basis, Reading
from clearbar.model.conversation import Conversation, Role

KIND = "unanswered_question"
VERSION = "1"


class Settings(CheckSettings):
    """Settings of the check `unanswered_question`."""

    grace: Duration = Field(
        default=timedelta(days=1), description="How long a question may stand before it counts as left."
    )
    bots: bool = Field(default=True, description="Whether a message of a bot can be the answer.")


def read(conversation: Conversation, settings: Settings) -> Reading:
    """Whether every question got an answer of some kind."""
    asked = _asked(conversation)
    if not asked:
        return Reading(None, "the customer asked nothing")
    replies = [reply for reply in replies_of(conversation) if settings.bots or reply[1].role is Role.AGENT]
    person = conversation.owner or most_frequent(message.author for _, message in replies)
    answer = next((index for index, message in reversed(replies) if not says_nothing(message.text)), -1)
    left = [question for question in asked if (question.message or 0) > answer]
    if not left:
        return Reading(Level.GOOD, f"{len(asked)} asked, none left", _last_answered(asked[-1], replies), person)
    if _waited(conversation, left[0]) < settings.grace:
        return Reading(None, f"a question is open, and {write_duration(settings.grace)} are not over", tuple(left))
    return Reading(Level.UNDERPERFORMING, f"{len(left)} of {len(asked)} questions left", tuple(left), person)


def _asked(conversation: Conversation) -> list[Basis]:
    """Every question of the customer, in order."""
    heard = [one for one in enumerate(conversation.messages) if one[1].public and one[1].role is Role.CUSTOMER]
    return [
        Basis("asks, and nobody answers", index, start, end)
        for index, message in heard
        for start, end in questions(message.text)
    ]


def _last_answered(question: Basis, replies: Sequence[Reply]) -> tuple[Basis, ...]:
    asked = question.message or 0
    answer = next(index for index, message in replies if index > asked and not says_nothing(message.text))
    return Basis("asks", asked, question.start, question.end), Basis("counts as the answer", answer)


def _waited(conversation: Conversation, question: Basis) -> timedelta:
    """How long a question had stood when the conversation was last seen."""
    asked = conversation.messages[question.message or 0].at
    return conversation.seen_at.astimezone(UTC) - asked.astimezone(UTC)
