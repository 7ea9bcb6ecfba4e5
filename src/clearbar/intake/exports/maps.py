"""The map: what an export cannot say of itself, as a strict YAML file. See docs/exports.md for every key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from clearbar.intake.shapes import Zone, read_level, read_time
from clearbar.model.book import OVERALL, Setting, Source
from clearbar.model.errors import Fault, InputFault
from clearbar.text.tree import Node, parse

_WORDS: Mapping[str, bool] = {"true": True, "false": False, "yes": True, "no": False}


@dataclass(frozen=True)
class From:
    """Where a value comes from: the same for all (`constant`), or a field of each record (`field`)."""

    constant: str = ""
    field: str = ""


def _from(value: Any) -> From:
    if isinstance(value, str) and value:
        return From(constant=value)
    if isinstance(value, dict) and set(value) == {"field"} and isinstance(value["field"], str):
        return From(field=value["field"])
    raise PydanticCustomError("from", "should be a text, or `{field: NAME}`")


def _level(value: Any) -> int:
    text = str(value).strip().lower()
    known: Any = _WORDS.get(text, int(text) if text.isdecimal() else text)
    return read_level(known)


def _keys(value: Any) -> Any:
    """Values of answers are looked up without regard to case."""
    return {str(key).strip().casefold(): one for key, one in value.items()} if isinstance(value, dict) else value


def _word(value: Any) -> Any:
    return _WORDS.get(value.lower(), value) if isinstance(value, str) else value


Id = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Given = Annotated[From, PlainValidator(_from)]
Levels = Annotated[dict[str, Annotated[int, PlainValidator(_level)]], BeforeValidator(_keys)]
YesNo = Annotated[bool, BeforeValidator(_word)]
Moment = Annotated[datetime, PlainValidator(read_time)]


class MapShape(BaseModel):
    """No unknown keys. Scalars arrive as text and are read by the field that they stand in."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Map(MapShape):
    """What every map may say."""

    prefix: Annotated[str, StringConstraints(max_length=50)] = Field(
        default="", description="put before the id of each interaction, to keep two systems apart"
    )
    timezone: Zone | None = Field(default=None, description="IANA zone of times that bear no offset, and of the site")
    site: Given | None = Field(default=None, description="where it happened")
    channel: Given | None = Field(default=None, description="the channel, where the export's own is not wanted")
    topic: Given | None = Field(default=None, description="what it was about")
    inclusion: float | None = Field(
        default=None, gt=0, le=1, description="probability with which an interaction was asked about"
    )


class HelpdeskMap(Map):
    """The map of a helpdesk."""

    standard: Id = Field(default=OVERALL, description="the standard that its satisfaction question asks about")
    levels: Levels = Field(default={}, description="what each value of the satisfaction question means")
    questions: dict[str, Id] = Field(default={}, description="further questions of the survey, each with its standard")
    bots: tuple[str, ...] = Field(default=(), description="ids of authors that are machines")
    exported_at: Moment | None = Field(default=None, description="when the export was taken")


class MailMap(Map):
    """The map of a mailbox."""

    ours: Annotated[tuple[Id, ...], Field(min_length=1)] = Field(
        description="addresses and domains of the organisation, such as support@example.org or example.org"
    )
    quoted: Literal["strip", "keep"] = Field(default="strip", description="what becomes of quoted mail and signatures")
    exported_at: Moment | None = Field(default=None, description="when the mailbox was copied")


class RatingMap(MapShape):
    """One rating that a response gives: which question holds what."""

    standard: Id = Field(description="id of the standard, or overall")
    level: Id = Field(description="the question that asks what was experienced")
    expected: Id | None = Field(default=None, description="the question that asks what was expected beforehand")
    desired: Id | None = Field(default=None, description="the question that asks what it should have been")
    levels: Levels = Field(default={}, description="what each value of these questions means")


