"""JSON lines: one object a line, its keys the columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice
from typing import Any, BinaryIO

import numpy as np
from pydantic_core import from_json

from clearbar.intake.tables.blocks import BLOCK_ROWS, Block, Notes, texts
from clearbar.intake.tables.bytes_to_lines import lines_in_chunks
from clearbar.intake.tables.reasons import Reason, Refused
from clearbar.intake.tables.shape import TARGETS, MapShape
from clearbar.model.errors import Fault, InputFault

_Read = tuple[int, dict[str, Any] | Reason]


class JsonLines:
    """A file of JSON lines that was opened. Known keys that its first lines lack are awaited in later ones."""

    def __init__(self, stream: BinaryIO, file: str, how: MapShape) -> None:
        self.file = file
        self.notes = Notes()
        self._records = self._read(lines_in_chunks(stream, file, how.encoding, self.notes))
        self._first = list(islice(self._records, BLOCK_ROWS))
        keys = dict.fromkeys(key for _, one in self._first if isinstance(one, dict) for key in one)
        if not keys:
            hint = 'each line is an object such as {"standard": "overall", "level": 4}'
            raise InputFault([Fault(file, 0, 0, "CI030", "there is no line that is a JSON object", hint)])
        self.sure = len(keys)
        questions = (
            name for one in how.standards.values() for name in (one.level, one.expected, one.desired, one.millis)
        )
        awaited = (name for name in (*how.columns.values(), *questions, *TARGETS) if name)
        self.names = list(dict.fromkeys([*keys, *awaited]))

    def blocks(self, wanted: Sequence[int]) -> Iterator[Block]:
        """All lines that are not blank, in blocks."""
        names = [self.names[at] for at in wanted]
        row = 1
        block, self._first = self._first, []
        while block:
            yield self._block(block, names, row)
            row += len(block)
            block = list(islice(self._records, BLOCK_ROWS))

    def _block(self, block: list[_Read], names: list[str], row: int) -> Block:
        numbers = np.arange(row, row + len(block), dtype=np.int64)
        lines = np.array([line for line, _ in block], np.int64)
        refused = [
            Refused(int(number), line, "", one)
            for number, (line, one) in zip(numbers, block, strict=True)
            if isinstance(one, Reason)
        ]
        objects = [one for _, one in block if isinstance(one, dict)]
        good = np.fromiter((isinstance(one, dict) for _, one in block), bool, len(block))
        columns = [texts([one.get(name) for one in objects]) for name in names]
        return Block(numbers[good], lines[good], columns, refused)

    def _read(self, chunks: Iterator[str]) -> Iterator[_Read]:
        number = 0
        for chunk in chunks:
            for line in StringIO(chunk, newline=""):
                number += 1
                if line.strip():
                    yield number, self._object(line, number)

    def _object(self, line: str, number: int) -> dict[str, Any] | Reason:
        try:
            found = from_json(line, allow_inf_nan=False)
        except ValueError as error:
            if str(error).startswith("EOF") and not line.endswith(("\n", "\r")):
                self.notes.cut = f"{self.file} ends in the middle of line {number}: was it cut off?"
                return Reason.CUT
            return Reason.NO_JSON
        return found if isinstance(found, dict) else Reason.NO_JSON
