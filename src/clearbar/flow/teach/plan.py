"""Plan: what is known of each standard → by which media it is best taught, how often, and why."""

from __future__ import annotations

from collections.abc import Mapping

from clearbar.model.book import Book
from clearbar.model.estimate import Estimate
from clearbar.model.lesson import Duty, Known, Proposed
from clearbar.practice import plan
from clearbar.stats.intervals import wilson

OFTEN = plan.OFTEN
"""How often something may be taught, in words, by days."""
ways = plan.ways


def proposals(book: Book, known: Mapping[str, Known], duty: Duty) -> dict[str, Proposed]:
    """The proposal for each standard of a book, for those who do this with it; the overall verdict is not taught."""
    return {
        one.standard.id: plan.propose(known.get(one.standard.id, Known(one.standard.id)), duty)
        for one in book.placed()
        if one.journey is not None
    }


def share_of(part: int, whole: int) -> Estimate | None:
    """So many of so many, with the interval of Wilson; None of none."""
    if whole < 1:
        return None
    low, high = wilson(part, whole)
    return Estimate(part / whole, float(low), float(high), whole, hits=part)
