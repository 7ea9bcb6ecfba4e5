"""The words of a conversation: what was said, by whom and when, and the ratings given with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clearbar.model.book import Setting, Source


class Role(StrEnum):
    """Who writes a message."""

    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"
    SYSTEM = "system"


SERVING = frozenset({Role.AGENT, Role.BOT})
"""The roles that serve; a bot serves as an agent does."""


@dataclass(frozen=True)
class Message:
    """One message. `at` is aware; `step` is the id of the step that it performs, where the system of record
    knows it; an internal note has `public` false and is not seen by the customer."""

    role: Role
    text: str
    at: datetime
    author: str | None = None
    public: bool = True
    step: str | None = None


@dataclass(frozen=True)
class Participant:
    """Somebody who took part. `id` is a pseudonym."""

    id: str
    role: Role
    team: str | None = None


@dataclass(frozen=True)
class GivenRating:
    """A rating that came with a conversation. Levels are 1..5; empty ids are filled at intake.

    An anonymous one keeps the week only, and neither rater nor interaction."""

    standard: str
    source: Source
    level: int
    at: datetime | None = None
    expected: int | None = None
    desired: int | None = None
    rating: str | None = None
    response: str | None = None
    rater: str | None = None
    person: str | None = None
    setting: Setting = Setting.LIVE
    instrument: str = ""
    inclusion: float | None = None
    millis: int | None = None
    anonymous: bool = False


@dataclass(frozen=True)
class Conversation:
    """One interaction with its messages in the order of time.

    `seen_at` is when the conversation was last looked at: a wait that is still open then is censored.
    `owner` is the person who owned the interaction. `timezone` is the IANA name of the site's zone.
    """

    interaction: str
    messages: tuple[Message, ...]
    seen_at: datetime
    channel: str | None = None
    topic: str | None = None
    site: str | None = None
    timezone: str = "UTC"
    owner: str | None = None
    customer: str | None = None
    participants: tuple[Participant, ...] = ()
    ratings: tuple[GivenRating, ...] = ()

    def team_of(self, person: str | None) -> str | None:
        """The team of a participant; None where unknown."""
        return next((one.team for one in self.participants if one.id == person), None)
