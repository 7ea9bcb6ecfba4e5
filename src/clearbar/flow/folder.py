"""The folder of a book → its files. No flow of its own: what the flows that read books have in common."""

from __future__ import annotations

from pathlib import Path

from clearbar import standards
from clearbar.model.errors import BookFault, Fault

MOST_BYTES = 2_000_000
"""No file of a book is read beyond this; the reader then says that it is too large."""

_YAML = frozenset({".yaml", ".yml"})


def book_files(path: Path | str) -> dict[str, bytes]:
    """The files of the book in the folder `path`, by name relative to it. Raises BookFault where there is no folder."""
    folder = Path(path)
    if not folder.is_dir():
        hint = "a book is a folder with book.yaml and journeys/*.yaml"
        raise BookFault([Fault(str(path), 0, 0, "CB013", "there is no such folder", hint)])
    journeys = sorted((folder / "journeys").glob("*"))
    found = [folder / standards.BOOK_FILE, *(file for file in journeys if file.suffix.lower() in _YAML)]
    return {file.relative_to(folder).as_posix(): _content(file) for file in found if file.is_file()}


def _content(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(MOST_BYTES)
