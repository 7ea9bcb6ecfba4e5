"""Closing offer: whether the customer was asked if there is anything else before they went.

**What it reads.** The last `within` public messages of agents and bots before the customer begins to say goodbye, and
all after that; where the customer says none, the last `within` of all. A goodbye is a short message (12 words at most)
without a question that has a usual word for it ("bye", "that's all", "no thanks", "thank you"); with several at the end
the first one begins it. The standard is met if one of those messages has a usual offer of further help ("anything
else", "feel free to ask", in English, Dutch, German, French and Spanish: `languages` chooses), or a phrase of `also`.
The person is who made the offer; if there is none, who wrote the last of those messages.

**When it does not apply.** When no agent or bot wrote a public message before the goodbye, when the customer never
wrote, and when the customer spoke last without a goodbye: that conversation has no end yet.

**What it rests on.** The last offer, to the letter. If there is none, every message that was searched, and the goodbye.

**What it cannot see.** An offer in other words. Whether it was meant, and whether what came up then was taken up. A
conversation that somebody broke off without a word looks like one that ended.
"""

from __future__ import annotations

from functools import cached_property

from pydantic import Field

from clearbar.checks.replies import Replies, replies_of, searched
from clearbar.checks.settings import CheckSettings
from clearbar.checks.sought import Sought
from clearbar.checks.wordings import Languages, goodbyes, offers
from clearbar.model.book import Level
from clearbar.model.check import Basis, Reading
from clearbar.model.conversation import Conversation, Message, Role
from clearbar.text.fold import Joined
from clearbar.text.phrases import Phrases, PhraseText
from clearbar.text.sentences import words

KIND = "closing_offer"
VERSION = "1"
_SHORT = 12


class Settings(CheckSettings):
    """Settings of the check `closing_offer`."""

    within: int = Field(default=3, ge=1, description="So many messages before the goodbye are searched.")
    languages: Languages = Field(default=(), description="Languages whose phrases are sought; left out, all.")
    also: tuple[PhraseText, ...] = Field(default=(), description="More phrases that offer further help.")

    @cached_property
    def offers(self) -> Sought:
        """What offers further help, ready to be searched for."""
        return Sought((*self.also, *offers(self.languages)))

    @cached_property
    def goodbyes(self) -> Phrases:
        """What a customer says to go, ready to be searched for."""
        return Phrases(goodbyes(self.languages))


def read(conversation: Conversation, settings: Settings) -> Reading:
    """Whether more help was offered before the end."""
    heard = [index for index, one in enumerate(conversation.messages) if one.public and one.role is Role.CUSTOMER]
    if not heard:
        return Reading(None, "the customer wrote nothing")
    replies = replies_of(conversation)
    goodbye = _goodbye(conversation, heard, settings)
    if goodbye is None and replies and replies[-1][0] < heard[-1]:
        return Reading(None, "the customer spoke last, and it was no goodbye")
    before = sum(goodbye is None or index < goodbye for index, _ in replies)
    if not before:
        return Reading(None, "no agent or bot wrote a public message before the goodbye")
    return _of_window(Replies(replies[max(0, before - settings.within) :]), goodbye, settings)


def _of_window(window: Replies, goodbye: int | None, settings: Settings) -> Reading:
    places = settings.offers.places(window)
    if places:
        last = places[-1]
        says = f"says: {settings.offers.names[last.what]}"
        person = next(message.author for index, message in window if index == last.message)
        return Reading(Level.GOOD, says, (Basis(says, last.message, last.start, last.end),), person)
    end = () if goodbye is None else (Basis("the customer says goodbye here", goodbye),)
    return Reading(
        level=Level.UNDERPERFORMING,
        why=f"no offer of further help in the last {len(window)} messages",
        rests_on=(*searched(window, "no offer here"), *end),
        person=window[-1][1].author,
    )


def _goodbye(conversation: Conversation, heard: list[int], settings: Settings) -> int | None:
    """Where the customer begins to say goodbye; None where the last word is something else."""
    begin = None
    for index in reversed(heard):
        if not _is_goodbye(conversation.messages[index], settings):
            break
        begin = index
    return begin


def _is_goodbye(message: Message, settings: Settings) -> bool:
    if "?" in message.text or len(words(message.text)) > _SHORT:
        return False
    return bool(settings.goodbyes.find_in(Joined([message.text]), once=True))
