"""The roads of all measures: for each the question in plain words, the query that counts, and the pure function that
concludes. Reading this table is reading what can be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from clearbar import measures
from clearbar.model.estimate import Answer
from clearbar.model.question import Option, Query, Question, Sums
from clearbar.stats.answers import (
    conclude_agreement,
    conclude_clearance,
    conclude_delight,
    conclude_difference,
    conclude_gap,
    conclude_groups,
    conclude_met,
    conclude_split,
    settle,
    unsettled,
)


@dataclass(frozen=True)
class Further:
    """One more query, for what an answer leaves open; None where it leaves nothing."""

    query: Callable[[Question, Answer], Query | None]
    conclude: Callable[[Answer, Sums, Question], Answer]


@dataclass(frozen=True)
class Road:
    """How a measure is reached. `takes` says which of `of` and `factors` it has a use for, `options` what else."""

    asks: str
    query: Callable[[Question], Query]
    conclude: Callable[[Sums, Question], Answer]
    takes: frozenset[str] = frozenset()
    options: tuple[Option, ...] = ()
    further: tuple[Further, ...] = ()


def _raters(question: Question, answer: Answer) -> Query | None:
    """Who rated what, of the standards whose raters do not agree."""
    left = unsettled(answer)
    return measures.agreement.raters(question, left) if left else None


ROADS: Mapping[str, Road] = MappingProxyType({
    "clearance": Road(
        "share of ratings at or above the bar, against the target",
        measures.clearance.query,
        lambda sums, asked: conclude_clearance(sums, asked.by),
    ),
    "delight": Road(
        "share at level five", measures.delight.query, lambda sums, asked: conclude_delight(sums, asked.by)
    ),
    "met": Road(
        "share that got at least what they had expected",
        measures.met.query,
        lambda sums, asked: conclude_met(sums, asked.by),
    ),
    "gap": Road(
        "experienced less expected, with both parts",
        measures.gap.query,
        lambda sums, asked: conclude_gap(sums, asked.by),
    ),
    "shrinkage": Road(
        "groups beside each other, and which cannot be told apart",
        measures.shrinkage.query,
        lambda sums, asked: conclude_groups(sums, asked.by, asked.of),
        frozenset({"of"}),
    ),
    "consistency": Road(
        "how variation splits between sites, persons, raters and occasions",
        measures.consistency.query,
        lambda sums, asked: conclude_split(sums, asked.by, *measures.factors(asked.factors), asked.of),
        frozenset({"of", "factors"}),
    ),
    "agreement": Road(
        "whether raters of the same interactions agree, standard by standard",
        measures.agreement.query,
        lambda sums, asked: conclude_agreement(sums, asked.by),
        further=(Further(_raters, lambda answer, sums, _: settle(answer, sums)),),
    ),
    "difference": Road(
        "overall verdicts where a standard was cleared, and where it was missed",
        measures.difference.query,
        lambda sums, asked: conclude_difference(sums, asked.by),
    ),
})  # fmt: skip
"""The measures by name, in the order of their questions."""

ASKED: Mapping[str, str] = MappingProxyType({name: road.asks for name, road in ROADS.items()})
"""What each measure says, by name."""

OPTIONS: Mapping[str, tuple[Option, tuple[str, ...]]] = MappingProxyType({
    option.name: (option, tuple(name for name, road in ROADS.items() if option in road.options))
    for road in ROADS.values()
    for option in road.options
})  # fmt: skip
"""What measures let their asker choose, by name, with the measures that do. An option means the same to each."""
