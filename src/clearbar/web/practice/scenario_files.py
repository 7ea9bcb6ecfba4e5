"""Scenarios as files: a zip archive or one file that somebody sent → texts by name; texts → an archive."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

MOST_FILES = 500
MOST_BYTES = 256_000
"""Of one file."""
_YAML = (".yaml", ".yml")
_FOLDER = "scenarios/"
_DATE = (2020, 1, 1, 0, 0, 0)
"""The date of every file in an archive, so that the same scenarios make the same bytes."""


class NoScenarios(ValueError):
    """What was sent holds none; its words say why."""


def opened(name: str, content: bytes) -> dict[str, str]:
    """The scenarios in a file: text by name, without a suffix. Raises NoScenarios."""
    if content[:2] != b"PK":
        if not name.lower().endswith(_YAML):
            raise NoScenarios("Send a zip archive, or a file that ends in .yaml.")
        return {slug(name): _text(name, content)}
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _of_archive(archive)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise NoScenarios("This archive cannot be opened. Make it again, without a password.") from None


def _of_archive(archive: ZipFile) -> dict[str, str]:
    inside = [one for one in archive.infolist() if one.filename.lower().endswith(_YAML) and not _is_hidden(one)]
    beside_book = [one for one in inside if f"/{_FOLDER}" in f"/{one.filename}"]
    chosen = beside_book or inside
    if not chosen:
        raise NoScenarios("There is no file in it that ends in .yaml.")
    if len(chosen) > MOST_FILES:
        raise NoScenarios(f"There are more than {MOST_FILES} scenarios in it.")
    found: dict[str, str] = {}
    for one in chosen:
        if one.file_size > MOST_BYTES:
            raise NoScenarios(f"{one.filename} holds more than {MOST_BYTES:,} bytes.")
        with archive.open(one) as file:  # what an archive says of a size need not be so
            content = file.read(MOST_BYTES + 1)
        if slug(one.filename) in found:
            raise NoScenarios(f"Two files in it are called {slug(one.filename)}.")
        found[slug(one.filename)] = _text(one.filename, content)
    return found


def _is_hidden(one: ZipInfo) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in one.filename.split("/"))


def _text(name: str, content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise NoScenarios(f"{name} holds more than {MOST_BYTES:,} bytes.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NoScenarios(f"{name} is not written in UTF-8.") from None


def slug(name: str) -> str:
    """The name of a file as an address bears it: without folders and suffix."""
    bare = name.rpartition("/")[2].rpartition(".")[0] or name
    found = re.sub(r"[^a-z0-9_-]+", "-", bare.lower()).strip("-")[:80]
    return found or "scenario"


def packed(files: Mapping[str, str]) -> bytes:
    """An archive of these texts, in the folder `scenarios`."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            info = ZipInfo(f"{_FOLDER}{name}.yaml", _DATE)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, text)
    return written.getvalue()
