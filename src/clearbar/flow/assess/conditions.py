"""Which ratings a part of the report reads, as conditions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clearbar.model.book import Book
from clearbar.model.question import Condition
from clearbar.model.report import BarLine


def present(book: Book) -> Condition:
    """Ratings of the editions that the book has now."""
    return one_of("r.edition", sorted({placed.standard.edition for placed in book.placed()}), "edition")


def one_of(column: str, values: Iterable[str], name: str) -> Condition:
    """Ratings whose column holds one of these values."""
    listed = tuple(values)
    return Condition(f"{column} in ({', '.join('?' * len(listed))})", listed, frozenset({name}))


def both(one: Condition, other: Condition) -> Condition:
    """Ratings that meet both conditions."""
    return Condition(f"({one.sql} and {other.sql})", one.values + other.values, one.columns | other.columns)


def headlines(lines: Sequence[BarLine]) -> Condition:
    """Ratings of these standards by the source that speaks for each. Every line needs such a source."""
    pairs = [(line.standard, line.heard_from.value) for line in lines if line.heard_from]
    sql = " or ".join("(r.standard = ? and r.source = ?)" for _ in pairs)
    return Condition(f"({sql})", tuple(value for pair in pairs for value in pair), frozenset())


def weeks(operator: str, week: int) -> Condition:
    """Ratings up to (`<=`) or after (`>`) a week, written yyyyww."""
    return Condition(f"r.week {operator} ?", (week,), frozenset({"week"}))
