"""Whether those who know a standard better also do it more often: answers to questions beside observed clearance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from clearbar.model.estimate import Answer, Estimates, Unit
from clearbar.model.question import FLOOR, Sums
from clearbar.stats.answers.rows import places
from clearbar.stats.attenuation import Means, Together, together

FEW = f"{{}}: not identifiable: fewer than {FLOOR} people were both asked and rated."
ALIKE = "{}: not identifiable: people do not differ, in what they know or in what they do."
COUNTED = "{}: figures as counted, chance and all; too little is left of the differences without it."
NOT_THE_SAME = "Knowing is not doing: what goes together need not follow from it."


def conclude_knowing(sums: Sums, by: Sequence[str] = ("standard",)) -> Answer:
    """Per group: figure `association`, the correlation of the share of right answers with the share of interactions
    that clear the bar, over people; and `slope`, by how much more often those clear the bar who know all, against those
    who know nothing. Both without the part of chance where that can be told.

    `sums`: one row a person in a group, with the columns of `by`, `asked` and `right` of questions, `n` and `hits` of
    ratings. Facts: `people` with both, `answers`, and `verdict`: "goes together", "goes the other way" or "cannot
    tell". Fewer than five people give no figure.
    """
    keys: list[tuple[Any, ...]] = []
    figures: list[Together] = []
    facts: dict[str, list[Any]] = {"people": [], "answers": [], "verdict": []}
    ratings: list[int] = []
    said: dict[str, list[str]] = {FEW: [], ALIKE: [], COUNTED: []}
    whole = np.arange(len(np.asarray(sums["n"])))
    for key, at in places(sums, by) if by else [((), whole)] if whole.size else []:
        rows = {name: np.asarray(sums[name], dtype=np.float64)[at] for name in ("asked", "right", "n", "hits")}
        both = (rows["asked"] > 0) & (rows["n"] > 0)
        label = ", ".join(str(value) for value in key) or "All"
        found = _together({name: column[both] for name, column in rows.items()}) if both.sum() >= FLOOR else None
        if found is None:
            said[FEW if both.sum() < FLOOR else ALIKE].append(label)
            continue
        if not found.corrected:
            said[COUNTED].append(label)
        keys.append(key)
        figures.append(found)
        ratings.append(int(rows["n"][both].sum()))
        facts["people"].append(int(both.sum()))
        facts["answers"].append(int(rows["asked"][both].sum()))
        facts["verdict"].append(_verdict(found))
    notes = [reason.format(", ".join(labels)) for reason, labels in said.items() if labels]
    columns = {name: [key[i] for key in keys] for i, name in enumerate(by)}
    return Answer(
        "knowing",
        tuple(by),
        columns,
        _estimates(figures, ratings, facts["people"]),
        facts,
        (*notes, NOT_THE_SAME),
        units={"slope": Unit.POINTS},
    )


def _together(rows: dict[str, Any]) -> Together | None:
    """Answers and ratings are right or wrong, so that their squares are themselves."""
    first = Means.of(rows["asked"], rows["right"], rows["right"])
    return together(first, Means.of(rows["n"], rows["hits"], rows["hits"]))


def _verdict(found: Together) -> str:
    low, high = found.ends
    return "goes together" if low > 0 else "goes the other way" if high < 0 else "cannot tell"


def _estimates(figures: Sequence[Together], n: list[int], people: list[int]) -> dict[str, Estimates]:
    return {
        "association": Estimates(
            [one.correlation for one in figures], [one.ends[0] for one in figures], [one.ends[1] for one in figures],
            n, people,
        ),
        "slope": Estimates(
            [one.slope for one in figures], [one.slope_ends[0] for one in figures],
            [one.slope_ends[1] for one in figures], n, people,
        ),
    }  # fmt: skip
