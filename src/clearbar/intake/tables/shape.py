"""The shape of a map: what the columns of somebody's table mean. See docs/import.md."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from clearbar.model.book import Level, Setting, Source
from clearbar.text.zones import zone_of

TARGETS = (
    "rating", "interaction", "standard", "edition", "response", "source", "setting", "rater", "person", "team", "site",
    "customer", "channel", "topic", "rated_at", "day", "week", "level", "expected", "desired", "millis", "censored",
    "instrument", "inclusion", "disputed", "zone", "anonymous",
)  # fmt: skip
"""What a column can mean: the columns of the evidence, and two that only the intake reads."""

MOST_VALUES = 1001
"""So many values may lie between the ends of a scale."""

_Target = Literal[
    "rating", "interaction", "standard", "edition", "response", "source", "setting", "rater", "person", "team", "site",
    "customer", "channel", "topic", "rated_at", "day", "week", "level", "expected", "desired", "millis", "censored",
    "instrument", "inclusion", "disputed", "zone", "anonymous",
]  # fmt: skip
_Constant = Literal[
    "standard", "edition", "source", "setting", "rater", "person", "team", "site", "channel", "topic", "day", "week",
    "instrument", "inclusion", "disputed", "censored", "anonymous",
]  # fmt: skip
_SCALE = re.compile(r"(-?\d{1,6})\s*\.\.\s*(-?\d{1,6})")
_NAMES = {level.name.lower(): int(level) for level in Level}


def level_of(position: Fraction) -> int:
    """The level for a position on a scale: 0 is its worst end, 1 its best.

    1 + 4 × position, to the nearest level; halfway between two, the one that is nearer to average. So ends go to
    ends, the middle to average, and what is symmetric stays symmetric.
    """
    exact = 1 + 4 * position
    below = exact.numerator // exact.denominator
    rest = exact - below
    if rest == Fraction(1, 2):
        return below + 1 if below < Level.AVERAGE else below
    return below + (1 if rest > Fraction(1, 2) else 0)


def bands(worst: int, best: int) -> dict[str, int]:
    """The levels of all whole numbers of a scale, from its worst to its best value."""
    step = 1 if best > worst else -1
    span = abs(best - worst)
    return {str(value): level_of(Fraction(abs(value - worst), span)) for value in range(worst, best + step, step)}


def _levels(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"from"}:
        found = _SCALE.fullmatch(str(value["from"]))
        if not found or found[1] == found[2] or abs(int(found[1]) - int(found[2])) >= MOST_VALUES:
            raise ValueError("`from` names the worst and the best value of a scale, such as 0..10, 1..7 or 5..1")
        return bands(int(found[1]), int(found[2]))
    if not isinstance(value, dict) or not value:
        raise ValueError("should say which level each value is, such as {good: 4, bad: 2}, or {from: 0..10}")
    wrong = [key for key, level in value.items() if str(level).lower() not in {*_NAMES, *"12345"}]
    if wrong:
        raise ValueError(f"`{wrong[0]}`: a level is 1 to 5, or poor to exemplary")
    return {key: _NAMES.get(str(level).lower()) or int(str(level)) for key, level in value.items()}


def _zone(name: str) -> str:
    if zone_of(name) is None:
        raise ValueError("is not a known time zone; write an IANA name such as Europe/Amsterdam")
    return name


def _encoding(name: str) -> str:
    try:
        known = codecs.lookup(name)
    except LookupError:
        raise ValueError("is not a known encoding; write a name such as utf-8, utf-16 or windows-1252") from None
    if not getattr(known, "_is_text_encoding", True):
        raise ValueError("is not an encoding of text")
    return name


def _delimiter(value: Any) -> Any:
    return {"tab": "\t", "\\t": "\t", "semicolon": ";", "comma": ",", "pipe": "|"}.get(value, value)


def _words(value: Mapping[str, str]) -> Mapping[str, str]:
    known: Mapping[str, type[Source] | type[Setting]] = {"source": Source, "setting": Setting}
    for name, words in known.items():
        if name in value and value[name] not in list(words):
            raise ValueError(f"`{name}` is one of {', '.join(words)}")
    return value


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Levels = Annotated[
    dict[str, int],
    BeforeValidator(_levels),
    WithJsonSchema(
        {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"enum": [1, 2, 3, 4, 5, *_NAMES]},
            "properties": {"from": {"type": "string", "pattern": r"^-?\d+\s*\.\.\s*-?\d+$"}},
            "examples": [{"from": "0..10"}, {"good": 4, "bad": 2}],
        }
    ),
]


Delimiter = Annotated[str, BeforeValidator(_delimiter), StringConstraints(min_length=1, max_length=1)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class QuestionShape(_Shape):
    """The columns of one question in a table with several in a row."""

    level: Name = Field(description="Column of the level experienced.")
    expected: Name | None = Field(None, description="Column of the level expected beforehand.")
    desired: Name | None = Field(None, description="Column of the level that it should have been.")
    millis: Name | None = Field(None, description="Column of a measured time.")
    levels: Levels | None = Field(None, description="The levels of this question, where others are answered otherwise.")


def _question(value: Any) -> Any:
    return {"level": value} if isinstance(value, str) else value


Question = Annotated[QuestionShape, BeforeValidator(_question, json_schema_input_type=QuestionShape | Name)]


class MapShape(_Shape):
    """What the columns of a table mean, and how its cells are written."""

    columns: dict[_Target, Name] = Field(
        default_factory=dict, description="The header's name for each column that is called otherwise there."
    )
    constants: Annotated[dict[_Constant, Name], AfterValidator(_words)] = Field(
        default_factory=dict, description="What holds for every row and stands in no column."
    )
    standards: dict[Name, Question] = Field(
        default_factory=dict, description="For a table with several questions in a row: the columns of each standard."
    )
    levels: Levels | None = Field(None, description="Which level each value is, or `from: 0..10`.")
    unit: Literal["ms", "s", "min", "h", "mm:ss"] = Field("ms", description="How measured times are written.")
    zone: Annotated[str, AfterValidator(_zone)] | None = Field(
        None, description="IANA name of the zone of the sites; times without an offset are read in it."
    )
    date_order: Literal["dmy", "mdy", "ymd"] | None = Field(None, description="The order of dates such as 02/03/2026.")
    time_numbers: Literal["epoch_s", "epoch_ms", "excel"] | None = Field(
        None, description="What a mere number is as a time: seconds or milliseconds since 1970, or a day of Excel."
    )
    missing: tuple[str, ...] = Field((), description="Cells that mean that there is nothing, beside empty ones.")
    header_rows: int = Field(1, ge=1, le=100, description="Rows of the header; the first of them names the columns.")
    skip_rows: int = Field(0, ge=0, le=1000, description="Rows above the header, such as a title.")
    format: Literal["csv", "tsv", "jsonl", "parquet", "excel"] | None = Field(
        None, description="The format, where the name of the file does not tell it."
    )
    encoding: Annotated[str, AfterValidator(_encoding)] | None = Field(None, description="Encoding of the text.")
    delimiter: Delimiter | None = Field(None, description="What stands between cells; otherwise the header tells.")
    sheet: Name | None = Field(None, description="The sheet of a workbook; otherwise the first.")
