"""How long waits last when some had not ended: the product-limit curve, from counts by length.

Kaplan & Meier 1958, JASA 53:457; its variance Greenwood 1926, Reports on Public Health 33. Ends of an interval are
taken on the scale log(−log S), so that they stay between 0 and 1 (Kalbfleisch & Prentice 1980, 1.3). The ends of a
quantile are where the curve's own interval crosses it (Brookmeyer & Crowley 1982, Biometrics 38:29).

Waits of one person, or of one day, resemble each other. `apart` tells by how much the curve varies between buckets of
them, against what independent waits would give (delete-a-group jackknife): a design effect for each length, by which
the variance is multiplied.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri, stdtrit

from clearbar.stats.intervals import Floats, wilson

MANY = 1e9
"""Degrees of freedom that are as good as infinite."""


@dataclass(frozen=True)
class Curve:
    """The share still waiting just after each length, in the order of lengths; all of shape (lengths,). `risk` counts
    the waits that were at least so long, `ended` those that ended then; `spread` is the variance of log S."""

    length: Floats
    risk: Floats
    ended: Floats
    waiting: Floats
    share: Floats
    spread: Floats

    @property
    def error(self) -> Floats:
        """Standard errors of the shares, for independent waits."""
        return np.asarray(self.share * np.sqrt(np.where(self.share > 0, self.spread, 0.0)), dtype=np.float64)

    def at(self, length: float) -> int:
        """The place of the last length that is not above this one; -1 before the first."""
        return int(np.searchsorted(self.length, length, side="right")) - 1


def curve(length: npt.ArrayLike, ended: npt.ArrayLike, waiting: npt.ArrayLike) -> Curve:
    """The curve from counts: how many waits ended at each length, and how many were last seen then, still waiting.
    Lengths may come in any order and more than once. A wait last seen at a length counts as having lasted that long."""
    places, back = np.unique(np.asarray(length, dtype=np.float64), return_inverse=True)
    events, open_ = (
        np.bincount(back, np.asarray(each, dtype=np.float64), len(places)).astype(np.float64)
        for each in (ended, waiting)
    )
    risk = np.cumsum((events + open_)[::-1])[::-1]
    share, spread = _products(risk, events)
    return Curve(places, risk, events, open_, share, spread)


def _products(risk: Floats, events: Floats) -> tuple[Floats, Floats]:
    """Shares and variances of their logs along the last axis; lengths at which nobody waits change nothing."""
    some = np.where(risk > 0, risk, 1.0)
    stays: Floats = np.asarray(1 - events / some, dtype=np.float64)
    each = np.full(np.shape(events), np.inf)  # where the last one ends: log S has no variance there
    np.divide(events, some * (risk - events), out=each, where=risk > events)
    each = np.where(events > 0, each, 0.0)
    return np.asarray(np.cumprod(stays, axis=-1)), np.asarray(np.cumsum(each, axis=-1))


@dataclass(frozen=True)
class Apart:
    """Design effects by length, from `df` + 1 buckets: 1 where waits are as independent as strangers'."""

    length: Floats
    effect: Floats
    df: float

    def at(self, length: npt.ArrayLike) -> Floats:
        """The design effect that holds at each length: the largest one near it."""
        if not len(self.length):
            return np.ones_like(np.asarray(length, dtype=np.float64))
        place = np.searchsorted(self.length, np.asarray(length, dtype=np.float64))
        last = len(self.length) - 1
        return np.asarray(np.maximum(self.effect[np.clip(place - 1, 0, last)], self.effect[np.clip(place, 0, last)]))


NONE = Apart(np.zeros(0), np.zeros(0), MANY)
"""Where nothing is known of who waits together."""


