"""The shape of one conversation as it is sent: one JSON object a line. See docs/conversations.md."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from clearbar.model.book import Level, Setting, Source
from clearbar.model.conversation import Role
from clearbar.text.zones import zone_of

FIRST_YEAR, LAST_YEAR = 1990, 2199
"""Times outside these years are placeholders (1900-01-01, 1970-01-01, 1980-01-01, 9999-12-31), never a moment."""

LONGEST_MILLIS = 2**53
"""The largest whole number that every JSON reader keeps exactly."""

_NAMED_LEVELS = {level.name.lower(): int(level) for level in Level}


def read_time(value: Any) -> datetime:
    """An RFC 3339 time with an offset, in UTC."""
    if not isinstance(value, str):
        raise PydanticCustomError("time_type", "must be a time such as 2026-03-02T10:00:00+01:00")
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        at = None
    if at is None or value[4:5] != "-" or len(value) < 16:
        raise PydanticCustomError("time", "is no time such as 2026-03-02T10:00:00+01:00")
    if at.tzinfo is None:
        raise PydanticCustomError("time_without_zone", "is a time without an offset")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise PydanticCustomError("time_range", "is a time outside the years that a conversation can have")
    return at.astimezone(UTC)


def read_level(value: Any) -> int:
    """A level as 1..5, as its name, or as true (good) and false (underperforming)."""
    if isinstance(value, bool):
        return int(Level.GOOD if value else Level.UNDERPERFORMING)
    if isinstance(value, str) and value.lower() in _NAMED_LEVELS:
        return _NAMED_LEVELS[value.lower()]
    if isinstance(value, (int, float)) and value in (1, 2, 3, 4, 5):
        return int(value)
    raise PydanticCustomError("level", "is no level")


def _known_zone(name: str) -> str:
    if zone_of(name) is None:
        raise PydanticCustomError("zone", "is no time zone")
    return name


Id = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Time = Annotated[datetime, PlainValidator(read_time), WithJsonSchema({"type": "string", "format": "date-time"})]
GivenLevel = Annotated[
    int,
    PlainValidator(read_level),
    WithJsonSchema({"enum": [1, 2, 3, 4, 5, *_NAMED_LEVELS, True, False]}),
]
Zone = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(_known_zone)]


class Shape(BaseModel):
    """Strict: no unknown keys, and no value is bent into another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SiteShape(Shape):
    """Where it happened."""

    id: Id = Field(description="pseudonymous id of the shop, desk or clinic")
    timezone: Zone = Field(default="UTC", description="IANA name of its time zone")


class ParticipantShape(Shape):
    """Somebody who took part."""

    id: Id = Field(description="pseudonymous id")
    role: Role = Field(description="customer, agent, bot or system")
    team: Id | None = Field(default=None, description="the team that this person worked in")


class MessageShape(Shape):
    """One message."""

    role: Role = Field(description="who writes: customer, agent, bot or system")
    at: Time = Field(description="when")
    text: str = Field(default="", description="what is said; may be left out where only times matter")
    author: Id | None = Field(default=None, description="pseudonymous id of who writes")
    public: bool = Field(default=True, description="false for an internal note")
    step: Id | None = Field(default=None, description="the step that this message performs")


class RatingShape(Shape):
    """One rating that comes with the conversation."""

    standard: Id = Field(description="id of the standard in the book, or overall")
    source: Source = Field(description="who speaks")
    level: GivenLevel = Field(description="the level experienced")
    at: Time | None = Field(default=None, description="when it was given; else the time of the last message")
    expected: GivenLevel | None = Field(default=None, description="the level expected beforehand")
    desired: GivenLevel | None = Field(default=None, description="the level that it should have been")
    rating: Id | None = Field(default=None, description="id of this rating")
    response: Id | None = Field(default=None, description="id of the answer that it came with")
    rater: Id | None = Field(default=None, description="pseudonymous id of who rates")
    person: Id | None = Field(default=None, description="pseudonymous id of who is rated; else who served")
    setting: Setting = Field(default=Setting.LIVE, description="where it happened")
    instrument: Annotated[str, StringConstraints(max_length=200)] = Field(
        default="", description="wording, language or form of the question"
    )
    inclusion: float | None = Field(
        default=None, gt=0, le=1, description="probability with which this interaction was chosen to be rated"
    )
    millis: int | None = Field(default=None, ge=0, le=LONGEST_MILLIS, description="a measured time")
    anonymous: bool = Field(default=False, description="keep the week only, and neither rater nor interaction")


class ConversationShape(Shape):
    """One interaction."""

    interaction: Id = Field(description="id of the interaction, once in a file")
    channel: Id | None = Field(default=None, description="shop, telephone, chat, …")
    topic: Id | None = Field(default=None, description="what it was about")
    site: SiteShape | None = Field(default=None, description="where it happened")
    owner: Id | None = Field(default=None, description="pseudonymous id of who owned the interaction")
    customer: Id | None = Field(default=None, description="pseudonymous id of the customer")
    seen_at: Time | None = Field(default=None, description="when the conversation was last looked at")
    participants: list[ParticipantShape] = Field(default=[], description="who took part")
    messages: list[MessageShape] = Field(default=[], description="what was said, in any order")
    ratings: list[RatingShape] = Field(default=[], description="what was said of it")
