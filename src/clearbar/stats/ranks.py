"""Ranks of groups: what is known of them together, and how likely each is to stand at either end.

Two ways to look. `rank_sets` asks which ranks fit with what was heard, whatever the truth may be: a group stands
surely above another where the difference of the two is larger than chance makes any of the differences that are looked
at (Mogstad, Romano, Shaikh & Wilhelm 2024, Review of Economic Studies 91:476, sections 3.1 to 3.3, with the stepwise
improvement). `chances` asks what posterior draws say of single ranks (Laird & Louis 1989, J. Educational Statistics
14:29). Rank 1 is the highest figure. Shapes: `y`, `s` are (groups,); nothing depends on the order of the groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from clearbar.stats.intervals import Floats, quantile
from clearbar.stats.shrink import ShrunkShares

SEED = 2024
"""Where drawing starts unless told otherwise: the same sums give the same sets."""

_TIMES = 2000
"""Draws of the largest difference. Its 95 % quantile is then known to about .02 standard errors."""

_MOST = 200
"""Groups beyond which differences are no longer drawn: the largest of all then follows from the range of as many
equal ones, which is never too small (Hayter 1984, Annals of Statistics 12:61)."""

_DRAWN, _AT_ONCE = 4000, 2_000_000
"""Posterior draws, and how many numbers of them are held at a time."""

_POINTS = np.linspace(-5.0, 5.0, 51)
_WEIGHTS = np.exp(-(_POINTS**2) / 2) / np.exp(-(_POINTS**2) / 2).sum()
"""Points of a standard normal variable, and their weights."""

_STEPS = 200
"""Points of τ over which its posterior is spread."""

Ints = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class RankSets:
    """The ranks of each group that fit with what was heard, from `low` (best) to `high`; shapes (groups,)."""

    low: Ints
    high: Ints


def rank_sets(
    y: npt.ArrayLike, s: npt.ArrayLike, confidence: float = 0.95, seed: int = SEED, *, together: bool
) -> RankSets:
    """Confidence sets of ranks, from independent figures `y` with standard errors `s` > 0.

    `together`: all true ranks lie in their sets at once with this confidence; otherwise each one in its own. The
    rank of a group is one more than the number of groups truly above it. Raises ValueError if a standard error is not
    positive.
    """
    values, errors = np.broadcast_arrays(np.asarray(y, dtype=np.float64), np.asarray(s, dtype=np.float64))
    quantile(confidence)
    if values.size == 0 or not np.all(errors > 0):
        raise ValueError("ranks need at least one group, each with a positive standard error")
    order = np.lexsort((errors, values))
    back = np.argsort(order, kind="stable")
    if values.size > _MOST:
        below, above = _counted(values[order], errors[order], confidence)
    else:
        found = _Differences(values[order], errors[order], confidence, seed)
        below, above = found.above_together() if together else found.above_alone()
    return RankSets((1 + above)[back], (values.size - below)[back])


def _counted(values: Floats, errors: Floats, confidence: float) -> tuple[Ints, Ints]:
    """How many groups stand surely below and above each of many, group by group."""
    limit = range_quantile(values.size, confidence) / np.sqrt(2)
    below, above = (np.zeros(values.size, dtype=np.int64) for _ in range(2))
    for group in range(values.size):
        z = (values[group] - values) / np.hypot(errors[group], errors)
        below[group], above[group] = (z > limit).sum(), (-z > limit).sum()
    return below, above


class _Differences:
    """All differences of groups with their standard errors, and draws of what chance makes of them."""

    def __init__(self, values: Floats, errors: Floats, confidence: float, seed: int) -> None:
        self.groups, self.errors = values.size, errors
        self.spread = np.sqrt(errors[:, None] ** 2 + errors**2)
        self.z = (values[:, None] - values) / self.spread
        self.confidence = confidence
        self.chance = errors * np.random.Generator(np.random.PCG64(seed)).standard_normal((_TIMES, self.groups))

    def above_together(self) -> tuple[Ints, Ints]:
        """How many groups stand surely below and above each, all pairs looked at together."""
        is_open = ~np.eye(self.groups, dtype=bool)
        above = np.zeros_like(is_open)
        while is_open.any():
            found = is_open & (self.z > self._largest(is_open))
            above |= found
            is_open &= ~found
            if not found.any():
                break
        return above.sum(axis=1), above.sum(axis=0)

    def above_alone(self) -> tuple[Ints, Ints]:
        """The same, where for each group only its own pairs are looked at."""
        counts = [self._of(group) for group in range(self.groups)]
        below, above = (np.array(column, dtype=np.int64) for column in zip(*counts, strict=True))
        return below, above

    def _of(self, group: int) -> tuple[int, int]:
        down = np.arange(self.groups) != group
        up = down.copy()
        while down.any() or up.any():
            limit = self._largest_of(group, down, up)
            lower, higher = down & (self.z[group] > limit), up & (-self.z[group] > limit)
            if not (lower.any() or higher.any()):
                break
            down &= ~lower
            up &= ~higher
        return int(self.groups - 1 - down.sum()), int(self.groups - 1 - up.sum())

    def _largest_of(self, group: int, down: Truths, up: Truths) -> float:
        """The quantile of the largest difference of one group from others that stand below (`down`) or above (`up`):
        given its own error, those of the others are independent, so that it is one integral."""
        looked = down | up
        own, apart = self.errors[group] * _POINTS[:, None], self.spread[group, looked]
        others, down, up = self.errors[looked], down[looked], up[looked]
        low, high = 0.0, 6.0
        while high - low > 2e-3:
            middle = (low + high) / 2
            under = np.where(up, ndtr((own + middle * apart) / others), 1.0)
            over = np.where(down, ndtr((own - middle * apart) / others), 0.0)
            inside = float(_WEIGHTS @ np.prod(under - over, axis=1))
            low, high = (middle, high) if inside < self.confidence else (low, middle)
        return high

    def _largest(self, is_open: Truths) -> float:
        """The quantile of the largest difference among the open pairs."""
        largest = np.full(_TIMES, -np.inf)
        for group in np.flatnonzero(is_open.any(axis=1)):
            others = is_open[group]
            drawn = (self.chance[:, [group]] - self.chance[:, others]) / self.spread[group, others]
            np.maximum(largest, drawn.max(axis=1), out=largest)
        return float(np.quantile(largest, self.confidence))


def range_quantile(groups: int, confidence: float) -> float:
    """The quantile of the range of so many independent standard normal figures: k ∫ φ(z) [Φ(z) − Φ(z − q)]^(k−1) dz."""
    z, step = np.linspace(-8.5, 8.5, 4001, retstep=True)
    density = np.exp(-z * z / 2) / np.sqrt(2 * np.pi)
    low, high = 0.0, 20.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        inside = groups * float((density * (ndtr(z) - ndtr(z - middle)) ** (groups - 1)).sum()) * float(step)
        low, high = (middle, high) if inside < confidence else (low, middle)
    return (low + high) / 2


@dataclass(frozen=True)
class Chances:
    """What posterior draws say of ranks: the `expected` rank of each group, and how likely it is among the `tenth`
    best (`top`) or worst (`bottom`) groups; shapes (groups,)."""

    expected: Floats
    top: Floats
    bottom: Floats
    tenth: int


def tenth(groups: int) -> int:
    """How many groups a tenth of them is, to the nearest, at least one."""
    return max(1, int(groups / 10 + 0.5))


def chances(draws: Iterable[Floats]) -> Chances:
    """Ranks over blocks of draws of the true figures, each of the shape (draws, groups); at least one draw."""
    total, ranked, first, last = 0, np.zeros(0), np.zeros(0), np.zeros(0)
    part = 1
    for block in draws:
        times, groups = block.shape
        if not total:
            ranked, first, last, part = np.zeros(groups), np.zeros(groups), np.zeros(groups), tenth(groups)
        rank = np.empty((times, groups))
        np.put_along_axis(rank, np.argsort(-block, axis=1, kind="stable"), np.arange(1.0, groups + 1)[None, :], axis=1)
        total += times
        ranked += rank.sum(axis=0)
        first += (rank <= part).sum(axis=0)
        last += (rank > groups - part).sum(axis=0)
    if not total:
        raise ValueError("chances need at least one draw")
    return Chances(ranked / total, first / total, last / total, part)


def share_draws(shrunk: ShrunkShares, seed: int = SEED, times: int = _DRAWN) -> Iterator[Floats]:
    """Draws of the true shares, over all plausible Betas and what each group adds to them, in blocks."""
    dice = np.random.Generator(np.random.PCG64(seed))
    order = np.lexsort((shrunk.n, shrunk.hits))
    hits, misses, back = shrunk.hits[order], (shrunk.n - shrunk.hits)[order], np.argsort(order, kind="stable")
    for size in _blocks(times, hits.size):
        at = dice.choice(shrunk.prior.weight.size, size, p=shrunk.prior.weight)
        a, b = shrunk.prior.alpha[at, None] + hits, shrunk.prior.beta[at, None] + np.maximum(misses, 0)
        yield dice.beta(a, b)[:, back]


def mean_draws(y: npt.ArrayLike, s: npt.ArrayLike, seed: int = SEED, times: int = _DRAWN) -> Iterator[Floats]:
    """Draws of the true figures of groups with estimates `y` and standard errors `s`, in blocks.

    The standard deviation τ between groups is uniform beforehand, and so is their mean (Gelman et al. 2013, Bayesian
    Data Analysis, 3rd ed., section 5.4): with τ taken for known, the ends of the order would be too certain.
    """
    values, errors = np.broadcast_arrays(np.asarray(y, dtype=np.float64), np.asarray(s, dtype=np.float64))
    order = np.lexsort((errors, values))
    values, errors, back = values[order], errors[order], np.argsort(order, kind="stable")
    tau, weight = _spreads(values, errors)
    dice = np.random.Generator(np.random.PCG64(seed))
    for size in _blocks(times, values.size):
        t2 = tau[dice.choice(tau.size, size, p=weight), None] ** 2
        w = 1 / (errors**2 + t2)
        total = w.sum(axis=1, keepdims=True)
        mu = (w * values).sum(axis=1, keepdims=True) / total + dice.standard_normal((size, 1)) / np.sqrt(total)
        pull = errors**2 * w
        noise = np.sqrt((1 - pull) * errors**2) * dice.standard_normal((size, values.size))
        yield (pull * mu + (1 - pull) * values + noise)[:, back]


def _blocks(times: int, groups: int) -> Iterator[int]:
    """So many draws, cut so that not too many numbers are held at a time."""
    most = max(1, _AT_ONCE // max(groups, 1))
    for start in range(0, times, most):
        yield min(most, times - start)


def _spreads(y: Floats, s: Floats) -> tuple[Floats, Floats]:
    """Points of τ from 0 to three times the range of the figures, drawn in to where it counts; and their weights."""
    high = 3 * float(np.ptp(y)) + float(s.max())
    while True:
        tau = (np.arange(_STEPS) + 0.5) * high / _STEPS
        w = 1 / (s**2 + tau[:, None] ** 2)
        total = w.sum(axis=1)
        mu = (w * y).sum(axis=1) / total
        log = 0.5 * (np.log(w).sum(axis=1) - np.log(total) - (w * (y - mu[:, None]) ** 2).sum(axis=1))
        weight = np.exp(log - log.max())
        counts = float(tau[np.flatnonzero(weight > 1e-4).max()])
        if counts > high / 4:
            return tau, weight / weight.sum()
        high = 1.5 * counts
