"""A share per group, with its interval, its verdict, and how many more ratings would settle it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from clearbar.model.estimate import Answer, Estimates, Unit, Verdict
from clearbar.model.question import Sums
from clearbar.stats.answers.table import Groups, groups
from clearbar.stats.clusters import ClusterFigures, ClusterSums, ratings_to_settle, share
from clearbar.stats.intervals import INTERVALS, Floats

_POWERS = 10 ** np.arange(18)
_VERDICTS = np.array([None, Verdict.CLEARS, Verdict.FALLS_SHORT, Verdict.CANNOT_TELL], dtype=object)

UNASKED = "Nobody told what they had expected."
CLUSTERED: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "site": ("Ratings of one site are taken together: intervals are about sites like these.",),
    "person+site": (
        "Ratings of one person and of one site are taken together: intervals are about people and sites like these.",
    ),
})  # fmt: skip
"""What is said of an interval by what its ratings were taken together in."""

POOLED = "{} changed within what was read: its editions are pooled, each with its own bar."


def conclude_clearance(
    sums: Sums, by: Sequence[str], confidence: float = 0.95, *, interval: str = "wilson", cluster: str = "person"
) -> Answer:
    """Clearance per group. `interval`: one of `intervals.INTERVALS`; `cluster`: whose ratings were counted together.

    Facts: `target`, `verdict` and `more`, None where the standards of a group have different targets or none; `more` is
    also None where the share lies on the target itself.
    """
    table = groups(sums, by)
    figures, estimates = estimated(table, "hits", ("nx", "xx"), confidence, interval)
    facts = _verdicts(table, figures) if figures else {"target": [], "verdict": [], "more": []}
    said, units = notes(table, by, cluster), {"clearance": Unit.SHARE, "target": Unit.SHARE, "more": Unit.ABOUT}
    return Answer("clearance", tuple(by), table.keys, {"clearance": estimates}, facts, said, table.withheld, units)


def conclude_delight(
    sums: Sums, by: Sequence[str], confidence: float = 0.95, *, interval: str = "wilson", cluster: str = "person"
) -> Answer:
    """Delight per group."""
    table = groups(sums, by)
    _, estimates = estimated(table, "hits", ("nx", "xx"), confidence, interval)
    left_out = "Yes/no standards have no level five and are left out."
    said = (left_out, *notes(table, by, cluster))
    units = {"delight": Unit.SHARE}
    return Answer("delight", tuple(by), table.keys, {"delight": estimates}, {}, said, table.withheld, units)


def conclude_met(
    sums: Sums, by: Sequence[str], confidence: float = 0.95, *, interval: str = "wilson", cluster: str = "person"
) -> Answer:
    """The share per group that got at least what they had expected."""
    table = groups(sums, by)
    _, estimates = estimated(table, "hits", ("nx", "xx"), confidence, interval)
    said, units = notes(table, by, cluster), {"met": Unit.SHARE}
    if not len(table) and not table.withheld:
        said = (*said, UNASKED)
    return Answer("met", tuple(by), table.keys, {"met": estimates}, {}, said, table.withheld, units)


def roughly(number: float) -> int:
    """A guess rounded up to two figures, at least 1: more figures would claim to know more."""
    return _roughly(np.array([number]))[0]


def _roughly(numbers: Floats) -> list[int]:
    """The same of many."""
    whole = np.maximum(np.ceil(numbers), 1).astype(np.int64)
    step = 10 ** np.maximum(np.searchsorted(_POWERS, whole, side="right") - 2, 0)
    rounded: list[int] = (-(-whole // step) * step).tolist()
    return rounded


def pooled(answer: Answer, sums: Sums) -> Answer:
    """The answer, with a note for each standard of which several editions were read (column `standard` of `sums`)."""
    said = (POOLED.format(name) for name in sorted(np.asarray(sums["standard"], dtype=object).tolist()))
    return replace(answer, notes=(*answer.notes, *said))


def notes(table: Groups, by: Sequence[str], cluster: str = "person") -> tuple[str, ...]:
    """What was withheld, whose ratings were taken together if not those of one person, and which standards changed
    within what was read."""
    told = (*table.notes, *CLUSTERED.get(cluster, ()))
    if "standard" not in by or "edition" in by:
        return told
    changed = table.sums["edition_low"] != table.sums["edition_high"]
    names = sorted({name for name, was in zip(table.keys["standard"], changed, strict=True) if was})
    return (*told, *(POOLED.format(name) for name in names))


def estimated(
    table: Groups, hits: str, products: tuple[str, str], confidence: float, interval: str = "wilson"
) -> tuple[ClusterFigures | None, Estimates]:
    """The share of the hits named, from the columns of Σ n_c·x_c and Σ x_c²; no figures where there is no group."""
    if not len(table):
        return None, Estimates((), (), (), (), (), (), confidence)
    s = table.sums
    sums = ClusterSums.of(n=s["n"], s=s[hits], clusters=s["clusters"], nn=s["nn"], ns=s[products[0]], ss=s[products[1]])
    found = share(sums, confidence, ends=INTERVALS[interval])
    n, clusters, counted = (s[name].astype(np.int64).tolist() for name in ("n", "clusters", hits))
    low, high = found.low.tolist(), found.high.tolist()
    return found, Estimates(found.value.tolist(), low, high, n, clusters, counted, confidence)


def _verdicts(table: Groups, figures: ClusterFigures) -> dict[str, list[Any]]:
    low, high = table.sums["target_low"], table.sums["target_high"]
    target = np.where(low == high, low, np.nan)
    more = ratings_to_settle(figures.value, figures.n, figures.price, target, figures.confidence)
    kind = np.select([np.isnan(target), figures.low >= target, figures.high < target], [0, 1, 2], 3)
    open_ones = (kind == 3) & ~np.isnan(more)
    needed = np.full(len(more), None, dtype=object)
    needed[open_ones] = _roughly(more[open_ones])
    return {
        "target": [None if share != share else share for share in target.tolist()],
        "verdict": _VERDICTS[kind].tolist(),
        "more": needed.tolist(),
    }
