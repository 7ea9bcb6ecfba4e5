"""What an act changed: estimates before and after, and what would have come by itself → what may be said of it."""

from __future__ import annotations

from collections.abc import Callable

from clearbar.model.coaching import Turned
from clearbar.model.estimate import Estimate

WORTH_WAITING = 1_000
"""More fresh ratings of one person than this are no answer to "how many more?"."""


def turned(difference: Estimate | None, beyond: Estimate | None) -> Turned:
    """What may be said of a change.

    Rose: the share is higher than it would have become by itself, and that is no chance. Perhaps: it is higher than it
    was, but that may have come by itself. Fell: it is lower than was to be expected, or, where nothing can be expected,
    than it was.
    """
    if beyond is not None and beyond.low > 0:
        return Turned.ROSE
    if (beyond or difference) is not None and _high(beyond, difference) < 0:
        return Turned.FELL
    if difference is not None and difference.low > 0:
        return Turned.PERHAPS
    return Turned.CANNOT_TELL


def how_many_more(n: int, least: int, settles: Callable[[int], bool]) -> int | None:
    """About how many more ratings than the `n` there are until `settles` holds of their number, at least as many as a
    figure needs (`least`); None where more than WORTH_WAITING would be needed.

    `settles` must stay true once it is.
    """
    low, high = max(n, least), max(n + WORTH_WAITING, least)
    if settles(low):
        return low - n
    if not settles(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if settles(middle) else (middle, high)
    return high - n if high - n <= WORTH_WAITING else None


def _high(beyond: Estimate | None, difference: Estimate | None) -> float:
    found = beyond or difference
    return found.high if found else 0.0
