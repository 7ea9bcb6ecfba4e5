"""The roads of all measures: for each the question in plain words, the query that counts, and the pure function that
concludes. Reading this table is reading what can be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from clearbar import measures
from clearbar.model.estimate import Answer
from clearbar.model.question import Option, Query, Question, Sums
from clearbar.stats.answers import (
    Design,
    Model,
    Way,
    add_before_and_after,
    add_movement,
    add_slopes,
    add_zone,
    beside,
    conclude_agreement,
    conclude_balance,
    conclude_blend,
    conclude_clearance,
    conclude_compass,
    conclude_delight,
    conclude_difference,
    conclude_drift,
    conclude_drivers,
    conclude_effect,
    conclude_funnel,
    conclude_gap,
    conclude_groups,
    conclude_met,
    conclude_nonresponse,
    conclude_ranks,
    conclude_sampling,
    conclude_severities,
    conclude_split,
    conclude_transfer,
    conclude_waits,
    marked,
    periods,
    pooled,
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


def _model(question: Question) -> Model:
    """What variation is split into."""
    instant = question.option(measures.consistency.METHOD) == "moments"
    return Model(*measures.factors(question.factors), measures.consistency.within(question), instant)


def _way(question: Question) -> Way:
    """How agreement is reckoned."""
    return Way(question.option(measures.agreement.METRIC), question.option(measures.agreement.ERROR))


def _raters(question: Question, answer: Answer) -> Query | None:
    """Who rated what, of the standards whose raters do not agree."""
    left = unsettled(answer)
    return measures.agreement.raters(question, left) if left else None


_OF_SHARES = (measures.CLUSTER, measures.INTERVAL)


def _as_chosen(asked: Question) -> dict[str, Any]:
    """How the interval of a share is to be found."""
    return {option.name: asked.option(option) for option in _OF_SHARES}


def _design(asked: Question) -> Design:
    """How people are compared with those who wait."""
    effect = measures.effect
    return Design(
        asked.option(effect.AFTER),
        asked.option(measures.starting.WEEKS),
        asked.option(effect.LEAD),
        asked.option(effect.CONTROL) == "never",
        asked.option(effect.TOGETHER) == "team",
        asked.of,
    )


def _paired(question: Question, answer: Answer) -> Query | None:
    """What was found of the quality that goes with each wait."""
    return measures.waits.pairs(question) if len(answer) else None


def _moved(question: Question, answer: Answer) -> Query | None:
    """How the gap moved from the baseline to the latest weeks."""
    compared = periods(answer, question.option(measures.drift.BASELINE)) if len(answer) else None
    return measures.movement.query(question, *compared) if compared else None


def _changed(question: Question, answer: Answer) -> Query | None:
    """Which standards changed within what was read; nothing where none is told apart by itself, or each edition is."""
    is_told = "standard" in question.by and "edition" not in question.by and len(answer)
    return measures.about.changed(question) if is_told else None


def _changed_by_rater(question: Question, answer: Answer) -> Query | None:
    """The same, of an answer about raters: of others the sums tell."""
    return _changed(question, answer) if "rater" in question.by else None


_BARS = Further(
    lambda asked, answer: measures.about.bars() if len(answer) and not asked.rolled else None,
    lambda answer, sums, _: marked(answer, sums),
)
"""Marks where a bar changed, on series by week."""
_EDITIONS = Further(_changed, lambda answer, sums, _: pooled(answer, sums))
"""Says which editions are pooled, for measures whose own sums do not tell."""


ROADS: Mapping[str, Road] = MappingProxyType({
    "clearance": Road(
        "share of ratings at or above the bar, against the target",
        measures.clearance.query,
        lambda sums, asked: conclude_clearance(sums, asked.by, **_as_chosen(asked)),
        options=_OF_SHARES,
    ),
    "delight": Road(
        "share at level five",
        measures.delight.query,
        lambda sums, asked: conclude_delight(sums, asked.by, **_as_chosen(asked)),
        options=_OF_SHARES,
    ),
    "met": Road(
        "share that got at least what they had expected",
        measures.met.query,
        lambda sums, asked: conclude_met(sums, asked.by, **_as_chosen(asked)),
        options=_OF_SHARES,
    ),
    "gap": Road(
        "experienced less expected, with both parts",
        measures.gap.query,
        lambda sums, asked: conclude_gap(sums, asked.by, cluster=asked.option(measures.CLUSTER)),
        options=_OF_SHARES,
        further=(
            Further(
                lambda asked, _: measures.zone.query(asked),
                lambda answer, sums, asked: add_zone(answer, sums, asked.by, interval=asked.option(measures.INTERVAL)),
            ),
        ),
    ),
    "shrinkage": Road(
        "groups beside each other, and which cannot be told apart",
        measures.shrinkage.query,
        lambda sums, asked: conclude_groups(sums, asked.by, asked.of),
        frozenset({"of"}),
    ),
    "ranks": Road(
        "which place each group may have among the others; never of people",
        measures.ranks.query,
        lambda sums, asked: conclude_ranks(sums, asked.by, asked.of),
        frozenset({"of"}),
    ),
    "funnel": Road(
        "which groups lie outside what chance explains; never of people",
        measures.funnel.query,
        lambda sums, asked: conclude_funnel(sums, asked.by, asked.option(measures.funnel.WINSORISED)),
        options=(measures.funnel.WINSORISED,),
    ),
    "sampling": Road(
        "how many more reviews would settle it, and where to look next",
        measures.sampling.query,
        lambda sums, asked: conclude_sampling(
            sums,
            asked.by,
            asked.option(measures.sampling.WIDTH),
            asked.option(measures.sampling.BUDGET),
            asked.option(measures.sampling.OVERLAP),
            asked.option(measures.sampling.REVIEWS),
        ),
        options=measures.sampling.OPTIONS,
    ),
    "consistency": Road(
        "how variation splits between sites, persons, raters and occasions",
        measures.consistency.query,
        lambda sums, asked: conclude_split(sums, asked.by, _model(asked), asked.of),
        frozenset({"of", "factors"}),
        (measures.consistency.WITHIN, measures.consistency.METHOD),
        (_EDITIONS,),
    ),
    "agreement": Road(
        "whether raters of the same interactions agree, standard by standard",
        measures.agreement.query,
        lambda sums, asked: conclude_agreement(sums, asked.by, _way(asked)),
        options=(measures.agreement.METRIC, measures.agreement.ERROR),
        further=(
            Further(_raters, lambda answer, sums, asked: settle(answer, sums, _way(asked))),
            Further(_changed_by_rater, lambda answer, sums, _: pooled(answer, sums)),
        ),
    ),
    "severity": Road(
        "how harsh each rater is, what scores are without that, and how many raters settle one",
        measures.severity.query,
        lambda sums, asked: conclude_severities(
            sums,
            asked.by,
            asked.option(measures.severity.RATERS),
            asked.option(measures.severity.INTERACTIONS),
            asked.option(measures.severity.DEPENDABLE),
        ),
        options=(measures.severity.RATERS, measures.severity.INTERACTIONS, measures.severity.DEPENDABLE),
        further=(_EDITIONS,),
    ),
    "blend": Road(
        "score of all interactions, from checks on all and human reviews of a few",
        measures.blend.query,
        lambda sums, asked: conclude_blend(sums, asked.by, asked.of, asked.option(measures.blend.FOLDS)),
        frozenset({"of"}),
        (measures.blend.TRUTH, measures.blend.STRATA, measures.blend.FOLDS),
    ),
    "compass": Road(
        "how people see themselves, and how others see them",
        measures.compass.query,
        lambda sums, asked: conclude_compass(sums, asked.by, asked.of),
        frozenset({"of"}),
        further=(_EDITIONS,),
    ),
    "difference": Road(
        "overall verdicts where a standard was cleared, and where it was missed",
        measures.difference.query,
        lambda sums, asked: conclude_difference(sums, asked.by),
        further=(_EDITIONS,),
    ),
    "effect": Road(
        "whether coaching or training helped, beside those who wait for it",
        measures.effect.query,
        lambda sums, asked: conclude_effect(sums, asked.by, _design(asked)),
        frozenset({"of"}),
        measures.effect.OPTIONS,
    ),
    "transfer": Road(
        "whether rehearsal shows in front of customers",
        measures.transfer.query,
        lambda sums, asked: conclude_transfer(
            sums,
            measures.transfer.groups(asked),
            asked.option(measures.transfer.SEED),
            listed="person" in asked.by,
        ),
        options=measures.transfer.OPTIONS,
        further=(
            Further(
                lambda asked, _: measures.transfer.beside(asked),
                lambda answer, sums, asked: add_before_and_after(
                    answer,
                    sums,
                    asked.option(measures.starting.WEEKS),
                    asked.option(measures.effect.LEAD),
                ),
            ),
        ),
    ),
    "drivers": Road(
        "what matters most to the verdict: which standards it goes with",
        measures.drivers.query,
        lambda sums, asked: conclude_drivers(
            sums, asked.by, asked.option(measures.drivers.RATED), asked.option(measures.drivers.INSIDE)
        ),
        options=(measures.drivers.VERDICT, measures.drivers.RATED, measures.drivers.INSIDE),
    ),
    "waits": Road(
        "how long people really wait, also those whose wait was not seen to end",
        measures.waits.query,
        lambda sums, asked: conclude_waits(
            sums, asked.by, asked.option(measures.waits.PROMISE), asked.option(measures.waits.AHEAD)
        ),
        options=(measures.waits.PROMISE, measures.waits.AHEAD),
        further=(Further(_paired, lambda answer, sums, _: beside(answer, sums)),),
    ),
    "drift": Road(
        "week by week against limits of its own past: is the bar sinking, or are we",
        measures.drift.query,
        lambda sums, asked: conclude_drift(
            sums, asked.by, asked.option(measures.drift.CHART), asked.option(measures.drift.BASELINE)
        ),
        options=(measures.drift.CHART, measures.drift.BASELINE),
        further=(
            Further(
                _moved,
                lambda answer, sums, asked: add_movement(answer, sums, asked.by, asked.option(measures.drift.BASELINE)),
            ),
            _BARS,
        ),
    ),
    "nonresponse": Road(
        "who did not answer, and whether it would change what the others say",
        measures.nonresponse.query,
        lambda sums, asked: conclude_nonresponse(
            sums,
            asked.by,
            [name for name in asked.by if name in measures.nonresponse.OF_INVITATIONS],
            asked.option(measures.nonresponse.GAP),
        ),
        options=(measures.nonresponse.GAP,),
    ),
    "balance": Road(
        "whether speed is bought with quality: times beside what guards them, week by week",
        measures.balance.query,
        lambda sums, asked: conclude_balance(
            sums, asked.by, asked.option(measures.drift.BASELINE), asked.option(measures.balance.ALPHA)
        ),
        options=(measures.drift.BASELINE, measures.balance.ALPHA),
        further=(
            Further(
                lambda asked, answer: measures.balance.slopes(asked) if len(answer) else None,
                lambda answer, sums, asked: add_slopes(answer, sums, asked.by),
            ),
            _BARS,
        ),
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
