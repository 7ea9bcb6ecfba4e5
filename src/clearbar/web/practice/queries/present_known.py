"""What is known of each standard when its teaching is planned: of the whole house, of five people at least."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Count, Q

from clearbar.model.book import Book
from clearbar.model.lesson import Known
from clearbar.web.bridge import presenting
from clearbar.web.practice.models.learn import Given
from clearbar.web.practice.models.present import CriticalHere

FEWEST_PERSONS = 5
"""So many people must have answered before a figure is told of what they answered."""
RIGHT = 0.5
"""Credit below which an answer counts as wrong."""


def known_of(book: Book) -> dict[str, Known]:
    """What the evidence, the quizzes and the organisation tell of each standard of a book."""
    found = presenting.known(book)
    critical = dict(CriticalHere.objects.values_list("standard", "why"))
    wrong = _wrong(book)
    return {
        id: replace(one, critical=critical.get(id, ""), wrong=presenting.share_of(*wrong.get(id, (0, 0))))
        for id, one in found.items()
    }


def _wrong(book: Book) -> dict[str, tuple[int, int]]:
    """Of each standard, as it stands: how many quiz answers were wrong, and how many there were."""
    editions = {one.standard.edition for one in book.placed()}
    counts = (
        Given.objects.filter(question__edition__in=editions)
        .values("question__standard")
        .annotate(wrong=Count("pk", Q(credit__lt=RIGHT)), n=Count("pk"), persons=Count("person", distinct=True))
    )
    return {one["question__standard"]: (one["wrong"], one["n"]) for one in counts if one["persons"] >= FEWEST_PERSONS}
