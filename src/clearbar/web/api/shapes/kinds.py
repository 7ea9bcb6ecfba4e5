"""The kinds of values that shapes are made of. What is sent is strict: no unknown field, and no value is bent into
another type."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

FIRST_YEAR, LAST_YEAR = 1990, 2199
"""Times outside these years are placeholders, never a moment."""


class Sent(BaseModel):
    """What is sent."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Told(BaseModel):
    """What is answered."""

    model_config = ConfigDict(from_attributes=True)


def _without_null(schema: dict[str, Any]) -> None:
    """A query cannot say null: what is not asked for is left out."""
    for name, one in schema.get("properties", {}).items():
        kinds = [kind for kind in one.get("anyOf", ()) if kind.get("type") != "null"]
        if len(kinds) == 1:
            said = {key: value for key, value in one.items() if key not in {"anyOf", "default"}}
            schema["properties"][name] = said | kinds[0]


class Asked(BaseModel):
    """What stands in a query: texts, that become what they mean."""

    model_config = ConfigDict(extra="ignore", frozen=True, json_schema_extra=_without_null)


def _time(value: Any) -> datetime:
    if not isinstance(value, str):
        raise PydanticCustomError("time", "must be a text such as 2026-03-02T10:00:00+01:00")
    try:
        at = datetime.fromisoformat(value.upper() if value[-1:] == "z" else value)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or value[4:5] != "-" or len(value) < 16:
        raise PydanticCustomError("time", "is no time with an offset, such as 2026-03-02T10:00:00+01:00")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise PydanticCustomError("time", "lies outside the years 1990 to 2199")
    return at.astimezone(UTC)


def _day(value: Any) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PydanticCustomError("day", "is no day from 1990 to 2199, such as 2026-03-02")
    return day


_ID = r"^[A-Za-z0-9][A-Za-z0-9._:#+-]*$"
TEXT = r"^[^\x00]*$"
_WORD = r"^[^\x00-\x1f\x7f]+$"

_YEARS = "in the years 1990 to 2199"
Time = Annotated[
    datetime,
    PlainValidator(_time),
    WithJsonSchema({"type": "string", "format": "date-time", "description": f"RFC 3339 with an offset, {_YEARS}"}),
]
Day = Annotated[
    date,
    PlainValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "description": f"a day {_YEARS}"}),
]
Id = Annotated[str, Field(min_length=1, max_length=64, pattern=_ID)]
"""A pseudonym: it names nobody, and is no e-mail address."""
LongId = Annotated[str, Field(min_length=1, max_length=128, pattern=_ID)]
Word = Annotated[str, Field(min_length=1, max_length=64, pattern=_WORD)]
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=_WORD)]
Level = Annotated[int, Field(ge=1, le=5)]
NAMES = ("poor", "underperforming", "average", "good", "exemplary")
SaidLevel = Level | bool | Literal["poor", "underperforming", "average", "good", "exemplary"]
"""A level as 1 to 5 or its name; true is good and false underperforming."""
Setting = Literal["live", "walk", "rehearsal", "selection"]
Source = Literal["customer", "colleague", "vendor", "reviewer", "coach", "peer", "self", "shopper", "check"]
Week = Annotated[int, Field(ge=199001, le=219953, description="ISO week, yyyyww")]
Share = Annotated[float, Field(gt=0, le=1)]
Millis = Annotated[int, Field(ge=0, le=2**53)]
Cursor = Annotated[
    str, Field(max_length=500, pattern=r"^[A-Za-z0-9_:.=-]*$", description="where to go on: `next` of the page before")
]
Limit = Annotated[int, Field(ge=1, le=200, description="so many at most")]


def level_of(said: int | bool | str) -> int:
    """The level that was said."""
    if isinstance(said, bool):
        return 4 if said else 2
    return NAMES.index(said) + 1 if isinstance(said, str) else said


class Paged(Asked):
    """What every list takes."""

    cursor: Cursor = ""
    limit: Limit = 50
