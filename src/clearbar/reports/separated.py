"""Rows as CSV: UTF-8, commas, and no text that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from clearbar.text.cells import harmless


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A head and the rows; None is an empty cell."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([harmless(column) for column in columns])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode()
