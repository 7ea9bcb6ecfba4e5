"""Books to teach from: the demo's in English, a starter's in German."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from clearbar.flow.define import read_book, read_book_texts, starter_texts
from clearbar.model.book import Book, Journey, Step

DEMO = Path(__file__).parents[3] / "examples" / "demo" / "book"


@cache
def demo() -> Book:
    return read_book(DEMO)


@cache
def hotel() -> Book:
    return read_book_texts(starter_texts("hotel"))


def place(book: Book, journey: str, step: str) -> tuple[Journey, Step]:
    found = next(one for one in book.journeys if one.id == journey)
    return found, next(one for one in found.steps if one.id == step)
