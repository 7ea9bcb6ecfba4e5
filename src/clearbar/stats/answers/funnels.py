"""Groups of sites → funnels: each site's share, adjusted to the mix of all, against the limits of chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from clearbar.model.book import Source
from clearbar.model.estimate import Answer, Estimates, Unit
from clearbar.model.question import Sums
from clearbar.model.report import Funnel, FunnelPoint, Limits
from clearbar.stats.answers.groups import ADJUSTED, adjusted_hits
from clearbar.stats.answers.share import notes
from clearbar.stats.answers.table import Groups, blocks, groups
from clearbar.stats.clusters import ClusterSums, share
from clearbar.stats.funnel import WINSORISED, funnel
from clearbar.stats.funnel import Funnel as Drawn
from clearbar.stats.intervals import Floats

_STEPS = 24
"""Sizes at which the limits are reckoned to draw them."""

ENOUGH = 3
"""Groups below which a funnel tells no more than the comparison of them does."""

FEW = "Not identifiable: {}a funnel needs at least three groups."
NO_SPREAD = "{} show no more variation than chance makes, so the limits are those of chance alone."
SPREAD = (
    "{} vary {:.1f} times as much as by chance; the limits allow for true shares that lie {:.1f} points around "
    "their mean."
)
BY_CHANCE = "One group in twenty lies outside the limits of 95 % by chance, two in a thousand outside those of 99.8 %."
PLACES = {2: "above", 1: "high", 0: "within", -1: "low", -2: "below"}
"""How it is told where a group lies: beyond the limits of 99.8 %, beyond those of 95 %, or within."""


@dataclass(frozen=True)
class _Drawn:
    """The groups of one funnel against its limits; shapes (groups,)."""

    made: Drawn
    counted: Estimates
    worth: Floats
    shares: Floats
    target: float | None


def conclude_funnels(sums: Sums, sources: Mapping[str, Source], confidence: float = 0.95) -> tuple[Funnel, ...]:
    """A funnel for each standard, from sums by standard and site of `measures.shrinkage`.

    Shares are adjusted for the mix of topics and channels, and ratings count as many as they are worth after
    clustering, both as in `conclude_groups`. `sources` tells who is heard on each standard.
    """
    table = groups(sums, ("standard", "site"))
    few = [standard for standard, _ in table.withheld]
    return tuple(
        _funnel(block, sources[block.keys["standard"][0]], few.count(block.keys["standard"][0]), confidence)
        for block in blocks(table, ("standard", "site"))
    )


def conclude_funnel(sums: Sums, by: Sequence[str], winsorised: float = WINSORISED, confidence: float = 0.95) -> Answer:
    """Groups of the last column of `by` against the limits of chance, within each value of the columns before it.

    Figure `counted`. Facts: the share `adjusted` to the mix of all; how many independent ratings the n are `worth`;
    the limits at that size, `low_95`, `high_95`, `low_998` and `high_998`; `lies`: above, high, within, low or below
    (see `PLACES`); and of the whole funnel its `centre`, the mean `target`, the `spread` (standard deviation of true
    shares) that the limits allow for, and the `ratio` of variation to that of chance. Part `limits`: the same limits at
    sizes from the smallest group to the largest, to draw them.
    """
    table = groups(sums, by)
    every = blocks(table, by)
    drawn = [(block, _drawn(block, confidence, winsorised)) for block in every if len(block) >= ENOUGH]
    keys = {name: [value for block, _ in drawn for value in block.keys[name]] for name in by}
    rows = [(one, i, limits) for _, one in drawn for i, limits in enumerate(_limits(one.made, one.worth))]
    said = (*notes(table, by), ADJUSTED, *(_spread(block, by, one) for block, one in drawn))
    said += (BY_CHANCE,) if drawn else ()
    said += tuple(FEW.format(_where(block, by)) for block in every if len(block) < ENOUGH) or (
        () if every else (FEW.format(""),)
    )
    figures = {"counted": _joined([one.counted for _, one in drawn], confidence)}
    parts = (_curves([(block, one) for block, one in drawn], by, confidence),) if drawn else ()
    shares = ("counted", "adjusted", "low_95", "high_95", "low_998", "high_998", "centre", "target")
    units = {**dict.fromkeys(shares, Unit.SHARE), "worth": Unit.ABOUT}
    return Answer("funnel", tuple(by), keys, figures, _facts(rows), said, table.withheld, units, parts)


def _facts(rows: Sequence[tuple[_Drawn, int, Limits]]) -> dict[str, list[Any]]:
    return {
        "adjusted": [float(one.shares[i]) for one, i, _ in rows],
        "worth": [max(1, round(limits.n)) for _, _, limits in rows],
        **{
            name: [getattr(limits, name) for _, _, limits in rows]
            for name in ("low_95", "high_95", "low_998", "high_998")
        },
        "lies": [PLACES[FunnelPoint("", one.counted[i], float(one.shares[i]), each).outside] for one, i, each in rows],
        "centre": [one.made.centre for one, _, _ in rows],
        "target": [one.target for one, _, _ in rows],
        "spread": [one.made.spread for one, _, _ in rows],
        "ratio": [one.made.found.ratio for one, _, _ in rows],
    }


def _curves(drawn: Sequence[tuple[Groups, _Drawn]], by: Sequence[str], confidence: float) -> Answer:
    """The limits of each funnel at sizes from the smallest group to the largest; `n` is the size, rounded."""
    keys: dict[str, list[Any]] = {name: [] for name in by[:-1]}
    rows: list[tuple[float, Limits]] = []
    for block, one in drawn:
        for limits in _limits(one.made, _sizes(one.worth)):
            rows.append((one.made.centre, limits))
            for name, column in keys.items():
                column.append(block.keys[name][0])
    centre, n = [middle for middle, _ in rows], [max(1, round(each.n)) for _, each in rows]
    inner = Estimates(centre, [each.low_95 for _, each in rows], [each.high_95 for _, each in rows], n)
    outer = Estimates(
        centre, [each.low_998 for _, each in rows], [each.high_998 for _, each in rows], n, confidence=0.998
    )
    figures, facts = {"chance_95": inner, "chance_998": outer}, {"worth": [each.n for _, each in rows]}
    del confidence
    return Answer("limits", tuple(by[:-1]), keys, figures, facts, units=dict.fromkeys(figures, Unit.SHARE))


def _spread(block: Groups, by: Sequence[str], one: _Drawn) -> str:
    where = _where(block, by)
    if one.made.spread == 0:
        return NO_SPREAD.format(f"{where}groups" if where else "Groups")
    who = f"{where}groups" if where else "Groups"
    return SPREAD.format(who, one.made.found.ratio, 100 * one.made.spread)


def _where(block: Groups, by: Sequence[str]) -> str:
    """Within which groups of the columns before the last; empty where there are none."""
    named = ", ".join(str(block.keys[name][0]) for name in by[:-1])
    return f"{named}: " if named else ""


def _joined(parts: Sequence[Estimates], confidence: float) -> Estimates:
    names = ("value", "low", "high", "n", "clusters", "hits")
    columns = {name: [one for part in parts for one in (getattr(part, name) or ())] for name in names}
    return Estimates(**columns, confidence=confidence)


def _drawn(table: Groups, confidence: float, winsorised: float = WINSORISED) -> _Drawn:
    s = table.sums
    found = share(
        ClusterSums.of(n=s["n"], s=s["hits"], clusters=s["clusters"], nn=s["nn"], ns=s["nx"], ss=s["xx"]), confidence
    )
    whole = {name: s[name].astype(np.int64).tolist() for name in ("n", "clusters", "hits")}
    counted = Estimates(found.value.tolist(), found.low.tolist(), found.high.tolist(), **whole, confidence=confidence)
    worth, hits = found.effective_n, adjusted_hits(s) / found.deff
    target = float(s["target"].sum() / s["n"].sum())
    made = funnel(hits, worth, winsorised)
    return _Drawn(made, counted, worth, hits / worth, None if np.isnan(target) else target)


def _funnel(table: Groups, source: Source, withheld: int, confidence: float) -> Funnel:
    one = _drawn(table, confidence)
    points = tuple(
        FunnelPoint(str(name), one.counted[i], float(one.shares[i]), limits)
        for i, (name, limits) in enumerate(zip(table.keys["site"], _limits(one.made, one.worth), strict=True))
    )
    return Funnel(
        standard=table.keys["standard"][0],
        source=source,
        centre=one.made.centre,
        target=one.target,
        points=points,
        limits=_limits(one.made, _sizes(one.worth)),
        spread=one.made.spread,
        ratio=one.made.found.ratio,
        withheld=withheld,
    )


def _sizes(worth: Floats) -> Floats:
    """Sizes at which the limits are drawn, from below the smallest group to beyond the largest."""
    return np.asarray(np.geomspace(max(1.0, 0.8 * worth.min()), 1.15 * worth.max(), _STEPS), dtype=np.float64)


def _limits(drawn: Drawn, sizes: Floats) -> tuple[Limits, ...]:
    ends = [end.tolist() for confidence in (0.95, 0.998) for end in drawn.limits(sizes, confidence)]
    return tuple(Limits(*each) for each in zip(sizes.tolist(), *ends, strict=True))
