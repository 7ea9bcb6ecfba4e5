"""Further questions of a report: those whose answers are worth a section where the evidence holds what they need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clearbar.engines import Engine
from clearbar.flow.assess.conditions import both, headlines
from clearbar.flow.assess.question import ask
from clearbar.model.book import OVERALL
from clearbar.model.estimate import Answer
from clearbar.model.question import Condition, Question, Value
from clearbar.model.report import BarLine

Told = Sequence[BarLine]


def _has_rows(answer: Answer) -> bool:
    return len(answer) > 0


def _everything(present: Condition, told: Told) -> Condition | None:
    del told
    return present


def _headline(present: Condition, told: Told) -> Condition | None:
    """What the headline sources say of their standards."""
    return both(present, headlines(told)) if told else None


def _verdict(present: Condition, told: Told) -> Condition | None:
    """What the headline source says of the whole; None where nobody was asked."""
    return _headline(present, [line for line in told if line.standard == OVERALL])


@dataclass(frozen=True)
class _Asked:
    """A question of the report: which ratings it reads, and when its answer is worth telling."""

    measure: str
    by: tuple[str, ...] = ()
    where: Callable[[Condition, Told], Condition | None] = _everything
    worth: Callable[[Answer], bool] = _has_rows
    options: tuple[tuple[str, Value], ...] = ()


_ASKED: tuple[_Asked, ...] = ()
"""In the order of the page."""


def answers(engine: Engine, lines: Sequence[BarLine], present: Condition) -> tuple[Answer, ...]:
    """The answers that are worth telling, in the order of the page. Nobody is named in them: none is by person or by
    rater."""
    told = [line for line in lines if line.clearance and line.heard_from]
    found = []
    for asked in _ASKED:
        if (where := asked.where(present, told)) is not None:
            answer = ask(engine, asked.measure, Question(asked.by, where, options=asked.options))
            found += [answer] if asked.worth(answer) else []
    return tuple(found)
