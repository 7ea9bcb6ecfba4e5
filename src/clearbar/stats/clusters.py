"""Shares and means of ratings that come in clusters, from six sums per group.

Ratings of one person (or one interaction) resemble each other, so n ratings tell less than n independent ones. The
design effect says by how much: the variance of the figure over the variance that independent ratings would give it.

Six sums hold what is needed. In cluster c of a group are n_c ratings that sum to s_c (hits, or the outcome itself):

    n = Σ n_c    s = Σ s_c    clusters = how many c    nn = Σ n_c²    ns = Σ n_c·s_c    ss = Σ s_c²

All arrays have the shape (groups,).

How the design effect is found:

1.  From the group itself, by the linearised ("sandwich") variance of a ratio: D = Σ (s_c − p·n_c)², which is
    ss − 2p·ns + p²·nn. With k = n²/nn clusters of equal size as good as these, D / (n·spread·(1 − 1/k)) is the
    design effect; for equal clusters 1 − 1/k is the usual (G − 1)/G. `spread` is the variance of one rating around
    the *estimated* figure, too small by the factor 1 − deff/n; solved for deff. Clusters of one rating give exactly 1.
2.  That is noisy with few clusters, and says nothing where all ratings agree. So it is moderated (as a variance is
    in Smyth 2004, Stat. Appl. Genet. Mol. Biol. 3:3): averaged with 1 + (nn/n − 1)·rho, where rho is the intraclass
    correlation of the other groups asked about together, each weighted by its degrees of freedom.
3.  Never below 1: ratings of one person may resemble each other by chance less than those of strangers, but an
    interval narrower than that of independent ratings would not be believed.

Korn & Graubard 1998, Survey Methodology 24:193; Franco, Little, Louis & Slud 2019, J. Survey Statistics and
Methodology 7:334. The constants below were chosen by the coverage that tests/stats/test_coverage.py measures.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from clearbar.stats.intervals import Floats, Interval, quantile, wilson

RHO = 0.05
"""Intraclass correlation that is assumed while nothing is known of it, usual for people who rate people."""

_RHO_WEIGHT = 20.0
"""How much `RHO` counts against the groups of the call, in their unit: spread·(nn − n), about 100 pairs of ratings."""

_OWN_DF, _POOL_DF = 2.0, 2.0
"""Degrees of freedom of what is assumed, and the most that other groups may add to them."""

_MANY = 1e9
"""Degrees of freedom that are as good as infinite."""

WORTH_WAITING = 100_000
"""More ratings than this are no answer to "how many more?"."""


@dataclass(frozen=True)
class ClusterSums:
    """The six sums of each group, as arrays of the shape (groups,); build it by `of`."""

    n: Floats
    s: Floats
    clusters: Floats
    nn: Floats
    ns: Floats
    ss: Floats

    @classmethod
    def of(
        cls,
        *,
        n: npt.ArrayLike,
        s: npt.ArrayLike,
        clusters: npt.ArrayLike,
        nn: npt.ArrayLike,
        ns: npt.ArrayLike,
        ss: npt.ArrayLike,
    ) -> ClusterSums:
        """From numbers or columns of any numeric type. Raises ValueError where they are no sums of clusters."""
        columns = (n, s, clusters, nn, ns, ss)
        built = cls(*(np.atleast_1d(np.asarray(column, dtype=np.float64)) for column in columns))
        if len({np.shape(column) for column in vars(built).values()}) != 1:
            raise ValueError("cluster sums of different lengths")
        if not np.all((built.clusters >= 1) & (built.n >= built.clusters) & (built.nn >= built.n)):
            raise ValueError("not sums of clusters: each cluster holds at least one rating")
        return built

    @property
    def value(self) -> Floats:
        """The mean of all ratings of each group; of hits, their share."""
        return self.s / self.n

    @property
    def size(self) -> Floats:
        """Ratings in the cluster of a rating drawn at random."""
        return self.nn / self.n

    @property
    def alike(self) -> Floats:
        """Clusters of equal size as good as these: n²/nn (Kish 1965, Survey Sampling, 8.2)."""
        return self.n**2 / self.nn


@dataclass(frozen=True)
class ClusterFigures:
    """Figures with their intervals, one per group. `n / deff` ratings that are independent would tell as much;
    `df` are the degrees of freedom with which `deff` is known."""

    value: Floats
    low: Floats
    high: Floats
    n: Floats
    deff: Floats
    df: Floats
    t: Floats
    confidence: float

    @property
    def effective_n(self) -> Floats:
        """Independent ratings that would tell as much."""
        return self.n / self.deff

    @property
    def price(self) -> Floats:
        """Ratings that count as one in the interval: `deff`, and more where `deff` itself is uncertain."""
        return self.deff * (self.t / quantile(self.confidence)) ** 2


def share(sums: ClusterSums, confidence: float = 0.95, *, pool: bool = True, ends: Interval = wilson) -> ClusterFigures:
    """The share of hits in each group, with the score interval on as many independent ratings as they are worth; or
    another of `intervals.py`, by `ends`.

    The normal quantile is replaced by that of t with the degrees of freedom of the design effect, which cannot be more
    than the misses (or hits, if fewer) are worth: a group with one miss knows little of how misses cluster.
    One cluster alone says nothing of the variation between clusters: its ratings then count as one, or by the
    correlation in the other groups as far as that is known. `pool=False` lets each group stand for itself.
    """
    p = sums.value
    spread = p * (1 - p)
    deff, df = _design_effect(sums, spread, np.minimum(sums.s, sums.n - sums.s), pool)
    t = _t(df, confidence)
    worth = sums.n / deff * (quantile(confidence) / t) ** 2
    low, high = ends(p * worth, worth, confidence)
    return ClusterFigures(p, low, high, sums.n, deff, df, t, confidence)


def mean(
    sums: ClusterSums,
    squares: npt.ArrayLike | None = None,
    confidence: float = 0.95,
    *,
    step: float = 1.0,
    pool: bool = True,
) -> ClusterFigures:
    """The mean of each group with a t interval.

    `squares`: Σ y² of each group, shape (groups,). `step` is the smallest difference between two outcomes: ratings
    that are all alike are given the spread of one more rating a step away, so that agreement of a few is not read as
    certainty. Without `squares` there is only the variance between the clusters of the group itself; one cluster
    then has no ends (they are infinite) and `deff` is nan.
    """
    if squares is None:
        return _mean_between(sums, confidence)
    y = sums.value
    spread = np.maximum(np.asarray(squares, dtype=np.float64) / sums.n - y * y, step**2 / (sums.n + 1))
    deff, df = _design_effect(sums, spread, np.full_like(y, np.inf), pool)
    # Unlike a share, a mean does not tell its own spread, which is known with about n degrees of freedom more.
    df = 1 / (1 / df + 1 / sums.n)
    # The spread around the estimated mean is too small by 1 − deff/n. One cluster alone has deff = n: bounded.
    t = _t(df, confidence)
    half = t * np.sqrt(spread * deff / sums.n / np.maximum(1 - deff / sums.n, 0.5))
    return ClusterFigures(y, y - half, y + half, sums.n, deff, df, t, confidence)


def pooled_rho(sums: ClusterSums, squares: npt.ArrayLike | None = None) -> float:
    """The intraclass correlation over all groups together, between 0 and 1; nan where no group has two clusters of
    which one holds two ratings. `squares` as in `mean`; without them `s` counts hits."""
    second = sums.value if squares is None else np.asarray(squares, dtype=np.float64) / sums.n
    rho, weight = _correlation(sums, _own_effect(sums, second - sums.value**2), second - sums.value**2)
    total = weight.sum()
    return float(np.clip((rho * weight).sum() / total, 0, 1)) if total > 0 else float("nan")


def ratings_to_settle(
    value: npt.ArrayLike, n: npt.ArrayLike, deff: npt.ArrayLike, target: npt.ArrayLike, confidence: float = 0.95
) -> Floats:
    """About how many more ratings until the score interval excludes the target, if the share stays where it is.

    0 where it does already, nan where more than 100,000 would be needed. With `ClusterFigures.price` for `deff` it is
    0 exactly where the interval of `share` excludes the target; the price falls as clusters are added, so the
    number errs on the high side.
    """
    p, size, each, t = np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in (value, n, deff, target)))
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = quantile(confidence) ** 2 * t * (1 - t) / (p - t) ** 2 * each
    more = np.maximum(np.ceil(needed - size), 0.0)
    return np.where(more <= WORTH_WAITING, more, np.nan)


def _design_effect(sums: ClusterSums, spread: Floats, rarer: Floats, pool: bool) -> tuple[Floats, Floats]:
    """The moderated design effect and its degrees of freedom. `rarer`: ratings of the rarer kind, at most which many
    can be seen to cluster."""
    own = _own_effect(sums, spread)
    rho, weight = _correlation(sums, own, spread)
    extra = sums.size - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        df = np.minimum((sums.alike - 1) * sums.size / extra, rarer / np.maximum(own, 1))
    df = np.where(weight > 0, df, 0.0)
    others, known = (_others(rho * weight), _others(weight)) if pool else (0.0, 0.0)
    # What is all but one cluster may be as alike as can be: rho goes to 1 as the clusters go to one.
    assumed = np.clip(2 - sums.alike, RHO, 1)
    believed = np.clip((others + _RHO_WEIGHT * assumed) / (known + _RHO_WEIGHT), 0, 1)
    prior_df = _OWN_DF + (np.minimum(_others(df) / 2, _POOL_DF) if pool else 0.0)
    deff = np.maximum((df * own + prior_df * (1 + extra * believed)) / (df + prior_df), 1)
    return deff, np.where(extra > 0, df + prior_df, _MANY)


def _own_effect(sums: ClusterSums, spread: Floats) -> Floats:
    """The design effect as seen in each group alone, at most nn/n; 1 where nothing can be seen."""
    y = sums.value
    between = np.maximum(sums.ss - 2 * y * sums.ns + y * y * sums.nn, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        raw = between / (sums.n * spread * (1 - 1 / sums.alike))
        seen = raw / (1 + raw / sums.n)
    return np.where((spread > 0) & (sums.clusters > 1), np.minimum(seen, sums.size), 1.0)


def _correlation(sums: ClusterSums, own: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """The intraclass correlation seen in each group, and its weight; both 0 where none can be seen."""
    extra = sums.size - 1
    seen = (spread > 0) & (sums.clusters > 1) & (extra > 0)
    rho = np.where(seen, (own - 1) / np.where(seen, extra, 1), 0.0)
    return rho, np.where(seen, spread * sums.n * extra * (1 - 1 / sums.alike), 0.0)


def _mean_between(sums: ClusterSums, confidence: float) -> ClusterFigures:
    y, df = sums.value, sums.alike - 1
    between = np.maximum(sums.ss - 2 * y * sums.ns + y * y * sums.nn, 0)
    seen = sums.clusters > 1
    error = np.sqrt(between / np.where(seen, 1 - 1 / sums.alike, 1)) / sums.n
    t = _t(np.where(seen, df, 1), confidence)
    half = np.where(seen, t * error, np.inf)
    return ClusterFigures(y, y - half, y + half, sums.n, np.full_like(y, np.nan), df, t, confidence)


def _others(values: Floats) -> Floats:
    """For each group the sum over all others."""
    return np.asarray(values.sum() - values, dtype=np.float64)


def _t(df: Floats, confidence: float) -> Floats:
    return np.asarray(stdtrit(np.minimum(df, _MANY), (1 + confidence) / 2), dtype=np.float64)
