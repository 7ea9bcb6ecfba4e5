"""How often the nominal 95 % intervals of a blended score hold the mean that reviewers would have given to all.

Worlds of their own: an interaction's quality is a heavy-tailed sum, cut into hits or levels; the check sees it through
a curve, with noise that is larger for bad ones, so that no line fits. Reviews are drawn in the ways that firms draw
them. `pytest -s` prints the table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from tests.stats.test_blend import row, table

from clearbar.stats.blend import blend

TIMES, TOGETHER = 960, 12


@dataclass
class World:
    """All interactions: what a reviewer would say, what the check says, who served, and who is reviewed with which
    probability."""

    y: np.ndarray
    f: np.ndarray
    pi: np.ndarray
    drawn: np.ndarray
    person: np.ndarray | None = None
    stratum: np.ndarray | None = None


Rng = np.random.Generator


def quality(rng: Rng, many: int) -> np.ndarray:
    return rng.standard_t(4, size=many)


def seen(rng: Rng, good: np.ndarray, sharp: float = 1.0) -> np.ndarray:
    """What a check says of it: a curve, blurred the more the worse it was."""
    return np.tanh(sharp * good) + (0.35 + 0.15 * (good < 0)) * rng.normal(size=len(good))


def poisson(rng: Rng, pi: np.ndarray) -> np.ndarray:
    return rng.random(len(pi)) < pi


def exactly(rng: Rng, n: int, many: int) -> np.ndarray:
    drawn = np.zeros(many, dtype=bool)
    drawn[rng.permutation(many)[:n]] = True
    return drawn


def simple(rng: Rng, n: int = 80, many: int = 1200) -> World:
    good = quality(rng, many)
    return World((good + 0.3 * rng.normal(size=many) > -0.8) * 1.0, (seen(rng, good) > -0.5) * 1.0,
                 np.full(many, n / many), exactly(rng, n, many))  # fmt: skip


def few(rng: Rng) -> World:
    return simple(rng, 40, 300)


def large_share(rng: Rng) -> World:
    return simple(rng, 150, 300)


def levels(rng: Rng) -> World:
    many, good = 1500, quality(rng, 1500)
    return World(np.clip(np.round(3.5 + good), 1, 5), np.clip(np.round(3.4 + 1.5 * seen(rng, good)), 1, 5),
                 np.full(many, 0.05), poisson(rng, np.full(many, 0.05)))  # fmt: skip


def underdispersed(rng: Rng) -> World:
    """The check says much the same of all, on a scale of its own: λ is above 1."""
    many, good = 1500, quality(rng, 1500)
    return World(np.clip(np.round(3.5 + good), 1, 5), 3 + 0.3 * seen(rng, good), np.full(many, 0.06),
                 exactly(rng, 90, many))  # fmt: skip


def clustered(rng: Rng) -> World:
    """Reviewers look at 40 of 80 persons, and at 5 of each one's 20 interactions; persons differ, and so does the check
    in how it takes them."""
    person = np.repeat(np.arange(80), 20)
    good = rng.standard_t(5, size=80)[person] + rng.normal(size=1600)
    f = (seen(rng, good) + 0.7 * rng.normal(size=80)[person] > -0.4) * 1.0
    drawn = np.zeros(1600, dtype=bool)
    for one in rng.permutation(80)[:40]:
        drawn[20 * one + rng.permutation(20)[:5]] = True
    return World((good > -0.9) * 1.0, f, np.full(1600, 0.125), drawn, person)


def unequal(rng: Rng) -> World:
    """What the check finds bad is reviewed four times as often."""
    many, good = 2000, quality(rng, 2000)
    f = (seen(rng, good) > -0.3) * 1.0
    pi = np.where(f > 0, 0.04, 0.16)
    return World((good + 0.5 * rng.normal(size=many) > -0.8) * 1.0, f, pi, poisson(rng, pi))


def informative(rng: Rng) -> World:
    """The worse it was, the more likely it is reviewed, with a probability that is known; half of the complaints for
    sure. The check knows nothing of that, and sees the worst ones worst of all."""
    many, good = 2000, quality(rng, 2000)
    pi = np.clip(0.03 + 0.12 * (good < -0.5) + 0.15 * (good < -1.5), 0, 1)
    pi[(good < -1) & (rng.random(many) < 0.3)] = 1.0
    return World(np.clip(np.round(3.6 + good), 1, 5), np.clip(np.round(3.5 + 1.2 * seen(rng, np.abs(good))), 1, 5), pi,
                 poisson(rng, pi))  # fmt: skip


def layered(rng: Rng) -> World:
    """Three channels, of unlike quality and unlike numbers of reviews."""
    size, n = np.array([900, 400, 200]), np.array([45, 40, 35])
    stratum = np.repeat(np.arange(3), size)
    good = quality(rng, 1500) + np.array([0.0, 1.0, -1.5])[stratum]
    drawn = np.concatenate([exactly(rng, k, many) for k, many in zip(n, size, strict=True)])
    return World((good > -0.7) * 1.0, (seen(rng, good) > -0.4) * 1.0, (n / size)[stratum], drawn, None, stratum)


WORLDS: dict[str, Callable[[Rng], World]] = {
    each.__name__: each
    for each in (simple, few, large_share, levels, underdispersed, clustered, unequal, informative, layered)
}
OF_LEVELS = ("levels", "underdispersed", "informative")


def rows_of(world: World, at: int) -> list[dict[str, float]]:
    parts = world.stratum if world.stratum is not None else np.zeros(len(world.y), dtype=int)
    found = []
    for part in np.unique(parts):
        here = parts == part
        own = here & world.drawn
        person = None if world.person is None else world.person[own]
        many, said = int(here.sum()), float(world.f[here].sum())
        number = 10 * at + int(part)
        found.append(row(world.y[own], world.f[own], world.pi[own], many, said, person=person, stratum=number))
    return found


def covered(name: str, seed: int) -> tuple[float, float, float]:
    """How often the interval holds the truth, its width for one of reviews alone, and the mean λ."""
    rng = np.random.default_rng(seed)
    inside, widths, weights = [], [], []
    for _ in range(TIMES // TOGETHER):
        worlds = [WORLDS[name](rng) for _ in range(TOGETHER)]
        rows = [rows_of(world, at) for at, world in enumerate(worlds)]
        group = np.repeat(np.arange(TOGETHER), [len(each) for each in rows])
        sums = table(*(one for each in rows for one in each))
        ends = []
        for how in ({}, {"weight": 0.0}):
            found = blend(sums, group, **how)  # type: ignore[arg-type]
            ends.append(found.ends(0.95, 1, 5) if name in OF_LEVELS else found.share_ends(0.95))
            weights += found.weight.tolist() if not how else []
        truth = np.array([world.y.mean() for world in worlds])
        inside.append((ends[0][0] <= truth) & (truth <= ends[0][1]))
        widths.append((ends[0][1] - ends[0][0]) / (ends[1][1] - ends[1][0]))
    return float(np.concatenate(inside).mean()), float(np.concatenate(widths).mean()), float(np.mean(weights))


@pytest.mark.slow
@pytest.mark.parametrize("name", WORLDS)
def test_intervals_hold_the_truth_as_often_as_they_say(name: str) -> None:
    share, width, weight = covered(name, 20261122)
    print(f"\n{name:15} {share:.3f} covered, {width:.2f} of the width of reviews alone, λ {weight:.2f}")
    assert 0.92 <= share <= (0.99 if name == "clustered" else 0.98)
    assert width < 1.0
    assert weight > 1.5 or name != "underdispersed"
