"""Groups in their order: which ranks fit with what was heard, and how likely each stands at either end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from clearbar.model.estimate import Answer, Estimates, Unit
from clearbar.model.question import Sums
from clearbar.stats.answers.gap import combined
from clearbar.stats.answers.groups import ADJUSTED, NO_SPREAD, NOT_ADJUSTED, adjusted_hits
from clearbar.stats.answers.share import notes
from clearbar.stats.answers.table import Groups, blocks, groups
from clearbar.stats.clusters import ClusterSums, share
from clearbar.stats.funnel import on_arc
from clearbar.stats.intervals import Floats, quantile
from clearbar.stats.ranks import (
    SEED,
    Chances,
    RankSets,
    chances,
    mean_draws,
    rank_sets,
    share_draws,
)
from clearbar.stats.shrink import beta_binomial, normal_normal

FIRST = (
    "Rank 1 is the best. The range beside a rank holds the true one of that group in 95 of 100 cases; all_low to "
    "all_high hold those of all groups at once."
)
ALONE = "{} {} served by one person alone: such a group has no place in an order."
FEW = "Not identifiable: {}fewer than two groups to put in an order."
TENTH = "`top` and `bottom`: how likely a group truly is {} of {}."
_SMALLEST = {"site", "team"}


@dataclass(frozen=True)
class _Ranked:
    """Columns of one set of groups that are put in an order."""

    shrunk: Estimates
    rank: Estimates
    together: RankSets
    top: list[float | None]
    bottom: list[float | None]
    spread: float
    tenth: int


def conclude_ranks(sums: Sums, by: Sequence[str], of: str = "", confidence: float = 0.95, seed: int = SEED) -> Answer:
    """Groups of the last column of `by`, put in an order within each value of the columns before it; 1 is the best:
    the highest share, level or gap, or with `of` "millis" the shortest time.

    Figures: `rank`, the expected one, between the ranks that fit with what was heard of this group; `shrunk`, as in
    `conclude_groups`. Facts: `all_low` and `all_high`, the ranks of all groups at once; `top` and `bottom`, the
    probability to be truly in the best or worst tenth, None where the differences seen are no larger than by chance;
    `among`, how many groups are compared. The same sums and seed give the same answer.
    """
    table = groups(sums, by)
    kept, alone = _of_several(table, by)
    sets = blocks(kept, by)
    compared = [(block, _ranked(block, of, confidence, seed)) for block in sets if len(block) > 1]
    keys = {name: [value for block, _ in compared for value in block.keys[name]] for name in by}
    found = [one for _, one in compared]
    figures = {name: _joined([getattr(one, name) for one in found], confidence) for name in ("rank", "shrunk")}
    facts: dict[str, list[Any]] = {
        "all_low": [int(rank) for one in found for rank in one.together.low],
        "all_high": [int(rank) for one in found for rank in one.together.high],
        "top": [chance for one in found for chance in one.top],
        "bottom": [chance for one in found for chance in one.bottom],
        "among": [len(one.rank) for one in found for _ in range(len(one.rank))],
    }
    said = [*notes(table, by), NOT_ADJUSTED if of else ADJUSTED, *([FIRST] if found else []), *_told(compared, by)]
    said += [ALONE.format(alone, _are(alone, by[-1]))] if alone else []
    said += [FEW.format(_where(block, by)) for block in sets if len(block) < 2] or ([] if sets else [FEW.format("")])
    units = dict.fromkeys(("top", "bottom", *(() if of else ("shrunk",))), Unit.SHARE) | {"rank": Unit.WHOLE}
    return Answer("ranks", tuple(by), keys, figures, facts, tuple(said), table.withheld, units)


def _of_several(table: Groups, by: Sequence[str]) -> tuple[Groups, int]:
    """The groups without those that one person alone stands behind, and how many these are: they would be that person
    under another name. Ratings of persons unknown count as of several."""
    if by[-1] not in _SMALLEST or "person" in by:
        return table, 0
    several = table.sums["clusters"] > 1
    at = np.flatnonzero(several)
    keys = {name: [column[i] for i in at] for name, column in table.keys.items()}
    sums = {name: column[at] for name, column in table.sums.items()}
    return Groups(keys, sums, table.withheld), int((~several).sum())


def _ranked(block: Groups, of: str, confidence: float, seed: int) -> _Ranked:
    return _means(block, of, confidence, seed) if of else _shares(block, confidence, seed)


def _shares(block: Groups, confidence: float, seed: int) -> _Ranked:
    """Shares, adjusted for the mix, on the scale on which their standard error does not depend on them."""
    s = block.sums
    built = ClusterSums.of(n=s["n"], s=s["hits"], clusters=s["clusters"], nn=s["nn"], ns=s["nx"], ss=s["xx"])
    counted, hits = share(built, confidence), adjusted_hits(s)
    shrunk = beta_binomial(hits / counted.deff, counted.effective_n, confidence)
    told = chances(share_draws(shrunk, seed)) if shrunk.tau > 0 else None
    y, error = on_arc(hits / s["n"]), 0.5 * np.sqrt(counted.price / s["n"])
    figures = shrunk.value.tolist(), shrunk.low.tolist(), shrunk.high.tolist()
    return _put(block, Estimates(*figures, *_counts(s), None, confidence), (y, error), told, shrunk.tau, seed)


def _means(block: Groups, of: str, confidence: float, seed: int) -> _Ranked:
    counted = combined(block, 1, -1 if of == "gap" else 0, confidence)
    half = (np.asarray(counted.high) - np.asarray(counted.low)) / 2
    y, error = np.asarray(counted.value, dtype=np.float64), half / quantile(confidence)
    best = -y if of == "millis" else y
    shrunk = normal_normal(y, error, corrected=True)
    low, high = shrunk.interval(confidence)
    told = chances(mean_draws(best, error, seed)) if shrunk.tau2 > 0 else None
    figures = shrunk.value.tolist(), low.tolist(), high.tolist()
    estimates = Estimates(*figures, *_counts(block.sums), None, confidence)
    return _put(block, estimates, (best, error), told, shrunk.tau2, seed)


def _put(
    block: Groups, shrunk: Estimates, seen: tuple[Floats, Floats], told: Chances | None, spread: float, seed: int
) -> _Ranked:
    """The ranks of figures seen. Without a spread every group is expected in the middle, and nobody at an end."""
    alone, together = (rank_sets(*seen, shrunk.confidence, seed, together=both) for both in (False, True))
    expected = told.expected.tolist() if told else [(len(block) + 1) / 2] * len(block)
    unknown: list[float | None] = [None] * len(block)
    top, bottom = (told.top.tolist(), told.bottom.tolist()) if told else (unknown, unknown)
    ends = alone.low.astype(float).tolist(), alone.high.astype(float).tolist()
    rank = Estimates(expected, *ends, *_counts(block.sums), None, shrunk.confidence)
    return _Ranked(shrunk, rank, together, top, bottom, spread, told.tenth if told else 0)


def _counts(sums: dict[str, Any]) -> tuple[list[int], list[int]]:
    n, clusters = (sums[name].astype(np.int64).tolist() for name in ("n", "clusters"))
    return n, clusters


def _told(compared: Sequence[tuple[Groups, _Ranked]], by: Sequence[str]) -> list[str]:
    """What a tenth is, and where nothing can be told apart."""
    sizes = sorted({(one.tenth, len(one.rank)) for _, one in compared if one.tenth})
    said = [TENTH.format("the best or worst" if part == 1 else f"among the {part} best or worst", total)
            for part, total in sizes]  # fmt: skip
    for block, one in compared:
        if one.spread == 0:
            what = f"{_where(block, by)}{by[-1]}s"
            said.append(NO_SPREAD.format(what[0].upper() + what[1:]) + " Their order is not known.")
    return said


def _where(block: Groups, by: Sequence[str]) -> str:
    """Within which groups of the columns before the last; empty where there are none."""
    named = ", ".join(f"{name} {block.keys[name][0]}" for name in by[:-1])
    return f"{named}: " if named else ""


def _are(number: int, kind: str) -> str:
    return f"{kind} is" if number == 1 else f"{kind}s are"


def _joined(parts: Sequence[Estimates], confidence: float) -> Estimates:
    value, low, high, n, clusters = (
        [one for part in parts for one in (getattr(part, name) or ())]
        for name in ("value", "low", "high", "n", "clusters")
    )
    return Estimates(value, low, high, n, clusters, None, confidence)
