"""Parquet: typed columns, which become text as a table of text would hold it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from clearbar.intake.tables.blocks import BLOCK_ROWS, Block, Column, Notes, texts
from clearbar.intake.tables.reasons import Reason, Refused
from clearbar.model.errors import Fault, InputFault


class Parquet:
    """A Parquet file that was opened."""

    def __init__(self, stream: BinaryIO, file: str) -> None:
        self.file = file
        self.notes = Notes()
        try:
            self._opened = pq.ParquetFile(stream)
            self.names = list(self._opened.schema_arrow.names)
        except (pa.ArrowException, OSError) as error:
            hint = "what the file holds stands at its end: was it cut off?"
            raise InputFault([Fault(file, 0, 0, "CI030", "this cannot be read as Parquet", hint)]) from error
        self.sure = len(self.names)

    def blocks(self, wanted: Sequence[int]) -> Iterator[Block]:
        """All rows; where a part is broken, those before it."""
        names = [self.names[at] for at in wanted]
        row = 1
        try:
            for batch in self._opened.iter_batches(BLOCK_ROWS, columns=names):
                numbers = np.arange(row, row + batch.num_rows, dtype=np.int64)
                yield Block(numbers, np.zeros(len(numbers), np.int64), [_text(batch[name]) for name in names])
                row += batch.num_rows
        except (pa.ArrowException, OSError):
            if row == 1:
                hint = "was the file damaged on its way? Send it again"
                raise InputFault([Fault(self.file, 0, 0, "CI030", "no row of it can be read", hint)]) from None
            self.notes.cut = f"{self.file} cannot be read from row {row:,} on: was it damaged?"
            nothing = np.empty(0, np.int64)
            yield Block(nothing, nothing, _none(len(names)), [Refused(row, 0, "", Reason.CUT)])


def _none(count: int) -> list[Column]:
    return [texts([])] * count


def _text(column: Any) -> Column:
    """A column of any type as text."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _text(column.cast(kind.value_type))
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        column = column.cast(pa.timestamp("us", kind.tz), safe=False)
    if _plain(column.type):
        return column.cast(pa.string())
    return texts(column.to_pylist())


def _plain(kind: pa.DataType) -> bool:
    """Whether the library writes values of this type as we do."""
    tests = (
        pa.types.is_string, pa.types.is_large_string, pa.types.is_integer, pa.types.is_boolean, pa.types.is_date,
        pa.types.is_timestamp, pa.types.is_decimal, pa.types.is_null,
    )  # fmt: skip
    return any(test(kind) for test in tests)
