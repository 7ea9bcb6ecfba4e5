"""The book that walks are walked by: each version is read once, since it never changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from clearbar.model.book import Book, Journey
from clearbar.web.book.models import Version
from clearbar.web.bridge import books
from clearbar.web.people.models import Organisation
from clearbar.web.walks.queries.walk import walkable


@dataclass(frozen=True)
class Held:
    """A version: its number, and the book in the organisation's language."""

    number: int
    book: Book

    def journey(self, id: str) -> Journey | None:
        """A journey that can be walked; None where the version has none of this name."""
        return next((one for one in walkable(self.book) if one.id == id), None)


def held(number: int | None = None) -> Held | None:
    """The version with this number, or the one that holds; None where there is none."""
    found = Version.objects.order_by("-number") if number is None else Version.objects.filter(number=number)
    row = found.values_list("number", "pk", "version").first()
    return Held(row[0], _book(row[1], row[2]).in_language(Organisation.the().language)) if row else None


@lru_cache(maxsize=8)
def _book(key: int, version: str) -> Book:
    """`version` is the hash of its content: keys come again where a database is made anew."""
    del version
    return books.read(Version.objects.values_list("files", flat=True).get(pk=key))
