"""How often the nominal 95 % intervals hold the truth, on data that two different worlds generate.

One world draws each cluster's share from a Beta, the other from a logit with a heavy-tailed (t, 5 df) effect, which no
estimator here assumes. Both are set to the same intraclass correlation. `pytest -s` prints the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from scipy.special import expit, ndtr, stdtrit

from clearbar.stats.clusters import ClusterSums, mean, share

SHARES = (0.5, 0.8, 0.9, 0.97)
RATINGS = (20, 60, 200, 1000)
TOGETHER = 12
MIDPOINTS = (np.arange(4000) + 0.5) / 4000


@dataclass(frozen=True)
class Cell:
    n: int
    p: float
    size: str
    rho: float
    world: str


def grid() -> Iterator[Cell]:
    for n in RATINGS:
        for p in SHARES:
            yield Cell(n, p, "1", 0.0, "same")
            for size in ("5", "20 uneven"):
                yield Cell(n, p, size, 0.0, "same")
                for rho in (0.05, 0.2):
                    yield Cell(n, p, size, rho, "beta")
                    yield Cell(n, p, size, rho, "logit t")


def sizes(rng: np.random.Generator, n: int, size: str, times: int) -> np.ndarray:
    """Cluster sizes that sum to n, shape (times, clusters), padded with 0. The uneven ones are geometric with mean
    20, the last cut off, as when ratings arrive until there are n."""
    if size != "20 uneven":
        return np.full((times, n // int(size)), int(size))
    drawn = rng.geometric(1 / 20, size=(times, n // 8 + 10))
    upto = np.minimum(np.cumsum(drawn, axis=1), n)
    drawn = np.diff(upto, axis=1, prepend=0)
    drawn[:, -1] += n - drawn.sum(axis=1)
    return drawn


@cache
def logit_t(p: float, rho: float) -> tuple[float, float]:
    """Centre and scale of a logit-t effect whose share has mean p and variance rho·p(1−p)."""
    effect = stdtrit(5, MIDPOINTS)

    def bisect(low: float, high: float, too_small: Callable[[float], bool]) -> float:
        for _ in range(45):
            middle = (low + high) / 2
            low, high = (middle, high) if too_small(middle) else (low, middle)
        return (low + high) / 2

    def centre(scale: float) -> float:
        return bisect(-30, 30, lambda at: expit(at + scale * effect).mean() < p)

    def spread(scale: float) -> float:
        return float(expit(centre(scale) + scale * effect).var())

    scale = bisect(0, 8, lambda by: spread(by) < rho * p * (1 - p))
    return centre(scale), scale


def hits(rng: np.random.Generator, cell: Cell, n: np.ndarray) -> np.ndarray:
    if cell.world == "beta":
        precision = 1 / cell.rho - 1
        chance = rng.beta(cell.p * precision, (1 - cell.p) * precision, size=n.shape)
    elif cell.world == "logit t":
        at, scale = logit_t(cell.p, cell.rho)
        chance = expit(at + scale * rng.standard_t(5, size=n.shape))
    else:
        chance = np.full(n.shape, cell.p)
    return rng.binomial(n, chance)


def sums_of(n: np.ndarray, s: np.ndarray) -> ClusterSums:
    return ClusterSums.of(
        n=n.sum(1), s=s.sum(1), clusters=(n > 0).sum(1), nn=(n * n).sum(1), ns=(n * s).sum(1), ss=(s * s).sum(1)
    )


def pick(sums: ClusterSums, part: slice) -> ClusterSums:
    return ClusterSums(*(getattr(sums, name)[part] for name in ("n", "s", "clusters", "nn", "ns", "ss")))


def covered(cell: Cell, rng: np.random.Generator, times: int, together: int) -> float:
    n = sizes(rng, cell.n, cell.size, times)
    sums = sums_of(n, hits(rng, cell, n))
    if together == 1:
        calls = [share(sums, pool=False)]
    else:
        calls = [share(pick(sums, slice(at, at + together))) for at in range(0, times, together)]
    inside = [(figures.low <= cell.p) & (cell.p <= figures.high) for figures in calls]
    return float(np.concatenate(inside).mean())


def cover_grid(title: str, times: int, together: int, seed: int) -> dict[Cell, float]:
    rng = np.random.default_rng(seed)
    table = {cell: covered(cell, rng, times, together) for cell in grid()}
    print(f"\n{title}: {len(table)} cells, {times} draws each")
    for size in ("1", "5", "20 uneven"):
        for rho in (0.0, 0.05, 0.2):
            for world in ("same", "beta", "logit t"):
                row = [
                    [table[c] for c in table if (c.size, c.rho, c.world, c.n, c.p) == (size, rho, world, n, p)]
                    for n in RATINGS
                    for p in SHARES
                ]
                if any(row):
                    print(f"{size:>9} rho {rho:<4} {world:<7}", " ".join(f"{v[0]:.3f}" for v in row if v))
    values = np.array(list(table.values()))
    worst = min(table, key=table.__getitem__)
    print(f"mean {values.mean():.4f}, minimum {values.min():.3f} at {worst}, below .92: {(values < 0.92).sum()}")
    return table


@pytest.mark.parametrize(
    ("together", "floor"), [(1, 0.88), (TOGETHER, 0.91)], ids=["one group alone", "twelve groups together"]
)
def test_share_intervals_cover_the_truth_about_as_often_as_they_say(together: int, floor: float) -> None:
    table = cover_grid(f"share, {together} groups in a call", 600, together, 20260101)
    values = np.array(list(table.values()))
    assert 0.94 <= values.mean() <= 0.97
    assert values.min() >= floor


@pytest.mark.slow
@pytest.mark.parametrize(
    ("together", "floor"), [(1, 0.885), (TOGETHER, 0.92)], ids=["one group alone", "twelve groups together"]
)
def test_share_intervals_cover_the_truth_in_a_long_simulation(together: int, floor: float) -> None:
    table = cover_grid(f"share, {together} groups in a call", 6000, together, 7)
    values = np.array(list(table.values()))
    assert 0.94 <= values.mean() <= 0.97
    assert values.min() >= floor


def test_groups_that_cluster_differently_still_cover_when_asked_together() -> None:
    """Half of a call has no correlation, half has .2: what the others say of rho is wrong for everyone."""
    rng, calls, inside = np.random.default_rng(5), 150, {0.0: [], 0.2: []}
    for n in (60, 200):
        halves = []
        for rho, world in ((0.0, "same"), (0.2, "logit t")):
            size = sizes(rng, n, "5", calls * 6)
            halves.append(sums_of(size, hits(rng, Cell(n, 0.9, "5", rho, world), size)))
        for call in range(calls):
            part = slice(6 * call, 6 * call + 6)
            both = [pick(half, part) for half in halves]
            names = ("n", "s", "clusters", "nn", "ns", "ss")
            joined = {name: np.concatenate([getattr(half, name) for half in both]) for name in names}
            figures = share(ClusterSums.of(**joined))
            held = (figures.low <= 0.9) & (figures.high >= 0.9)
            inside[0.0].append(held[:6].mean())
            inside[0.2].append(held[6:].mean())
    print({rho: round(float(np.mean(held)), 4) for rho, held in inside.items()})
    assert np.mean(inside[0.0]) >= 0.94
    assert np.mean(inside[0.2]) >= 0.92


def gap_mean(rho: float, centre: float) -> float:
    """Mean of a rounded, cut-off latent gap whose cluster effect is t with 5 df."""
    effect = np.sqrt(rho * 3 / 5) * stdtrit(5, MIDPOINTS)[:, None]
    edges = np.arange(-3.5, 4)
    above = 1 - ndtr((edges - centre - effect) / np.sqrt(1 - rho))
    return float((above.sum(axis=1) - 4).mean())


def cover_mean(rng: np.random.Generator, n: int, size: str, rho: float, times: int) -> float:
    counts, centre = sizes(rng, n, size, times), 0.4
    effect = np.sqrt(rho * 3 / 5) * rng.standard_t(5, size=counts.shape)
    cluster = np.repeat(np.tile(np.arange(counts.shape[1]), times), counts.ravel()).reshape(times, n)
    latent = centre + np.take_along_axis(effect, cluster, 1) + np.sqrt(1 - rho) * rng.standard_normal((times, n))
    y = np.clip(np.rint(latent), -4, 4)
    flat = (np.arange(times)[:, None] * counts.shape[1] + cluster).ravel()
    s = np.bincount(flat, y.ravel(), counts.size).reshape(counts.shape)
    sums, squares, truth = sums_of(counts, s), (y * y).sum(axis=1), gap_mean(rho, centre)
    held = []
    for at in range(0, times, TOGETHER):
        part = slice(at, at + TOGETHER)
        figures = mean(pick(sums, part), squares[part])
        held.append((figures.low <= truth) & (truth <= figures.high))
    return float(np.concatenate(held).mean())


def test_intervals_of_a_mean_gap_cover_the_truth_about_as_often_as_they_say() -> None:
    rng = np.random.default_rng(11)
    table = {
        (n, size, rho): cover_mean(rng, n, size, rho, 600)
        for n in RATINGS
        for size in ("1", "5", "20 uneven")
        for rho in ((0.0,) if size == "1" else (0.0, 0.05, 0.2))
    }
    values = np.array(list(table.values()))
    print(f"\nmean gap: mean {values.mean():.4f}, minimum {values.min():.3f}")
    for key, value in table.items():
        print(key, round(value, 3))
    assert 0.94 <= values.mean() <= 0.97
    assert values.min() >= 0.91
