"""Funnel limits: how far the shares of groups would lie from a common share by chance, and by what they differ anyway.

Spiegelhalter 2005, Statistics in Medicine 24:1185, "Funnel plots for comparing institutional performance". Shapes:
`y`, `s`, `hits` and `n` have the shape (groups,); n may be fractional, where ratings depend on each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

from clearbar.stats.intervals import Ends, Floats, counts, quantile

WINSORISED = 0.1
"""Share of the z-scores at either end that is drawn in before over-dispersion is judged. Of normal scores this takes
about a third of the variance, so that the limits rather find too much than too little."""


@dataclass(frozen=True)
class Dispersion:
    """How much more groups vary than by chance. `ratio` is the mean of the squared z-scores (1 by chance), `tau2` the
    variance between true figures that accounts for it, in the unit of `y` squared; 0 where none is needed."""

    ratio: float
    tau2: float


def winsorise(z: npt.ArrayLike, part: float = WINSORISED) -> Floats:
    """The z-scores with those beyond the quantiles `part` and 1 − `part` set to these (Spiegelhalter 2005, section
    3.3.3). Raises ValueError unless 0 <= part < ½."""
    if not 0 <= part < 0.5:
        raise ValueError(f"the part to draw in lies between 0 and one half, not at {part}")
    scores = np.asarray(z, dtype=np.float64)
    low, high = np.quantile(scores, [part, 1 - part])
    return np.clip(scores, low, high)


def dispersion(y: npt.ArrayLike, s: npt.ArrayLike, target: float, part: float = WINSORISED) -> Dispersion:
    """Over-dispersion of figures `y` with standard errors `s` > 0 around `target`.

    φ = Σ z² / I and τ² = (Iφ − (I − 1)) / (Σw − Σw²/Σw), w = 1/s², where that is positive (Spiegelhalter 2005, section
    3.3.2 and appendix A.3). Without winsorising and around the inverse-variance mean, τ² is that of DerSimonian and
    Laird. One group alone shows no dispersion. Raises ValueError if a standard error is not positive.
    """
    values, errors = np.broadcast_arrays(np.asarray(y, dtype=np.float64), np.asarray(s, dtype=np.float64))
    if values.size == 0 or not np.all(errors > 0):
        raise ValueError("a funnel needs at least one group, each with a positive standard error")
    z = winsorise((values - target) / errors, part)
    w = 1 / errors**2
    total, groups = float(z @ z), values.size
    room = float(w.sum() - (w**2).sum() / w.sum())
    tau2 = max((total - (groups - 1)) / room, 0.0) if groups > 1 else 0.0
    return Dispersion(total / groups, tau2)


def on_arc(share: npt.ArrayLike) -> Floats:
    """A share on the scale on which its standard error is 1 / (2 √n) whatever it is: arcsin √share."""
    return np.asarray(np.arcsin(np.sqrt(np.clip(share, 0, 1))), dtype=np.float64)


def arcsine_limits(centre: float, n: npt.ArrayLike, tau2: float, confidence: float) -> Ends:
    """Limits of a share around `centre` at sizes `n`, widened by `tau2`, a variance on the scale of `on_arc`: the
    additive model (Spiegelhalter 2005, section 3.3.2)."""
    size = np.asarray(n, dtype=np.float64)
    half = quantile(confidence) * np.sqrt(1 / (4 * size) + tau2)
    middle = on_arc(centre)
    low, high = np.maximum(middle - half, 0.0), np.minimum(middle + half, np.pi / 2)
    return np.sin(low) ** 2, np.sin(high) ** 2


def binomial_limits(centre: float, n: npt.ArrayLike, confidence: float) -> Ends:
    """Exact limits of a share around `centre` at sizes `n`, without over-dispersion.

    The quantile of the binomial is drawn between its steps (Spiegelhalter 2005, appendix A.1.1): with r the smallest
    count that has P(R <= r) >= p, the limit is (r − α)/n, α = (P(R <= r) − p) / (P(R <= r) − P(R <= r − 1)).
    """
    tail = (1 - confidence) / 2
    quantile(confidence)
    size = np.atleast_1d(np.asarray(n, dtype=np.float64))
    if centre in {0.0, 1.0}:  # nothing is left to chance
        return np.full(size.shape, centre), np.full(size.shape, centre)
    low, high = (np.array([_between(centre, each, p) for each in size.tolist()]) for p in (tail, 1 - tail))
    return np.clip(low / size, 0, 1), np.clip(high / size, 0, 1)


def _between(centre: float, n: float, p: float) -> float:
    """The quantile p of the binomial, drawn between its steps."""
    below, above = -1.0, float(np.ceil(n))
    while above - below > 1:
        middle = float((below + above) // 2)
        below, above = (middle, above) if _at_most(middle, n, centre) < p else (below, middle)
    here, before = _at_most(above, n, centre), _at_most(above - 1, n, centre)
    return above - (here - p) / (here - before) if here > before else above


def _at_most(count: float, n: float, share: float) -> float:
    """P(R <= count) of `n` tries; the Beta integral also knows fractional n."""
    if count < 0:
        return 0.0
    return 1.0 if count >= n else float(1 - betainc(count + 1, n - count, share))


@dataclass(frozen=True)
class Funnel:
    """Limits around a common share `centre`: of 95 % and of 99.8 %, widened by what groups differ beyond chance."""

    centre: float
    found: Dispersion

    def limits(self, n: npt.ArrayLike, confidence: float) -> Ends:
        """Low and high limits at sizes `n`: exact where no over-dispersion was found, else arcsine with τ² added."""
        if self.found.tau2 == 0:
            return binomial_limits(self.centre, n, confidence)
        return arcsine_limits(self.centre, np.atleast_1d(np.asarray(n, dtype=np.float64)), self.found.tau2, confidence)

    @property
    def spread(self) -> float:
        """The standard deviation of true shares between groups near the centre: τ, times the slope of the arc there."""
        return float(np.sqrt(self.found.tau2) * 2 * np.sqrt(self.centre * (1 - self.centre)))


def funnel(hits: npt.ArrayLike, n: npt.ArrayLike, part: float = WINSORISED) -> Funnel:
    """The funnel of groups with `hits` out of `n` around the share of them all. Raises ValueError unless
    0 <= hits <= n, n > 0 for at least one group."""
    x, size = (np.atleast_1d(array) for array in counts(hits, n))
    if x.size == 0:
        raise ValueError("a funnel needs at least one group")
    centre = float(x.sum() / size.sum())
    return Funnel(centre, dispersion(on_arc(x / size), 1 / (2 * np.sqrt(size)), float(on_arc(centre)), part))
