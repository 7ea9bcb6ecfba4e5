"""Bytes → whole lines of text: byte order marks, UTF-8 with stray Windows-1252, UTF-16, and files cut anywhere."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO, TypeVar

from clearbar.intake.tables.blocks import Notes
from clearbar.model.errors import Fault, InputFault

_Text = TypeVar("_Text", bytes, str)

CHUNK_BYTES = 4 * 1024 * 1024
LONGEST_LINE = 32 * 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def lines_in_chunks(stream: BinaryIO, file: str, encoding: str | None, notes: Notes) -> Iterator[str]:
    """The text of a file in pieces of some MB that end where a line does. Line ends stay as they are.

    Without `encoding`, a byte order mark tells it; else it is UTF-8, and a line that is not is read as Windows-1252
    and counted. What no encoding explains becomes U+FFFD. Raises InputFault for a line without end.
    """
    begin = stream.read(max(len(mark) for mark, _ in _MARKS))
    stream.seek(0)
    marked = next((name for mark, name in _MARKS if begin.startswith(mark)), None)
    if encoding is None and marked in (None, "utf-8-sig"):
        yield from _utf8(_chunks(stream), file, notes)
    else:
        yield from _decoded(_chunks(stream), file, marked or encoding or "")


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


def _utf8(chunks: Iterator[bytes], file: str, notes: Notes) -> Iterator[str]:
    carried, mark = b"", codecs.BOM_UTF8
    for chunk in chunks:
        cut = chunk.rfind(b"\n") + 1
        if not cut:
            carried = _bounded(carried + chunk, file)
            continue
        piece, carried = carried + chunk[:cut], chunk[cut:]
        yield _text(piece.removeprefix(mark), notes)
        mark = b""
    if carried:
        yield _text(carried.removeprefix(mark), notes)


def _bounded(carried: _Text, file: str) -> _Text:
    if len(carried) > LONGEST_LINE:
        hint = "is this a table of text? See `format` and `encoding` of a map"
        raise InputFault([Fault(file, 0, 0, "CI030", f"a line is longer than {LONGEST_LINE // 2**20} MiB", hint)])
    return carried


def _text(piece: bytes, notes: Notes) -> str:
    try:
        return piece.decode()
    except UnicodeDecodeError:
        return "".join(_line(line, notes) for line in piece.splitlines(keepends=True))


def _line(line: bytes, notes: Notes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        notes.recoded += 1
        return line.decode("cp1252", "replace")


def _decoded(chunks: Iterator[bytes], file: str, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    carried = ""
    for chunk in chunks:
        text = decoder.decode(chunk)
        cut = text.rfind("\n") + 1
        if not cut:
            carried += text
            _bounded(carried, file)
            continue
        yield carried + text[:cut]
        carried = text[cut:]
    carried += decoder.decode(b"", final=True)
    if carried:
        yield carried
