"""How many people keep the promise: the book's promises, how far they are kept today, and what a counter would need."""

from __future__ import annotations

from clearbar.flow.assess import promised, staffing
from clearbar.flow.inform.counter import promised_in_words, rests_on, staffing_fragment
from clearbar.model.book import Book
from clearbar.model.estimate import Answer
from clearbar.model.staffing import Aim, Promised, Staffing
from clearbar.web.bridge import asking
from clearbar.web.bridge.pictures import Fragment

__all__ = ["Aim", "Promised", "Staffing", "drawn", "in_words", "promises", "reckoned", "rests_on"]

in_words = promised_in_words
DAYS, MOST_CUSTOMERS = 200, 300_000
"""So many days are played, fewer where so many people would come: a page waits for it, about half a second."""


def promises(book: Book) -> tuple[Promised, ...]:
    """Every timed standard of the book, and how far its promise is kept in the whole house."""
    return promised.promises(book, _waits if asking.is_heard() else None)


def _waits(standard: str, minutes: float) -> tuple[Answer, Answer]:
    where = f"standard = '{standard}'"
    waits = asking.ask_house("waits", by=("standard",), where=where, promise=minutes)
    return waits, asking.ask_house("clearance", by=("standard", "source"), where=where)


def reckoned(aim: Aim, *, play: bool) -> Staffing:
    """How many people keep the promise, played through on request. Raises QuestionFault with all that is wrong."""
    found = staffing.staffing(aim)
    if not play:
        return found
    return staffing.played(found, days=max(2, min(DAYS, int(MOST_CUSTOMERS / sum(aim.arrivals)))))


def drawn(found: Staffing) -> Fragment:
    """The answer as a part of a page."""
    return staffing_fragment(found)
