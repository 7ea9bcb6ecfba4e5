"""Which Beta the true shares of groups follow: the most likely one, and all that are plausible.

A Beta is written by its mean m (here θ = logit m) and its intraclass correlation ρ = 1/(α + β + 1), with r = √ρ the
standard deviation of the true shares relative to the most that a mean allows, √(m(1 − m)). Before the data, m and r
are uniform on (0, 1): as in Gelman et al., Bayesian Data Analysis, 3rd ed., section 5.3, uniform on the mean and on
a scale of standard deviation, but proper however few groups there are.

Shapes: `x`, `n`, `times` are (pairs,): distinct counts and how many groups have them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, betaincinv, betaln, expit, psi, zeta

from clearbar.stats.intervals import Floats

_CELLS, _NODES = 12, 15
"""Points of r at a time, and points of θ at each. As many nodes because the posterior of a group is almost a step in
θ where r is small: with 7 its distribution function is off by .008, with 15 by less than .002."""

_NEGLIGIBLE = 8.0
"""A log-density this far below the highest counts for nothing: e⁻⁸ = 0.0003."""

_EDGE = 1e-12
"""A quantile so close to 0 or 1 is not looked for more closely."""

_WIDEST = 1 - 1e-4
"""The most r: every true share all but 0 or 1. Beyond it α and β are too small to reckon with."""

_FURTHEST = 30.0
"""Bound of θ, where a share is 0 or 1 to thirteen decimals."""


@dataclass(frozen=True)
class Betas:
    """Plausible Betas and their weights, which sum to 1; shapes (betas,)."""

    alpha: Floats
    beta: Floats
    weight: Floats


def most_likely(x: Floats, n: Floats, times: npt.NDArray[np.int64]) -> tuple[float, float]:
    """Mean and intraclass correlation of the Beta that makes the counts most likely.

    The correlation is 0, and the mean the plain share, unless the likelihood rises from there: its slope in ρ at
    ρ = 0 is ½ Σ [x(x−1)/m + f(f−1)/(1−m) − n(n−1)], f = n − x (Tarone 1979, Biometrika 66:585).
    """
    share = float((times * x).sum() / (times * n).sum())
    f = n - x
    squares = sum(times @ (k * (k - 1)) / m for k, m in ((x, share), (f, 1 - share)) if m > 0)
    if squares - times @ (n * (n - 1)) <= 1e-9 * (times @ n):
        return share, 0.0
    data, low, high = (x, n, times), 0.0, _WIDEST
    while high - low > 1e-8:
        edges = np.linspace(low, high, _CELLS + 1)
        r = (edges[1:] + edges[:-1]) / 2
        theta, _ = _modes(data, r, flat=0.0)
        best = int(np.argmax(_log_density(data, theta, r, flat=0.0)))
        low, high = float(edges[max(best - 1, 0)]), float(edges[min(best + 2, _CELLS)])
    return float(expit(theta[best])), float(r[best] ** 2)


def plausible(x: Floats, n: Floats, times: npt.NDArray[np.int64]) -> Betas:
    """The posterior of the Beta as about 90 weighted points: a grid over r, at each of which θ is integrated by
    Gauss–Hermite nodes around its mode (Naylor & Smith 1982, Applied Statistics 31:214)."""
    data = (x, n, times)
    r = _range(data)
    theta, spread = _modes(data, r, flat=1.0)
    nodes, weights = np.polynomial.hermite.hermgauss(_NODES)
    points = theta[:, None] + np.sqrt(2) * spread[:, None] * nodes
    each = np.broadcast_to(r[:, None], points.shape)
    density = _log_density(data, points.ravel(), each.ravel(), flat=1.0).reshape(points.shape)
    log_weight = density + nodes**2 + np.log(weights) + np.log(spread)[:, None]
    weight = np.exp(log_weight - log_weight.max())
    kept = weight > 1e-5 * weight.sum()
    m, precision = expit(points[kept]), 1 / each[kept] ** 2 - 1
    return Betas(m * precision, expit(-points[kept]) * precision, weight[kept] / weight[kept].sum())


def mixed_quantile(weight: Floats, a: Floats, b: Floats, tail: float) -> Floats:
    """The `tail` quantile of mixtures of Betas, one for each column of `a` and `b`; shapes (betas, mixtures).

    Starts at the Beta of the same mean and variance, which is off by up to .03 where the parts disagree, and goes
    on by Newton's method within a bracket.
    """
    at, norm = _alike(weight, a, b, tail), betaln(a, b)
    low, high = np.full_like(at, _EDGE), np.full_like(at, 1 - _EDGE)
    for _ in range(60):
        off = weight @ betainc(a, b, at) - tail
        low, high = np.where(off < 0, at, low), np.where(off < 0, high, at)
        if np.all((np.abs(off) < 1e-7) | (high - low < 2 * _EDGE)):
            break
        density = weight @ np.exp((a - 1) * np.log(at) + (b - 1) * np.log1p(-at) - norm)
        newton = at - off / np.maximum(density, 1e-300)
        at = np.where((low < newton) & (newton < high), newton, (low + high) / 2)
    return at


def _alike(weight: Floats, a: Floats, b: Floats, tail: float) -> Floats:
    """The quantile of one Beta with the mean and the variance of the mixture, inside (0, 1)."""
    total = a + b
    mean = weight @ (a / total)
    variance = weight @ (a * (a + 1) / (total * (total + 1))) - mean**2
    precision = mean * (1 - mean) / np.maximum(variance, 1e-15) - 1
    start = betaincinv(mean * precision, (1 - mean) * precision, tail)
    return np.asarray(np.clip(start, 2 * _EDGE, 1 - 2 * _EDGE), dtype=np.float64)


Data = tuple[Floats, Floats, npt.NDArray[np.int64]]


def _range(data: Data) -> Floats:
    """Midpoints of equal cells over all r that count."""
    low, high = 0.0, _WIDEST
    while True:
        edges = np.linspace(low, high, _CELLS + 1)
        r = (edges[1:] + edges[:-1]) / 2
        theta, spread = _modes(data, r, flat=1.0)
        height = _log_density(data, theta, r, flat=1.0) + np.log(spread)
        (counts,) = np.nonzero(height > height.max() - _NEGLIGIBLE)
        first, last = max(counts[0] - 1, 0), min(counts[-1] + 1, _CELLS - 1)
        if last - first >= _CELLS * 3 // 4:
            return np.asarray(r)
        low, high = float(edges[first]), float(edges[last + 1])


def _log_density(data: Data, theta: Floats, r: Floats, flat: float) -> Floats:
    """Log-likelihood at each (θ, r), with `flat` = 1 times the density of θ under a uniform mean."""
    x, n, times = data
    precision = 1 / r**2 - 1
    a, b = expit(theta) * precision, expit(-theta) * precision
    likelihood = (betaln(a[:, None] + x, b[:, None] + n - x) - betaln(a, b)[:, None]) @ times
    return np.asarray(likelihood - flat * (np.logaddexp(0, theta) + np.logaddexp(0, -theta)), dtype=np.float64)


def _modes(data: Data, r: Floats, flat: float) -> tuple[Floats, Floats]:
    """The θ of highest density at each r and the standard deviation of a normal of the same curvature, by Newton's
    method; the likelihood is concave in the mean, so steps of at most 1 cannot run away."""
    x, n, times = data
    precision = 1 / r**2 - 1
    theta = np.full_like(r, np.log((times @ x + 0.5) / (times @ (n - x) + 0.5)))
    for _ in range(60):
        m = expit(theta)
        a, b, v = (m * precision)[:, None], (expit(-theta) * precision)[:, None], m * expit(-theta)
        slope = (psi(a + x) - psi(a) - psi(b + n - x) + psi(b)) @ times * precision * v
        bend = (zeta(2, a + x) - zeta(2, a) + zeta(2, b + n - x) - zeta(2, b)) @ times * (precision * v) ** 2
        slope, bend = slope + flat * (1 - 2 * m), bend + slope * (1 - 2 * m) - 2 * flat * v
        # Away from the mode the density may bend upwards in θ; then only the direction of the slope is used.
        step = np.clip(np.where(bend < 0, -slope / np.where(bend < 0, bend, 1), np.sign(slope)), -1, 1)
        theta = np.clip(theta + step, -_FURTHEST, _FURTHEST)
        if np.abs(step).max() < 1e-9:
            break
    return theta, 1 / np.sqrt(np.where(bend < 0, -bend, 1))
