"""Groups pulled towards each other by as much as each is uncertain, so that few ratings are not read as difference.

Two models. `normal_normal`: figures with standard errors. `beta_binomial`: hits out of n, fractional where ratings
depend on each other. Shapes: all inputs broadcast to (groups,), and so are all results.

A spread of 0 between the groups means that the data show no difference, not that there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, ndtr

from clearbar.stats.hyper import Betas, mixed_quantile, most_likely, plausible
from clearbar.stats.intervals import Floats, counts, quantile

Method = Literal["REML", "DL", "PM"]


@dataclass(frozen=True)
class ShrunkMeans:
    """`tau2`: variance of the true figures between groups; `mu` ± `se`: their mean. `value` and `sd`: posterior of
    each group, with the uncertainty of `mu`; `weight` is how far each was pulled to `mu`, 0 to 1."""

    tau2: float
    mu: float
    se: float
    value: Floats
    sd: Floats
    weight: Floats

    def interval(self, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """Central posterior interval of each group."""
        half = quantile(confidence) * self.sd
        return self.value - half, self.value + half

    def clears(self, target: npt.ArrayLike) -> Floats:
        """Probability that the true figure of each group reaches its target."""
        return np.asarray(ndtr((self.value - np.asarray(target, dtype=np.float64)) / self.sd), dtype=np.float64)


def normal_normal(
    y: npt.ArrayLike, s: npt.ArrayLike, method: Method = "REML", *, corrected: bool = False
) -> ShrunkMeans:
    """Empirical-Bayes figures of groups with estimates `y` and standard errors `s` > 0, in the unit of `y`.

    REML (restricted likelihood), DL (DerSimonian & Laird 1986, Controlled Clinical Trials 7:177) or PM (Paule &
    Mandel 1982, J. Res. NBS 87:377) for the variance between groups; 0 for a single group. `corrected` allows for that
    variance not being known, where there are more than three groups (Morris 1983, JASA 78:47, section 5): each is
    pulled by (k − 3)/(k − 1) as much, and is less certain the further out it lies. Raises ValueError if a standard
    error is not positive.
    """
    values, errors = np.broadcast_arrays(np.asarray(y, dtype=np.float64), np.asarray(s, dtype=np.float64))
    if values.size == 0 or not np.all(errors > 0):
        raise ValueError("shrinking needs at least one group, each with a positive standard error")
    tau2 = 0.0 if values.size == 1 else _BETWEEN[method](values, errors**2)
    mu, information = _mean(values, errors**2 + tau2)
    weight = errors**2 / (errors**2 + tau2)
    sd = np.sqrt((1 - weight) * errors**2 + weight**2 / information)
    if corrected and values.size > 3:
        weight, sd = _corrected(values - mu, errors**2, tau2, weight)
    return ShrunkMeans(tau2, mu, information**-0.5, weight * mu + (1 - weight) * values, sd, weight)


@dataclass(frozen=True)
class ShrunkShares:
    """Shares of groups whose true shares follow a Beta.

    `alpha`, `beta`: the most likely Beta, both infinite where no difference is seen; `mean` its mean and `tau` its
    standard deviation. `value`, `sd`, `low`, `high`: posterior of each group at `confidence`, over all plausible
    Betas (`prior`) and not only the most likely one.
    """

    alpha: float
    beta: float
    mean: float
    tau: float
    value: Floats
    sd: Floats
    low: Floats
    high: Floats
    confidence: float
    hits: Floats
    n: Floats
    prior: Betas

    def clears(self, target: npt.ArrayLike) -> Floats:
        """Probability that the true share of each group reaches its target, a share between 0 and 1."""
        goal = np.broadcast_to(np.asarray(target, dtype=np.float64), self.hits.shape)
        pairs, back = np.unique(np.stack([self.hits, self.n, goal]), axis=1, return_inverse=True)
        a, b = update(self.prior.alpha[:, None], self.prior.beta[:, None], pairs[0], pairs[1])
        return np.asarray((1 - self.prior.weight @ betainc(a, b, pairs[2]))[back.ravel()], dtype=np.float64)


def update(alpha: npt.ArrayLike, beta: npt.ArrayLike, hits: npt.ArrayLike, n: npt.ArrayLike) -> tuple[Floats, Floats]:
    """The Beta(alpha, beta) of a share after `hits` out of `n`, as its two parameters."""
    a, b, x, size = (np.asarray(value, dtype=np.float64) for value in (alpha, beta, hits, n))
    return a + x, b + size - x


def beta_binomial(hits: npt.ArrayLike, n: npt.ArrayLike, confidence: float = 0.95) -> ShrunkShares:
    """Shares of groups with `hits` out of `n`, each pulled towards the others.

    The most likely Beta maximises Σ ln B(α + x, β + n − x) − ln B(α, β). The intervals are averaged over all
    plausible Betas (hyper.py), because those of the most likely one alone are too narrow for few groups (Morris
    1983, JASA 78:47). Groups with the same (hits, n) are reckoned once. Raises ValueError unless 0 <= hits <= n, n > 0.
    """
    quantile(confidence)
    x, size = (np.atleast_1d(array) for array in counts(hits, n))
    pairs, back, times = np.unique(np.stack([x, size]), axis=1, return_inverse=True, return_counts=True)
    mean, rho = most_likely(pairs[0], pairs[1], times)
    precision = 1 / rho - 1 if rho > 0 else np.inf
    prior = plausible(pairs[0], pairs[1], times)
    a, b = update(prior.alpha[:, None], prior.beta[:, None], pairs[0], pairs[1])
    value = prior.weight @ (a / (a + b))
    second = prior.weight @ (a * (a + 1) / ((a + b) * (a + b + 1)))
    sd = np.sqrt(np.maximum(second - value**2, 0))
    tail = (1 - confidence) / 2
    group = back.ravel()
    return ShrunkShares(
        alpha=float(mean * precision) if mean > 0 else 0.0,
        beta=float((1 - mean) * precision) if mean < 1 else 0.0,
        mean=mean,
        tau=float(np.sqrt(mean * (1 - mean) * rho)),
        value=value[group],
        sd=sd[group],
        low=mixed_quantile(prior.weight, a, b, tail)[group],
        high=mixed_quantile(prior.weight, a, b, 1 - tail)[group],
        confidence=confidence,
        hits=x,
        n=size,
        prior=prior,
    )


def _corrected(off: Floats, variance: Floats, tau2: float, weight: Floats) -> tuple[Floats, Floats]:
    """The weights and standard deviations of Morris 1983, equations 5.6 to 5.8; `off` is how far figures lie from the
    mean."""
    groups, w = off.size, 1 / (variance + tau2)
    pull = (groups - 3) / (groups - 1) * weight
    typical = float((w * variance).sum() / w.sum())
    unknown = 2 / (groups - 3) * pull**2 * (typical + tau2) * w * off**2
    return pull, np.sqrt(variance * (1 - (1 - w / w.sum()) * pull) + unknown)


def _mean(y: Floats, variance: Floats) -> tuple[float, float]:
    """The inverse-variance mean and its information."""
    w = 1 / variance
    return float((w * y).sum() / w.sum()), float(w.sum())


def _dersimonian_laird(y: Floats, variance: Floats) -> float:
    w = 1 / variance
    mu, total = _mean(y, variance)
    excess = (w * (y - mu) ** 2).sum() - (y.size - 1)
    return float(max(excess / (total - (w**2).sum() / total), 0.0))


def _paule_mandel(y: Floats, variance: Floats) -> float:
    def excess(tau2: float) -> float:
        mu, _ = _mean(y, variance + tau2)
        return float(((y - mu) ** 2 / (variance + tau2)).sum() - (y.size - 1))

    return _root(excess, float(np.var(y)))


def _reml(y: Floats, variance: Floats) -> float:
    def score(tau2: float) -> float:
        """Derivative of twice the restricted log-likelihood (Harville 1977, JASA 72:320)."""
        w = 1 / (variance + tau2)
        mu, total = _mean(y, variance + tau2)
        return float((w**2 * (y - mu) ** 2).sum() - total + (w**2).sum() / total)

    return _root(score, float(np.var(y)))


def _root(falling: Callable[[float], float], guess: float) -> float:
    """Where a function that ends below 0 crosses it; 0 if it starts there."""
    if falling(0.0) <= 0:
        return 0.0
    low, high = 0.0, max(guess, 1e-12)
    while falling(high) > 0:
        low, high = high, 2 * high
    while high - low > 1e-13 * high:
        middle = (low + high) / 2
        if not low < middle < high:
            break
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2


_BETWEEN: dict[Method, Callable[[Floats, Floats], float]] = {
    "REML": _reml,
    "DL": _dersimonian_laird,
    "PM": _paule_mandel,
}
