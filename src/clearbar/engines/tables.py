"""The tables of evidence as Arrow schemas, and rows of words as Arrow batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from types import MappingProxyType
from typing import Any

import pyarrow as pa

BATCH_ROWS = 50_000

_RATINGS: list[pa.Field[Any]] = [
    pa.field("rating", pa.string(), nullable=False),
    pa.field("interaction", pa.string()),
    pa.field("standard", pa.string(), nullable=False),
    pa.field("edition", pa.string(), nullable=False),
    pa.field("response", pa.string(), nullable=False),
    pa.field("source", pa.string(), nullable=False),
    pa.field("setting", pa.string(), nullable=False),
    pa.field("rater", pa.string()),
    pa.field("person", pa.string()),
    pa.field("team", pa.string()),
    pa.field("site", pa.string()),
    pa.field("customer", pa.string()),
    pa.field("channel", pa.string()),
    pa.field("topic", pa.string()),
    pa.field("rated_at", pa.timestamp("us", tz="UTC")),
    pa.field("day", pa.int32()),
    pa.field("week", pa.int32(), nullable=False),
    pa.field("level", pa.int8(), nullable=False),
    pa.field("expected", pa.int8()),
    pa.field("desired", pa.int8()),
    pa.field("millis", pa.int64()),
    pa.field("censored", pa.bool_(), nullable=False),
    pa.field("instrument", pa.string(), nullable=False),
    pa.field("inclusion", pa.float64()),
    pa.field("disputed", pa.bool_(), nullable=False),
]
_STANDARDS: list[pa.Field[Any]] = [
    pa.field("edition", pa.string(), nullable=False),
    pa.field("standard", pa.string(), nullable=False),
    pa.field("journey", pa.string()),
    pa.field("step", pa.string()),
    pa.field("stage", pa.string()),
    pa.field("dimension", pa.string()),
    pa.field("bar", pa.int8(), nullable=False),
    pa.field("target", pa.float64()),
    pa.field("scale", pa.string(), nullable=False),
    pa.field("pair", pa.string()),
]
_INVITATIONS: list[pa.Field[Any]] = [
    pa.field("invitation", pa.string(), nullable=False),
    pa.field("interaction", pa.string()),
    pa.field("source", pa.string(), nullable=False),
    pa.field("instrument", pa.string(), nullable=False),
    pa.field("channel", pa.string()),
    pa.field("site", pa.string()),
    pa.field("week", pa.int32(), nullable=False),
    pa.field("answered", pa.bool_(), nullable=False),
    pa.field("response", pa.string()),
]
_EVENTS: list[pa.Field[Any]] = [
    pa.field("event", pa.string(), nullable=False),
    pa.field("kind", pa.string(), nullable=False),
    pa.field("day", pa.int32(), nullable=False),
    pa.field("standard", pa.string()),
    pa.field("person", pa.string()),
    pa.field("site", pa.string()),
]
SCHEMAS = MappingProxyType(
    {
        "ratings": pa.schema(_RATINGS),
        "standards": pa.schema(_STANDARDS),
        "invitations": pa.schema(_INVITATIONS),
        "events": pa.schema(_EVENTS),
    }
)
MONTH = pa.field("month", pa.string(), nullable=False)
"""The partition of `ratings`, yyyy-mm: of the day where it is known, else of the week's Monday."""


def batches(table: str, rows: Iterable[Any]) -> Iterator[pa.RecordBatch]:
    """Rows of words, whose attributes are the columns of `table`, as Arrow batches of at most BATCH_ROWS rows."""
    schema = SCHEMAS[table]
    source = iter(rows)
    while block := list(islice(source, BATCH_ROWS)):
        columns = [pa.array([getattr(row, field.name) for row in block], field.type) for field in schema]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)
