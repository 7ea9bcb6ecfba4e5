"""How much more often the overall verdict clears its bar where a standard was cleared than where it was missed.

Each side is a share with its own cluster-robust interval (clusters.py). The ends of the difference lie as far from it
as the ends of both shares together, by Pythagoras (Newcombe 1998, Statistics in Medicine 17:873, method 10; Zou &
Donner 2008, Statistics in Medicine 27:1693): unlike a normal interval it is never empty, and few on one side make it
wide. Persons who stand on both sides are taken as independent there. As a rule they are better or worse than others on
both, so that the interval is rather too wide than too narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from clearbar.model.estimate import Answer, Estimates, Unit
from clearbar.model.question import FLOOR, Sums
from clearbar.stats.answers.table import Groups, groups
from clearbar.stats.clusters import ClusterFigures, ClusterSums, share
from clearbar.stats.differences import differences

_UNITS = {"cleared": Unit.SHARE, "missed": Unit.SHARE, "difference": Unit.SIGNED}


def conclude_difference(sums: Sums, by: Sequence[str], confidence: float = 0.95) -> Answer:
    """Per group: figures `cleared` and `missed`, shares of overall verdicts that clear their bar where the standard was
    cleared or missed, and `difference` of the first less the second. Facts: `n_cleared` and `n_missed`."""
    table = groups(sums, (*by, "cleared"))
    withheld = tuple(dict.fromkeys(key[:-1] for key in table.withheld))
    keys = {name: list(table.keys[name][::2]) for name in by}
    said = _notes(withheld)
    if not len(table):
        none = Estimates((), (), (), (), (), confidence=confidence)
        figures = {"cleared": none, "missed": none, "difference": none}
        return Answer("difference", tuple(by), keys, figures, {"n_cleared": [], "n_missed": []}, said, withheld, _UNITS)
    found = _shares(table, confidence)
    # Keys are sorted, so that of each group the missed side (0) stands before the cleared one (1).
    missed, cleared = (_side(table, found, start) for start in (0, 1))
    value, low, high = (column.tolist() for column in differences(cleared, missed))
    n = [one + other for one, other in zip(cleared.n, missed.n, strict=True)]
    figures = {
        "cleared": cleared,
        "missed": missed,
        "difference": Estimates(value, low, high, n, confidence=confidence),
    }
    facts = {"n_cleared": list(cleared.n), "n_missed": list(missed.n)}
    return Answer("difference", tuple(by), keys, figures, facts, said, withheld, _UNITS)


def _shares(table: Groups, confidence: float) -> ClusterFigures:
    s = table.sums
    built = ClusterSums.of(n=s["n"], s=s["hits"], clusters=s["clusters"], nn=s["nn"], ns=s["nx"], ss=s["xx"])
    return share(built, confidence)


def _side(table: Groups, found: ClusterFigures, start: int) -> Estimates:
    value, low, high = (column[start::2].tolist() for column in (found.value, found.low, found.high))
    whole = {name: table.sums[name][start::2].astype(np.int64).tolist() for name in ("n", "clusters", "hits")}
    return Estimates(value, low, high, **whole, confidence=found.confidence)


def _notes(withheld: tuple[tuple[Any, ...], ...]) -> tuple[str, ...]:
    if not withheld:
        return ()
    what = "group has" if len(withheld) == 1 else "groups have"
    return (
        f"{len(withheld):,} {what} fewer than {FLOOR} ratings on one side, cleared or missed, and cannot be compared.",
    )
