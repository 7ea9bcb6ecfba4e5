"""Experience against expectation per group: both parts, and their difference."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from clearbar.model.estimate import Answer, Estimates, Unit
from clearbar.model.question import Sums
from clearbar.stats.answers.share import UNASKED, notes
from clearbar.stats.answers.table import Groups, groups
from clearbar.stats.clusters import ClusterSums, mean


def conclude_gap(sums: Sums, by: Sequence[str], confidence: float = 0.95, *, cluster: str = "person") -> Answer:
    """Figures `experienced`, `expected` and `gap` (their difference), on the levels 1..5."""
    table = groups(sums, by)
    figures = {
        "experienced": combined(table, 1, 0, confidence),
        "expected": combined(table, 0, 1, confidence),
        "gap": combined(table, 1, -1, confidence),
    }
    said = notes(table, by, cluster)
    if not len(table):
        said = (*said, UNASKED)
    return Answer("gap", tuple(by), table.keys, figures, {}, said, table.withheld, {"gap": Unit.SIGNED})


def combined(table: Groups, a: int, b: int, confidence: float) -> Estimates:
    """The mean of a·first + b·second outcome per group, from the sums of both and their products."""
    if not len(table):
        return Estimates((), (), (), (), (), None, confidence)
    s = table.sums
    clusters = ClusterSums.of(
        n=s["n"],
        s=a * s["a"] + b * s["b"],
        clusters=s["clusters"],
        nn=s["nn"],
        ns=a * s["na"] + b * s["nb"],
        ss=a * a * s["aa"] + 2 * a * b * s["ab"] + b * b * s["bb"],
    )
    found = mean(clusters, a * a * s["qaa"] + 2 * a * b * s["qab"] + b * b * s["qbb"], confidence)
    n, persons = (s[name].astype(np.int64).tolist() for name in ("n", "clusters"))
    return Estimates(found.value.tolist(), found.low.tolist(), found.high.tolist(), n, persons, None, confidence)
