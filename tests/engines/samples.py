"""Rows to keep, and a way to read what is kept that shares nothing with the code under test."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from deltalake import DeltaTable

from clearbar.model.evidence import Rating, StandardRow

STANDARD = StandardRow("e-1", "return.no-blame", "return", "ask", "front", "courtesy", 4, 0.9, "levels", None)


def rating(name: str, **more: Any) -> Rating:
    """An identified rating of Monday, 2 March 2026."""
    fields: dict[str, Any] = {
        "rating": name,
        "interaction": f"i-{name}",
        "standard": "return.no-blame",
        "edition": "e-1",
        "response": f"answer-{name}",
        "source": "customer",
        "setting": "live",
        "rater": "c-9",
        "person": "p-7",
        "team": "t-1",
        "site": "s01",
        "customer": "c-9",
        "channel": "chat",
        "topic": "returns",
        "rated_at": datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        "day": 20260302,
        "week": 202610,
        "level": 4,
        "expected": 3,
        "desired": 5,
        "millis": 12_345_678_901,
        "censored": False,
        "instrument": "survey-en-1",
        "inclusion": 0.3,
        "disputed": False,
    }
    return Rating(**fields | more)


def on(day: date, name: str, **more: Any) -> Rating:
    """A rating of another day."""
    year, week, _ = day.isocalendar()
    at = datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)
    return rating(name, rated_at=at, day=int(f"{day:%Y%m%d}"), week=year * 100 + week, **more)


def anonymous(name: str, week: int, **more: Any) -> Rating:
    """A rating of which only the week is known."""
    hidden = dict.fromkeys(("interaction", "rater", "customer", "rated_at", "day"))
    return rating(name, week=week, **hidden, **more)


def week_of(day: date) -> int:
    return day.isocalendar().year * 100 + day.isocalendar().week


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=i) for i in range(count)]


def files_of(folder: Path, table: str = "ratings", version: int | None = None) -> list[Path]:
    """The files that a version names, by the table's own log."""
    delta = DeltaTable(str(folder / table), version=version)
    return [folder / table / path for path in delta.get_add_actions(flatten=True).column("path").to_pylist()]


def stored(folder: Path, table: str = "ratings", version: int | None = None) -> list[dict[str, Any]]:
    """Every row of a table, in the order of its first column, as the files hold it."""
    rows: list[dict[str, Any]] = []
    for file in files_of(folder, table, version):
        rows += pq.ParquetFile(file).read().to_pylist()
    return sorted(rows, key=lambda row: row["edition" if table == "standards" else table.removesuffix("s")])


def same_rows(folder: Path, expected: list[Rating]) -> bool:
    """Whether exactly these ratings are kept."""
    return stored(folder) == sorted((asdict(one) for one in expected), key=lambda row: row["rating"])


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below a folder with its size and time: what nobody touched stays equal."""
    found = (path for path in folder.rglob("*"))
    return {str(p.relative_to(folder)): (p.stat().st_size, p.stat().st_mtime_ns) for p in found}
