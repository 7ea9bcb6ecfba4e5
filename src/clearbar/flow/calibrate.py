"""Calibrate: marks that several raters gave to the same interactions → how far they agree on each standard.

The marks of a calibration are no evidence about service, so they are not read from there: who asks brings them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from clearbar import measures
from clearbar.model.book import Scale
from clearbar.model.estimate import Answer
from clearbar.stats.answers import conclude_agreement


@dataclass(frozen=True)
class Judged:
    """One level that a rater gave to an interaction on a standard. Each rater counts once in an interaction."""

    interaction: str
    standard: str
    edition: str
    scale: Scale
    rater: str
    level: int


def agreement(judged: Iterable[Judged]) -> Answer:
    """α and AC by standard, with their intervals, as the measure `agreement` reckons them (docs/methods/agreement.md).

    The same marks give the same answer, in whatever order they come.
    """
    units: dict[tuple[str, str], dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    yes_no: dict[tuple[str, str], int] = {}
    for one in judged:
        units[one.standard, one.edition][one.interaction][one.rater] = one.level
        yes_no[one.standard, one.edition] = int(one.scale is Scale.YES_NO)
    names = ("standard", "number", "yes_no", "raters", "pattern", "bucket", "units", "answers")
    columns: dict[str, list[object]] = {name: [] for name in names}
    raters: dict[str, set[str]] = defaultdict(set)
    answers: dict[str, int] = defaultdict(int)
    for (standard, _), found in units.items():
        raters[standard] |= {rater for levels in found.values() for rater in levels}
        answers[standard] += sum(len(levels) for levels in found.values())
    for number, (standard, edition) in enumerate(sorted(units), start=1):
        for _, levels in sorted(units[standard, edition].items()):
            row = (
                standard, number, yes_no[standard, edition], len(raters[standard]), _packed(levels.values()), 0, 1,
                answers[standard],
            )  # fmt: skip
            for name, value in zip(names, row, strict=True):
                columns[name].append(value)
    text = {"standard": object}
    sums = {name: np.asarray(column, dtype=text.get(name, np.int64)) for name, column in columns.items()}
    return conclude_agreement(sums, ("standard",))


def _packed(levels: Iterable[int]) -> int:
    """The levels that one interaction was given, as the pattern that the measure counts by."""
    return sum(1 << measures.agreement.BITS * (level - 1) for level in levels)
