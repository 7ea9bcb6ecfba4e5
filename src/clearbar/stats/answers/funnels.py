"""Groups of sites → funnels: each site's share, adjusted to the mix of all, against the limits of chance."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from clearbar.model.book import Source
from clearbar.model.estimate import Estimates
from clearbar.model.question import Sums
from clearbar.model.report import Funnel, FunnelPoint, Limits
from clearbar.stats.answers.groups import adjusted_hits
from clearbar.stats.answers.table import Groups, blocks, groups
from clearbar.stats.clusters import ClusterSums, share
from clearbar.stats.funnel import Funnel as Drawn
from clearbar.stats.funnel import funnel
from clearbar.stats.intervals import Floats

_STEPS = 24
"""Sizes at which the limits are reckoned to draw them."""


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


def _funnel(table: Groups, source: Source, withheld: int, confidence: float) -> Funnel:
    s = table.sums
    found = share(
        ClusterSums.of(n=s["n"], s=s["hits"], clusters=s["clusters"], nn=s["nn"], ns=s["nx"], ss=s["xx"]), confidence
    )
    whole = {name: s[name].astype(np.int64).tolist() for name in ("n", "clusters", "hits")}
    counted = Estimates(found.value.tolist(), found.low.tolist(), found.high.tolist(), **whole, confidence=confidence)
    worth, hits = found.effective_n, adjusted_hits(s) / found.deff
    drawn = funnel(hits, worth)
    target = float(s["target"].sum() / s["n"].sum())
    shares = (hits / worth).tolist()
    points = tuple(
        FunnelPoint(str(name), counted[i], shares[i], limits)
        for i, (name, limits) in enumerate(zip(table.keys["site"], _limits(drawn, worth), strict=True))
    )
    sizes = np.geomspace(max(1.0, 0.8 * worth.min()), 1.15 * worth.max(), _STEPS)
    return Funnel(
        standard=table.keys["standard"][0],
        source=source,
        centre=drawn.centre,
        target=None if np.isnan(target) else target,
        points=points,
        limits=_limits(drawn, sizes),
        spread=drawn.spread,
        ratio=drawn.found.ratio,
        withheld=withheld,
    )


def _limits(drawn: Drawn, sizes: Floats) -> tuple[Limits, ...]:
    ends = [end.tolist() for confidence in (0.95, 0.998) for end in drawn.limits(sizes, confidence)]
    return tuple(Limits(*each) for each in zip(sizes.tolist(), *ends, strict=True))
