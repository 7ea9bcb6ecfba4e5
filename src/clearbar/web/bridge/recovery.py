"""Recovery: the clock of a case, what making it right changed, and what it came from; figures in words."""

from __future__ import annotations

from clearbar.flow.follow.recovery import (
    BAR,
    FLOOR,
    OTHERS,
    Bar,
    Change,
    Clock,
    Hours,
    Kept,
    Late,
    Opening,
    Step,
    begin,
    change,
    hours_of,
    in_words,
    kept,
    late,
    opening_of,
    pareto,
)
from clearbar.flow.inform import share_in_words
from clearbar.model.estimate import Estimate

__all__ = [
    "BAR", "FLOOR", "OTHERS", "Bar", "Change", "Clock", "Hours", "Kept", "Late", "Opening", "Step", "begin", "change",
    "hours_of", "in_words", "kept", "late", "opening_of", "pareto", "points_in_words", "share",
]  # fmt: skip


def share(found: Estimate | None) -> str:
    """ "8 of 10 (49–94 %)"; empty where there is none."""
    return share_in_words(found) if found else ""


def points_in_words(found: Estimate) -> str:
    """A difference of shares in points with its interval: "+40 points (between +12 and +61), of 20 pairs"."""
    value, low, high = (f"{round(100 * one):+d}" for one in (found.value, found.low, found.high))
    return f"{value} points (between {low} and {high}), of {found.n} pairs"
