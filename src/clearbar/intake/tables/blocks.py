"""What every format is read into: blocks of rows, whose cells are all text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from clearbar.intake.tables.reasons import Refused

BLOCK_ROWS = 50_000
"""About so many rows are looked at together: enough that a column is quick, few enough to fit in memory."""

Column = Any
"""An Arrow array of text; null where a format knows that there is nothing."""


@dataclass
class Notes:
    """What a reader noticed on its way."""

    recoded: int = 0
    """Lines that were not UTF-8 and were read as Windows-1252."""

    cut: str = ""
    """Where and how the file ends too early; empty if it does not."""

    said: list[str] = field(default_factory=list)


@dataclass
class Block:
    """Some rows, one array of text per column that was asked for. `refused` are rows with no cells at all."""

    rows: NDArray[np.int64]
    lines: NDArray[np.int64]
    columns: Sequence[Column]
    refused: list[Refused] = field(default_factory=list)


class Table(Protocol):
    """A table that was opened: the names of its columns are known, its rows are not read yet."""

    names: list[str]
    notes: Notes
    sure: int
    """So many of the names are surely there; those after them may come in some row."""

    def blocks(self, wanted: Sequence[int]) -> Iterator[Block]:
        """All rows in order, with the columns of these numbers. InputFault where nothing can be read at all."""
        ...


def text_of(value: Any) -> str | None:
    """A value of a typed cell as a table of text would hold it."""
    if value is None or isinstance(value, str):
        return value if value is None else _whole_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _clock(value)
    if isinstance(value, time):
        return _clock(
            timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
        )
    return str(value) if isinstance(value, int) else "\ufffd"


def _whole_text(text: str) -> str:
    """The text; half of a surrogate pair, which is no character, becomes the sign for what cannot be read."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _clock(span: timedelta) -> str:
    """h:mm:ss, with thousandths where there are any."""
    millis = round(span / timedelta(milliseconds=1))
    seconds, rest = divmod(abs(millis), 1000)
    text = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}" + (f".{rest:03}" if rest else "")
    return f"-{text}" if millis < 0 else text


def texts(values: Sequence[Any]) -> Column:
    """Typed cells as an array of text."""
    return pa.array([text_of(value) for value in values], pa.string())
