"""Sums of persons in periods made ready for a comparison, and how it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Any

import numpy as np

from clearbar.model.estimate import Unit
from clearbar.model.question import Sums
from clearbar.stats.answers.rows import places
from clearbar.stats.components import Codes, Floats
from clearbar.stats.panel import Panel, panel
from clearbar.text.days import week_of

_DID = {
    "coached": "{be} coached", "taught": "{be} taught", "signed": "signed", "rehearsed": "rehearsed",
    "ready": "became ready",
}  # fmt: skip


@dataclass(frozen=True)
class Design:
    """How a comparison is made: `after` what, periods of `weeks` weeks, `lead` of them left out before a start, with
    those who `never` start or all who wait, coached `together` as a team or not. `of` is the outcome, empty for the
    share that clears its bar."""

    after: str = "coached"
    weeks: int = 4
    lead: int = 1
    never: bool = False
    together: bool = False
    of: str = ""

    @property
    def unit(self) -> Unit:
        """How effects are written."""
        return Unit.SIGNED if self.of else Unit.POINTS

    def did(self, be: str = "were") -> str:
        """What happened, with its verb: "were coached"."""
        return _DID.get(self.after, f"{{be}} met by “{self.after}”").format(be=be)


def groups(sums: Sums, by: Sequence[str]) -> list[tuple[tuple[Any, ...], Any]]:
    """Each group with the positions of its rows, in the order of the keys."""
    if not by:
        return [((), np.arange(len(sums["n"])))] if len(sums["n"]) else []
    return places(sums, by)


@dataclass(frozen=True, eq=False)
class Rows:
    """Sums of one group, row by row, and its panel."""

    unit: Codes
    period: Codes
    n: Floats
    total: Floats
    square: Floats
    panel: Panel
    pooled: bool

    @classmethod
    def of(cls, sums: Sums, at: Any, design: Design) -> Rows:
        column = {name: np.asarray(sums[name], dtype=np.float64)[at] for name in ("n", "s", "q", "start", "period")}
        person, people = _coded(np.asarray(sums["person"], dtype=object)[at].tolist())
        begun = np.where(np.isnan(column["start"]), inf, column["start"])
        starts, place = np.unique(begun, return_inverse=True)
        found, unit = np.unique(person * starts.size + place.reshape(-1), return_inverse=True)
        unit, period = unit.reshape(-1), column["period"].astype(np.int64)
        cluster = np.arange(len(people))
        if design.together:
            cluster = _teams(person, np.asarray(sums["team"], dtype=object)[at].tolist(), column["n"], cluster)
        # clusters are numbered through, so that lots of them are of one size
        of_unit = np.unique(cluster[found // starts.size], return_inverse=True)[1].reshape(-1)
        built = panel(unit, period, column["n"], column["s"], starts[found % starts.size], of_unit)
        editions = (np.asarray(sums[f"edition_{end}"], dtype=np.float64)[at] for end in ("low", "high"))
        low, high = editions
        return cls(unit, period, column["n"], column["s"], column["q"], built, bool(low.min() < high.max()))


def _coded(values: list[Any]) -> tuple[Codes, list[Any]]:
    """Codes in the order of the values, and the values."""
    known = sorted(set(values), key=str)
    code = {value: i for i, value in enumerate(known)}
    return np.array([code[value] for value in values], dtype=np.int64), known


def _teams(person: Codes, teams: list[Any], n: Floats, alone: Codes) -> Codes:
    """The team of each person: the one of most ratings. Who has none stays alone."""
    counts: dict[tuple[int, str], float] = {}
    for who, team, size in zip(person.tolist(), teams, n.tolist(), strict=True):
        if team is not None:
            counts[who, team] = counts.get((who, team), 0.0) + size
    most: dict[int, tuple[float, str]] = {}
    for (who, team), size in sorted(counts.items()):
        if who not in most or size > most[who][0]:
            most[who] = (size, team)
    code = {team: alone.size + i for i, team in enumerate(sorted({team for _, team in most.values()}))}
    return np.array([code[most[who][1]] if who in most else who for who in alone.tolist()], dtype=np.int64)


def first_week(period: int, weeks: int) -> int:
    """The first week of a numbered period, as yyyyww."""
    return week_of(date.fromordinal(period * weeks * 7 + 1))
