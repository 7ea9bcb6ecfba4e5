"""One measure: question → SQL → sums → answer. Which query and which conclusion stands in `roads`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import isfinite

from clearbar import measures
from clearbar.engines import Engine
from clearbar.flow.assess.roads import ROADS, Road
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.estimate import Answer
from clearbar.model.question import Option, Query, Question, Value

ROLLED = (
    "A rollup does not know which ratings came with one answer: it shows a group of which five rate one standard. The "
    "evidence itself may show more."
)
MEASURES = tuple(ROADS)
"""The measures, in the order of their questions."""


def ask(engine: Engine, name: str, question: Question) -> Answer:
    """The answer to a question that stands already, from an engine that is open."""
    road = check(name, question)
    answer = road.conclude(engine.run(_kept(road.query(question), question)), question)
    for further in road.further:
        if query := further.query(question, answer):
            answer = further.conclude(answer, engine.run(_kept(query, question)), question)
    return replace(answer, notes=(*answer.notes, *_rolled(engine, answer, question))) if question.rolled else answer


def _kept(query: Query, question: Question) -> Query:
    """The query, which must not read single ratings where there are none."""
    if question.rolled and query.reads == Query.reads:
        raise measures.not_kept()
    return query


def _rolled(engine: Engine, answer: Answer, question: Question) -> Iterator[str]:
    """What must be known of an answer that comes from a rollup."""
    yield f"Counted from a rollup of version {engine.version} of the evidence."
    if answer.withheld and not {"standard", "edition"} & set(question.by):
        yield ROLLED


def check(name: str, question: Question) -> Road:
    """The road of a measure. Raises QuestionFault where there is none, or it has no use for what the question says."""
    if name not in ROADS:
        raise QuestionFault([Fault("measure", 0, 0, "CQ005", f"`{name}` is no measure", f"known: {', '.join(ROADS)}")])
    road = ROADS[name]
    known = {option.name: option for option in road.options}
    said = {key: getattr(question, key) for key in ("of", "factors") if getattr(question, key)}
    spare = [key for key in said if key not in road.takes] + [key for key, _ in question.options if key not in known]
    faults = [Fault(f"--{key}", 0, 0, "CQ006", f"`{name}` has no use for `{key}`", _takes(road)) for key in spare]
    faults += _amiss(known, question)
    if faults:
        raise QuestionFault(faults)
    return road


def _takes(road: Road) -> str:
    taken = sorted([*road.takes, *(option.name for option in road.options)])
    return f"it lets you choose: {', '.join(taken)}" if taken else ""


def _amiss(known: Mapping[str, Option], question: Question) -> Iterator[Fault]:
    """What is wrong with the values that were chosen."""
    for name, value in question.options:
        if name in known and (wrong := _wrong(known[name], value)):
            yield Fault(f"--{name}", 0, 0, "CQ007", f"`{name}` cannot be {value!r}", wrong)


def _wrong(option: Option, value: Value) -> str:
    """What a value should have been; empty where it is fine."""
    if isinstance(option.default, str):
        return f"one of {', '.join(option.choices)}" if option.choices and value not in option.choices else ""
    whole = isinstance(option.default, int)
    if isinstance(value, (bool, str)) or not isfinite(value) or (whole and value != int(value)):
        return "a whole number" if whole else "a number"
    low, high = option.low, option.high
    if low is not None and high is not None and not low <= value <= high:
        return f"from {low:g} to {high:g}"
    if low is not None and value < low:
        return f"at least {low:g}"
    return f"at most {high:g}" if high is not None and value > high else ""
