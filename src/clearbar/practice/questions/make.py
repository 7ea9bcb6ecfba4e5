"""A book → questions about it, made from nothing but its own words."""

from __future__ import annotations

from collections.abc import Collection

from clearbar.model.book import Book
from clearbar.model.quiz import Question
from clearbar.practice.questions import ask, numbers, steps
from clearbar.practice.questions.numbers import Quantities, Spans
from clearbar.practice.questions.place import Place
from clearbar.practice.questions.wordings import of

_ABOUT_ONE = (ask.promise, ask.do, ask.met, ask.level, ask.bar, ask.guard, ask.phrases, steps.neighbours, steps.order)


def questions_of(
    book: Book, standards: Collection[str] = (), *, spans: Spans | None = None, words: Quantities | None = None
) -> tuple[Question, ...]:
    """The questions that a book gives by itself, in its order: about these standards, or about all. The verdict on the
    whole is not asked about. `spans` tells where promises name quantities, `words` the number words of languages."""
    found: list[Question] = []
    for placed in book.placed():
        if placed.journey is None or placed.step is None or (standards and placed.standard.id not in standards):
            continue
        place = Place(book, placed.standard, placed.journey, placed.step, of(book.language))
        found += [question for asked in _ABOUT_ONE for question in asked(place)]
        found += numbers.number(place, (spans or {}).get(placed.standard.promise, []), words or {})
    return tuple(found)


__all__ = ["Quantities", "Spans", "questions_of"]
