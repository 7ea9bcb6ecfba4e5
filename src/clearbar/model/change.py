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


@dataclass(frozen=True)
class ChangeInWords:
    """What happened to one standard, to be shown: `word` says what ("New", "Changed", "Same bar", "Gone"), `step` is
    the title of its step, empty for the verdict on the whole. `again` tells that it is signed anew."""

    word: str
    standard: str
    step: str
    promise: str
    says: tuple[str, ...]
    again: bool


@dataclass(frozen=True)
class ChangesInWords:
    """All that changed, to be shown: sentences about the book, then the changes of each journey under its title, then
    one sentence on what is to be signed. Where nothing changed, only that sentence."""

    about: tuple[str, ...]
    parts: tuple[tuple[str, tuple[ChangeInWords, ...]], ...]
    closing: str
