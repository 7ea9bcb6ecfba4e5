"""Handover: whether the customer was sent on to find the way alone.

**What it reads.** All public messages of agents and bots. A handover is a usual phrase for passing somebody on ("this
isn't my department", "you'll have to call", in English, Dutch, German, French and Spanish: `languages` chooses), or one
of `also`. It does not count where the same message, or the next one of the serving side, takes the customer along or
names who comes to them ("I'll put you through", "she will call you"), where the way leads back to those who speak
("you should call us"), or where that message has a phrase of `unless`. The standard is missed if one handover counts.
With `at_most`, it is also missed if more different people than that served the customer; a bot is one of them unless
`bots` is false. The person is who wrote the first handover; if there is none, who wrote most of the messages.

**When it does not apply.** When no agent or bot wrote a public message.

**What it rests on.** Every handover, to the letter, also those that do not count. With `at_most`, the first message of
each author. Else every message that was searched.

**What it cannot see.** A handover in other words, or in a system that moves the customer without a word. Whether the
other place was the right one, and whether the promise to come back was kept. An author who is not known is nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from pydantic import Field

from clearbar.checks.replies import Replies, most_frequent, replies_of, searched
from clearbar.checks.settings import CheckSettings
from clearbar.checks.sought import Place, Sought
from clearbar.checks.wordings import Languages, handovers, taken_there, to_us
from clearbar.model.book import Level
from clearbar.model.check import Basis, Reading
from clearbar.model.conversation import Conversation, Role
from clearbar.text.phrases import PhraseText

KIND = "handover"
VERSION = "1"


class Settings(CheckSettings):
    """Settings of the check `handover`."""

    languages: Languages = Field(default=(), description="Languages whose phrases are sought; left out, all.")
    also: tuple[PhraseText, ...] = Field(default=(), description="More phrases that pass a customer on.")
    unless: tuple[PhraseText, ...] = Field(default=(), description="More phrases that make a handover all right.")
    at_most: int | None = Field(default=None, ge=1, description="So many different people at most serve the customer.")
    bots: bool = Field(default=True, description="Whether a bot counts as one of the people of `at_most`.")

    @cached_property
    def handovers(self) -> Sought:
        """What passes a customer on, ready to be searched for."""
        return Sought((*self.also, *handovers(self.languages)))

    @cached_property
    def excuses(self) -> Sought:
        """What makes a handover all right; the first `around` of them also in the message after it."""
        return Sought((*taken_there(self.languages), *to_us(self.languages), *self.unless))

    @cached_property
    def around(self) -> int:
        """How many of `excuses` take a customer along: those may also stand in the next message."""
        return len(taken_there(self.languages))


def read(conversation: Conversation, settings: Settings) -> Reading:
    """Whether the customer was taken along, or never had to move."""
    replies = replies_of(conversation)
    if not replies:
        return Reading(None, "no agent or bot wrote a public message")
    places = settings.handovers.places(replies)
    cold = list(_cold(places, replies, settings)) if places else []
    served = _authors(replies, settings)
    too_many = settings.at_most is not None and len(served) > settings.at_most
    why = list(dict.fromkeys(f"says: {settings.handovers.names[place.what]}" for place in cold))
    if settings.at_most is not None and (too_many or not cold):
        why.append(f"{len(served)} served the customer; at most {settings.at_most} is the standard")
    told = tuple(_told(place, place in cold, settings) for place in places)
    firsts = tuple(served.values()) if settings.at_most is not None else ()
    return Reading(
        level=Level.UNDERPERFORMING if cold or too_many else Level.GOOD,
        why="; ".join(why) or f"nobody was sent on in {len(replies)} messages",
        rests_on=(*told, *firsts) or searched(replies, "nobody is sent on here"),
        person=_person(conversation, replies, cold),
    )


def _cold(places: Sequence[Place], replies: Replies, settings: Settings) -> Iterator[Place]:
    """The handovers that nothing excuses."""
    excuses = settings.excuses.places(replies)
    here = {place.message for place in excuses}
    along = {place.message for place in excuses if place.what < settings.around}
    following = {index: after for (index, _), (after, _) in pairwise(replies)}
    for place in places:
        if place.message not in here and following.get(place.message) not in along:
            yield place


def _told(place: Place, counts: bool, settings: Settings) -> Basis:
    says = f"says: {settings.handovers.names[place.what]}"
    return Basis(says if counts else f"{says} (and goes along)", place.message, place.start, place.end)


def _authors(replies: Replies, settings: Settings) -> dict[str, Basis]:
    """Who served, each with their first message."""
    served: dict[str, Basis] = {}
    if settings.at_most is not None:
        for index, message in replies:
            if message.author is not None and (settings.bots or message.role is Role.AGENT):
                served.setdefault(message.author, Basis(f"somebody new serves here ({len(served) + 1})", index))
    return served


def _person(conversation: Conversation, replies: Replies, cold: Sequence[Place]) -> str | None:
    if cold:
        return conversation.messages[cold[0].message].author
    return most_frequent([message.author for _, message in replies])
