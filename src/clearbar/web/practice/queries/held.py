"""The book that holds, and books of earlier versions, read once: a version never changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from clearbar.model.book import Book
from clearbar.web.book.models import Version
from clearbar.web.bridge import books
from clearbar.web.people.models import Organisation


@dataclass(frozen=True)
class Held:
    """A version of the book: its key and number, and the book in the organisation's language."""

    key: int
    number: int
    book: Book


def held() -> Held | None:
    """The version that holds; None before the first is published. Its files are read once for all requests."""
    return _held(Version.objects.order_by("-number"))


def held_as(version: int | None) -> Held | None:
    """A version by its key."""
    return _held(Version.objects.filter(pk=version)) if version is not None else None


def _held(found: object) -> Held | None:
    row = found.values_list("pk", "number", "version").first()  # type: ignore[attr-defined]
    if row is None:
        return None
    return Held(row[0], row[1], _book(row[0], row[2]).in_language(Organisation.the().language))


@lru_cache(maxsize=8)
def _book(key: int, version: str) -> Book:
    """`version` is the hash of its content: keys come again where a database is made anew."""
    del version
    return books.read(Version.objects.values_list("files", flat=True).get(pk=key))
