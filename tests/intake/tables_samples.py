"""Small tables, and a way through the intake that ends in plain rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from clearbar.engines import RATINGS
from clearbar.intake import tables
from clearbar.intake.tables import Map, Refused
from clearbar.model.evidence import StandardRow

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEY, DRAWN = b"k" * 32, b"d" * 32
STANDARDS = [
    StandardRow("e-blame", "return.no-blame", "return", "ask", "front", "courtesy", 4, 0.9, "levels", None),
    StandardRow("e-label", "return.label", "return", "ask", "front", "promptness", 4, 0.9, "yes_no", None),
    StandardRow("e-overall", "overall", None, None, None, None, 4, 0.85, "levels", None),
    StandardRow("e-old-1", "return.old", "return", "ask", "front", "outcome", 4, 0.9, "levels", None),
    StandardRow("e-old-2", "return.old", "return", "ask", "front", "outcome", 3, 0.9, "levels", None),
]
GOOD = {
    "interaction": "i-1",
    "standard": "overall",
    "source": "customer",
    "rated_at": "2026-03-02T10:00:00+01:00",
    "level": "4",
}


def as_map(text: str) -> Map:
    """A map, from its YAML."""
    return tables.read_map("map.yaml", text.encode())


def read(
    content: bytes, file: str = "ratings.csv", how: Map | str | None = None
) -> tuple[list[dict[str, Any]], list[Refused], tables.Table]:
    """The ratings of a file, the reasons why others are none, and the table with its notes."""
    of = as_map(how) if isinstance(how, str) else how or Map()
    table = tables.open_table(io.BytesIO(content), file, of)
    plan = tables.make_plan(table, of, file)
    known = tables.known(STANDARDS, ())
    settings = tables.Settings(plan, of, known, tables.Secrets(KEY, DRAWN), RATINGS, NOW)
    rows: list[dict[str, Any]] = []
    refused: list[Refused] = []
    for block in table.blocks(plan.wanted):
        done = tables.clean(block, settings)
        rows += [row for batch in done.batches for row in batch.to_pylist()]
        refused += done.refused
    return rows, refused, table


def as_csv(rows: Sequence[Mapping[str, Any]], delimiter: str = ",", names: Sequence[str] = ()) -> bytes:
    """Rows as a table of text."""
    names = names or list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def as_jsonl(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows as JSON lines."""
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def good(**more: Any) -> dict[str, Any]:
    """A row that can be used."""
    return GOOD | more


def one(row: Mapping[str, Any], how: str | None = None) -> dict[str, Any]:
    """The one rating of a row that can be used."""
    rows, refused, _ = read(as_csv([row]), how=how)
    assert not refused, refused
    assert len(rows) == 1
    return rows[0]


def why(row: Mapping[str, Any], how: str | None = None) -> list[tuple[str, str]]:
    """Column and code of all that is wrong with a row."""
    rows, refused, _ = read(as_csv([row]), how=how)
    assert not rows, rows
    return [(found.column, found.code) for found in refused]
