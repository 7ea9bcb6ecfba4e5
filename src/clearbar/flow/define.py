"""Define: the folder of a book → the book; and the schemas that help to write one."""

from __future__ import annotations

import json
from pathlib import Path

from clearbar import checks, standards
from clearbar.model.book import Book
from clearbar.model.errors import BookFault, Fault

_YAML = frozenset({".yaml", ".yml"})

MOST_BYTES = 2_000_000
"""No file of a book is read beyond this; the reader then says that it is too large."""


def read_book(path: Path | str) -> Book:
    """The book in the folder `path`: `book.yaml` and `journeys/*.yaml`. Raises BookFault with every fault found."""
    folder = Path(path)
    if not folder.is_dir():
        hint = "a book is a folder with book.yaml and journeys/*.yaml"
        raise BookFault([Fault(str(path), 0, 0, "CB013", "there is no such folder", hint)])
    journeys = sorted((folder / "journeys").glob("*"))
    found = [folder / standards.BOOK_FILE, *(file for file in journeys if file.suffix.lower() in _YAML)]
    files = {file.relative_to(folder).as_posix(): _content(file) for file in found if file.is_file()}
    return standards.read_book(files, checks.kinds())


def write_schemas(folder: Path) -> list[Path]:
    """Writes the JSON Schemas of a book's files into `folder`, for completion in editors; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in standards.schemas(checks.kinds()).items():
        file = folder / name
        file.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(file)
    return written


def _content(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(MOST_BYTES)
