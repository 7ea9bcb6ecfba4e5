"""The words of what a standard does to the verdict."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a standard does to the verdict when its bar is missed, and at level five (Kano 1984, Hinshitsu 14(2):39)."""

    MUST_BE = "must-be"
    """A miss costs more than level five adds: nobody thanks for it, everybody minds its lack."""
    ONE_DIMENSIONAL = "one-dimensional"
    """Both count, and neither twice as much as the other: the better, the better."""
    ATTRACTIVE = "attractive"
    """Level five adds more than a miss costs: nobody expects it, and it delights."""
