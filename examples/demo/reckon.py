"""Turns what is hidden into the numbers that are true: thresholds first, then clearances and variances.

Every probability is read off a large independent draw of chance, never off the ratings that are written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from examples.demo.company import OVERALL, Standard
from examples.demo.hidden import (
    HARSH_BY_LEVELS,
    STANDARDS,
    Bools,
    Floats,
    Hidden,
    draw_judgement,
    draw_lenience,
    draw_occasions,
    draw_own,
)
from examples.demo.raters import applies, expected_quality, to_level
from examples.demo.visits import SERVED, Visits

DRAWS = 400_000


@dataclass(frozen=True)
class Chance:
    """All that chance adds to the expected quality of a visit until one source gives a level, sorted."""

    drawn: Floats

    def reaches(self, threshold: float, quality: Floats) -> Floats:
        """Probability that a visit of this expected quality is put at or above the threshold."""
        return 1.0 - np.searchsorted(self.drawn, threshold - quality) / len(self.drawn)

    def level_moments(self, thresholds: Floats, quality: Floats) -> tuple[Floats, Floats]:
        """Mean of the level and of its square, of a five-level standard."""
        reached = [self.reaches(float(one), quality) for one in thresholds]
        mean = 1.0 + np.sum(reached, axis=0)
        square = 1.0 + np.sum([(2 * i + 3) * one for i, one in enumerate(reached)], axis=0)
        return mean, square


class Chances:
    """The chance behind each pair of source and standard; equal ones are drawn once."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._drawn: dict[tuple[str, float], Chance] = {}

    def of(self, source: str, standard: str) -> Chance:
        """The chance when `source` judges `standard`."""
        key = (source, STANDARDS[standard].vagueness)
        if key not in self._drawn:
            self._drawn[key] = Chance(np.sort(self._draw(source, standard)))
        return self._drawn[key]

    def _draw(self, source: str, standard: str) -> Floats:
        drawn = draw_occasions(self._rng, DRAWS) + draw_own(self._rng, DRAWS)
        drawn += draw_judgement(self._rng, DRAWS, source, standard)
        if source == "customer":
            drawn += draw_lenience(self._rng, DRAWS)
        return drawn

    def agreement(self, hidden: Hidden, standard: Standard, quality: Floats) -> float | None:
        """Correlation of the levels that two reviewers give one visit; None where there are none to compare."""
        if standard.yes_no or "reviewer" not in standard.sources:
            return None
        rng = self._rng
        happened = rng.choice(quality, DRAWS // 2) + draw_occasions(rng, DRAWS // 2)
        happened += draw_own(rng, DRAWS // 2)
        first, second = (
            to_level(
                standard,
                hidden.thresholds[standard.id],
                happened + draw_judgement(rng, len(happened), "reviewer", standard.id),
            )
            for _ in range(2)
        )
        return float(np.corrcoef(first, second)[0, 1])


def settle(hidden: Hidden, visits: Visits, chances: Chances) -> Hidden:
    """The same secrets with thresholds that make each standard's aim true, and the harsh reviewer's lean."""
    thresholds = {}
    for one in hidden.company.standards:
        secret = STANDARDS[one.id]
        quality = expected_quality(hidden, visits, one)[population(hidden, visits, one)]
        bar = _solve_bar(chances.of(one.sources[0], one.id), quality, secret.aim)
        low, middle, high = secret.gaps
        thresholds[one.id] = np.array([bar] if one.yes_no else [bar + low, bar + middle, bar, bar + high])
    settled = replace(hidden, thresholds=thresholds)
    return replace(settled, harsh_lean=_solve_lean(settled, visits, chances))


def population(hidden: Hidden, visits: Visits, standard: Standard) -> Bools:
    """The visits of customers to which a standard applies."""
    rows: Bools = applies(hidden.company, visits, standard) & (visits.purpose == SERVED)
    return rows


def _solve_bar(chance: Chance, quality: Floats, aim: float) -> float:
    grid, counts = np.unique(np.round(quality, 3), return_counts=True)
    low, high = -12.0, 12.0
    for _ in range(40):
        middle = (low + high) / 2
        share = float(np.average(chance.reaches(middle, grid), weights=counts))
        low, high = (middle, high) if share > aim else (low, middle)
    return (low + high) / 2


def _solve_lean(hidden: Hidden, visits: Visits, chances: Chances) -> float:
    overall = next(one for one in hidden.company.standards if one.id == OVERALL)
    chance = chances.of("reviewer", OVERALL)
    quality = expected_quality(hidden, visits, overall)[population(hidden, visits, overall)]
    grid, counts = np.unique(np.round(quality, 3), return_counts=True)

    def mean_level(lean: float) -> float:
        levels, _ = chance.level_moments(hidden.thresholds[OVERALL], grid + lean)
        return float(np.average(levels, weights=counts))

    wanted = mean_level(0.0) + HARSH_BY_LEVELS
    low, high = -6.0, 0.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if mean_level(middle) > wanted else (middle, high)
    return (low + high) / 2
