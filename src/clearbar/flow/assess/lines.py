"""The bar at a glance: each standard of the book with what was heard about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from clearbar.model.book import Book, Placed, Source
from clearbar.model.estimate import Answer, Row
from clearbar.model.report import BarLine, Gap, Voice

Heard = dict[tuple[str, str], Row]
"""Rows of an answer by standard and source."""


def lines(
    book: Book, clearance: Answer, delight: Answer, gap: Answer, earlier: Mapping[str, int]
) -> tuple[BarLine, ...]:
    """A line for each standard of the book and for the overall verdict, from answers by standard and source.

    `earlier` counts, by standard, the ratings that were given to other editions of it.
    """
    cleared, delighted, distance = _heard(clearance), _heard(delight), _heard(gap)
    found = (_line(placed, cleared, delighted, distance, clearance.withheld) for placed in book.placed())
    return tuple(replace(line, edition_note=_changed(earlier.get(line.standard, 0))) for line in found)


def _changed(earlier: int) -> str:
    if not earlier:
        return ""
    ratings = "rating" if earlier == 1 else "ratings"
    return f"this standard was changed: {earlier:,} {ratings} of earlier words are not counted"


def _heard(answer: Answer) -> Heard:
    return {(row.keys["standard"], row.keys["source"]): row for row in answer.rows}


def _line(
    placed: Placed, cleared: Heard, delighted: Heard, distance: Heard, few: tuple[tuple[str, str], ...]
) -> BarLine:
    """The line of one standard; `few` are the standards and sources that too few answers stand behind."""
    standard = placed.standard
    voices = tuple(
        Voice(source, cleared[standard.id, source].figures["clearance"])
        for source in (*standard.measured_by, *(one for one in Source if one not in standard.measured_by))
        if (standard.id, source) in cleared
    )
    too_few = [source for name, source in few if name == standard.id]
    heard_from = voices[0].source if voices else Source(too_few[0]) if too_few else None
    key = (standard.id, str(heard_from.value if heard_from else ""))
    row, distance_row, delight_row = cleared.get(key), distance.get(key), delighted.get(key)
    return BarLine(
        standard=standard.id,
        promise=standard.promise,
        journey=placed.journey.id if placed.journey else None,
        step=placed.step.id if placed.step else None,
        dimension=standard.dimension,
        bar=standard.bar,
        target=standard.target,
        scale=standard.scale,
        heard_from=heard_from,
        clearance=row.figures["clearance"] if row else None,
        verdict=row.facts["verdict"] if row else None,
        more=row.facts["more"] if row else None,
        delight=delight_row.figures["delight"] if delight_row else None,
        gap=_gap(distance_row) if distance_row else None,
        voices=voices,
        pair=standard.pairs_with,
    )


def _gap(row: Row) -> Gap:
    return Gap(row.figures["experienced"], row.figures["expected"], row.figures["gap"])
