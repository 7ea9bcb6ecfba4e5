"""Groups beside each other: each as counted and shrunk, and which of them cannot be told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from clearbar.model.estimate import Answer, Estimates, Unit
from clearbar.model.question import Sums
from clearbar.stats.answers.gap import combined
from clearbar.stats.answers.share import notes
from clearbar.stats.answers.table import Groups, blocks, groups
from clearbar.stats.apart import brackets
from clearbar.stats.clusters import ClusterSums, share
from clearbar.stats.intervals import Floats, quantile
from clearbar.stats.shrink import beta_binomial, normal_normal

NO_SPREAD = "{} cannot be told apart: the differences seen are no larger than chance would make them."
ALIKE = "No two {} can be told apart with these ratings."


@dataclass(frozen=True)
class _Shrunk:
    """Columns of one set of groups that are compared with each other."""

    counted: Estimates
    value: list[float]
    low: list[float]
    high: list[float]
    clears: list[float | None]
    sd: Any
    spread: float
    mean: float
    target: float | None


ADJUSTED = "Adjusted for the mix of standards, topics and channels; not for anything else that may differ."
NOT_ADJUSTED = "Not adjusted for the mix of standards, topics and channels."


def conclude_groups(sums: Sums, by: Sequence[str], of: str = "", confidence: float = 0.95) -> Answer:
    """Groups of the last column of `by`, compared within each value of the columns before it.

    Figures `counted` and `shrunk`: of the share that clears its bar, or of the mean of the outcome `of` (with `of`
    "millis" of log(1 + seconds)). Facts: `apart`, letters such that groups which share one cannot be told apart;
    `clears`, the probability that the true share reaches `target`, the mean target of all ratings compared;
    `spread`, the standard deviation of the true figures between groups; `mean` of them all.
    """
    table = groups(sums, by)
    compared = [_shrink(block, of, confidence) for block in blocks(table, by)]
    facts: dict[str, list[Any]] = {
        "apart": [letter for block in compared for letter in _letters(block)],
        "clears": [one for block in compared for one in block.clears],
        "target": [block.target for block in compared for _ in block.value],
        "spread": [block.spread for block in compared for _ in block.value],
        "mean": [block.mean for block in compared for _ in block.value],
    }
    said = (*notes(table, by), NOT_ADJUSTED if of else ADJUSTED)
    if len(table) > 1 and all(set(_letters(block)) == {"a"} for block in compared):
        kind = "persons" if by[-1] == "person" else f"{by[-1]}s"
        no_spread = all(block.spread == 0 for block in compared)
        said = (*said, NO_SPREAD.format(kind.capitalize()) if no_spread else ALIKE.format(kind))
    figures = {"counted": _joined([b.counted for b in compared], confidence), "shrunk": _shrunk(compared, confidence)}
    shares = () if of else ("counted", "shrunk", "target", "clears", "mean")
    units = dict.fromkeys(shares, Unit.SHARE)
    return Answer("shrinkage", tuple(by), table.keys, figures, facts, said, table.withheld, units)


def _shrink(table: Groups, of: str, confidence: float) -> _Shrunk:
    return _shrink_means(table, of, confidence) if of else _shrink_shares(table, confidence)


def adjusted_hits(sums: Mapping[str, Floats]) -> Floats:
    """The hits that each group would have with the mix of all: its own, less those expected of its own mix, plus those
    expected of the common one (indirect standardisation, as a difference)."""
    common = sums["hits"].sum() / sums["n"].sum()
    adjusted: Floats = np.clip(sums["hits"] - sums["expected"] + sums["n"] * common, 0, sums["n"])
    return adjusted


def _shrink_shares(table: Groups, confidence: float) -> _Shrunk:
    """Hits and ratings count as many as they are worth after clustering (clusters.py)."""
    s = table.sums
    found = share(
        ClusterSums.of(n=s["n"], s=s["hits"], clusters=s["clusters"], nn=s["nn"], ns=s["nx"], ss=s["xx"]), confidence
    )
    shrunk = beta_binomial(adjusted_hits(s) / found.deff, found.effective_n, confidence)
    target = float(s["target"].sum() / s["n"].sum())
    whole = {name: s[name].astype(np.int64).tolist() for name in ("n", "clusters", "hits")}
    counted = Estimates(found.value.tolist(), found.low.tolist(), found.high.tolist(), **whole, confidence=confidence)
    is_set = not np.isnan(target)
    clears: list[float | None] = shrunk.clears(target).tolist() if is_set else [None] * len(table)
    ends = shrunk.low.tolist(), shrunk.high.tolist()
    goal = target if is_set else None
    return _Shrunk(counted, shrunk.value.tolist(), *ends, clears, shrunk.sd, shrunk.tau, shrunk.mean, goal)


def _shrink_means(table: Groups, of: str, confidence: float) -> _Shrunk:
    a, b = (1, -1) if of == "gap" else (1, 0)
    counted = combined(table, a, b, confidence)
    half = (np.asarray(counted.high) - np.asarray(counted.low)) / 2
    shrunk = normal_normal(counted.value, half / quantile(confidence), corrected=True)
    low, high = shrunk.interval(confidence)
    unknown: list[float | None] = [None] * len(table)
    ends = low.tolist(), high.tolist()
    spread = float(np.sqrt(shrunk.tau2))
    return _Shrunk(counted, shrunk.value.tolist(), *ends, unknown, shrunk.sd, spread, shrunk.mu, None)


def _letters(block: _Shrunk) -> list[str]:
    """A letter for each bracket, given to every group in it, spaces between; numbers once letters run out."""
    if block.spread == 0:
        return ["a"] * len(block.value)
    found = brackets(block.value, block.sd)
    letters: list[list[str]] = [[] for _ in block.value]
    for place, (first, last) in enumerate(found.runs):
        name = chr(ord("a") + place) if len(found.runs) <= 26 else str(place + 1)
        for group in found.order[first : last + 1]:
            letters[group].append(name)
    return [" ".join(own) for own in letters]


def _joined(parts: list[Estimates], confidence: float) -> Estimates:
    columns = {
        name: [one for part in parts for one in (getattr(part, name) or ())]
        for name in ("value", "low", "high", "n", "clusters", "hits")
    }
    hits = columns.pop("hits") or None
    return Estimates(**columns, hits=hits, confidence=confidence)


def _shrunk(blocks: list[_Shrunk], confidence: float) -> Estimates:
    columns = {name: [one for block in blocks for one in getattr(block, name)] for name in ("value", "low", "high")}
    counts = [n for block in blocks for n in block.counted.n]
    clusters = [n for block in blocks for n in block.counted.clusters or ()]
    return Estimates(**columns, n=counts, clusters=clusters, confidence=confidence)
