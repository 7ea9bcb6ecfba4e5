"""A share per group, with its interval, its verdict, and how many more ratings would settle it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from clearbar.model.estimate import Answer, Estimates, Unit, Verdict
from clearbar.model.question import Sums
from clearbar.stats.answers.table import Groups, groups
from clearbar.stats.clusters import ClusterFigures, ClusterSums, ratings_to_settle, share

_VERDICTS = np.array([None, Verdict.CLEARS, Verdict.FALLS_SHORT, Verdict.CANNOT_TELL], dtype=object)

POOLED = "{} changed within what was read: its editions are pooled, each with its own bar."


def conclude_clearance(sums: Sums, by: Sequence[str], confidence: float = 0.95) -> Answer:
    """Clearance per group. Facts: `target`, `verdict` and `more`, None where the standards of a group have different
    targets or none; `more` is also None where the share lies on the target itself."""
    table = groups(sums, by)
    figures, estimates = _estimates(table, confidence)
    facts = _verdicts(table, figures) if figures else {"target": [], "verdict": [], "more": []}
    said, units = notes(table, by), {"clearance": Unit.SHARE, "target": Unit.SHARE, "more": Unit.ABOUT}
    return Answer("clearance", tuple(by), table.keys, {"clearance": estimates}, facts, said, table.withheld, units)


def conclude_delight(sums: Sums, by: Sequence[str], confidence: float = 0.95) -> Answer:
    """Delight per group."""
    table = groups(sums, by)
    _, estimates = _estimates(table, confidence)
    left_out = "Yes/no standards have no level five and are left out."
    said = (left_out, *notes(table, by))
    units = {"delight": Unit.SHARE}
    return Answer("delight", tuple(by), table.keys, {"delight": estimates}, {}, said, table.withheld, units)


def conclude_met(sums: Sums, by: Sequence[str], confidence: float = 0.95) -> Answer:
    """The share per group that got at least what they had expected."""
    table = groups(sums, by)
    _, estimates = _estimates(table, confidence)
    said, units = notes(table, by), {"met": Unit.SHARE}
    return Answer("met", tuple(by), table.keys, {"met": estimates}, {}, said, table.withheld, units)


def _roughly(number: float) -> int:
    """A guess rounded up to two figures, at least 1: more figures would claim to know more."""
    whole = max(int(np.ceil(number)), 1)
    step: int = 10 ** max(0, len(str(whole)) - 2)
    return -(-whole // step) * step


def notes(table: Groups, by: Sequence[str]) -> tuple[str, ...]:
    """What was withheld, and which standards changed within what was read."""
    if "standard" not in by or "edition" in by:
        return table.notes
    changed = table.sums["edition_low"] != table.sums["edition_high"]
    names = sorted({name for name, was in zip(table.keys["standard"], changed, strict=True) if was})
    return (*table.notes, *(POOLED.format(name) for name in names))


def _estimates(table: Groups, confidence: float) -> tuple[ClusterFigures | None, Estimates]:
    if not len(table):
        return None, Estimates((), (), (), (), (), (), confidence)
    s = table.sums
    sums = ClusterSums.of(n=s["n"], s=s["hits"], clusters=s["clusters"], nn=s["nn"], ns=s["nx"], ss=s["xx"])
    found = share(sums, confidence)
    whole = {name: s[name].astype(np.int64).tolist() for name in ("n", "clusters", "hits")}
    return found, Estimates(
        found.value.tolist(), found.low.tolist(), found.high.tolist(), **whole, confidence=confidence
    )


def _verdicts(table: Groups, figures: ClusterFigures) -> dict[str, list[Any]]:
    low, high = table.sums["target_low"], table.sums["target_high"]
    target = np.where(low == high, low, np.nan)
    more = ratings_to_settle(figures.value, figures.n, figures.price, target, figures.confidence)
    kind = np.select([np.isnan(target), figures.low >= target, figures.high < target], [0, 1, 2], 3)
    open_ones = (_VERDICTS[kind] == Verdict.CANNOT_TELL) & ~np.isnan(more)
    return {
        "target": [None if share != share else share for share in target.tolist()],
        "verdict": _VERDICTS[kind].tolist(),
        "more": [_roughly(m) if is_open else None for is_open, m in zip(open_ones, more.tolist(), strict=True)],
    }
