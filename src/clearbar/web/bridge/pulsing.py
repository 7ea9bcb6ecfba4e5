"""The pulse of staff: counts of answers by team → shares with intervals of those groups that may be shown, in words."""

from __future__ import annotations

from clearbar.flow.follow.pulse import PulseSums, PulseTold, pulse
from clearbar.flow.inform import share_in_words
from clearbar.model.estimate import Estimate

__all__ = ["PulseSums", "PulseTold", "in_words", "pulse"]


def in_words(shares: tuple[Estimate, ...] | None) -> list[str]:
    """ "8 of 10 (49–94 %)" for each question; nothing where there is nothing to tell."""
    return [share_in_words(one) for one in shares or ()]
