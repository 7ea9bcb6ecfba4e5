"""Many groups at once against a share that each ought to reach: which of them stand below it, or above.

sums → share with its interval → the chance that lies in this interval → all of them together → those that stand
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.special import stdtr

from clearbar.model.estimate import Answer, Estimates, Unit, Verdict
from clearbar.model.question import Sums
from clearbar.stats.answers.share import estimated
from clearbar.stats.answers.table import Groups, groups
from clearbar.stats.clusters import ClusterFigures
from clearbar.stats.false_discovery import adjusted
from clearbar.stats.intervals import Floats

ALPHA = 0.05
"""Of those that stand, at most this part by chance (false discovery rate)."""
_MANY = 1e9
MANY = "{:,} groups were looked at together; of the {:,} that stand, about {:.0f} in 100 do so by chance."


def conclude_against(
    sums: Sums, by: Sequence[str], reach: Mapping[str, float] | None = None, confidence: float = 0.95
) -> Answer:
    """The groups whose share stands apart from what it ought to reach: the target of their standard, or `reach` of the
    standard (a column of `by`) where that is given. Those without either are not looked at.

    Figure `share`. Facts: `reach`; `verdict`, clears or falls short; `chance`, that of the interval: the least level
    at which it would still hold `reach`; `adjusted`, the same for all groups together. Only those are told of which
    `adjusted` is at most ALPHA. A note tells how many there were.

    A share is never held against more than all but half a rating: where all of them ought to, a single miss would
    be certain of itself however few there are.
    """
    table = groups(sums, by)
    figures, estimates = estimated(table, "hits", ("nx", "xx"), confidence)
    goal = _goal(table, reach)
    at = np.flatnonzero(~np.isnan(goal))
    if figures is None or not len(at):
        return _told(by, table, estimates, at[:0], {"reach": goal, "chance": goal, "adjusted": goal})
    chance = np.full(len(goal), np.nan)
    chance[at] = chances(figures, goal)[at]
    together = np.full(len(goal), np.nan)
    together[at] = adjusted(chance[at])
    stand = at[together[at] <= ALPHA]
    facts = {"reach": goal, "chance": chance, "adjusted": together}
    answer = _told(by, table, estimates, stand, facts)
    return replace(answer, notes=(*answer.notes, MANY.format(len(at), len(stand), 100 * ALPHA)))


def chances(figures: ClusterFigures, reach: Floats) -> Floats:
    """For each share the chance of one so far from `reach`, to either side, if that were the true one: 1 less the
    confidence of the widest score interval that leaves `reach` out, with its design effect and degrees of freedom."""
    half = 0.5 / figures.n
    goal = np.clip(reach, half, 1 - half)
    error = np.sqrt(goal * (1 - goal) * figures.deff / figures.n)
    return np.asarray(2 * stdtr(np.minimum(figures.df, _MANY), -np.abs(figures.value - goal) / error), dtype=np.float64)


def _goal(table: Groups, reach: Mapping[str, float] | None) -> Floats:
    if reach is not None:
        return np.array([reach.get(name, np.nan) for name in table.keys["standard"]], dtype=np.float64)
    low, high = table.sums["target_low"], table.sums["target_high"]
    return np.asarray(np.where(low == high, low, np.nan), dtype=np.float64)


def _told(
    by: Sequence[str], table: Groups, estimates: Estimates, at: np.ndarray, facts: Mapping[str, Floats]
) -> Answer:
    places = at.tolist()
    shown = estimates.at(places)
    told = {name: [float(column[i]) for i in places] for name, column in facts.items()}
    below = [value < goal for value, goal in zip(shown.value, told["reach"], strict=True)]
    verdicts = [Verdict.FALLS_SHORT if one else Verdict.CLEARS for one in below]
    keys = {name: [column[i] for i in places] for name, column in table.keys.items()}
    units = {"share": Unit.SHARE, "reach": Unit.SHARE}
    return Answer(
        "against", tuple(by), keys, {"share": shown}, {**told, "verdict": verdicts}, table.notes, table.withheld, units
    )
