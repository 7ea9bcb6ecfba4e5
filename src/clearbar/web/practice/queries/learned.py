"""Reads of what was learned: who passed on which standard, as the book stands now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from clearbar.web.book.queries import current
from clearbar.web.practice.models.learn import QuizResult


@dataclass(frozen=True)
class Learned:
    """Whether somebody passed on a standard's present edition, and when first; where they did not, when they last
    tried."""

    passed: bool
    at: datetime


def learned(persons: Collection[str]) -> dict[tuple[str, str], Learned]:
    """(person, standard) → what they learned of its present edition; nothing where they never tried. One query beside
    the book's."""
    book = current()
    if book is None:
        return {}
    editions = [one.standard.edition for one in book.placed()]
    results = QuizResult.objects.filter(person__in=list(persons), edition__in=editions).order_by("at")
    found: dict[tuple[str, str], Learned] = {}
    for person, standard, passed, at in results.values_list("person", "standard", "passed", "at"):
        before = found.get((person, standard))
        if before is None or not before.passed:
            found[person, standard] = Learned(passed, at)
    return found
