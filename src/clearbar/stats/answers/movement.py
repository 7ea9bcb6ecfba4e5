"""How Δgap splits into experience, expectation and mix (measures/movement.py tells how it is counted)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.special import stdtrit

from clearbar.model.estimate import Answer, Estimate, Unit
from clearbar.model.question import Sums
from clearbar.stats.answers.growing import Growing
from clearbar.stats.answers.rows import plain
from clearbar.stats.answers.table import groups
from clearbar.stats.watch import SHORTEST, baseline_of

Weeks = tuple[int, int]

PARTS = ("total", "experience", "expectation", "mix")
_FACTS = ("gap_before", "gap_after", "n_before", "n_after")
ACROSS = "Not identifiable: how the gap of {} moved, as the instrument changed in between."
_DIGITS = 1e-8
"""The parts come rounded to nine digits: nothing smaller is told from 0."""
NOBODY = "Not identifiable: how the gap moved, as too few told what they had expected in both periods."


def periods(answer: Answer, baseline: int = 0) -> tuple[Weeks, Weeks] | None:
    """The weeks of the baseline and as many latest ones, each as its first and last week, of an answer of drift; those
    before the last change of instrument are left out where enough remain. None where there are too few."""
    weeks = sorted(set(answer.keys["week"]))
    news = _news(answer)
    later = [week for week in weeks if not news or week >= max(week for _, week in news)]
    weeks = later if len(later) >= 2 * SHORTEST else weeks
    size = min(baseline_of(len(weeks), baseline), len(weeks) - 1)
    if size < 1:
        return None
    return (weeks[0], weeks[size - 1]), (weeks[max(size, len(weeks) - size)], weeks[-1])


def add_movement(answer: Answer, sums: Sums, by: Sequence[str], baseline: int = 0) -> Answer:
    """The answer of drift with the part `split`; groups whose instrument changed within the periods are left out."""
    found = periods(answer, baseline)
    if found is None:
        return answer
    (first, until), (since, last) = found
    across = {key for key, week in _news(answer) if first < week <= last}
    keys = list(zip(*(plain(sums[name]) for name in by), strict=True)) if by else [()] * len(sums["n_before"])
    kept = np.array([key not in across for key in keys], dtype=bool)
    split = conclude_movement({name: np.asarray(column)[kept] for name, column in sums.items()}, by)
    compared = f"Weeks {first} to {until} are compared with weeks {since} to {last}."
    left = (ACROSS.format(f"{len(across):,} groups" if by else "this"),) if across else ()
    split = replace(split, notes=(compared, *left, *(split.notes if not across or len(split) else ())))
    return replace(answer, parts=(split, *answer.parts))


def _news(answer: Answer) -> list[tuple[tuple[Any, ...], int]]:
    """The groups whose instrument changed, and when."""
    part = next(part for part in answer.parts if part.measure == "breaks")
    by = part.by[:-1]
    return [
        (tuple(row.keys[name] for name in by), row.keys["week"])
        for row in part.rows
        if row.facts["kind"] == "instrument"
    ]


def conclude_movement(sums: Sums, by: Sequence[str], confidence: float = 0.95) -> Answer:
    """A row for each group and part of Δgap (key `part`: total, experience, expectation, mix): figure `moved`, in
    levels, which add up to the total; facts `gap_before`, `gap_after`, `n_before`, `n_after`.

    Expectations that rise make the gap fall: their part is what they add to the gap. Intervals are t over clusters.
    """
    table = groups(sums, by)
    s = table.sums
    rows = Growing((*by, "part"), ("moved",), _FACTS)
    for i in range(len(table)):
        n = {side: s[f"n_{side}"][i] for side in ("before", "after")}
        gap = {side: float((s[f"y_{side}"][i] - s[f"x_{side}"][i]) / n[side]) for side in n}
        total = gap["after"] - gap["before"]
        moved = {"total": total, "experience": s["experience"][i], "expectation": s["expectation"][i]}
        moved["mix"] = total - moved["experience"] - moved["expectation"]
        facts = {"gap_before": gap["before"], "gap_after": gap["after"]}
        facts |= {f"n_{side}": int(size) for side, size in n.items()}
        for part in PARTS:
            clusters, size = int(s["clusters"][i]), int(sum(n.values()))
            half = _half(float(s[f"{part}_square"][i]), size, clusters, confidence)
            value = float(moved[part])
            figure = Estimate(value, value - half, value + half, size, clusters, confidence=confidence)
            rows.add((*(table.keys[name][i] for name in by), part), {"moved": figure}, facts)
    units = dict.fromkeys(("moved", "gap_before", "gap_after"), Unit.SIGNED)
    notes = table.notes if len(table) else (*table.notes, NOBODY)
    return rows.answer("split", units, notes, withheld=table.withheld, confidence=confidence)


def _half(square: float, n: int, clusters: int, confidence: float) -> float:
    """Half the interval, from Σ over clusters of (n × what each adds)²; without end where one cluster is all."""
    if clusters < 2:
        return float("inf")
    error = np.sqrt(max(square, 0.0) * clusters / (clusters - 1)) / n
    return max(float(stdtrit(clusters - 1, (1 + confidence) / 2) * error), _DIGITS)
