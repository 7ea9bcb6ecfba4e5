"""CSV and TSV: headers of one row and of three, rows that are too short or too long, files that are cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import BinaryIO

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from clearbar.intake.tables.blocks import Block, Notes
from clearbar.intake.tables.bytes_to_lines import lines_in_chunks
from clearbar.intake.tables.csv_rows import Piece, fits, pieces, released, swallowing
from clearbar.intake.tables.reasons import Reason, Refused
from clearbar.intake.tables.shape import MapShape
from clearbar.model.errors import Fault, InputFault

_IMPORT_ID = '{"ImportId"'
"""What the third row of a header says in each cell, where a survey tool writes three."""


class Delimited:
    """A CSV or TSV that was opened."""

    def __init__(self, stream: BinaryIO, file: str, how: MapShape, delimiter: str | None) -> None:
        self.file = file
        self.notes = Notes()
        chunks = lines_in_chunks(stream, file, how.encoding, self.notes)
        self._delimiter, self._pieces = pieces(chunks, how.delimiter or delimiter, how.skip_rows)
        self._first = next(self._pieces, Piece(last=True))
        if len(self._first.rows) <= how.skip_rows:
            hint = "the first row names the columns"
            raise InputFault([Fault(file, 0, 0, "CI030", "there is no row with names of columns", hint)])
        self.names = self._first.rows[how.skip_rows]
        if any("\0" in name for name in self.names):
            hint = "`encoding` of a map says what it is, such as utf-16-le"
            raise InputFault([Fault(file, 0, 0, "CI030", "this is no text, or text in another encoding", hint)])
        self.sure = len(self.names)
        count = self._header_rows(how)
        self._first.rows, self._first.lines = self._first.rows[count:], self._first.lines[count:]

    def _header_rows(self, how: MapShape) -> int:
        """How many rows the header has with what stands above it."""
        third = self._first.rows[how.skip_rows + 2 : how.skip_rows + 3]
        if how.header_rows == 1 and third and any(cell.startswith(_IMPORT_ID) for cell in third[0]):
            self.notes.said.append("The header has three rows, as a survey tool writes them; the first was read.")
            return how.skip_rows + 3
        return how.skip_rows + how.header_rows

    def blocks(self, wanted: Sequence[int]) -> Iterator[Block]:
        """All rows, about a chunk at a time."""
        row, width = 1, len(self.names)
        doubtful: list[int] = []
        for found in self._all():
            piece = released(found, width, self._delimiter)
            doubtful += swallowing(piece, width, self._delimiter)
            block = self._block(piece, wanted, row)
            row += len(piece.rows) + len(piece.refused)
            yield block
        if doubtful:
            many = f"{len(doubtful):,} rows hold" if len(doubtful) > 1 else "A row holds"
            self.notes.said.append(
                f"{many} whole lines that look like rows, the first from line {doubtful[0]:,} on: is a quote missing?"
            )

    def _all(self) -> Iterator[Piece]:
        yield self._first
        self._first = Piece()
        yield from self._pieces

    def _block(self, piece: Piece, wanted: Sequence[int], row: int) -> Block:
        numbers, refused = _numbers(piece, row)
        rows, lines = piece.rows, piece.lines
        width = len(self.names)
        if set(map(len, rows)) - {width}:
            good = np.fromiter((fits(one, width) for one in rows), bool, len(rows))
            for at in np.flatnonzero(~good):
                cut = piece.open_end and at == len(rows) - 1 and len(rows[at]) < width
                refused.append(Refused(int(numbers[at]), int(lines[at]), "", Reason.CUT if cut else Reason.RAGGED))
            rows = [one for one, fine in zip(rows, good, strict=True) if fine]
            numbers, lines = numbers[good], lines[good]
        columns = [pa.array(list(map(itemgetter(at), rows)), pa.string()) for at in wanted]
        self._tell_cut(refused)
        return Block(numbers, lines, columns, sorted(refused, key=lambda one: one.row))

    def _tell_cut(self, refused: list[Refused]) -> None:
        for one in refused:
            if one.reason is Reason.CUT:
                self.notes.cut = f"{self.file} ends in the middle of line {one.line}: was it cut off?"


def _numbers(piece: Piece, row: int) -> tuple[NDArray[np.int64], list[Refused]]:
    """The numbers of the rows, counted together with those that could not be told apart."""
    if not piece.refused:
        return np.arange(row, row + len(piece.rows), dtype=np.int64), []
    broken = np.array([line for line, _ in piece.refused], np.int64)
    order = np.argsort(np.concatenate([piece.lines, broken]), kind="stable")
    numbers = np.empty(len(order), np.int64)
    numbers[order] = np.arange(row, row + len(order))
    told = numbers[len(piece.rows) :]
    refused = [Refused(int(n), line, "", why) for n, (line, why) in zip(told, piece.refused, strict=True)]
    return numbers[: len(piece.rows)], refused
