"""The tables of evidence and of rollups as Arrow schemas, and rows of words as Arrow batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from clearbar.model.evidence import StandardRow

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
_CELLS: list[pa.Field[Any]] = [
    pa.field("week", pa.int32(), nullable=False),
    pa.field("site", pa.string()),
    pa.field("person", pa.string()),
    pa.field("standard", pa.string(), nullable=False),
    pa.field("edition", pa.string(), nullable=False),
    pa.field("source", pa.string(), nullable=False),
    *(
        pa.field(name, pa.int64(), nullable=False)
        for name in (
            "n", "cleared", "best", "level", "level_2", "asked", "met", "asked_level", "asked_level_2", "expected",
            "expected_2", "level_expected", "told", "below", "above", "told_level", "told_level_2", "told_expected",
            "told_expected_2", "told_level_expected", "desired", "desired_2", "level_desired",
        )
    ),
]  # fmt: skip
_FINISHED: list[pa.Field[Any]] = [
    pa.field("grain", pa.string(), nullable=False),
    pa.field("outcome", pa.string(), nullable=False),
    pa.field("week", pa.int32(), nullable=False),
    pa.field("site", pa.string()),
    pa.field("standard", pa.string(), nullable=False),
    pa.field("source", pa.string()),
    pa.field("low", pa.string(), nullable=False),
    pa.field("high", pa.string(), nullable=False),
    *(
        pa.field(name, pa.int64(), nullable=False)
        for name in ("n", "clusters", "nn", "a", "b", "na", "nb", "aa", "ab", "bb", "qaa", "qab", "qbb")
    ),
]
SCHEMAS = MappingProxyType(
    {
        "ratings": pa.schema(_RATINGS),
        "standards": pa.schema(_STANDARDS),
        "invitations": pa.schema(_INVITATIONS),
        "events": pa.schema(_EVENTS),
    }
)
RATINGS = SCHEMAS["ratings"]
"""The columns in which whole batches of ratings are kept."""

ROLLUP = MappingProxyType(
    {"cells": pa.schema(_CELLS), "finished": pa.schema(_FINISHED), "standards": SCHEMAS["standards"]}
)
"""The tables of a rollup; what they hold stands in docs/rollup.md."""

MANIFEST = "rollup.json"
"""The file that makes a folder a rollup and lists its files."""

MONTH = pa.field("month", pa.string(), nullable=False)
"""The partition of `ratings`, yyyy-mm: of the day where it is known, else of the week's Monday."""


def batches(table: str, rows: Iterable[Any]) -> Iterator[pa.RecordBatch]:
    """Rows of words, whose attributes are the columns of `table`, as Arrow batches of at most BATCH_ROWS rows.

    Among the rows may stand whole batches in the schema of the table; they pass as they are, in their place.
    """
    schema, block = SCHEMAS[table], list[Any]()
    for row in rows:
        if isinstance(row, pa.RecordBatch):
            yield from _batch(schema, block)
            block = []
            yield _checked(schema, row)
            continue
        block.append(row)
        if len(block) == BATCH_ROWS:
            yield from _batch(schema, block)
            block = []
    yield from _batch(schema, block)


def _batch(schema: pa.Schema, rows: list[Any]) -> Iterator[pa.RecordBatch]:
    if rows:
        columns = [pa.array([getattr(row, field.name) for row in rows], field.type) for field in schema]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _checked(schema: pa.Schema, batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch; TypeError or ValueError where its columns are others, or null where none may be."""
    if not batch.schema.equals(schema):
        raise TypeError(f"a batch of ratings has the columns of its table, not {', '.join(batch.schema.names)}")
    for field, column in zip(schema, batch.columns, strict=True):
        if not field.nullable and column.null_count:
            raise ValueError(f"{field.name} is never null")
    return batch


def standard_rows(table: pa.Table) -> list[StandardRow]:
    """The table `standards` as words."""
    return [StandardRow(**row) for row in table.select(SCHEMAS["standards"].names).to_pylist()]
