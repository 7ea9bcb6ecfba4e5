"""Standards at a glance: guarded answers by standard and source → each standard of the book, its bar and verdict."""

from __future__ import annotations

from dataclasses import replace

from clearbar.flow import inform
from clearbar.flow.assess.lines import Told, lines
from clearbar.flow.inform import Glance
from clearbar.model.book import Book
from clearbar.model.estimate import Answer
from clearbar.model.report import BarLine, Curve, CurvePoint, Report

__all__ = ["BY", "Glance", "bar_lines", "glance"]

BY = ("standard", "source")
"""What the answers of a glance are grouped by; of one person by the person first, so that their interactions, and not
they alone, are what varies."""


def bar_lines(book: Book, clearance: Answer, gap: Answer | None = None) -> tuple[BarLine, ...]:
    """A line for each standard of the book and for the overall verdict, called as the book calls it. Answers about
    persons are about one of them."""
    few = tuple(key[-len(BY) :] for key in clearance.withheld)
    clearance = replace(clearance, withheld=few)
    none = replace(clearance, keys={}, figures={}, facts={}, withheld=())
    names = {placed.standard.id: placed.standard.name for placed in book.placed()}
    found = lines(book, Told(clearance, none, gap or none, none), {})
    return tuple(replace(line, name=names[line.standard]) for line in found)


def glance(book: Book, found: tuple[BarLine, ...]) -> Glance:
    """The lines in words and places, journey by journey."""
    return inform.glance(
        Report(
            organisation=book.organisation,
            value=book.value,
            language=book.language,
            first=None,
            last=None,
            ratings=0,
            interactions=0,
            persons=0,
            sites=0,
            sources=(),
            lines=found,
            curves=_titles(book),
            comparisons=(),
            consistency=(),
            notes=(),
            book=book.version,
            version=0,
        )
    )


def _titles(book: Book) -> tuple[Curve, ...]:
    """What journeys and steps are called."""
    return tuple(
        Curve(
            each.id,
            each.title,
            each.audience,
            each.customer_wants,
            each.quote,
            tuple(CurvePoint(step.id, step.title, step.stage, None, ()) for step in each.steps),
            None,
            None,
            None,
        )
        for each in book.journeys
    )
