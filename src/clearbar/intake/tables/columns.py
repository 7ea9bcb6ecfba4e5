"""A column of a block: each text stands once, is read once, and is put back into its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from clearbar.intake.tables.blocks import Column
from clearbar.intake.tables.reasons import LONGEST_ID, Reason

pc: Any = pyarrow.compute
"""Its stubs know fewer types than it takes."""

_NO_ID = r"[\x00-\x1f\x7f-\x{9f}\x{fffd}\x{2028}\x{2029}\x{202a}-\x{202e}\x{2066}-\x{2069}]"
"""Characters that no id has: those that steer a screen, and the sign for what could not be read."""


@dataclass
class Read:
    """Values of a column, each once, with which of them each row has, and what is wrong in each row."""

    values: Any
    at: NDArray[np.int64]
    reasons: NDArray[np.uint8]

    def rows(self) -> Any:
        """The value of each row, as an Arrow array."""
        return self.values.take(pa.array(self.at))

    def known(self) -> NDArray[np.bool_]:
        """Which rows have a value."""
        valid: NDArray[np.bool_] = np.asarray(self.values.is_valid())
        return valid[self.at]


@dataclass
class Coded:
    """The texts of a column, each once and trimmed, null where there is nothing; and which of them each row has."""

    words: Any
    at: NDArray[np.int64]

    def read(self, reader: Callable[[str], Any], kind: pa.DataType) -> Read:
        """Each text as a value, or the reason why it is none."""
        found = [None if word is None else reader(word) for word in self.words.to_pylist()]
        reasons = np.array([one if isinstance(one, Reason) else 0 for one in found], np.uint8)
        values = pa.array([None if isinstance(one, Reason) else one for one in found], kind)
        return Read(values, self.at, reasons[self.at])

    def texts(self) -> Read:
        """The texts as ids."""
        length = pc.fill_null(pc.utf8_length(self.words), 0)
        bad = pc.or_(pc.greater(length, LONGEST_ID), pc.fill_null(pc.match_substring_regex(self.words, _NO_ID), False))
        reasons = np.where(np.asarray(bad), Reason.UNREADABLE_TEXT, 0).astype(np.uint8)
        return Read(pc.if_else(bad, None, self.words), self.at, reasons[self.at])


def coded(column: Column, missing: pa.Array[Any]) -> Coded:
    """The column with each text once. What `missing` holds is nothing."""
    found: Any = column.dictionary_encode(null_encoding="encode")
    words = pc.utf8_trim_whitespace(found.dictionary)
    nothing = pc.or_kleene(pc.is_null(words), pc.is_in(words, value_set=missing))
    return Coded(pc.if_else(nothing, None, words), np.asarray(found.indices).astype(np.int64))


def constant(value: str | None, rows: int) -> Coded:
    """The same text in every row."""
    return Coded(pa.array([value], pa.string()), np.zeros(rows, np.int64))
