"""What there is to be found in the simulated company, and the world that it is told from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np

from examples.demo.company import OVERALL, Standard
from examples.demo.hidden import (
    COACHING_LIFT,
    HARSH_BY_LEVELS,
    HARSH_REVIEWER,
    HURRIED_SITE,
    NEVER,
    SINKING_SITES,
    VAGUE_STANDARD,
    Floats,
    Hidden,
    draw_occasions,
    draw_own,
    wait_seconds,
)
from examples.demo.raters import Marks, expected_quality
from examples.demo.reckon import Chances, population
from examples.demo.truth import Coaching, HarshReviewer, HurriedSite, Misleading, SiteTruth, StandardTruth, Stories
from examples.demo.visits import SERVED, Visits

TIMED, COURTESY = "choose.seen", "choose.listened"


@dataclass(frozen=True)
class World:
    """All that the truth is told from."""

    hidden: Hidden
    visits: Visits
    chances: Chances
    marks: tuple[Marks, ...]

    def standard(self, name: str) -> Standard:
        """The standard with this id."""
        return next(one for one in self.hidden.company.standards if one.id == name)

    def reached(self, standard: Standard, quality: Floats) -> Floats:
        """Probability that the headline source puts visits of this expected quality at the bar or above."""
        thresholds = self.hidden.thresholds[standard.id]
        bar = float(thresholds[0 if standard.yes_no else 2])
        return self.chances.of(standard.sources[0], standard.id).reaches(bar, quality)


def find_stories(
    world: World,
    standards: dict[str, StandardTruth],
    sites: dict[str, SiteTruth],
    rng: np.random.Generator,
) -> Stories:
    """The stories, from the secrets and from what is true of standards and sites."""

    def told(verdict: str) -> tuple[str, ...]:
        return tuple(name for name, one in standards.items() if one.verdict == verdict)

    return Stories(
        told("clears"),
        told("falls short"),
        told("near target"),
        SINKING_SITES,
        HarshReviewer(HARSH_REVIEWER, HARSH_BY_LEVELS),
        VAGUE_STANDARD,
        _hurried(world, rng),
        _misleading(sites),
        _coaching(world),
    )


def _hurried(world: World, rng: np.random.Generator) -> HurriedSite:
    visits, site = world.visits, world.hidden.company.index_of(HURRIED_SITE)
    change, waits = {}, []
    for name in (TIMED, COURTESY):
        standard = world.standard(name)
        rows = np.flatnonzero(population(world.hidden, visits, standard) & (visits.site == site))
        ends = [
            world.hidden.quality(
                standard, visits.site[rows], visits.owner[rows], visits.topic[rows], np.full(len(rows), when)
            )
            for when in (-0.5, 0.5)
        ]
        first, last = (float(world.reached(standard, quality).mean()) for quality in ends)
        change[name] = last - first
        if name == TIMED:
            waits = [_median_wait(world.hidden, quality, rng) for quality in ends]
    return HurriedSite(HURRIED_SITE, waits[1] / waits[0], change[TIMED], change[COURTESY], TIMED, COURTESY)


def _median_wait(hidden: Hidden, quality: Floats, rng: np.random.Generator) -> float:
    happened = rng.choice(quality, 100_000) + draw_occasions(rng, 100_000) + draw_own(rng, 100_000)
    return float(np.median(wait_seconds(hidden.thresholds[TIMED], happened)))


def _coaching(world: World) -> Coaching:
    hidden, visits, overall = world.hidden, world.visits, world.standard(OVERALL)
    after = (visits.purpose == SERVED) & (visits.when >= hidden.coached[visits.owner])
    quality = expected_quality(hidden, visits, overall)[after]
    gained = world.reached(overall, quality) - world.reached(overall, quality - COACHING_LIFT)
    ids = tuple(one.id for one, when in zip(hidden.company.persons, hidden.coached, strict=True) if when < NEVER)
    return Coaching(ids, COACHING_LIFT, float(gained.mean()))


def _misleading(sites: dict[str, SiteTruth]) -> Misleading | None:
    """The pair with the largest reversal: better on the same mix of topics, worse as its customers see it."""

    def reversal(better: str, worse: str) -> float:
        a, b = sites[better], sites[worse]
        return min(a.clearance_same_mix - b.clearance_same_mix, b.clearance - a.clearance)

    better, worse = max(permutations(sites, 2), key=lambda pair: reversal(*pair))
    return Misleading(better, worse) if reversal(better, worse) > 0 else None
