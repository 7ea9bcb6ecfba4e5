"""pass^k: how likely all of k tries at one task succeed, for an agent that may answer otherwise each time.

A task was tried n times and c of those passed. C(c, k) / C(n, k) is the share of all ways to draw k of its tries in
which each one passed, an unbiased guess at the chance that k fresh tries all pass; pass^k is its mean over tasks
(Yao, Shinn, Razavi & Narasimhan 2024, "τ-bench", arXiv 2406.12045, section 3). pass^1 is the mean share passed, and
pass^k never rises with k: it tells a reliable agent from a lucky one.

The interval is about tasks like these, so tasks are its clusters: each gives one value between 0 and 1. As many
independent tasks as theirs of a plain yes or no would tell as much,

    worth = p·(1 − p) / (V / G),  with V the variance between the G values, moderated,

are put into the score interval, with the quantile of t in place of the normal one (as in clusters.py). A variance of
few values is noisy, and 0 where all tasks happen to agree. So V is averaged with p·(1 − p), the largest variance that
values between 0 and 1 with mean p can have, the latter counting as two degrees of freedom; G tasks never count for
more than their tries. tests/stats/test_pass_k.py measures what that covers.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np
from scipy.special import stdtrit

from clearbar.model.estimate import Estimate
from clearbar.stats.intervals import quantile, wilson

_PRIOR_DF = 2.0
"""Degrees of freedom of the largest variance that could be."""

Tried = tuple[int, int]
"""Of one task: how many tries passed, and how many there were."""


def pass_k(tasks: Sequence[Tried], k: int, confidence: float = 0.95) -> Estimate:
    """pass^k with its interval; n counts tries and `clusters` tasks.

    Raises ValueError without tasks, for a task that was tried fewer than k times, and for counts that are none.
    """
    values = np.array([_all_of(passed, tried, k) for passed, tried in tasks])
    if not values.size:
        raise ValueError("pass^k needs at least one task")
    tries = sum(tried for _, tried in tasks)
    value = float(values.mean())
    worth, df = _worth(values, tries), values.size - 1 + _PRIOR_DF
    worth *= (quantile(confidence) / float(stdtrit(df, (1 + confidence) / 2))) ** 2
    low, high = wilson(value * worth, worth, confidence)
    is_plain = k == 1 and len({tried for _, tried in tasks}) == 1
    return Estimate(
        value=value,
        low=min(float(low), value),
        high=max(float(high), value),
        n=tries,
        clusters=values.size,
        hits=sum(passed for passed, _ in tasks) if is_plain else None,
        confidence=confidence,
    )


def _all_of(passed: int, tried: int, k: int) -> float:
    """The share of draws of k tries of which all passed."""
    if k < 1:
        raise ValueError(f"k counts tries, from 1 on, not {k}")
    if not 0 <= passed <= tried:
        raise ValueError(f"{passed} of {tried} tries cannot have passed")
    if k > tried:
        raise ValueError(f"pass^{k} needs {k} tries of each task, and one was tried {tried} times")
    return comb(passed, k) / comb(tried, k)


def _worth(values: np.ndarray[tuple[int], np.dtype[np.float64]], tries: int) -> float:
    """Independent tasks of a plain yes or no that would tell as much."""
    mean, size = float(values.mean()), values.size
    most = mean * (1 - mean)
    if most <= 0:
        return float(size)
    between = (float(((values - mean) ** 2).sum()) + _PRIOR_DF * most) / (size - 1 + _PRIOR_DF)
    return min(most / between * size, float(tries))