def apart(bucket: npt.ArrayLike, length: npt.ArrayLike, ended: npt.ArrayLike, waiting: npt.ArrayLike) -> Apart:
    """Design effects from counts by bucket and length. With fewer than two buckets `NONE`.

    An effect below 1 is taken as 1: waits of one day may resemble each other by chance less than those of strangers,
    but an interval narrower than theirs would not be believed.
    """
    _, place = np.unique(np.asarray(bucket), return_inverse=True)
    lengths, back = np.unique(np.asarray(length, dtype=np.float64), return_inverse=True)
    size = int(place.max()) + 1 if len(place) else 0
    if size < 2:
        return NONE
    counts = np.zeros((2, size, len(lengths)))
    for kind, column in enumerate((ended, waiting)):
        np.add.at(counts[kind], (place, back), np.asarray(column, dtype=np.float64))
    whole = counts.sum(axis=1, keepdims=True)
    left = np.concatenate([whole, whole - counts], axis=1)
    risk = np.cumsum(left.sum(axis=0)[:, ::-1], axis=1)[:, ::-1]
    share, spread = _products(risk, left[0])
    middle = share[1:].mean(axis=0)
    between = (size - 1) / size * ((share[1:] - middle) ** 2).sum(axis=0)
    usual = share[0] ** 2 * np.where(share[0] > 0, spread[0], 0.0)
    known = usual > 0
    effect = np.ones(len(lengths))
    effect[known] = np.maximum(between[known] / usual[known], 1.0)
    return Apart(lengths, effect, float(size - 1))


def wider(one: Apart, other: Apart) -> Apart:
    """At each length the larger of two design effects, with the degrees of freedom of the fewer buckets of those that
    have any to say."""
    if not len(one.length) or not len(other.length):
        return one if len(one.length) else other
    lengths = np.union1d(one.length, other.length)
    return Apart(lengths, np.maximum(one.at(lengths), other.at(lengths)), min(one.df, other.df))


@dataclass(frozen=True)
class Bands:
    """The ends of the share still waiting at each length of a curve."""

    low: Floats
    high: Floats


def bands(found: Curve, how: Apart = NONE, confidence: float = 0.95) -> Bands:
    """Ends on the scale log(−log S), with t quantiles. At 0 and 1, where that scale has no end, those of a score
    interval on as many waits as tell of that share, over the design effect."""
    effect = how.at(found.length)
    reach = float(stdtrit(how.df, (1 + confidence) / 2))
    inner = (found.share > 0) & (found.share < 1)
    share = np.where(inner, found.share, 0.5)
    log = np.log(share)
    power = reach * np.sqrt(np.where(inner, found.spread, 0.0) * effect) / np.abs(log)
    low, high = share ** np.exp(np.minimum(power, 700.0)), share ** np.exp(-power)
    worth = np.where(found.share > 0, np.maximum(found.risk, 1.0), _worth(found)) / effect
    worth = worth * (float(ndtri((1 + confidence) / 2)) / reach) ** 2
    flat_low, flat_high = wilson(np.where(found.share > 0, worth, 0.0), worth, confidence)
    return Bands(np.where(inner, low, flat_low), np.where(inner, high, flat_high))


def _worth(found: Curve) -> float:
    """As many waits, all seen to end, as would tell as much of the share that remains as the last ones that do."""
    left = np.flatnonzero((found.share > 0) & (found.spread > 0))
    if not len(left):
        return float(found.risk[0]) if len(found.risk) else 1.0
    last = int(left[-1])
    return float((1 - found.share[last]) / (found.share[last] * found.spread[last]))


@dataclass(frozen=True)
class Quantile:
    """The length after which a share of waits has ended; nan where so many were not seen to end. An end beyond what
    was seen is infinite."""

    value: float
    low: float
    high: float


def quantile(found: Curve, part: float, within: Bands) -> Quantile:
    """The length by which `part` of the waits ended, with its interval: 0.5 for the median. Where the curve lies
    exactly on that share for a while, the middle of it."""
    left = 1 - part
    value = _crosses(found.length, found.share, left)
    low, high = (_crosses(found.length, end, left) for end in (within.low, within.high))
    known = value == value
    return Quantile(value, low if known else np.nan, high if known and high == high else np.inf)


def _crosses(length: Floats, share: Floats, left: float) -> float:
    """The first length at which a falling share is `left` or less."""
    below = np.flatnonzero(share <= left + 1e-12)
    if not len(below):
        return float("nan")
    first = int(below[0])
    if abs(share[first] - left) <= 1e-12:
        after = np.flatnonzero(share < left - 1e-12)
        return float((length[first] + length[after[0]]) / 2) if len(after) else float(length[first])
    return float(length[first])
