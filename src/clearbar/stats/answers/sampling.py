"""What more reviews each cell needs, and how a number of them is shared out over the cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from clearbar.model.estimate import Answer, Estimates, Unit, Verdict
from clearbar.model.question import Sums
from clearbar.stats.answers.share import notes, roughly
from clearbar.stats.answers.table import Groups, groups
from clearbar.stats.clusters import ClusterFigures, ClusterSums, ratings_to_settle, share
from clearbar.stats.intervals import Floats
from clearbar.stats.patterns import ENOUGH
from clearbar.stats.sampling import guessed_spread, neyman, ratings_for_width, whole

ANONYMOUS = "{:,} {} of an interaction that is not known (anonymous answers): such interactions cannot be drawn."
SHARED = "{:,} reviews: {:,} interactions, {:,} of them seen by a second reviewer as well."
FEW_TWICE = "With fewer than {} interactions seen by two reviewers, whether they agree cannot be told."
NOBODY = "No {} has rated enough in {} of {} cells: what they need follows from all others together."
ALL = (
    "In {} of {} cells, reviewing every interaction that is left would not be enough for {}: wait for more, or join "
    "cells."
)
IN_SEVERAL = "An interaction may stand in several of these cells; one review of it counts in each."
NONE_LEFT = "Every interaction is reviewed: there is nothing left to draw."


_OF_STANDARDS = {"standard", "edition", "journey", "step", "stage", "dimension"}


@dataclass(frozen=True)
class Plan:
    """Cells with the interactions `left` in each that nobody has reviewed, and how many of them are `expected` to be
    drawn. `twice` of the drawn ones are seen by a second reviewer: `drawn` + `twice` are the reviews."""

    keys: dict[str, list[Any]]
    left: Floats
    expected: Floats
    drawn: int
    twice: int

    @property
    def rate(self) -> Floats:
        """The probability with which each interaction of a cell is drawn."""
        return np.divide(self.expected, self.left, out=np.zeros_like(self.expected), where=self.left > 0)


def plan(sums: Sums, by: Sequence[str], budget: int, overlap: float) -> Plan:
    """So many reviews shared out over all cells, from the sums of `measures.sampling`."""
    return _planned(groups(_whole_cells(sums), by), budget, overlap)


def conclude_sampling(
    sums: Sums, by: Sequence[str], width: float, budget: int, overlap: float, who: str = "reviewer"
) -> Answer:
    """Per cell: figure `clearance`, as reviewers rate it. Facts: `target` and `verdict`; `deff`, how many ratings
    count as one independent one; `for_verdict`, about how many more ratings until the verdict stands (None where it
    does, or none would help); `for_width`, about how many more until half the interval is no wider than `width`;
    `interactions` that there are, `left` of them nobody reviewed; `reviews` of the budget that fall to the cell, `rate`
    the probability with which each of its interactions is then drawn."""
    table = groups(_whole_cells(sums), by)
    cells = table.sums
    found = _Seen.of(cells)
    made = _planned(table, budget, overlap)
    needs = _needs(found, cells, width)
    facts = {
        **needs,
        "interactions": cells["interactions"].astype(np.int64).tolist(),
        "left": made.left.astype(np.int64).tolist(),
        "reviews": whole(made.expected, 0.5).tolist(),
        "rate": made.rate.tolist(),
    }
    said = (*notes(_with_ratings(table), by), *_told(found, needs, made, cells, who))
    said += (IN_SEVERAL,) if _OF_STANDARDS & set(by) else ()
    units = {"clearance": Unit.SHARE, "target": Unit.SHARE}
    figures = {"clearance": found.estimates()}
    return Answer("sampling", tuple(by), table.keys, figures, facts, said, table.withheld, units)


def _whole_cells(sums: Sums) -> Sums:
    """Columns in which a cell is there although nobody has rated it yet: `n` is what tells whether it may be shown."""
    return {**{name: column for name, column in sums.items() if name != "n"},
            "ratings": sums["n"], "n": sums["interactions"]}  # fmt: skip


def _with_ratings(table: Groups) -> Groups:
    """The cells whose editions are known, for the notes on them."""
    known = ~np.isnan(table.sums["ratings"])
    at = np.flatnonzero(known)
    keys = {name: [column[i] for i in at] for name, column in table.keys.items()}
    return Groups(keys, {name: column[known] for name, column in table.sums.items()}, table.withheld)


@dataclass(frozen=True)
class _Seen:
    """What is known of each cell: its share and price, of its own or, where too few have rated, of all cells."""

    known: Any
    own: ClusterFigures | None
    value: Floats
    price: Floats
    deff: Floats
    n: Floats
    sums: dict[str, Any]

    @classmethod
    def of(cls, cells: dict[str, Any]) -> _Seen:
        n = np.nan_to_num(cells["ratings"])
        known = n > 0
        size = len(n)
        value, price, deff = np.full(size, 0.5), np.ones(size), np.full(size, np.nan)
        if not known.any():
            return cls(known, None, value, price, deff, n, cells)
        s = {name: cells[name][known] for name in ("hits", "clusters", "nn", "nx", "xx")}
        built = ClusterSums.of(n=n[known], s=s["hits"], clusters=s["clusters"], nn=s["nn"], ns=s["nx"], ss=s["xx"])
        own = share(built)
        value[:], price[:] = own.value @ own.n / own.n.sum(), own.price @ own.n / own.n.sum()
        value[known], price[known], deff[known] = own.value, own.price, own.deff
        return cls(known, own, value, price, deff, n, cells)

    def estimates(self) -> Estimates:
        """The shares; none where too few have rated."""
        empty = np.full(len(self.n), np.nan)
        value, low, high = empty.copy(), empty.copy(), empty.copy()
        if self.own is not None:
            for column, seen in ((value, self.own.value), (low, self.own.low), (high, self.own.high)):
                column[self.known] = seen
        n, clusters, hits = (
            np.nan_to_num(column).astype(np.int64).tolist()
            for column in (self.n, self.sums["clusters"], self.sums["hits"])
        )
        return Estimates(value.tolist(), low.tolist(), high.tolist(), n, clusters, hits)


def _needs(found: _Seen, cells: dict[str, Any], width: float) -> dict[str, list[Any]]:
    target = np.where(cells["target_low"] == cells["target_high"], cells["target_low"], np.nan)
    verdicts: list[Verdict | None] = []
    settle = ratings_to_settle(found.value, found.n, found.price, target)
    low, high = (np.full(len(found.n), np.nan) for _ in range(2))
    if found.own is not None:
        low[found.known], high[found.known] = found.own.low, found.own.high
    for goal, below, above in zip(target.tolist(), low.tolist(), high.tolist(), strict=True):
        verdicts.append(None if goal != goal else _verdict(goal, below, above))
    more = np.maximum(np.ceil(ratings_for_width(found.value, found.price, width) - found.n), 0)
    is_open = [verdict is Verdict.CANNOT_TELL for verdict in verdicts]
    return {
        "target": [None if goal != goal else goal for goal in target.tolist()],
        "verdict": verdicts,
        "deff": [None if one != one else one for one in found.deff.tolist()],
        "for_verdict": [
            roughly(one) if open_ and one == one else None for open_, one in zip(is_open, settle.tolist(), strict=True)
        ],
        "for_width": [roughly(one) if one > 0 else 0 for one in more.tolist()],
    }


def _verdict(target: float, low: float, high: float) -> Verdict:
    if low >= target:
        return Verdict.CLEARS
    return Verdict.FALLS_SHORT if high < target else Verdict.CANNOT_TELL


def _planned(table: Groups, budget: int, overlap: float) -> Plan:
    cells = table.sums
    left = cells["interactions"] - cells["rated"]
    drawn = int(min(max(1, round(budget / (1 + overlap))), left.sum()))
    twice = min(budget - drawn, round(drawn * overlap))
    spread = guessed_spread(np.nan_to_num(cells["hits"]), np.nan_to_num(cells["ratings"]))
    return Plan(dict(table.keys), left, neyman(left, spread, drawn), drawn, twice)


def _told(found: _Seen, needs: dict[str, list[Any]], made: Plan, cells: dict[str, Any], who: str) -> list[str]:
    size = len(found.n)
    if not size:
        return ["Nobody has told of an interaction that could be reviewed."]
    said = [SHARED.format(made.drawn + made.twice, made.drawn, made.twice) if made.drawn else NONE_LEFT]
    if made.drawn and made.twice < ENOUGH:
        said.append(FEW_TWICE.format(ENOUGH))
    unknown = int((~found.known).sum())
    said += [NOBODY.format(who, unknown, size)] if unknown else []
    each = np.where(cells["rated"] > 0, found.n / np.maximum(cells["rated"], 1), 1)
    room = (made.left * np.maximum(each, 1)).tolist()
    for name, what in (("for_verdict", "a verdict"), ("for_width", "an interval that narrow")):
        short = sum(1 for need, most in zip(needs[name], room, strict=True) if need and need > most)
        said += [ALL.format(short, size, what)] if short else []
    anonymous = int(cells["anonymous"].max(initial=0))
    said += [ANONYMOUS.format(anonymous, "answer tells" if anonymous == 1 else "answers tell")] if anonymous else []
    return said
