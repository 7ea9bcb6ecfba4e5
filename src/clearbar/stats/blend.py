"""The score of all interactions, from a check on all and reviews of a few, by stratum and group, from sums.

A check reads every interaction (outcome f), reviewers a few of them (outcome y), each chosen with a known probability
π. The score of all N is the mean y that the reviewers would have given:

    θ(λ) = λ·f̄_N + Σ w(y − λf) / Σ w,    w = 1/π

which is right for every λ: whatever the check gets wrong is measured on the reviewed ones and taken off. λ = 0 leaves
the check out; λ = 1 is the difference estimator, and the λ that makes the variance least is the regression estimator of
survey sampling (Cochran 1977, Sampling Techniques, chapter 7; Cassel, Särndal & Wretman 1976, Biometrika 63:615).
Prediction-powered inference has the same (Angelopoulos, Duchi & Zrnic 2023, arXiv 2311.01453): with n labels beside N'
other predictions its λ is this one over 1 + n/N', and its estimate is this one.

The variance is that of reviews drawn each with its own probability, Σ v²(e − ē)² with e = y − λf and v = √(1 − π)/π,
over (Σ w)². With one probability for all, v holds the factor 1 − n/N of a finite population: once all are reviewed
nothing is left to guess. Reviews of one cluster resemble each other, which clusters.py reckons with, as for any mean.

What was reviewed for sure (π = 1; say, each complaint) stands for itself alone, beside the others.

All arrays have one row for each stratum and fold, shape (rows,).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from clearbar.stats.clusters import ClusterSums, mean
from clearbar.stats.intervals import Floats, quantile, wilson

Places = npt.NDArray[np.int64]
Sums = Mapping[str, Floats]

ENOUGH = 30
"""Reviews below which a check is left out: how well it foretells them is then known too badly."""
FEWEST = 5
"""Reviews below which a stratum is taken together with others."""


@dataclass(frozen=True)
class Blend:
    """One score for each group: shape (groups,).

    `value` and its standard error, with the degrees of freedom of that; `worth` is how many independent reviews `value`
    rests on before the check helps. `weight` is λ, averaged over strata by their size, 0 where the check is left out;
    `correlation` that of y and f within strata. Intervals are `stretch` times as wide as the error says, since λ was
    learned from the same reviews.
    """

    value: Floats
    error: Floats
    df: Floats
    worth: Floats
    weight: Floats
    correlation: Floats
    stretch: Floats

    def ends(self, confidence: float, low: float = -np.inf, high: float = np.inf) -> tuple[Floats, Floats]:
        """A t interval, held within what is possible."""
        half = _t(self.df, confidence) * self.error * self.stretch
        return np.clip(self.value - half, low, high), np.clip(self.value + half, low, high)

    def share_ends(self, confidence: float) -> tuple[Floats, Floats]:
        """For a share: the score interval on as many independent ratings as have this standard error (Franco, Little,
        Louis & Slud 2019, J. Survey Statistics and Methodology 7:334), with the quantile of t."""
        at = np.clip(self.value, 0, 1)
        # At 0 and 1 a share has no spread of its own; one more of each kind gives it some.
        inner = (at * self.worth + 1) / (self.worth + 2)
        sure = self.error == 0
        same = inner * (1 - inner) / np.where(sure, 1, self.error * self.stretch) ** 2
        same *= (quantile(confidence) / _t(self.df, confidence)) ** 2
        low, high = wilson(at * same, same, confidence)
        return np.where(sure, at, low), np.where(sure, at, high)


def blend(
    sums: Sums,
    group: Places,
    *,
    use: bool | npt.NDArray[np.bool_] = True,
    weight: float | None = None,
    enough: int = ENOUGH,
    step: float = 1.0,
) -> Blend:
    """The scores of groups from rows of strata and folds.

    `sums` has the columns of `measures.blend`: `n, w, wy, wf, v, vv, vvy, vvf, vvyy, vvyf, vvff, sure, sure_y, sure_f`
    of each row, and `clusters, aa, ay, af, yy, yf, ff, checks, f_checks` of its stratum, the same in each of its folds;
    `stratum` numbers strata (no stratum of two groups has one number). `group` numbers groups from 0. `use` says, for
    each group, whether the check may be used at all. `weight` sets λ instead of learning it. With folds λ is learned
    from the other folds. `step` is the least difference between two outcomes (clusters.mean).

    Raises ValueError for a group that holds interactions that were not reviewed for sure, and fewer than two reviews.
    """
    strata = _collapsed(_strata(sums, group))
    allowed = np.broadcast_to(np.asarray(use), (int(group.max()) + 1,))[strata["group"].astype(np.int64)]
    slope, corr, helps = _slopes(strata, allowed, enough)
    if weight is not None:
        return _combined(strata, np.full_like(slope, weight), corr, None, np.ones_like(slope), step)
    lam = np.where(helps, slope, 0.0)
    learned = _crossed(sums, strata, lam) if _has_folds(sums) else None
    # One degree of freedom for λ, and as much for the error of the reviewed f̄ that it hands on.
    many = _ratio(strata["v"] ** 2, strata["vv"], 3.0)
    lost = np.where(helps, many / np.maximum(many - 2, 1), 1.0)
    return _combined(strata, lam, corr, learned, lost, step)


def added(at: Places, values: npt.ArrayLike, size: int) -> Floats:
    """Values added up by place, shape (size,)."""
    return np.asarray(np.bincount(at, np.asarray(values, dtype=np.float64), size), dtype=np.float64)


def _strata(sums: Sums, group: Places) -> dict[str, Floats]:
    """Rows of folds added up to strata."""
    number, first, back = np.unique(sums["stratum"], return_index=True, return_inverse=True)
    found = {name: sums[name][first] for name in _OF_STRATUM}
    found |= {name: added(back.ravel(), sums[name], len(number)) for name in _OF_ROW}
    return found | {"group": group[first].astype(np.float64), "number": number.astype(np.float64)}


_OF_ROW = ("n", "w", "wy", "wf", "v", "vv", "vvy", "vvf", "vvyy", "vvyf", "vvff", "sure", "sure_y", "sure_f")
_OF_STRATUM = ("clusters", "aa", "ay", "af", "yy", "yf", "ff", "checks", "f_checks")


def _collapsed(strata: dict[str, Floats]) -> dict[str, Floats]:
    """Strata with few reviews taken together; if these are still few, with the one of most reviews."""
    group = strata["group"].astype(np.int64)
    size = int(group.max()) + 1
    few = (strata["n"] < FEWEST) & (strata["checks"] > strata["sure"])
    together = added(group, np.where(few, strata["n"], 0), size)
    largest = np.full(size, -1)
    order = np.lexsort((np.arange(len(group)), strata["n"]))
    largest[group[order]] = order  # the last one stands
    home = np.arange(len(group))
    # A stratum of its own for the few, in the place of their first.
    first_few = np.full(size, -1)
    places = np.flatnonzero(few)[::-1]
    first_few[group[places]] = places
    target = np.where(together >= FEWEST, first_few, largest)
    home = np.where(few, target[group], home)
    kept, back = np.unique(home, return_inverse=True)
    sums = {name: added(back.ravel(), column, len(kept)) for name, column in strata.items()}
    return sums | {"group": strata["group"][kept], "number": strata["number"][kept], "home": back.ravel().astype(float)}


def _centred(
    s: Sums, names: tuple[str, str, str, str, str, str], y: Floats, f: Floats
) -> tuple[Floats, Floats, Floats]:
    """Products around the means y and f, from sums of 1, y, f, yy, yf and ff."""
    one, sy, sf, yy, yf, ff = (s[name] for name in names)
    return (
        yy - 2 * y * sy + y * y * one,
        yf - y * sf - f * sy + y * f * one,
        ff - 2 * f * sf + f * f * one,
    )


_SINGLE = ("vv", "vvy", "vvf", "vvyy", "vvyf", "vvff")
_CLUSTERED = ("aa", "ay", "af", "yy", "yf", "ff")


def _slopes(s: Sums, allowed: npt.NDArray[np.bool_], enough: int) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """λ of each stratum with enough reviews; the others of a group share one. Beside it the correlation, and whether
    the check helps: n reviews are better off with it about where |corr| > 1/√(n − 2) ("No free lunch", arXiv
    2505.20178)."""
    yy, yf, ff = _centred(s, _SINGLE, _ratio(s["vvy"], s["vv"]), _ratio(s["vvf"], s["vv"]))
    group = s["group"].astype(np.int64)
    size = int(group.max()) + 1
    small = s["n"] < enough
    many = _ratio(s["v"] ** 2, s["vv"])
    shared = [added(group, np.where(small, part, 0), size)[group] for part in (yy, yf, ff, s["n"], many)]
    yy, yf, ff, n, many = (
        np.where(small, all_, own) for own, all_ in zip((yy, yf, ff, s["n"], many), shared, strict=True)
    )
    slope = _ratio(yf, ff)
    corr = _ratio(yf, np.sqrt(np.maximum(yy, 0) * np.maximum(ff, 0)))
    helps = allowed & (n >= enough) & (np.abs(corr) * np.sqrt(np.maximum(many - 2, 0)) > 1)
    return slope, corr, helps


def _has_folds(sums: Sums) -> bool:
    return len(np.unique(sums["stratum"])) < len(sums["stratum"])


def _crossed(sums: Sums, strata: Sums, weight: Floats) -> tuple[Floats, Floats]:
    """For each stratum λ and Σ wλf with λ learned, for each fold, from the other folds of the stratum."""
    _, back = np.unique(sums["stratum"], return_inverse=True)
    home = strata["home"].astype(np.int64)[back.ravel()]
    size = len(weight)
    rest = {name: added(home, sums[name], size)[home] - sums[name] for name in _SINGLE}
    y, f = _ratio(rest["vvy"], rest["vv"]), _ratio(rest["vvf"], rest["vv"])
    _, yf, ff = _centred(rest, _SINGLE, y, f)
    own = np.where(weight[home] != 0, _ratio(yf, ff), 0.0)
    total = added(home, sums["w"], size)
    return _ratio(added(home, own * sums["w"], size), total), added(home, own * sums["wf"], size)


def _combined(
    s: Sums, weight: Floats, corr: Floats, learned: tuple[Floats, Floats] | None, lost: Floats, step: float
) -> Blend:
    """Strata to groups, each by its part of all interactions."""
    group = s["group"].astype(np.int64)
    size = int(group.max()) + 1
    rest, f_rest = s["checks"] - s["sure"], s["f_checks"] - s["sure_f"]
    asked = rest > 0
    if np.any(asked & (s["n"] < 2)):
        raise ValueError("of interactions that were not all reviewed, a score needs at least two reviews")
    lam, taken = learned if learned else (weight, weight * s["wf"])
    value = np.where(asked, lam * _ratio(f_rest, rest) + _ratio(s["wy"] - taken, s["w"]), 0.0)
    error, df, worth = _errors(s, weight, asked, step)
    total = added(group, s["checks"], size)
    part = rest / total[group]
    variance = added(group, (part * error) ** 2, size)
    # Satterthwaite 1946, Biometrics Bulletin 2:110
    degrees = _ratio(variance**2, added(group, (part * error) ** 4 / df, size), 1e9)
    known = added(group, s["sure_y"], size) / total
    share = part / np.maximum(added(group, part, size)[group], 1e-300)
    return Blend(
        known + added(group, part * value, size),
        np.sqrt(variance),
        degrees,
        np.maximum(added(group, np.where(asked, worth, 0) + s["sure"], size), 1.0),
        added(group, share * lam, size),
        added(group, share * corr, size),
        np.sqrt(_ratio(added(group, (part * error) ** 2 * lost, size), variance, 1.0)),
    )


def _errors(s: Sums, weight: Floats, asked: npt.NDArray[np.bool_], step: float) -> tuple[Floats, Floats, Floats]:
    """The standard error of each stratum, its degrees of freedom, and its reviews as so many independent ones.

    With weights scaled so that they and their squares have one sum, which is the number of independent reviews (Kish
    1965, Survey Sampling, 11.7), weighted residuals have the sums of clusters.py."""
    error, df, worth = np.zeros_like(weight), np.full_like(weight, 1e9), np.zeros_like(weight)
    if not asked.any():
        return error, df, worth
    own = {name: column[asked] for name, column in s.items() if name != "home"}
    lam = weight[asked]
    y, f = _ratio(own["wy"], own["w"]), _ratio(own["wf"], own["w"])
    single, clustered = (
        np.maximum(yy - 2 * lam * yf + lam * lam * ff, 0)
        for yy, yf, ff in (_centred(own, names, y, f) for names in (_SINGLE, _CLUSTERED))
    )
    many, scale = own["v"] ** 2 / own["vv"], (own["v"] / own["vv"]) ** 2
    many = np.maximum(many, 1.0)
    built = ClusterSums.of(
        n=many, s=np.zeros_like(many), clusters=np.minimum(own["clusters"], many),
        nn=np.maximum(own["aa"] * scale, many), ns=np.zeros_like(many), ss=clustered * scale,
    )  # fmt: skip
    found = mean(built, single * scale, step=step)
    error[asked] = found.high / _t(found.df, found.confidence) * own["v"] / own["w"]
    df[asked], worth[asked] = found.df, many
    return error, df, worth


def _ratio(a: Floats, b: Floats, otherwise: float = 0.0) -> Floats:
    seen = b > 0
    return np.where(seen, a / np.where(seen, b, 1), otherwise)


def _t(df: Floats, confidence: float) -> Floats:
    return np.asarray(stdtrit(np.minimum(df, 1e9), (1 + confidence) / 2), dtype=np.float64)
