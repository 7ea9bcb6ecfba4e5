"""Puts the truth together: one part each for standards, sites, persons, variances and stories."""

from __future__ import annotations

import numpy as np

from examples.demo.company import OVERALL, Standard
from examples.demo.hidden import (
    EASE,
    RATERS,
    SITES,
    Floats,
    Ints,
)
from examples.demo.raters import Marks, expected_quality
from examples.demo.reckon import population
from examples.demo.stories import World, find_stories
from examples.demo.truth import (
    Counts,
    PersonTruth,
    SiteTruth,
    StandardTruth,
    Truth,
    Variance,
)
from examples.demo.visits import FIRST_DAY, LAST_DAY, SERVED

NEAR = 0.01
NOTE = "The company, its sites, its people and its customers are invented; these numbers are true of them."


def tell_truth(world: World, seed: int, counts: Counts, rng: np.random.Generator) -> Truth:
    """The whole truth; `rng` serves only to draw waits for the hurried site."""
    standards = {one.id: _standard(world, one) for one in world.hidden.company.standards}
    sites = _sites(world, standards[OVERALL])
    return Truth(
        NOTE,
        seed,
        FIRST_DAY.isoformat(),
        LAST_DAY.isoformat(),
        counts,
        find_stories(world, standards, sites, rng),
        _variance(world),
        {source: secret.lean for source, secret in RATERS.items()},
        dict(EASE),
        standards,
        sites,
        _persons(world, standards[OVERALL]),
    )


def _standard(world: World, one: Standard) -> StandardTruth:
    visits, company = world.visits, world.hidden.company
    rows = population(world.hidden, visits, one)
    quality = expected_quality(world.hidden, visits, one)[rows]
    reached = world.reached(one, quality)
    person = (visits.maker if one.done_by == "maker" else visits.owner)[rows]
    clearance = float(reached.mean())
    away = clearance - one.target
    verdict = "near target" if abs(away) < NEAR else "clears" if away > 0 else "falls short"
    return StandardTruth(
        one.target,
        one.sources[0],
        verdict,
        clearance,
        _as_rated(world, one),
        tuple(world.hidden.thresholds[one.id].tolist()),
        world.chances.agreement(world.hidden, one, quality),
        _means(reached, visits.site[rows], [site.id for site in company.sites]),
        _means(reached, person, [person.id for person in company.persons]),
    )


def _as_rated(world: World, one: Standard) -> float | None:
    quality = expected_quality(world.hidden, world.visits, one)
    reached = [
        world.reached(one, quality[marks.visit] + _own_lean(marks))
        for marks in world.marks
        if (marks.standard, marks.answers.source, marks.answers.setting) == (one, one.sources[0], "live")
    ]
    return float(np.concatenate(reached).mean()) if reached else None


def _own_lean(marks: Marks) -> Floats:
    """The leans that are not part of chance already: a customer's lenience is."""
    if marks.answers.source == "customer":
        return np.zeros(len(marks.answer))
    return marks.answers.lean[marks.answer]


def _means(values: Floats, groups: Ints, names: list[str]) -> dict[str, float]:
    counts = np.bincount(groups, minlength=len(names))
    sums = np.bincount(groups, weights=values, minlength=len(names))
    return {name: float(sums[i] / counts[i]) for i, name in enumerate(names) if counts[i]}


def _sites(world: World, overall: StandardTruth) -> dict[str, SiteTruth]:
    same = _same_mix(world)
    change = _level_change(world)
    told = {}
    for index, site in enumerate(world.hidden.company.sites):
        secret = SITES[site.id]
        told[site.id] = SiteTruth(
            site.timezone,
            site.people,
            secret.quality,
            secret.hardness,
            secret.quality_drift,
            secret.expectation_drift,
            secret.hurry,
            overall.sites[site.id],
            float(same[index]),
            float(change[index]),
        )
    return told


def _same_mix(world: World) -> Floats:
    visits, standard = world.visits, world.standard(OVERALL)
    rows = visits.purpose == SERVED
    ease = np.array([EASE[one.id] for one in world.hidden.company.topics])
    quality = expected_quality(world.hidden, visits, standard)[rows] - ease[visits.topic[rows]]
    shares = np.bincount(visits.topic[rows], minlength=len(ease)) / rows.sum()
    reached = sum(shares[i] * world.reached(standard, quality + ease[i]) for i in np.flatnonzero(shares))
    counts = np.bincount(visits.site[rows], minlength=len(world.hidden.company.sites))
    means: Floats = np.bincount(visits.site[rows], weights=np.asarray(reached)) / counts
    return means


def _level_change(world: World) -> Floats:
    """Change of each site's mean overall level from the first to the last day, its work unchanged."""
    visits, standard = world.visits, world.standard(OVERALL)
    rows = np.flatnonzero(visits.purpose == SERVED)
    chance = world.chances.of("customer", OVERALL)
    counts = np.bincount(visits.site[rows])
    means = []
    for when in (-0.5, 0.5):
        quality = world.hidden.quality(
            standard, visits.site[rows], visits.owner[rows], visits.topic[rows], np.full(len(rows), when)
        )
        level, _ = chance.level_moments(world.hidden.thresholds[OVERALL], quality)
        means.append(np.bincount(visits.site[rows], weights=level) / counts)
    return means[1] - means[0]


def _persons(world: World, overall: StandardTruth) -> dict[str, PersonTruth]:
    company = world.hidden.company
    owners = world.visits.owner[world.visits.purpose == SERVED]
    served = np.bincount(owners, minlength=len(company.persons))
    return {
        one.id: PersonTruth(
            company.sites[one.site].id,
            one.team,
            float(world.hidden.persons[i]),
            int(served[i]),
            overall.persons.get(one.id),
        )
        for i, one in enumerate(company.persons)
    }


def _variance(world: World) -> Variance:
    """From each person's true mean level: what is left between sites once persons' own spread is taken off."""
    visits = world.visits
    rows = visits.purpose == SERVED
    quality = expected_quality(world.hidden, visits, world.standard(OVERALL))[rows]
    chance = world.chances.of("customer", OVERALL)
    level, square = chance.level_moments(world.hidden.thresholds[OVERALL], quality)
    people = world.hidden.company.persons
    counts = np.bincount(visits.owner[rows], minlength=len(people))
    seen = np.flatnonzero(counts)
    mean = (np.bincount(visits.owner[rows], weights=level, minlength=len(people)))[seen] / counts[seen]
    site = np.array([one.site for one in people])[seen]
    size = np.bincount(site)
    site_mean = np.bincount(site, weights=mean) / size
    person = float(np.sum((mean - site_mean[site]) ** 2) / (len(seen) - len(size)))
    between = float(np.var(site_mean, ddof=1) - person * np.mean(1.0 / size))
    raw_mean = np.zeros(len(people))
    raw_mean[seen] = mean
    occasion = float(np.mean(square - 2 * level * raw_mean[visits.owner[rows]] + raw_mean[visits.owner[rows]] ** 2))
    return Variance(max(between, 0.0), person, occasion)
