"""The words of a change: what a new version of a book means for those who keep it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What happened to a standard."""

    NEW = "new"
    CHANGED = "changed"
    REWORDED = "reworded"
    """Something about it changed that nobody is judged by: its edition, and so its history, stays."""
    GONE = "gone"


@dataclass(frozen=True)
class Change:
    """What happened to one standard. `says` tells it in sentences; `journey` and `step` are titles, where it stands
    now or, if it is gone, where it stood. `again` tells that staff sign it anew."""

    standard: str
    kind: Kind
    journey: str
    step: str
    promise: str
    says: tuple[str, ...]

    @property
    def again(self) -> bool:
        """Whether what is promised, or how it is judged, is other than what staff have signed."""
        return self.kind in {Kind.NEW, Kind.CHANGED}


@dataclass(frozen=True)
class Changes:
    """All that changed between two versions of a book, in the order of the new one; what is gone comes last.

    `about` are sentences about the book as a whole, `same` counts standards in which nothing changed.
    """

    old: str
    new: str
    about: tuple[str, ...]
    changes: tuple[Change, ...]
    same: int
