"""What is sent."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from clearbar.web.api.shapes.kinds import (
    _WORD,
    TEXT,
    Day,
    Id,
    LongId,
    Millis,
    Name,
    SaidLevel,
    Sent,
    Setting,
    Share,
    Source,
    Time,
    Word,
)


class MarkIn(Sent):
    """One level on one standard."""

    standard: LongId = Field(description="id of a standard of the book, or overall")
    level: SaidLevel = Field(description="what was experienced")
    expected: SaidLevel | None = Field(default=None, description="what was expected beforehand")
    desired: SaidLevel | None = Field(default=None, description="what it should have been")
    millis: Millis | None = Field(default=None, description="a measured time, in milliseconds")
    person: Id | None = Field(default=None, description="who performed the step, where that was somebody else")


class AnswerIn(Sent):
    """One answer: what one rater says of one interaction, on one or more standards."""

    source: Source = Field(description="who speaks")
    at: Time = Field(description="when it was given")
    marks: Annotated[list[MarkIn], Field(min_length=1, max_length=100)]
    setting: Setting = "live"
    instrument: Annotated[str, Field(max_length=128, pattern=r"^[^\x00-\x1f\x7f]*$")] = Field(
        default="", description="wording, language or form of the question"
    )
    interaction: LongId | None = None
    person: Id | None = Field(default=None, description="who served")
    team: Id | None = None
    site: Id | None = None
    customer: LongId | None = Field(default=None, description="a pseudonym")
    channel: Word | None = None
    topic: Word | None = None
    rater: Id | None = Field(default=None, description="a pseudonym; a token in a person's scope rates as that person")
    inclusion: Share | None = Field(
        default=None, description="probability with which this interaction was chosen to be rated; null: unknown"
    )
    anonymous: bool = Field(default=False, description="keep the week only, and neither rater nor interaction")


class RevisionIn(Sent):
    """What a rating is changed to, and why."""

    reason: Annotated[str, Field(min_length=3, max_length=200, pattern=_WORD)]
    level: SaidLevel
    expected: SaidLevel | None = Field(default=None, description="left as it was where it is left out")


class InteractionIn(Sent):
    """One visit, call, chat, ticket or thread, without its words."""

    interaction: LongId
    at: Time
    site: Id | None = None
    team: Id | None = None
    person: Id | None = Field(default=None, description="who owned it")
    customer: LongId | None = Field(default=None, description="a pseudonym")
    channel: Word | None = None
    topic: Word | None = None
    seconds: Annotated[int, Field(ge=0, le=10_000_000)] | None = Field(default=None, description="how long it took")
    recording: Annotated[str, Field(max_length=500, pattern=r"^(https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?)?$")] = (
        Field(default="", description="a link to the recorder that keeps the call")
    )


class InteractionsIn(Sent):
    """Interactions, all kept or none."""

    interactions: Annotated[list[InteractionIn], Field(min_length=1, max_length=500)]


class SiteIn(Sent):
    """Where it happened."""

    id: Id
    timezone: Word | None = Field(default=None, description="read as that of the site, which is known here")


class ParticipantIn(Sent):
    """Somebody who took part."""

    id: LongId
    role: Literal["customer", "agent", "bot", "system"]
    team: Id | None = None


class MessageIn(Sent):
    """One message."""

    role: Literal["customer", "agent", "bot", "system"]
    at: Time
    text: Annotated[str, Field(max_length=20_000, pattern=TEXT)] = ""
    author: LongId | None = None
    public: bool = Field(default=True, description="false for an internal note")
    step: LongId | None = None


class GivenIn(Sent):
    """A rating that comes with a conversation."""

    standard: LongId
    source: Source
    level: SaidLevel
    at: Time | None = Field(default=None, description="left out: the time of the last message")
    expected: SaidLevel | None = None
    desired: SaidLevel | None = None
    response: LongId | None = Field(default=None, description="puts together what was said at once")
    rater: Id | None = None
    person: Id | None = Field(default=None, description="left out: the owner")
    setting: Setting = "live"
    instrument: Annotated[str, Field(max_length=128, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    inclusion: Share | None = None
    millis: Millis | None = None
    anonymous: bool = False


class ConversationIn(Sent):
    """One interaction with its words, as docs/conversations.md has it. Card, health and bank account numbers are taken
    out before it is kept."""

    interaction: LongId
    channel: Word | None = None
    topic: Word | None = None
    site: SiteIn | None = None
    owner: Id | None = None
    customer: LongId | None = None
    seen_at: Time | None = None
    participants: Annotated[list[ParticipantIn], Field(max_length=100)] = Field(default_factory=list)
    messages: Annotated[list[MessageIn], Field(max_length=2000)] = Field(default_factory=list)
    ratings: Annotated[list[GivenIn], Field(max_length=100)] = Field(default_factory=list)


class PersonIn(Sent):
    """Somebody new. They get a log-in by a link that an administrator sends."""

    name: Name
    kind: Literal["human", "agent"] = "human"
    language: Annotated[str, Field(max_length=12, pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})?)?$")] = ""
    team: Id | None = None
    shift: Annotated[str, Field(max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    since: Day | None = Field(default=None, description="first day in the team; left out: today")


class PersonEnd(Sent):
    """The last day of somebody's time here."""

    on: Day
