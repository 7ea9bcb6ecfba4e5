"""A file of people as rows of text: CSV in the ways that people save it, or a workbook. Nothing in it is run."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO, StringIO
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from python_calamine import CalamineError, CalamineWorkbook

Table = list[tuple[int, list[str]]]
"""Rows with the line that they stand in; none of them blank."""

MOST_BYTES = 2_000_000
MOST_ROWS = 5_000
MOST_UNPACKED = 60_000_000
MOST_LETTERS = 300
"""Of a cell; what is longer is no name and no date."""
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How xlsx, xlsb and ods begin, and how xls does."""
_TOO_LONG = f"The file has more than {MOST_ROWS} rows. Please divide it."


def read(content: bytes) -> Table:
    """The rows of a file, whatever it is called. Raises ValidationError where it is too large or no table."""
    if len(content) > MOST_BYTES:
        raise ValidationError("The file is larger than 2 MB. Please divide it, or leave out columns.")
    if not content.strip():
        raise ValidationError("The file is empty.")
    rows = _workbook(content) if content.startswith(_WORKBOOKS) else _csv(_text(content))
    table: Table = []
    for line, cells in rows:
        if any(cells):
            table.append((line, cells))
        if len(table) > MOST_ROWS + 1:
            raise ValidationError(_TOO_LONG)
    return table


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # "Unicode text" of a spreadsheet
        return _decoded(content, "utf-16")
    if b"\x00" in content:
        raise ValidationError("This is no table. Save it as CSV or as an Excel workbook.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(content, "cp1252")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise ValidationError("The letters of this file cannot be read. Save it as CSV in UTF-8.") from None


def _csv(text: str) -> Iterator[tuple[int, list[str]]]:
    head = next((line for line in text.splitlines() if line.strip()), "")
    divider = max(";,\t|", key=head.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=divider, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [_short(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error:
        raise ValidationError(f"Row {line} cannot be read. Is a quotation mark missing there?") from None


def _workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    _refuse_bomb(content)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for line, cells in enumerate(book.get_sheet_by_index(0).iter_rows(), 1):
            yield line, [_short(_cell(one)) for one in cells]
    except (CalamineError, OSError, ValueError, IndexError):
        told = "This workbook cannot be read. Is it protected by a password, or was it cut off?"
        raise ValidationError(told) from None


def _refuse_bomb(content: bytes) -> None:
    try:
        with ZipFile(BytesIO(content)) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except (BadZipFile, OSError, ValueError):
        return  # the old format, or broken: the reader tells
    if size > MOST_UNPACKED:
        raise ValidationError("This workbook unpacks to far more than a list of people. Save the sheet as CSV.")


def _cell(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _short(cell: str) -> str:
    return " ".join(cell.replace("\x00", "").split())[:MOST_LETTERS]