class SurveyMap(Map):
    """The map of a survey."""

    ratings: Annotated[tuple[RatingMap, ...], Field(min_length=1)] = Field(
        description="the ratings that a response gives: `standard`, `level` and, where asked, `expected`, `desired`"
    )
    survey: Annotated[str, StringConstraints(max_length=80)] = Field(default="", description="id of the survey")
    version: Annotated[str, StringConstraints(max_length=40)] = Field(default="", description="version of its wording")
    source: Source = Field(default=Source.CUSTOMER, description="who speaks")
    setting: Setting = Field(default=Setting.LIVE, description="where it happened")
    levels: Levels = Field(default={}, description="what each value means, where a rating does not say it itself")
    interaction: Given | None = Field(default=None, description="the interaction; left out: each response is one")
    person: Given | None = Field(default=None, description="who is rated")
    customer: Given | None = Field(default=None, description="the customer")
    rater: Given | None = Field(default=None, description="who answers")
    anonymous: YesNo = Field(default=False, description="keep the week only, and nobody's id")
    partial: Literal["keep", "drop"] = Field(default="keep", description="what becomes of unfinished responses")
    unknown_time: Moment | None = Field(default=None, description="the time of responses that bear none")


_M = TypeVar("_M", bound=Map)


def read_map(file: str, content: bytes, shape: type[_M]) -> _M:
    """The map in a YAML file. Raises InputFault with every fault found, each with line and column."""
    node, broken = parse(file, content)
    if broken:
        raise InputFault(Fault(file, one.line, one.column, "CX001", one.message, one.hint) for one in broken)
    node = node or Node(None, 1, 1)
    try:
        return shape.model_validate(node.data() or {})
    except ValidationError as error:
        raise InputFault(_faults(file, node, error, shape)) from None


def _faults(file: str, node: Node, error: ValidationError, shape: type[Map]) -> list[Fault]:
    found = [dict(one) for one in error.errors(include_url=False, include_input=False)]
    return [_fault(file, node, one, shape) for one in found if not _echo(one, found)]


def _echo(one: dict[str, Any], found: list[dict[str, Any]]) -> bool:
    """A list counted as empty only because its items have faults of their own."""
    where = one["loc"]
    return one["type"] == "too_short" and any(
        len(other["loc"]) > len(where) and other["loc"][: len(where)] == where for other in found
    )


def _fault(file: str, node: Node, one: dict[str, Any], shape: type[Map]) -> Fault:
    path, kind = tuple(part for part in one["loc"] if part != "[key]"), one["type"]
    name = str(path[-1]) if path else "the map"
    if kind == "extra_forbidden":
        return Fault(file, *node.place(path, of_key=True), "CX002", f"unknown key `{name}`", _near(name, path, shape))
    if kind == "missing":
        return Fault(file, *node.place(path[:-1]), "CX003", f"`{name}` is missing", _purpose(name, path, shape))
    return Fault(file, *node.place(path), "CX004", f"`{name}`: {_said(one)}", _hint(kind))


def _shape_at(path: tuple[Any, ...], shape: type[Map]) -> type[BaseModel]:
    return RatingMap if len(path) > 1 and path[0] == "ratings" else shape


def _near(name: str, path: tuple[Any, ...], shape: type[Map]) -> str:
    known = list(_shape_at(path, shape).model_fields)
    close = get_close_matches(name.lower(), known, n=1)
    return f"did you mean `{close[0]}`?" if close else f"known are {', '.join(known)}"


def _purpose(name: str, path: tuple[Any, ...], shape: type[Map]) -> str:
    return _shape_at(path, shape).model_fields[name].description or ""


def _said(one: Mapping[str, Any]) -> str:
    if one["type"] in {"tuple_type", "list_type"}:
        return "should be a list (`- item` lines)"
    if one["type"] in {"model_type", "dict_type", "model_attributes_type"}:
        return "should be a mapping (`key: value` lines)"
    return str(one["msg"]).removeprefix("Value error, ").removeprefix("Input ")


def _hint(kind: str) -> str:
    return {
        "level": "write 1 to 5, poor to exemplary, or true and false",
        "zone": "write an IANA name such as Europe/Amsterdam",
        "time": "write it as 2026-03-02T10:00:00+01:00",
        "time_without_zone": "end it with Z or an offset such as +01:00",
    }.get(kind, "")
