"""Workbooks (xlsx, xlsm, xlsb, xls, ods): one sheet, its cells typed. No formula is run; its last result counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import islice
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

import numpy as np
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from clearbar.intake.tables.blocks import BLOCK_ROWS, Block, Notes, text_of, texts
from clearbar.intake.tables.map import Map
from clearbar.model.errors import Fault, InputFault

MOST_BYTES = 4 * 1024**3
"""A workbook that says it unpacks to more than this is not opened."""


class Workbook:
    """A sheet that was opened."""

    def __init__(self, stream: BinaryIO, file: str, how: Map) -> None:
        self.notes = Notes()
        self._file = file
        _refuse_bomb(stream, file)
        sheet = self._sheet(stream, how)
        rows = enumerate(sheet.iter_rows(), 1)  # from the first row of the sheet, also where it is empty
        self._rows = ((line, row) for line, row in rows if any(one != "" for one in row))
        head = list(islice(self._rows, how.shape.skip_rows + how.shape.header_rows))
        if len(head) <= how.shape.skip_rows:
            hint = "the first row names the columns"
            raise InputFault([Fault(file, 0, 0, "CI030", "there is no row with names of columns", hint)])
        self.names = [text_of(cell) or "" for cell in head[how.shape.skip_rows][1]]
        self.sure = len(self.names)

    def _sheet(self, stream: BinaryIO, how: Map) -> CalamineSheet:
        try:
            book = CalamineWorkbook.from_filelike(stream)
        except (CalamineError, OSError, ValueError) as error:
            hint = "is it protected by a password, or was it cut off?"
            raise InputFault([Fault(self._file, 0, 0, "CI030", "this cannot be read as a workbook", hint)]) from error
        name = how.shape.sheet or next(iter(book.sheet_names), "")
        if name not in book.sheet_names:
            near = get_close_matches(name, book.sheet_names, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(book.sheet_names)}"
            raise InputFault([how.fault(("sheet",), "CI032", f"the workbook has no sheet `{name}`", hint)])
        if len(book.sheet_names) > 1:
            self.notes.said.append(f"The workbook has {len(book.sheet_names)} sheets; {name!r} was read.")
        try:
            return book.get_sheet_by_name(name)
        except (CalamineError, OSError, ValueError) as error:
            raise InputFault(
                [Fault(self._file, 0, 0, "CI030", f"the sheet `{name}` cannot be read", "is the file damaged?")]
            ) from error

    def blocks(self, wanted: Sequence[int]) -> Iterator[Block]:
        """All rows that are not blank; `lines` are the rows of the sheet."""
        row = 1
        while part := list(islice(self._rows, BLOCK_ROWS)):
            numbers = np.arange(row, row + len(part), dtype=np.int64)
            lines = np.array([line for line, _ in part], np.int64)
            columns = [texts([_cell(cells, at) for _, cells in part]) for at in wanted]
            yield Block(numbers, lines, columns)
            row += len(part)


def _cell(cells: list[Any], at: int) -> Any:
    return cells[at] if at < len(cells) else None


def _refuse_bomb(stream: BinaryIO, file: str) -> None:
    try:
        with ZipFile(stream) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except (BadZipFile, OSError, ValueError):
        size = 0  # an older format, or broken: the reader tells
    stream.seek(0)
    if size > MOST_BYTES:
        message = f"the workbook unpacks to more than {MOST_BYTES // 1024**3} GiB"
        raise InputFault([Fault(file, 0, 0, "CI030", message, "save the sheet as CSV")])
