"""Home for who reviews: what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from clearbar.model.book import Book
from clearbar.web.boards.filters import Chosen
from clearbar.web.boards.queries.home.told import Told, counted, of_the_house
from clearbar.web.people.scope import Scope
from clearbar.web.reviews.queries.disputes import to_decide
from clearbar.web.reviews.queries.queue import seats, to_do


@dataclass(frozen=True)
class Due:
    """Reviews that wait for somebody, in a sentence; empty where there is none."""

    count: int
    sentence: str
    address: str


def due(scope: Scope, now: datetime) -> Due:
    """What somebody is to review."""
    found = to_do(scope, now)
    if not found:
        return Due(0, "", "/reviews/")
    first, late = found[0], sum(one.overdue for one in found)
    when = localtime(first.assignment.due)
    told = f"{counted(len(found), 'review waits', 'reviews wait')} for you, the first until {when.day} {when:%B}"
    also = f"; {counted(late, 'is', 'are')} late" if late else ""
    return Due(len(found), f"{told[:1].upper()}{told[1:]}{also}.", f"/reviews/{first.assignment.pk}/")


def told(scope: Scope, book: Book, chosen: Chosen, now: datetime) -> Told:
    """Three sentences for a reviewer."""
    wait, disputes, blind = due(scope, now), to_decide(scope), seats(scope, now)
    first = wait.sentence or "No review waits for you."
    if disputes:
        second = (
            f"There {'is' if len(disputes) == 1 else 'are'} {counted(len(disputes), 'dispute')} that you may decide."
        )
    elif blind:
        second = f"{counted(len(blind), 'calibration waits', 'calibrations wait')} for your marks.".capitalize()
    else:
        second = "No dispute and no calibration waits for you."
    act, address = ("Begin with the first", wait.address) if wait.count else ("See your reviews", "/reviews/")
    return Told((first, second, of_the_house(scope, book, chosen)), act, address, chosen.when)
