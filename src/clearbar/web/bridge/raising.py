"""What is proposed for the standards of the book, by what the whole house may know of them."""

from __future__ import annotations

from clearbar.flow.follow import raising as flow
from clearbar.flow.follow.raising import Heard, Proposal, Rise, by_rise
from clearbar.model.book import Book
from clearbar.model.errors import ClearbarError
from clearbar.model.estimate import Answer
from clearbar.web.bridge import asking

__all__ = ["Proposal", "Rise", "by_rise", "proposed"]


def proposed(book: Book, since: int) -> tuple[Proposal, ...]:
    """Proposals by what was heard from the week `since` (yyyyww) on; none before anything was heard."""
    if not asking.is_heard():
        return ()
    where, by = f"week >= {since}", ("standard", "source", "edition")
    return flow.proposed(
        book,
        Heard(
            clearance=asking.ask_house("clearance", by=by, where=where),
            delight=asking.ask_house("delight", by=by, where=where),
            agreement=asking.ask_house("agreement", by=("standard", "source"), where=where),
            drivers=_drivers(where),
        ),
    )


def _drivers(where: str) -> Answer | None:
    """What the verdict hangs on, journey by journey; None where that cannot be told."""
    try:
        return asking.ask_house("drivers", by=("journey",), where=where)
    except ClearbarError:
        return None
