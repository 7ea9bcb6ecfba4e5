"""An answer as plain data, for programs and spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

from clearbar.model.estimate import Answer


def document(answer: Answer) -> dict[str, Any]:
    """The answer as JSON data: its rows as flat records, its notes, and further tables under `parts`."""
    said = {
        "measure": answer.measure,
        "by": list(answer.by),
        "rows": [{name: _finite(value) for name, value in row.items()} for row in records(answer)],
        "notes": list(answer.notes),
    }
    return said | ({"parts": [document(part) for part in answer.parts]} if answer.parts else {})


def records(answer: Answer) -> Iterator[dict[str, Any]]:
    """Rows as flat records: keys, then each figure with its interval, then facts."""
    for row in answer.rows:
        record: dict[str, Any] = dict(row.keys)
        for name in answer.figures:
            record |= {name: None, f"{name}_low": None, f"{name}_high": None, "n": record.get("n")}
            if name not in row.figures:
                continue
            figure = row.figures[name]
            record |= {name: figure.value, f"{name}_low": figure.low, f"{name}_high": figure.high, "n": figure.n}
            record |= {"hits": figure.hits} if figure.hits is not None else {}
            record |= {"clusters": figure.clusters} if figure.clusters is not None else {}
        yield record | {name: _plain(value) for name, value in row.facts.items()}


def _plain(value: Any) -> Any:
    return value.value if hasattr(value, "value") else value


def _finite(value: Any) -> Any:
    """JSON knows no infinity: an open end is null."""
    return None if isinstance(value, float) and not isfinite(value) else value
