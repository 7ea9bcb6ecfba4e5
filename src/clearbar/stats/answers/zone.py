"""The zone of tolerance per group: how many lie below, inside and above it, and how far from both its ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from clearbar.model.estimate import Answer, Estimates, Unit
from clearbar.model.question import Sums
from clearbar.stats.answers.share import estimated
from clearbar.stats.answers.table import Groups, groups
from clearbar.stats.clusters import ClusterSums, mean
from clearbar.stats.intervals import Floats
from clearbar.stats.reliability import of_difference

_DEPENDABLE = 0.8
"""What a rating is usually hoped to be dependable to."""


def add_zone(answer: Answer, sums: Sums, by: Sequence[str], *, interval: str = "wilson") -> Answer:
    """The answer of `gap` with the part `zone`, if any rating told both what was expected and what was desired.

    Figures: the shares `below`, `inside` and `above`; `adequate` = level − expected (the measure of service adequacy)
    and `superior` = level − desired (of superiority).
    """
    table = groups(sums, by)
    if not len(table) and not table.withheld:
        return answer
    inside = _with_inside(table)
    ways = {"below": ("n_below", "below_below"), "inside": ("n_inside", "inside_inside"),
            "above": ("n_above", "above_above")}  # fmt: skip
    figures = {
        **{name: estimated(inside, name, columns, 0.95, interval)[1] for name, columns in ways.items()},
        "adequate": _mean(table, "adequate"),
        "superior": _mean(table, "superior"),
    }
    units = dict.fromkeys(ways, Unit.SHARE) | dict.fromkeys(("adequate", "superior"), Unit.SIGNED)
    part = Answer("zone", tuple(by), table.keys, figures, {}, _notes(table), table.withheld, units)
    return replace(answer, parts=(*answer.parts, part))


def _with_inside(table: Groups) -> Groups:
    """What is neither below nor above lies inside."""
    s = table.sums
    more = {
        "inside": s["n"] - s["below"] - s["above"],
        "n_inside": s["nn"] - s["n_below"] - s["n_above"],
        "inside_inside": s["nn"] + s["below_below"] + s["above_above"]
        + 2 * (s["below_above"] - s["n_below"] - s["n_above"]),
    }  # fmt: skip
    return replace(table, sums={**s, **more})


def _mean(table: Groups, name: str) -> Estimates:
    if not len(table):
        return Estimates((), (), (), (), (), None)
    s = table.sums
    sums = ClusterSums.of(
        n=s["n"], s=s[name], clusters=s["clusters"], nn=s["nn"], ns=s[f"n_{name}"], ss=s[f"{name}_{name}"]
    )
    found = mean(sums, s[f"q_{name}"])
    n, clusters = (s[column].astype(np.int64).tolist() for column in ("n", "clusters"))
    return Estimates(found.value.tolist(), found.low.tolist(), found.high.tolist(), n, clusters)


def _notes(table: Groups) -> tuple[str, ...]:
    """That a difference is less dependable than its parts: by how much, where it can be told."""
    told = (*table.notes, "Above: what was wished for, or more. Below: less than what was expected.")
    if not len(table):
        return told
    r, ratio = _together(table.sums)
    found = of_difference(_DEPENDABLE, _DEPENDABLE, r, ratio)
    if np.isnan(found):
        return told
    return (
        *told,
        f"Levels experienced and expected go together (r = {r:.2f}): were each dependable to {_DEPENDABLE:g}, their"
        f" difference would be to {found:.2f}. How dependable they are cannot be told from single ratings.",
    )


def _together(sums: dict[str, Floats]) -> tuple[float, float]:
    """The correlation of level and expected within groups, and the ratio of their standard deviations; nan where one
    of them does not vary."""
    n, x, y = sums["n"], sums["level"], sums["expected"]
    xx = (sums["q_level"] - x * x / n).sum()
    yy = (sums["q_expected"] - y * y / n).sum()
    xy = (sums["level_expected"] - x * y / n).sum()
    if xx <= 0 or yy <= 0:
        return float("nan"), float("nan")
    return float(xy / np.sqrt(xx * yy)), float(np.sqrt(xx / yy))
