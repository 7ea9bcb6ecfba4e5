"""One measure: question → SQL → sums → answer.

The road of every figure is one line of `_ROADS`: the query that counts, and the pure function that concludes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from clearbar import measures
from clearbar.engines import DuckDB, Evidence
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.estimate import Answer
from clearbar.model.question import Query, Question, Sums
from clearbar.stats.answers import (
    conclude_clearance,
    conclude_delight,
    conclude_gap,
    conclude_groups,
    conclude_split,
)


class _Road(NamedTuple):
    query: Callable[[Question], Query]
    conclude: Callable[[Sums, Question], Answer]
    needs: frozenset[str] = frozenset()


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
) -> Answer:
    """The answer of a measure over the evidence in a folder.

    `by` groups; `where` filters ratings, such as "site = 's01' and week >= 202610"; `of` is the outcome: level,
    millis or gap; `factors` says what variation is split into: "site/person", "person" or "person,rater".
    Live ratings that are not disputed are read, unless `where` itself speaks of setting or disputed.
    Raises QuestionFault for what cannot be asked, EvidenceFault where there is no evidence.
    """
    condition = measures.parse_where(where) if where else None
    question = Question((by,) if isinstance(by, str) else tuple(by), condition, of, factors)
    engine = DuckDB(Evidence(Path(evidence)))
    try:
        return ask(engine, name, question)
    finally:
        engine.close()


def ask(engine: DuckDB, name: str, question: Question) -> Answer:
    """The answer to a question that stands already, from an engine that is open."""
    if name not in _ROADS:
        raise QuestionFault([Fault("measure", 0, 0, "CQ005", f"`{name}` is no measure", f"known: {', '.join(_ROADS)}")])
    road = _ROADS[name]
    spare = [key for key in ("of", "factors") if getattr(question, key) and key not in road.needs]
    if spare:
        raise QuestionFault([Fault(f"--{key}", 0, 0, "CQ006", f"`{name}` has no use for `{key}`") for key in spare])
    return road.conclude(engine.run(road.query(question)), question)
