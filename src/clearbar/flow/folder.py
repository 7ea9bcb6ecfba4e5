"""The folder of a book, or its texts → its files. No flow of its own: what the flows that read books have in common."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from clearbar import standards
from clearbar.model.errors import BookFault, Fault, ScenarioFault
from clearbar.practice import scenarios

MOST_BYTES = standards.MOST_BYTES
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


def _content(file: Path, most: int = MOST_BYTES) -> bytes:
    with file.open("rb") as stream:
        return stream.read(most)


def scenario_files(path: Path | str) -> dict[str, bytes]:
    """The scenarios in a file, in a folder, or in the folder `scenarios` of a book's, by name relative to `path`.

    Raises ScenarioFault where there are none.
    """
    given = Path(path)
    if given.is_file():
        return {given.name: _content(given, scenarios.MOST_BYTES + 1)}
    found = scenarios_beside(given) or _scenarios_in(given, given)
    if not found:
        hint = "name a file of YAML, or a folder of them; those of a book stand in its folder `scenarios`"
        raise ScenarioFault([Fault(str(path), 0, 0, "CB013", "there is no scenario here", hint)])
    return found


def scenarios_beside(path: Path | str) -> dict[str, bytes]:
    """The scenarios in the folder `scenarios` of the book in the folder `path`, by name relative to it; often none."""
    return _scenarios_in(Path(path) / "scenarios", Path(path))


def _scenarios_in(folder: Path, top: Path) -> dict[str, bytes]:
    found = sorted(file for file in folder.glob("*") if file.suffix.lower() in _YAML and file.is_file())
    return {file.relative_to(top).as_posix(): _content(file, scenarios.MOST_BYTES + 1) for file in found}


def text_files(files: Mapping[str, str]) -> dict[str, bytes]:
    """The files of the book in texts by name, as a folder would hold them; other names are left out, as there.

    Raises BookFault where there are more than 500, or they hold more than 20,000,000 bytes in all: whoever sends them
    need not be who keeps this machine.
    """
    found = {name: text.encode(errors="surrogatepass") for name, text in files.items() if standards.belongs(name)}
    if faults := standards.size_faults(found):
        raise BookFault(faults)
    return {name: content[:MOST_BYTES] for name, content in found.items()}
