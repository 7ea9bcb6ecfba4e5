"""Reads of what training was worth: what people did off stage beside what customers then saw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clearbar.model.book import Book
from clearbar.web.bridge import asking, pictures
from clearbar.web.bridge.pictures import Fragment
from clearbar.web.people.scope import Scope

QUESTIONS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("transfer", "Does rehearsal show in front of customers?", {}),
    ("effect", "What changed after people were taught?", {"after": "taught"}),
    ("effect", "What changed after people had rehearsed?", {"after": "rehearsed"}),
    ("effect", "What changed after people were coached?", {"after": "coached"}),
)


@dataclass(frozen=True)
class Worth:
    """One question about training. `fragment` draws its answer; None where too few were seen to say anything, which
    `notes` may explain."""

    asks: str
    fragment: Fragment | None
    notes: tuple[str, ...]


def worth(scope: Scope, book: Book) -> list[Worth]:
    """What may be said to this reader of what training was worth; nothing before anything was heard."""
    return list(_asked(scope, book)) if asking.is_heard() else []


def _asked(scope: Scope, book: Book) -> Iterator[Worth]:
    for place, (measure, asks, options) in enumerate(QUESTIONS):
        answer = asking.ask(scope, measure, **options)
        yield Worth(asks, pictures.drawn(answer, book, f"worth-{place}"), answer.notes)
