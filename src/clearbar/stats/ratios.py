"""The ratio of two shares, with its interval.

All ratios that a score test does not reject: at each ratio, the two shares are put where they are likeliest under it,
and the distance of what was seen is compared with a chi-square of one degree of freedom (Koopman 1984, Biometrics
40:513). It is defined with no hits at all on one side, and holds its level in small groups better than the interval of
logarithms (Fagerland, Lydersen & Laake 2015, Statistical Methods in Medical Research 24:224).
"""

from __future__ import annotations

from math import inf, sqrt

from scipy.optimize import brentq

from clearbar.stats.intervals import quantile

_LEAST, _MOST = 1e-9, 1e9


def ratio_interval(hits: int, n: int, other_hits: int, other_n: int, confidence: float = 0.95) -> tuple[float, float]:
    """The interval of (hits / n) / (other_hits / other_n). The high end is infinite where the other has no hits; it is
    (0, inf) where neither has any. Raises ValueError unless 0 <= hits <= n and n > 0 on both sides."""
    for some, of in ((hits, n), (other_hits, other_n)):
        if not (of > 0 and 0 <= some <= of):
            raise ValueError("a ratio of shares needs 0 <= hits <= n and n > 0 on both sides")
    limit = quantile(confidence) ** 2
    if hits == other_hits == 0:
        return 0.0, inf

    def beyond(ratio: float) -> float:
        return _distance(ratio, hits, n, other_hits, other_n) - limit

    seen = (hits / n) / (other_hits / other_n) if other_hits else _MOST  # with none there, every large ratio fits
    low = brentq(beyond, _LEAST, seen) if hits else 0.0
    high = brentq(beyond, max(seen, _LEAST), _MOST) if other_hits else inf
    return float(low), float(high)


def _distance(ratio: float, hits: int, n: int, other_hits: int, other_n: int) -> float:
    """The chi-square of what was seen, were the first share `ratio` times the other."""
    other = _likeliest(ratio, hits, n, other_hits, other_n)
    first = ratio * other
    return _part(hits, n, first) + _part(other_hits, other_n, other)


def _part(hits: int, n: int, share: float) -> float:
    spread = n * share * (1 - share)
    apart = (hits - n * share) ** 2
    if spread <= 0:
        return 0.0 if apart < 1e-12 else inf
    return float(apart / spread)


def _likeliest(ratio: float, hits: int, n: int, other_hits: int, other_n: int) -> float:
    """The other share that is likeliest under a ratio: the smaller root of a quadratic (Koopman 1984, equation 3)."""
    a = ratio * (n + other_n)
    b = -(ratio * (n + other_hits) + hits + other_n)
    c = hits + other_hits
    root = sqrt(max(b * b - 4 * a * c, 0.0))
    return min(2 * c / (-b + root), 1.0, 1.0 / ratio)
