"""Where a standard can be read again: its lesson, or its page in the book."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from clearbar.model.book import Placed


def lesson_address(placed: Placed) -> str:
    """The lesson of a standard's step, at the standard; its page in the book where there are no lessons."""
    if placed.journey and placed.step:
        try:
            return f"{reverse('lesson', args=[placed.journey.id, placed.step.id])}#{placed.standard.id}"
        except NoReverseMatch:
            pass
    return reverse("standard", args=[placed.standard.id])
