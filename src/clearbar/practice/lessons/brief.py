"""A journey in few words: what hangs on a wall, and what fits into a pocket."""

from __future__ import annotations

from clearbar.model.book import Book, Journey
from clearbar.model.lesson import Brief
from clearbar.practice.lessons.page import Edits, part_of
from clearbar.practice.lessons.tongues import words_of


def brief_of(book: Book, journey: Journey, edits: Edits, step: str = "") -> Brief:
    """The steps of a journey with their promises; of one step where it is named."""
    chosen = [one for one in journey.steps if one.standards and step in ("", one.id)]
    return Brief(
        organisation=book.organisation,
        value=book.value,
        title=journey.title if not step else chosen[0].title,
        wants=journey.customer_wants,
        language=book.language,
        words=words_of(book.language),
        steps=tuple(
            (each.title, tuple(part_of(book, journey, one, edits.get(one.id)) for one in each.standards))
            for each in chosen
        ),
    )
