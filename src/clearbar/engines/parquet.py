"""Rows as a Parquet file, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from clearbar.text.cells import whole


def parquet_of(columns: Sequence[str], rows: Iterable[Sequence[Any]], about: Mapping[str, Any] | None = None) -> bytes:
    """A table with these columns. A column of values of one kind has that kind, whole and broken numbers together are
    broken ones, and all else is text. `about` is kept with the schema, as JSON under `clearbar`."""
    held = list(zip(*rows, strict=True)) or [() for _ in columns]
    arrays = [_array(values) for values in held]
    table = pa.Table.from_arrays(arrays, names=[whole(column) for column in columns])
    if about:
        table = table.replace_schema_metadata({"clearbar": json.dumps(about, ensure_ascii=False)})
    sink = BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _array(values: Sequence[Any]) -> Any:
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int, float} and float in kinds:
        return pa.array([None if value is None else float(value) for value in values], pa.float64())
    if len(kinds) == 1 and kinds != {str}:
        try:
            return pa.array(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
            pass  # a number that no column holds, or a kind that Arrow has no columns for: as a text it is kept
    return pa.array([None if value is None else whole(str(value)) for value in values], pa.string())
