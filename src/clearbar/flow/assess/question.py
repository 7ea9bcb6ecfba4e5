"""One measure: question → SQL → sums → answer.

The road of every figure is one line of `_ROADS`: the query that counts, and the pure function that concludes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from clearbar import measures
from clearbar.engines import Engine, Evidence, open_engine
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.estimate import Answer
from clearbar.model.question import Query, Question, Sums
from clearbar.stats.answers import (
    conclude_agreement,
    conclude_clearance,
    conclude_delight,
    conclude_difference,
    conclude_gap,
    conclude_groups,
    conclude_split,
    settle,
    unsettled,
)


class _Further(NamedTuple):
    """A second query for what an answer leaves open; None where it leaves nothing."""

    query: Callable[[Question, Answer], Query | None]
    conclude: Callable[[Answer, Sums], Answer]


class _Road(NamedTuple):
    query: Callable[[Question], Query]
    conclude: Callable[[Sums, Question], Answer]
    needs: frozenset[str] = frozenset()
    further: _Further | None = None


def _raters(question: Question, answer: Answer) -> Query | None:
    """Who rated what, of the standards whose raters do not agree."""
    left = unsettled(answer)
    return measures.agreement.raters(question, left) if left else None


_ROADS = {
    "clearance": _Road(measures.clearance.query, lambda sums, asked: conclude_clearance(sums, asked.by)),
    "delight": _Road(measures.delight.query, lambda sums, asked: conclude_delight(sums, asked.by)),
    "gap": _Road(measures.gap.query, lambda sums, asked: conclude_gap(sums, asked.by)),
    "shrinkage": _Road(
        measures.shrinkage.query, lambda sums, asked: conclude_groups(sums, asked.by, asked.of), frozenset({"of"})
    ),
    "consistency": _Road(
        measures.consistency.query,
        lambda sums, asked: conclude_split(sums, asked.by, *measures.factors(asked.factors), asked.of),
        frozenset({"of", "factors"}),
    ),
    "agreement": _Road(
        measures.agreement.query,
        lambda sums, asked: conclude_agreement(sums, asked.by),
        further=_Further(_raters, settle),
    ),
    "difference": _Road(measures.difference.query, lambda sums, asked: conclude_difference(sums, asked.by)),
}
MEASURES = tuple(_ROADS)
"""The measures, in the order of their questions."""


def measure(
    name: str,
    evidence: Path | str,
    *,
    by: Sequence[str] | str = (),
    where: str = "",
    of: str = "",
    factors: str = "",
    engine: str = "duckdb",
) -> Answer:
    """The answer of a measure over the evidence in a folder.

    `by` groups; `where` filters ratings, such as "site = 's01' and week >= 202610"; `of` is the outcome: level,
    millis or gap; `factors` says what variation is split into: "site/person", "person" or "person,rater".
    `engine` counts: duckdb, or spark, which gives the same answer.
    Live ratings that are not disputed are read, unless `where` itself speaks of setting or disputed.
    Raises QuestionFault for what cannot be asked, EvidenceFault where there is no evidence or a file of it cannot be
    read, EngineFault where the engine cannot be started or gives up.
    """
    condition = measures.parse_where(where) if where else None
    question = Question((by,) if isinstance(by, str) else tuple(by), condition, of, factors)
    opened = open_engine(engine, Evidence(Path(evidence)))
    try:
        return ask(opened, name, question)
    finally:
        opened.close()


def ask(engine: Engine, name: str, question: Question) -> Answer:
    """The answer to a question that stands already, from an engine that is open."""
    if name not in _ROADS:
        raise QuestionFault([Fault("measure", 0, 0, "CQ005", f"`{name}` is no measure", f"known: {', '.join(_ROADS)}")])
    road = _ROADS[name]
    spare = [key for key in ("of", "factors") if getattr(question, key) and key not in road.needs]
    if spare:
        raise QuestionFault([Fault(f"--{key}", 0, 0, "CQ006", f"`{name}` has no use for `{key}`") for key in spare])
    answer = road.conclude(engine.run(road.query(question)), question)
    query = road.further.query(question, answer) if road.further else None
    return road.further.conclude(answer, engine.run(query)) if road.further and query else answer
