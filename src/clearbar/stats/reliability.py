"""How dependable the difference of two scores is."""

from __future__ import annotations

from math import nan


def of_difference(first: float, second: float, r: float, ratio: float = 1.0) -> float:
    """The reliability of x − y, from that of x and of y (0..1), their correlation `r`, and `ratio` = sd(x)/sd(y).

    (r_x·σx² + r_y·σy² − 2r·σxσy) / (σx² + σy² − 2r·σxσy); not below 0, nan where the difference does not vary.
    Johns 1981, Organizational Behavior and Human Performance 27:443; Peter, Churchill & Brown 1993, J. Consumer
    Research 19:655.
    """
    total = ratio**2 + 1 - 2 * r * ratio
    if not total > 1e-12:
        return nan
    return max(0.0, (first * ratio**2 + second - 2 * r * ratio) / total)
