"""Define: the folder of a book → the book; a book to begin with, what changed in one, and the schemas that help."""

from __future__ import annotations

import json
from pathlib import Path

from clearbar import checks, standards
from clearbar.flow.folder import book_files
from clearbar.model.book import Book
from clearbar.model.change import Changes
from clearbar.model.errors import ClearbarError


def read_book(path: Path | str) -> Book:
    """The book in the folder `path`: `book.yaml` and `journeys/*.yaml`. Raises BookFault with every fault found."""
    return standards.read_book(book_files(path), checks.kinds())


TRADES = standards.TRADES
"""The trades that there is a book to begin with for."""


def new_book(folder: Path, trade: str, organisation: str | None = None) -> list[Path]:
    """Writes the starter book of a trade into `folder`, which is new or holds hidden files only; the files written.

    `organisation` takes the place of the name in book.yaml. Raises ClearbarError where the folder holds anything.
    """
    if folder.is_file() or (folder.is_dir() and any(one.name[:1] != "." for one in folder.iterdir())):
        raise ClearbarError(f"{folder} holds other things; a book begins in a folder of its own")
    written = []
    for name, text in standards.starter(trade, organisation).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        written.append(file)
    return written


def changes(old: Book, new: Book) -> Changes:
    """What changed for staff from one version of a book to another."""
    return standards.changes(old, new)


def write_schemas(folder: Path) -> list[Path]:
    """Writes the JSON Schemas of a book's files into `folder`, for completion in editors; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in standards.schemas(checks.kinds()).items():
        file = folder / name
        file.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(file)
    return written
