"""Further questions of a report: those whose answers are worth a section where the evidence holds what they need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from clearbar.engines import Engine
from clearbar.flow.assess.conditions import both, headlines, one_of
from clearbar.flow.assess.question import ask
from clearbar.model.book import OVERALL, Source
from clearbar.model.estimate import Answer
from clearbar.model.question import Condition, Question, Value
from clearbar.model.report import BarLine

Told = Sequence[BarLine]
_RATERS = 3
"""Reviewers from whom on one of them can be told from the others."""


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


def _by(source: Source) -> Callable[[Condition, Told], Condition]:
    """What one source says, of whatever standard."""
    said = one_of("r.source", [source.value], "source")
    return lambda present, _: both(present, said)


def _asked_of_customers(present: Condition, told: Told) -> Condition:
    """Customers who were asked: of those who did not answer, nothing is known that a rating would tell."""
    del present, told
    return one_of("r.source", [Source.CUSTOMER.value], "source")


_from_customers, _by_reviewers = _by(Source.CUSTOMER), _by(Source.REVIEWER)


def _some_place_is_known(answer: Answer) -> bool:
    """Whether a group can be told to belong to the better or the worse half."""
    facts = (answer.facts[name] for name in ("all_low", "all_high", "among"))
    return any(None not in one and (2 * one[0] > one[2] or 2 * one[1] <= one[2]) for one in zip(*facts, strict=True))


def _enough_to_judge_raters(answer: Answer) -> bool:
    return len({row.keys["rater"] for row in answer.rows}) >= _RATERS and len(answer) > 0


def _is_weighted(answer: Answer) -> bool:
    return len(answer) > 0 and any(part.measure == "weighted" for part in answer.parts)


def _signalled(answer: Answer) -> Answer:
    """The series that left their limits in some week, and the verdict on the whole."""
    marked = zip(answer.keys["standard"], answer.facts["signal"], strict=True)
    return answer.only("standard", {OVERALL, *(standard for standard, signal in marked if signal)})


def _alarmed(answer: Answer) -> Answer:
    """The sites with an alarm; of the slopes, theirs."""
    sites = {site for site, alarm in zip(answer.keys["site"], answer.facts["alarm"], strict=True) if alarm}
    parts = tuple(part.only("site", sites) for part in answer.parts)
    return replace(answer.only("site", sites), parts=parts)


def _unnamed(answer: Answer) -> Answer:
    """Raters without their names, and nothing of single persons."""
    nobody = {**answer.keys, "rater": [None] * len(answer)}
    return replace(answer, keys=nobody, parts=tuple(part for part in answer.parts if part.measure != "persons"))


def _whole(answer: Answer) -> Answer:
    return answer


@dataclass(frozen=True)
class _Asked:
    """A question of the report: which ratings it reads, and when its answer is worth telling."""

    measure: str
    by: tuple[str, ...] = ()
    where: Callable[[Condition, Told], Condition | None] = _everything
    worth: Callable[[Answer], bool] = _has_rows
    options: tuple[tuple[str, Value], ...] = ()
    shown: Callable[[Answer], Answer] = _whole
    """What of an answer has room on a page."""


_ASKED = (
    _Asked("drift", ("standard",), _headline, shown=_signalled),
    _Asked("balance", ("site",), shown=_alarmed),
    _Asked("ranks", ("site",), _verdict, _some_place_is_known),
    _Asked("waits", ("standard",), _headline),
    _Asked("drivers", ("source",), _from_customers),
    _Asked("severity", ("standard",), _by_reviewers, _enough_to_judge_raters, shown=_unnamed),
    _Asked("blend", ("standard",), _everything),
    _Asked("compass"),
    _Asked("effect", (), _verdict),
    _Asked("transfer", (), _from_customers),
    _Asked("nonresponse", ("standard",), _asked_of_customers, _is_weighted),
)
"""In the order of the page."""


def answers(engine: Engine, lines: Sequence[BarLine], present: Condition) -> tuple[Answer, ...]:
    """The answers that are worth telling, in the order of the page. Nobody is named in them: none is by person or by
    rater."""
    told = [line for line in lines if line.clearance and line.heard_from]
    found = []
    for asked in _ASKED:
        if (where := asked.where(present, told)) is not None:
            answer = ask(engine, asked.measure, Question(asked.by, where, options=asked.options))
            shown = asked.shown(answer)
            found += [shown] if asked.worth(answer) and len(shown) else []
    return tuple(found)
