"""The bar at a glance: each standard of the book with what was heard about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from clearbar.model.book import Book, Placed, Source
from clearbar.model.estimate import Answer, Row
from clearbar.model.report import BarLine, Gap, Voice

Heard = dict[tuple[str, str], Row]
"""Rows of an answer by standard and source."""


class Told(NamedTuple):
    """Answers by standard and source: what a line is made of."""

    clearance: Answer
    delight: Answer
    gap: Answer
    met: Answer


def lines(book: Book, told: Told, earlier: Mapping[str, int]) -> tuple[BarLine, ...]:
    """A line for each standard of the book and for the overall verdict.

    `earlier` counts, by standard, the ratings that were given to other editions of it.
    """
    rows = _Rows(*(_heard(answer) for answer in told))
    found = (_line(placed, rows, told.clearance.withheld) for placed in book.placed())
    return tuple(replace(line, edition_note=_changed(earlier.get(line.standard, 0))) for line in found)


def _changed(earlier: int) -> str:
    if not earlier:
        return ""
    ratings = "rating" if earlier == 1 else "ratings"
    return f"this standard was changed: {earlier:,} {ratings} of earlier words are not counted"


def _heard(answer: Answer) -> Heard:
    return {(row.keys["standard"], row.keys["source"]): row for row in answer.rows}


class _Rows(NamedTuple):
    clearance: Heard
    delight: Heard
    gap: Heard
    met: Heard


def _line(placed: Placed, rows: _Rows, few: tuple[tuple[str, str], ...]) -> BarLine:
    """The line of one standard; `few` are the standards and sources that too few answers stand behind."""
    standard = placed.standard
    voices = tuple(
        Voice(source, rows.clearance[standard.id, source].figures["clearance"])
        for source in (*standard.measured_by, *(one for one in Source if one not in standard.measured_by))
        if (standard.id, source) in rows.clearance
    )
    too_few = [source for name, source in few if name == standard.id]
    heard_from = voices[0].source if voices else Source(too_few[0]) if too_few else None
    key = (standard.id, str(heard_from.value if heard_from else ""))
    row, delight = rows.clearance.get(key), rows.delight.get(key)
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
        delight=delight.figures["delight"] if delight else None,
        gap=_gap(rows.gap.get(key), rows.met.get(key)),
        voices=voices,
        pair=standard.pairs_with,
        owner=standard.owner,
    )


def _gap(row: Row | None, met: Row | None) -> Gap | None:
    if row is None:
        return None
    figures = row.figures
    return Gap(figures["experienced"], figures["expected"], figures["gap"], met.figures["met"] if met else None)
