"""Coaching: ratings of somebody → what is laid out of them; ratings before and after an agreement → what changed."""

from __future__ import annotations

from clearbar.flow.follow.coaching import fresh, prepare, what_changed
from clearbar.flow.inform import share_in_words
from clearbar.model.estimate import Estimate

__all__ = ["fresh", "in_words", "points", "prepare", "what_changed"]


def in_words(share: Estimate | None) -> str:
    """ "8 of 10 (49–94 %)"; empty where there is none."""
    return share_in_words(share) if share else ""


def points(found: Estimate | None) -> str:
    """A difference of shares with its interval: "+38 points (between +4 and +63)"; empty where there is none."""
    if found is None:
        return ""
    return f"{_signed(found.value)} points (between {_signed(found.low)} and {_signed(found.high)})"


def _signed(value: float) -> str:
    whole = round(100 * value)
    return f"+{whole}" if whole > 0 else f"−{-whole}" if whole < 0 else "0"
