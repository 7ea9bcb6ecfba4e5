"""Answers as sections of a report: a sentence, a chart, a table, for each measure that is worth a look.

One module a measure, with a function `section(answer, names)`. The same section stands in the report and is what
`clearbar chart` draws.
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
    difference,
    drift,
    drivers,
    effect,
    funnel,
    gap,
    nonresponse,
    ranks,
    sampling,
    severity,
    shares,
    shrinkage,
    transfer,
    waits,
)
from clearbar.reports.pictures.naming import Names, for_reading

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
        "difference": difference.section,
        "shrinkage": shrinkage.section,
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
    """The section of a measure's answer; None where there is nothing to see. `names`: what the book calls standards."""
    found = _PICTURES[answer.measure](answer, names)
    if found is None:
        return None
    first, rest = ([_told(panel, names) for panel in panels] for panels in (found.first, found.rest))
    return replace(found, first=tuple(first), rest=tuple(rest), closing=_notes(found.closing, names))


def knows(answer: Answer) -> bool:
    """Whether there is a section for what this answers: a further table by itself has none."""
    return answer.measure in _PICTURES


def _told(panel: Panel, names: Names) -> Panel:
    """The panel with sentences that end without a full stop: the page sets it."""
    title, subtitle = panel.title.rstrip("."), panel.subtitle.rstrip(".")
    return replace(panel, title=title, subtitle=subtitle, remarks=_notes(panel.remarks, names))


def _notes(said: tuple[str, ...], names: Names) -> tuple[str, ...]:
    return tuple(note for note in (for_reading(one, names) for one in said) if note)


__all__ = ["Names", "knows", "section"]
