"""Comma-separated files as surveys export them: read as every other table of text, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clearbar.intake.exports.faults import Place
from clearbar.intake.exports.system import Source
from clearbar.intake.tables.blocks import Notes
from clearbar.intake.tables.bytes_to_lines import lines_in_chunks
from clearbar.intake.tables.csv_rows import pieces, released
from clearbar.intake.tables.reasons import Reason
from clearbar.model.errors import InputFault
from clearbar.model.evidence import Rejection

_CUT = "\ufffd"
"""Stands for half of a character, where a file ends in the middle of it."""


@dataclass(frozen=True)
class Row:
    """One row: its place and its fields in the order of the file."""

    place: Place
    fields: list[str]


def rows(source: Source) -> Iterator[Row | Rejection]:
    """Every row that is not empty, also the first. What separates fields is what stands most often in the first row.
    A quoted field may hold line breaks; the place is where the row begins. A stray quote costs its row."""
    empty = True
    try:
        for one in _rows(source):
            empty = False
            yield one
    except InputFault:
        yield Place(source.name, 1).rejection("CX013", "a line is too long to be one of a table")
        return
    if empty:
        yield Place(source.name, 1).rejection("CX005", "the file is empty", "was it cut off?")


def _rows(source: Source) -> Iterator[Row | Rejection]:
    width = 0
    with source.open() as raw:
        delimiter, found = pieces(lines_in_chunks(raw, source.name, None, Notes()))
        for piece in found:
            width = width or (len(piece.rows[0]) if piece.rows else 0)
            piece = released(piece, width, delimiter)
            told: list[tuple[int, list[str] | Reason]] = [
                *zip(piece.lines.tolist(), piece.rows, strict=True),
                *piece.refused,
            ]
            for line, one in sorted(told, key=lambda pair: pair[0]):
                place = Place(source.name, line)
                if isinstance(one, Reason) or (piece.open_end and one[-1].endswith(_CUT)):
                    yield place.rejection("CX005", "a row cannot be read", "a quote is open, or the file was cut off")
                elif any(cell.strip() for cell in one):
                    yield Row(place, one)
