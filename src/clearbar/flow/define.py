"""Define: the folder of a book → the book; and the schemas that help to write one."""

from __future__ import annotations

import json
from pathlib import Path

from clearbar import checks, standards
from clearbar.flow.folder import book_files
from clearbar.model.book import Book


def read_book(path: Path | str) -> Book:
    """The book in the folder `path`: `book.yaml` and `journeys/*.yaml`. Raises BookFault with every fault found."""
    return standards.read_book(book_files(path), checks.kinds())


def write_schemas(folder: Path) -> list[Path]:
    """Writes the JSON Schemas of a book's files into `folder`, for completion in editors; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in standards.schemas(checks.kinds()).items():
        file = folder / name
        file.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(file)
    return written
