"""Whether something helped: how those it happened to changed, less how others did over the same time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from clearbar.model.estimate import Answer
from clearbar.model.question import FLOOR, Sums
from clearbar.stats.answers.effects import Effects, can_be_told
from clearbar.stats.answers.periods import Design, Rows, first_week, groups
from clearbar.stats.answers.rises import RISE, add_rise, rises
from clearbar.stats.answers.share import POOLED
from clearbar.stats.imputation import imputed
from clearbar.stats.panel import Panel
from clearbar.stats.staggered import Effect, effects

CHOSEN = (
    "Who {did} was not drawn by lot. If they would have changed otherwise than those they are compared with, this is"
    " not what it did. Sure knowledge comes from a wait-list: choose whom it is for, draw by lot who is first, and"
    " compare with those who wait."
)
SPILL = "Where the others learned from them, the effect is larger than it looks."
POWER = (
    "Periods before the start should lie near 0. That they do proves little: with few people, a drift as large as the"
    " effect is seen seldom."
)
NOBODY = "not identifiable: nobody {did} between two periods with ratings"
EVERYBODY = "not identifiable: nobody was left to compare with who had not started, in the same periods"
UNSEEN = "not identifiable: those who {did} and those they are compared with were not rated both before and after"
FEW = "fewer than {} people stand on one side, who cannot be shown".format(FLOOR)  # noqa: UP032
ALONE = "not identifiable: all on one side belong to one team, so that chance cannot be told from change"
EARLY = "Those who had started before the first comparison could be made are left out: {:,} in all."
OF_ITSELF = "How far those who {did} would have risen by themselves stands in the table `{}`."


_KINDS = {
    "by-time": "since", "by-cohort": "started", "by-calendar": "week", "averages": "average", "imputed": "",
}  # fmt: skip
"""Further tables, each with what it is by."""
_AVERAGES = ("person", "person and period", "time since", "period")
"""What each of the four averages weighs alike."""


def conclude_effect(sums: Sums, by: Sequence[str], design: Design | None = None) -> Answer:
    """Per group: figure `effect`, the mean over those it happened to of how they changed less how others did. Facts:
    `treated` and `control` people, `periods` with ratings.

    Parts: `by-time` (key `since`: periods since the start, below 0 before it), `by-cohort` (`started`: the first week
    of the period they started in), `by-calendar` (`week`: that of a period), `averages` over persons, persons and
    periods, times since the start and periods, `imputed` (another method beside it), and `regression to the mean`:
    figures `rise` of those it happened to, and how much of it was `expected` without it; facts `below` (how far they
    lay below all), `ratings` behind each, `kept` (the share of a depth that lasts) and `cut`.
    """
    design = design or Design()
    found = _Found.by(tuple(by))
    for key, at in groups(sums, by):
        rows = Rows.of(sums, at, design)
        if rows.n.sum() < FLOOR:
            found.main.hidden.append(key)
            continue
        _group(key, rows, design, found)
        add_rise(key, rows, design, found.rises)
        if "standard" in by and "edition" not in by and rows.pooled:
            found.changed.add(str(key[list(by).index("standard")]))
    found.main.notes += _notes(found, design)
    units = {"effect": design.unit}
    parts = [
        part.answer(name, ["effect"], ["treated", "control"], units) for name, part in found.parts.items() if part.rows
    ]
    whole = found.main.answer("effect", ["effect"], ["treated", "control", "periods"], units)
    return replace(whole, parts=(*parts, *([rises(found.rises, design)] if found.rises.rows else [])))


@dataclass
class _Found:
    """What is told of all groups: the table of effects, the further ones, and what must be said of them. `missing` are
    groups by the reason why they have no effect."""

    main: Effects
    parts: dict[str, Effects]
    rises: Effects
    missing: dict[str, list[str]] = field(default_factory=dict)
    early: int = 0
    changed: set[str] = field(default_factory=set)

    @classmethod
    def by(cls, by: tuple[str, ...]) -> _Found:
        parts = {name: Effects((*by, *([key] if key else []))) for name, key in _KINDS.items()}
        parts["by-time"].notes.append(POWER)
        return cls(Effects(by), parts, Effects(by))


def _notes(found: _Found, design: Design) -> list[str]:
    """What must be said of an answer, reasons that several groups share once."""
    notes = []
    for reason, labels in found.missing.items():
        of = f"{', '.join(labels)}: " if any(labels) else ""
        notes.append(f"{of}{reason}.")
    if found.early:
        notes.append(EARLY.format(found.early))
    if found.rises.rows:
        grouped = bool(found.rises.keys)
        notes += [OF_ITSELF.format(RISE, did=design.did())] if grouped else found.rises.notes
    if found.main.rows:
        notes += [CHOSEN.format(did=design.did("was")), SPILL]
    notes += [POOLED.format(name) for name in sorted(found.changed)]
    if design.of == "millis":
        notes.append("Times are read as log(1 + seconds); waits that had not ended are left out.")
    return notes


def _group(key: tuple[Any, ...], rows: Rows, design: Design, found: _Found) -> None:
    """Adds what is told of one group to its tables, or what keeps it from being told."""
    all_of_it = effects(rows.panel, lead=design.lead, never=design.never)
    one = all_of_it.group
    if one is None or not can_be_told(one):
        label = ", ".join(str(value) for value in key)
        found.missing.setdefault(_why(rows.panel, design, one), []).append(label)
        return
    found.early += all_of_it.left_out
    found.main.add(key, one)
    found.main.rows[-1][2]["periods"] = rows.panel.periods.size
    parts = found.parts
    for each in all_of_it.by_time:
        parts["by-time"].add((*key, each.since), each)
    for each in all_of_it.by_cohort:
        parts["by-cohort"].add((*key, first_week(each.cohort or 0, design.weeks)), each)
    for each in all_of_it.by_period:
        parts["by-calendar"].add((*key, first_week(each.period or 0, design.weeks)), each)
    averages = (all_of_it.group, all_of_it.simple, all_of_it.dynamic, all_of_it.calendar)
    for name, average in zip(_AVERAGES, averages, strict=True):
        parts["averages"].add((*key, name), average)
    parts["imputed"].add(key, imputed(rows.panel, lead=design.lead))


def _why(seen: Panel, design: Design, one: Effect | None) -> str:
    """What keeps an effect from being told."""
    if one is not None:
        return ALONE if one.clusters < 2 else FEW
    started = seen.start[(seen.start > seen.periods[0] + design.lead) & (seen.start <= seen.periods[-1])]
    if not started.size:
        return NOBODY.format(did=design.did("was"))
    others = np.isinf(seen.start) if design.never else seen.start > started.min()
    return UNSEEN.format(did=design.did()) if others.any() else EVERYBODY
