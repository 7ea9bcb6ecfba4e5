"""A book and questions for these tests."""

from __future__ import annotations

from functools import cache

from clearbar.flow.define import read_book_texts, starter_texts
from clearbar.model.book import Book
from clearbar.model.quiz import Answer, Kind, Option, Question, Variant


@cache
def desk() -> Book:
    """The starter book of a service desk."""
    return read_book_texts(starter_texts("service-desk"))


def asked(kind: Kind, worths: list[float], shown: int = 0) -> Question:
    """A question with options worth so much."""
    options = tuple(Option(f"o{i}", f"option {i}", worth) for i, worth in enumerate(worths))
    return Question(f"q-{kind.value}", "a.b", "e1", kind, "en", "Which?", options, "Because.", shown=shown)


def answer(shown: Variant, chosen: list[str]) -> Answer:
    """An answer to what was shown."""
    return Answer(shown.question, shown.seed, shown.attempt, tuple(chosen))
