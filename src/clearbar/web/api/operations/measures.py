"""Measures: figures about groups, within what the token may see."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Path, Query
from pydantic import Field

from clearbar.model.errors import EvidenceFault, QuestionFault
from clearbar.model.question import Option, Value
from clearbar.web.api.door import Call
from clearbar.web.api.problems import Problem, Reason
from clearbar.web.api.rights import Right
from clearbar.web.api.shapes import TEXT, Asked, FiguresOut, MeasureList
from clearbar.web.api.v1 import get
from clearbar.web.bridge import askable, asking

Column = Annotated[str, Field(max_length=32, pattern=r"^[a-z_]+$")]
Choice = Annotated[str, Field(max_length=200, pattern=r"^[a-z_]+=[ -~]*$")]
Name = Literal[askable.NAMES]  # type: ignore[valid-type]
NOT_YOURS = frozenset({"CQ011", "CQ012"})
"""Codes of questions that are somebody else's to ask."""


class Question(Asked):
    """What is asked."""

    by: Annotated[list[Column], Field(max_length=4)] = Field(default=[], description="columns to group by")
    where: Annotated[str, Field(max_length=2000, pattern=TEXT)] = Field(
        default="", description="a filter, such as site = 's01' and week >= 202610"
    )
    of: Annotated[str, Field(max_length=16, pattern=r"^[a-z]*$")] = Field(
        default="", description="the outcome: level, millis or gap"
    )
    factors: Annotated[str, Field(max_length=64, pattern=r"^[a-z/, ]*$")] = Field(
        default="", description="what variation is split into"
    )
    option: Annotated[list[Choice], Field(max_length=20)] = Field(
        default=[], description="what the measure lets you choose, as name=value"
    )


@get("/measures", Right.MEASURES_READ, "Measures", MeasureList)
def list_measures(request: Call) -> Any:
    """The measures, each with what it says and what it lets you choose."""
    del request
    return {
        "items": [
            {"measure": name, "asks": askable.says(name), "options": [_told(one) for one in askable.options(name)]}
            for name in askable.NAMES
        ]
    }


@get("/measures/{measure}", Right.MEASURES_READ, "Measures", FiguresOut, refuses=("question", "conflict"))
def ask_measure(request: Call, measure: Path[Name], question: Query[Question]) -> Any:
    """The answer of a measure. Figures behind which fewer than five respondents stand are withheld, and so are those
    that would tell of them."""
    if not asking.is_heard():
        raise Problem("conflict", "Nothing was heard yet.")
    options = _options(measure, question.option)
    try:
        answer = asking.ask(
            request.auth.scope, measure, by=question.by, where=question.where, of=question.of,
            factors=question.factors, **options,
        )  # fmt: skip
    except QuestionFault as fault:
        reasons = [Reason(f"query.{one.file.removeprefix('--')}", one.message, one.hint) for one in fault.faults]
        raise Problem("right" if {one.code for one in fault.faults} & NOT_YOURS else "question", "", reasons) from None
    except EvidenceFault:
        raise Problem("conflict", "The evidence cannot be read just now.") from None
    return answer.document()


def _told(one: Option) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in ("name", "default", "says", "low", "high")}
    return said | {"choices": list(one.choices)}


def _options(measure: str, said: list[str]) -> dict[str, Value]:
    known = {one.name: one for one in askable.options(measure)}
    found: dict[str, Value] = {}
    for choice in said:
        name, _, value = choice.partition("=")
        if name not in known or name in found:
            hint = f"known: {', '.join(known)}" if known else "it has none"
            raise Problem("question", reasons=[Reason("query.option", f"`{name}` is no option of {measure}", hint)])
        found[name] = _value(known[name], value)
    return found


def _value(option: Option, said: str) -> Value:
    """An option's text as its type, which is that of its default."""
    try:
        return type(option.default)(said)
    except ValueError:
        raise Problem("question", reasons=[Reason("query.option", f"`{option.name}` is a number")]) from None
