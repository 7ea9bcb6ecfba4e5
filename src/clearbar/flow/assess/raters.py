"""Those who rate beside each other: what each source says of a standard, and whether raters agree."""

from __future__ import annotations

from itertools import combinations

from clearbar.model.agreement import Agreeing
from clearbar.model.book import Book, Source
from clearbar.model.estimate import Answer
from clearbar.model.report import Agreement, Apart, BarLine, Voice, Voices
from clearbar.stats.differences import difference


def voices(lines: tuple[BarLine, ...]) -> tuple[Voices, ...]:
    """Each standard that two or more sources were heard about, with the pairs that can be told apart."""
    return tuple(Voices(line.standard, line.voices, _apart(line.voices)) for line in lines if len(line.voices) > 1)


def _apart(voices: tuple[Voice, ...]) -> tuple[Apart, ...]:
    """The pairs whose difference excludes none at all, all pairs of the standard looked at together."""
    pairs = list(combinations(sorted(voices, key=lambda voice: -voice.clearance.value), 2))
    found = (
        Apart(high.source, low.source, difference(high.clearance, low.clearance, len(pairs))) for high, low in pairs
    )
    return tuple(sorted((one for one in found if one.difference.low > 0), key=lambda one: -one.difference.value))


def agreement(book: Book, answer: Answer) -> tuple[Agreement, ...]:
    """Agreement by standard and source, in the order of the book."""
    order = {placed.standard.id: place for place, placed in enumerate(book.placed())}
    found = [
        Agreement(
            standard=row.keys["standard"],
            source=Source(row.keys["source"]),
            verdict=Agreeing(row.facts["verdict"]),
            alpha=row.figures.get("alpha"),
            ac=row.figures.get("ac"),
            units=row.facts["units"],
            ratings=row.facts["ratings"],
            raters=row.facts["raters"],
            lean=row.facts["lean"],
        )
        for row in answer.rows
        if row.keys["standard"] in order
    ]
    sources = list(Source)
    return tuple(sorted(found, key=lambda one: (order[one.standard], sources.index(one.source))))
