"""Language: whether the customer was answered in their own language.

**What it reads.** All public messages of agents, and of bots unless `bots` is false. The language to be used is the one
that the customer's own messages are in, or with `languages` any of those. The standard is missed if the messages
together are in another one, or if a single longer message (40 letters, told with a probability of 0.9) is. The person
is who wrote the first such message; if there is none, who wrote most of the messages.

**When it does not apply.** When nobody wrote to the customer, and when the language of the customer or of what was
written cannot be told: too short, too mixed, or too alike (see the method's own figures in `clearbar.text.language`).

**What it rests on.** Every message that is in another language, with that language; else every message.

**What it cannot see.** Short messages in another language. Languages that are alike are sometimes taken for one another
(Danish and Norwegian, Portuguese and Spanish): name both in `languages` where that can happen. Whether the language is
used well. Names, codes and addresses are left out, quotations are not.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from clearbar.checks.replies import Replies, most_frequent, replies_of, searched
from clearbar.checks.settings import CheckSettings
from clearbar.model.book import Level
from clearbar.model.check import Basis, Reading
from clearbar.model.conversation import Conversation, Role
from clearbar.text.language import language_of

KIND = "language"
VERSION = "1"
LONGER, SURER = 40, 0.9
"""What a single message needs to be told apart from the rest: letters, and probability."""

Code = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


class Settings(CheckSettings):
    """Settings of the check `language`."""

    languages: tuple[Code, ...] = Field(
        default=(), description="Languages that may be used, as codes; left out, it is the customer's own."
    )
    bots: bool = Field(default=True, description="Whether messages of bots are judged, too.")


def read(conversation: Conversation, settings: Settings) -> Reading:
    """Whether the right language was used."""
    replies = Replies(one for one in replies_of(conversation) if settings.bots or one[1].role is Role.AGENT)
    if not replies:
        return Reading(None, "nobody wrote to the customer")
    wanted = settings.languages or _of_customer(conversation)
    if not wanted:
        return Reading(None, "the language of the customer cannot be told")
    others = _in_others(replies, wanted)
    whole = language_of("\n".join(message.text for _, message in replies))
    if whole is None and not others:
        return Reading(None, "the language of what was written cannot be told")
    missed = bool(others) or (whole is not None and whole[0] not in wanted)
    said = sorted({language for _, language in others} | ({whole[0]} if whole else set()))
    return Reading(
        level=Level.UNDERPERFORMING if missed else Level.GOOD,
        why=f"written in {', '.join(said)}; the standard is {' or '.join(sorted(wanted))}",
        rests_on=tuple(basis for basis, _ in others) or searched(replies, "written here"),
        person=_person(conversation, replies, others),
    )


def _of_customer(conversation: Conversation) -> tuple[str, ...]:
    heard = [one.text for one in conversation.messages if one.public and one.role is Role.CUSTOMER]
    told = language_of("\n".join(heard))
    return (told[0],) if told else ()


def _in_others(replies: Replies, wanted: tuple[str, ...]) -> list[tuple[Basis, str]]:
    """The longer messages that are surely in another language, each with that language."""
    found = []
    for index, message in replies:
        told = language_of(message.text) if sum(map(str.isalpha, message.text)) >= LONGER else None
        if told and told[1] >= SURER and told[0] not in wanted:
            found.append((Basis(f"written in {told[0]}", index, 0, len(message.text)), told[0]))
    return found


def _person(conversation: Conversation, replies: Replies, others: list[tuple[Basis, str]]) -> str | None:
    if others and others[0][0].message is not None:
        return conversation.messages[others[0][0].message].author
    return most_frequent(message.author for _, message in replies)
