"""CSV and TSV: quoted cells over several lines, rows that are too short or too long, quotes that never close.

A row that cannot be told apart is refused by its first line, and reading goes on with the line after: one stray quote
costs one row, never the rest of the file.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from operator import itemgetter
from typing import BinaryIO

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from clearbar.intake.tables.blocks import Block, Notes
from clearbar.intake.tables.bytes_to_lines import lines_in_chunks
from clearbar.intake.tables.reasons import Reason, Refused
from clearbar.intake.tables.shape import MapShape
from clearbar.model.errors import Fault, InputFault

_DELIMITERS = ",;\t|"
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_LINE_END = re.compile(r"\r\n|\r|\n")
_SEP = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_NEVER_CLOSED = "unexpected end of data"
_IMPORT_ID = '{"ImportId"'
"""What the third row of a header says in each cell, where a survey tool writes three."""


@dataclass
class _Piece:
    """Rows of a chunk with the line where each begins, and the lines that are no rows."""

    rows: list[list[str]] = field(default_factory=list)
    lines: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    refused: list[tuple[int, Reason]] = field(default_factory=list)
    last: bool = False


class Delimited:
    """A CSV or TSV that was opened."""

    def __init__(self, stream: BinaryIO, file: str, how: MapShape, delimiter: str | None) -> None:
        self.file = file
        self.notes = Notes()
        chunks = lines_in_chunks(stream, file, how.encoding, self.notes)
        first = next(chunks, "")
        self._ends_open = False
        begin, self._delimiter = _opening(first, how.delimiter or delimiter, how.skip_rows)
        self._pieces = self._parsed(first, chunks, begin)
        self._first = next(self._pieces, _Piece(last=True))
        if len(self._first.rows) <= how.skip_rows:
            hint = "the first row names the columns"
            raise InputFault([Fault(file, 0, 0, "CI030", "there is no row with names of columns", hint)])
        self.names = self._first.rows[how.skip_rows]
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
        row = 1
        for piece in self._all():
            block = self._block(piece, wanted, row)
            row += len(piece.rows) + len(piece.refused)
            yield block

    def _all(self) -> Iterator[_Piece]:
        yield self._first
        self._first = _Piece()
        yield from self._pieces

    def _block(self, piece: _Piece, wanted: Sequence[int], row: int) -> Block:
        numbers, refused = _numbers(piece, row)
        rows, lines = piece.rows, piece.lines
        width = len(self.names)
        if set(map(len, rows)) - {width}:
            fits = np.fromiter((_fits(one, width) for one in rows), bool, len(rows))
            for at in np.flatnonzero(~fits):
                cut = piece.last and at == len(rows) - 1 and self._ends_open and len(rows[at]) < width
                refused.append(Refused(int(numbers[at]), int(lines[at]), "", Reason.CUT if cut else Reason.RAGGED))
            rows = [one for one, good in zip(rows, fits, strict=True) if good]
            numbers, lines = numbers[fits], lines[fits]
        columns = [pa.array(list(map(itemgetter(at), rows)), pa.string()) for at in wanted]
        self._tell_cut(refused)
        return Block(numbers, lines, columns, sorted(refused, key=lambda one: one.row))

    def _tell_cut(self, refused: list[Refused]) -> None:
        for one in refused:
            if one.reason is Reason.CUT:
                self.notes.cut = f"{self.file} ends in the middle of line {one.line}: was it cut off?"

    def _parsed(self, first: str, rest: Iterator[str], begin: int) -> Iterator[_Piece]:
        """The chunks in rows. What a chunk leaves open is read with the next."""
        line, text = begin, "".join(StringIO(first, newline="").readlines()[begin:])
        while True:
            following = next(rest, None)
            if following is None:
                self._ends_open = not text.endswith(("\n", "\r"))
            piece, count, left = _rows(text, line, self._delimiter, following is None)
            if piece.rows or piece.refused or following is None:
                piece.last = following is None
                yield piece
            if following is None:
                return
            line += count
            text = left + following


def _fits(row: list[str], width: int) -> bool:
    """Whether the row has the cells of the header; more are nothing if they are empty."""
    return len(row) == width or (len(row) > width and not any(row[width:]))


def _numbers(piece: _Piece, row: int) -> tuple[NDArray[np.int64], list[Refused]]:
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


def _opening(text: str, delimiter: str | None, skip: int) -> tuple[int, str]:
    """How many lines say only what delimits (as some spreadsheets write it first), and the delimiter."""
    lines = StringIO(text, newline="").readlines()
    said = _SEP.fullmatch(lines[0].strip('"\r\n ')) if lines else None
    begin = 1 if said else 0
    if delimiter or said:
        return begin, delimiter or (said[1] if said else ",")
    written = [line for line in lines[begin : begin + skip + 20] if line.strip()]
    head = _QUOTED.sub("", written[min(skip, len(written) - 1)]) if written else ""
    counts = Counter({sign: head.count(sign) for sign in _DELIMITERS})
    return begin, max(_DELIMITERS, key=counts.__getitem__)


def _rows(text: str, line: int, delimiter: str, final: bool) -> tuple[_Piece, int, str]:
    """The rows of a text that begins after so many lines, how many lines they took, and what is left open."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(reader)
    except csv.Error:
        return _carefully(StringIO(text, newline="").readlines(), line, delimiter, final)
    return _piece(rows, _begins(rows, line, reader.line_num)), reader.line_num, ""


def _piece(rows: list[list[str]], lines: NDArray[np.int64]) -> _Piece:
    """Without rows that hold nothing at all."""
    filled = [row for row in rows if any(row)]
    if len(filled) < len(rows):
        lines = lines[np.fromiter(map(any, rows), bool, len(rows))]
    return _Piece(filled, lines)


def _begins(rows: list[list[str]], line: int, count: int) -> NDArray[np.int64]:
    if len(rows) == count:
        return np.arange(line + 1, line + 1 + count, dtype=np.int64)
    taken = [1 + sum(len(_LINE_END.findall(cell)) for cell in row) for row in rows]
    return line + 1 + np.concatenate([[0], np.cumsum(taken)[:-1]]).astype(np.int64)


def _carefully(lines: list[str], line: int, delimiter: str, final: bool) -> tuple[_Piece, int, str]:
    """Row by row, where something is wrong."""
    rows: list[list[str]] = []
    begins: list[int] = []
    refused: list[tuple[int, Reason]] = []
    at = 0
    while at < len(lines):
        reader = csv.reader((lines[i] for i in range(at, len(lines))), delimiter=delimiter, strict=True)
        done = 0
        try:
            for row in reader:
                rows.append(row)
                begins.append(line + 1 + at + done)
                done = reader.line_num
            at = len(lines)
        except csv.Error as error:
            at += done
            if str(error) == _NEVER_CLOSED and not final:
                break
            open_end = at == len(lines) - 1 and not lines[at].endswith(("\n", "\r"))
            refused.append((line + 1 + at, Reason.CUT if open_end else Reason.QUOTES))
            at += 1
    piece = _piece(rows, np.array(begins, np.int64))
    piece.refused = refused
    return piece, at, "".join(lines[at:])
