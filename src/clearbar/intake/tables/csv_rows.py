"""Delimited text → rows of cells: quotes over several lines, quotes that never close, quotes that close far too late.

A row that cannot be told apart is refused by its first line, and reading goes on with the line after: one stray quote
costs one row, never the rest of the file.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import StringIO

import numpy as np
from numpy.typing import NDArray

from clearbar.intake.tables.reasons import Reason

_DELIMITERS = ",;\t|"
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_LINE_END = re.compile(r"\r\n|\r|\n")
_SEP = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_NEVER_CLOSED = "unexpected end of data"
_FEWEST = 3
"""So many cells a row has at least that can be known by their number."""


@dataclass
class Piece:
    """Rows of a chunk with the line where each begins, and the lines that are no rows. `last` is the end of the file,
    which may lie within a row (`open_end`)."""

    rows: list[list[str]] = field(default_factory=list)
    lines: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    refused: list[tuple[int, Reason]] = field(default_factory=list)
    last: bool = False
    open_end: bool = False


def pieces(chunks: Iterable[str], delimiter: str | None = None, skip: int = 0) -> tuple[str, Iterator[Piece]]:
    """The delimiter, which the row after `skip` others tells if it is None, and the rows that hold anything, in pieces
    of about a chunk. What a chunk leaves open is read with the next."""
    rest = iter(chunks)
    first = next(rest, "")
    begin, found = _opening(first, delimiter, skip)
    return found, _parsed(first, rest, begin, found)


def _parsed(first: str, rest: Iterator[str], begin: int, delimiter: str) -> Iterator[Piece]:
    line, text = begin, "".join(StringIO(first, newline="").readlines()[begin:])
    while True:
        following = next(rest, None)
        piece, count, left = _rows(text, line, delimiter, following is None)
        piece.last = following is None
        piece.open_end = piece.last and not text.endswith(("\n", "\r"))
        if piece.rows or piece.refused or piece.last:
            yield piece
        if following is None:
            return
        line += count
        text = left + following


def fits(row: list[str], width: int) -> bool:
    """Whether the row has the cells of the header; more are nothing if they are empty."""
    return len(row) == width or (len(row) > width and not any(row[width:]))


def released(piece: Piece, width: int, delimiter: str) -> Piece:
    """The piece with the rows that two stray quotes, far apart, took for the inside of one cell. They are rows again
    where the row of that cell does not fit the header and lines of the cell do; the two lines with the quotes are
    refused. Such lines are read as the cell holds them, so no text of a row that fits can become a row."""
    odd = [at for at, row in enumerate(piece.rows) if len(row) != width]
    swallowed = [at for at in odd if not fits(piece.rows[at], width) and _inside(piece.rows[at], width, delimiter)]
    if not swallowed:
        return piece
    gone = set(swallowed)
    pairs = zip(piece.lines.tolist(), piece.rows, strict=True)
    kept = [pair for at, pair in enumerate(pairs) if at not in gone]
    refused = list(piece.refused)
    for at in swallowed:
        first = int(piece.lines[at])
        lines = _lines_of(piece.rows[at])
        kept += [(first + n, cells) for n, cells in _inner(piece.rows[at], delimiter)]
        refused += [(first, Reason.QUOTES), (first + lines - 1, Reason.QUOTES)]
    kept.sort(key=lambda one: one[0])
    rows, begins = [row for _, row in kept], np.array([line for line, _ in kept], np.int64)
    return Piece(rows, begins, sorted(refused), piece.last, piece.open_end)


def swallowing(piece: Piece, width: int, delimiter: str) -> list[int]:
    """The lines where rows begin that fit the header and hold in a cell whole lines that would fit it as well: perhaps
    a quote is missing there, perhaps somebody pasted a table."""
    ends = np.append(piece.lines[1:], piece.lines[-1:] + 3)
    long = np.flatnonzero(ends - piece.lines > 2)  # a row that holds a whole line takes three
    rows = ((int(piece.lines[at]), piece.rows[at]) for at in long)
    return [line for line, row in rows if fits(row, width) and _inside(row, width, delimiter)]


def _inside(row: list[str], width: int, delimiter: str) -> bool:
    """Whether whole lines inside of a cell have the cells of a row. What people write has a blank after each comma."""
    found = (cells for _, cells in _inner(row, delimiter) if fits(cells, width))
    return width >= _FEWEST and any(not any(cell.startswith(" ") for cell in cells) for cells in found)


def _inner(row: list[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The whole lines inside of the cell with most of them, as rows, each with how many lines after the first it is."""
    ends = [len(_LINE_END.findall(cell)) for cell in row]
    at = max(range(len(row)), key=ends.__getitem__)
    if ends[at] < 2:
        return
    for n, text in enumerate(_LINE_END.split(row[at])[1:-1], 1 + sum(ends[:at])):
        # Within a quoted cell every quote was written twice.
        cells = next(csv.reader([text.replace('"', '""')], delimiter=delimiter), [])
        if any(cells):
            yield n, cells


def _lines_of(row: list[str]) -> int:
    return 1 + sum(len(_LINE_END.findall(cell)) for cell in row)


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


def _rows(text: str, line: int, delimiter: str, final: bool) -> tuple[Piece, int, str]:
    """The rows of a text that begins after so many lines, how many lines they took, and what is left open."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(reader)
    except csv.Error:
        return _carefully(StringIO(text, newline="").readlines(), line, delimiter, final)
    return _piece(rows, _begins(rows, line, reader.line_num)), reader.line_num, ""


def _piece(rows: list[list[str]], lines: NDArray[np.int64]) -> Piece:
    """Without rows that hold nothing at all."""
    filled = [row for row in rows if any(row)]
    if len(filled) < len(rows):
        lines = lines[np.fromiter(map(any, rows), bool, len(rows))]
    return Piece(filled, lines)


def _begins(rows: list[list[str]], line: int, count: int) -> NDArray[np.int64]:
    if len(rows) == count:
        return np.arange(line + 1, line + 1 + count, dtype=np.int64)
    taken = [_lines_of(row) for row in rows]
    return line + 1 + np.concatenate([[0], np.cumsum(taken)[:-1]]).astype(np.int64)


def _carefully(lines: list[str], line: int, delimiter: str, final: bool) -> tuple[Piece, int, str]:
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
