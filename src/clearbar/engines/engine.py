"""What an engine is: one version of the evidence, open for counting."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from clearbar.model.question import Query, Sums


class Engine(Protocol):
    """One version of the evidence, open for counting. It stays at that version while others write."""

    version: int
    """The version of the ratings that is counted."""

    def run(self, query: Query) -> Sums:
        """The answer as columns: whole numbers as 64-bit integers, texts as objects; a column of numbers in which
        some are unknown is of doubles, with NaN for those, and an unknown text is None.

        Raises EngineFault, with the SQL, where the engine refuses or gives up, and EvidenceFault where a file of the
        evidence cannot be read.
        """

    def close(self) -> None:
        """Lets the engine go."""


def columns(table: pa.Table, query: Query) -> Sums:
    """The columns that a query promises, of the table that an engine answered with."""
    return {name: _column(table[name]) for name in query.columns}


def _column(column: pa.ChunkedArray[Any]) -> Any:
    """A NumPy array. Engines add up whole numbers in types of their own, some as wide decimals: all leave as 64-bit
    integers. Of a text that stands in many rows there is one object."""
    if pa.types.is_string(column.type):
        coded = column.combine_chunks().dictionary_encode(null_encoding="encode")
        return np.array(coded.dictionary.to_pylist(), dtype=object)[coded.indices.to_numpy()]
    if pa.types.is_decimal(column.type) or pa.types.is_integer(column.type):
        column = column.cast(pa.int64())
    return np.array(column.to_numpy(zero_copy_only=False))  # a view would keep all columns alive
