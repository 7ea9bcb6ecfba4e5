"""The words of coaching: ratings as a coaching reads them, what is laid out to begin with, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clearbar.model.estimate import Estimate


@dataclass(frozen=True)
class Seen:
    """One rating of one standard as a coaching reads it.

    `bar` is that of its edition. `day` (yyyymmdd) and `week` (yyyyww) are the site's local ones when it was rated; the
    day is None where the answer was anonymous. `happened` is the day (yyyymmdd) of the interaction itself, None where
    that is not known. `words` tells whether its conversation is kept.
    """

    rating: str
    interaction: str | None
    source: str
    level: int
    bar: int
    day: int | None
    week: int
    edition: str = ""
    happened: int | None = None
    words: bool = False

    @property
    def clears(self) -> bool:
        """Whether it reaches its bar."""
        return self.level >= self.bar


@dataclass(frozen=True)
class Prepared:
    """What is laid out of the evidence: ratings that show what the coaching is about, the weightiest first, and one
    that shows it done well, None where there is none. `borrowed` tells that this one is of somebody else."""

    shows: tuple[Seen, ...]
    well: Seen | None
    borrowed: bool = False

    @property
    def interactions(self) -> frozenset[str]:
        """The interactions that are laid out: they are no fresh evidence later."""
        every = (*self.shows, *((self.well,) if self.well else ()))
        return frozenset(one.interaction for one in every if one.interaction)


class Turned(StrEnum):
    """What a coaching came to, as far as the evidence tells."""

    ROSE = "rose"
    """By more than it would have risen by itself."""
    PERHAPS = "rose, perhaps by itself"
    """It rose; that it would not have risen by itself is not shown."""
    FELL = "fell"
    CANNOT_TELL = "cannot tell yet"


@dataclass(frozen=True)
class Change:
    """What changed from before an agreement to after it, in shares that reach the bar.

    `before` and `after` are None below five ratings, and so is what follows from them. `alone` is the share to be
    expected without any coaching, from what was seen before and how people differ; `rise` that share less `before`:
    the expected regression to the mean. `difference` is after less before, `beyond` after less `alone`. `more` is about
    how many more fresh ratings would settle it, None where that is settled or cannot be told.
    """

    before: Estimate | None
    after: Estimate | None
    difference: Estimate | None
    alone: Estimate | None
    rise: Estimate | None
    beyond: Estimate | None
    turned: Turned
    more: int | None
    fresh: int
    """How many ratings came after the agreement and can be compared with those before it."""
    notes: tuple[str, ...] = ()
