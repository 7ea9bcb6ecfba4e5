"""Answers as sections of a report: a sentence, a chart, a table, for each measure that is worth a look.

One module a measure, with a function `section(answer, names)`. The same section stands in the report and is what
`clearbar chart` draws. A measure without a module of its own is drawn as rows on one scale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from clearbar.model.estimate import Answer
from clearbar.reports.panels import Panel, Section
from clearbar.reports.pictures import (
    agreement,
    balance,
    blend,
    compass,
    consistency,
    drift,
    drivers,
    effect,
    funnel,
    gap,
    nonresponse,
    plain,
    ranks,
    sampling,
    severity,
    shares,
    transfer,
    waits,
)
from clearbar.reports.pictures.naming import Names

_PICTURES: Mapping[str, Callable[[Answer, Names], Section | None]] = MappingProxyType(
    {
        "nonresponse": nonresponse.section,
        "met": shares.section,
        "gap": gap.section,
        "delight": shares.section,
        "clearance": shares.section,
        "severity": severity.section,
        "consistency": consistency.section,
        "agreement": agreement.section,
        "transfer": transfer.section,
        "effect": effect.section,
        "blend": blend.section,
        "compass": compass.section,
        "funnel": funnel.section,
        "ranks": ranks.section,
        "sampling": sampling.section,
        "drivers": drivers.section,
        "waits": waits.section,
        "drift": drift.section,
        "balance": balance.section,
    }
)


def section(answer: Answer, names: Names) -> Section | None:
    """The section of an answer; None where there is nothing to see. `names` says what the book calls its standards."""
    found = _PICTURES.get(answer.measure, plain.section)(answer, names)
    return (
        replace(found, first=_told(found.first), rest=_told(found.rest), closing=_bare(found.closing))
        if found
        else None
    )


def _told(panels: tuple[Panel, ...]) -> tuple[Panel, ...]:
    """Panels whose sentences end without a full stop: the page sets it."""
    return tuple(
        replace(panel, title=panel.title.rstrip("."), subtitle=panel.subtitle.rstrip("."), remarks=_bare(panel.remarks))
        for panel in panels
    )


def _bare(sentences: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sentence.rstrip(".") for sentence in sentences)


__all__ = ["Names", "section"]
