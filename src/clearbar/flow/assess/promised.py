"""What the standards of a book promise by the clock, and how far that is kept today, beside the quality that guards it.

The promise stands in the setting `within` of a check that reads the clock; where there is none, in the words of a
standard of promptness that name one time ("within five minutes").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import isinf

from pydantic_core import PydanticCustomError

from clearbar.checks.durations import parse_duration
from clearbar.model.book import Book, Dimension, Placed
from clearbar.model.estimate import Answer, Estimate
from clearbar.model.staffing import Promised
from clearbar.standards.quantities import only_ranges

TIMED = ("first_response", "every_response", "typical_response")
"""Kinds of checks that read the clock."""
_OF_THE_CLOCK = "Hours are those of"

Ask = Callable[[str, float], tuple[Answer, Answer]]
"""The answers of `waits` (by standard) and of `clearance` (by standard and source) about a standard and a promise in
minutes, as their asker may see them."""


def seconds_of(text: str) -> float:
    """A time as people write it, such as "90 s" or "2 min", in seconds. Raises ValueError that says how to write it."""
    try:
        return parse_duration(text).total_seconds()
    except PydanticCustomError as wrong:
        raise ValueError(wrong.message()) from wrong


def promises(book: Book, ask: Ask | None) -> tuple[Promised, ...]:
    """Every standard of the book that promises a time, with how far that is kept; with nothing heard where `ask` is
    None."""
    names = {placed.standard.id: placed.standard.name or placed.standard.promise for placed in book.placed()}
    found = ((one, promise_of(one, book.language)) for one in book.placed())
    return tuple(_promised(one, seconds, names, ask) for one, seconds in found if seconds)


def promise_of(placed: Placed, language: str) -> float:
    """The seconds that a standard promises; 0 where it promises none, or none that is said once."""
    check = placed.standard.check
    if check is not None and check.kind in TIMED:
        return parse_duration(check.settings["within"]).total_seconds()
    if placed.standard.dimension is not Dimension.PROMPTNESS:
        return 0.0
    named = [one for one in only_ranges(placed.standard.promise, language) if one.unit == "time"]
    return named[0].high if len(named) == 1 and not isinf(named[0].high) else 0.0


def _promised(placed: Placed, seconds: float, names: Mapping[str, str], ask: Ask | None) -> Promised:
    standard = placed.standard
    pair = standard.pairs_with or ""
    found = Promised(standard.id, names[standard.id], seconds, standard.target, None, pair, names.get(pair, pair), None)
    if ask is None:
        return found
    waits, clearance = ask(standard.id, seconds / 60)
    row = next(iter(waits.rows), None)
    told = {row.keys["source"]: row.figures["clearance"] for row in clearance.rows}
    found = replace(found, told=next((told[one] for one in standard.measured_by if one in told), None))
    if row is None:
        return replace(found, said=tuple(note for note in waits.notes if "withheld" in note))
    quality = _quality(waits)
    within = row.figures.get("within") if quality is not None or not pair else None
    said = tuple(note for note in waits.notes if not note.startswith(_OF_THE_CLOCK))
    return replace(found, within=within, quality=quality, said=said)


def _quality(waits: Answer) -> Estimate | None:
    beside = next((part for part in waits.parts if part.measure == "beside"), None)
    return next((one.figures.get("clearance") for one in beside.rows), None) if beside else None
