"""Define: the folder of a book, or its texts → the book; a book to begin with, edits of one, what changed in one, and
the schemas that help."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from clearbar import checks, standards
from clearbar.flow.folder import book_files, text_files
from clearbar.model.book import Book
from clearbar.model.change import Changes
from clearbar.model.errors import ClearbarError, Fault
from clearbar.model.lint import Finding
from clearbar.practice import scenarios


def read_book(path: Path | str) -> Book:
    """The book in the folder `path`: `book.yaml` and `journeys/*.yaml`. Raises BookFault with every fault found."""
    return standards.read_book(book_files(path), checks.kinds())


def read_book_texts(files: Mapping[str, str]) -> Book:
    """The book in `files`: texts by the names that they would have in a folder. Faults and their places are the same.

    At most 500 files, 20,000,000 bytes in all and 1,000,000 each are read. Raises BookFault with every fault found.
    """
    return standards.read_book(text_files(files), checks.kinds())


TRADES = standards.TRADES
"""The trades that there is a book to begin with for."""


def starter_texts(trade: str, organisation: str | None = None) -> dict[str, str]:
    """The files of the starter book of a trade, by name. Raises KeyError for a trade that there is no book for."""
    return standards.starter(trade, organisation)


def new_book(folder: Path, trade: str, organisation: str | None = None) -> list[Path]:
    """Writes the starter book of a trade, with its scenarios, into `folder`, which is new or holds hidden files only;
    the files written.

    `organisation` takes the place of the name in book.yaml. Raises ClearbarError where the folder holds anything.
    """
    if folder.is_file() or (folder.is_dir() and any(one.name[:1] != "." for one in folder.iterdir())):
        raise ClearbarError(f"{folder} holds other things; a book begins in a folder of its own")
    written = []
    for name, text in {**standards.starter(trade, organisation), **scenarios.starter(trade)}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        written.append(file)
    return written


def changes(old: Book, new: Book, language: str = "") -> Changes:
    """What changed for staff from one version of a book to another, quoted in `language` where both tell it."""
    return standards.changes(old, new, language)


Outline = standards.Outline
outline_of = standards.outline_of
fields_of = standards.fields_of
set_book = standards.edit.set_book
set_journey = standards.edit.set_journey
add_journey = standards.edit.add_journey
remove_journey = standards.edit.remove_journey
set_step = standards.edit.set_step
add_step = standards.edit.add_step
remove_step = standards.edit.remove_step
move_step = standards.edit.move_step
set_standard = standards.edit.set_standard
add_standard = standards.edit.add_standard
remove_standard = standards.edit.remove_standard
move_standard = standards.edit.move_standard

Spot = standards.Spot
Unpacked = standards.Unpacked
belongs = standards.belongs
pack = standards.pack
unpack = standards.unpack


def place_of(files: Mapping[str, str], told: Finding | Fault) -> Spot:
    """The field that a finding or a fault in `files` speaks of, so that a form shows it there: see `Spot`."""
    return standards.place_of(files, told)


def check_settings() -> dict[str, list[tuple[str, str, bool]]]:
    """The settings of each kind of automatic check: their names, what they mean, and whether they are needed."""
    return {
        kind: [(name, one.description or "", one.is_required()) for name, one in shape.model_fields.items()]
        for kind, shape in checks.kinds().items()
    }


def write_schemas(folder: Path) -> list[Path]:
    """Writes the JSON Schemas of a book's files and of a scenario into `folder`, for completion in editors; the files
    written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in {**standards.schemas(checks.kinds()), **scenarios.schemas()}.items():
        file = folder / name
        file.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(file)
    return written
