"""The files of a book in one: a zip archive, as it is sent to others and comes from them."""

from __future__ import annotations

import stat
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from clearbar.model.errors import BookFault, Fault
from clearbar.standards.draft import belongs
from clearbar.standards.read import BOOK_FILE

MOST_FILES = 500
"""A book that does not come from a folder of one's own has at most so many files,"""
MOST_BYTES = 2_000_000
"""none of them larger than this,"""
MOST_BYTES_IN_ALL = 20_000_000
"""all of them together no larger than this, and"""
MOST_TIMES = 200
"""no file of an archive more than so many times as large as it is in the archive, once it is beyond 100,000 bytes."""

_ARCHIVE = "archive"
_SMALL = 100_000
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Unpacked:
    """The files of a book by name, and a note on each thing in the archive that is none of them."""

    files: dict[str, str]
    notes: tuple[str, ...]


def pack(files: Mapping[str, str]) -> bytes:
    """The files as a zip archive; the same files make the same bytes."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = ZipInfo(name, _LONG_AGO)
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, files[name].encode(), ZIP_DEFLATED)
    return packed.getvalue()


def unpack(data: bytes) -> Unpacked:
    """The files of a book in a zip archive, in its top or in the one folder that holds book.yaml.

    Raises BookFault with every fault found. Nothing is unpacked beyond the limits of this module, whatever the archive
    says of itself.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _unpacked(archive)
    except (BadZipFile, ValueError, OSError, EOFError) as error:
        raise BookFault([_fault(f"this is no zip archive that can be read ({error})", "pack it anew")]) from error


def size_faults(files: Mapping[str, str | bytes]) -> list[Fault]:
    """What is too much about the files of a book: their number, or their size in all."""
    faults = []
    if len(files) > MOST_FILES:
        faults.append(_fault(f"a book has at most {MOST_FILES} files, and these are {len(files)}", code="CB003"))
    size = sum(len(text) for text in files.values())
    if size > MOST_BYTES_IN_ALL:
        faults.append(_fault(f"the files of a book hold at most {MOST_BYTES_IN_ALL:,} bytes in all", code="CB003"))
    return faults


def _unpacked(archive: ZipFile) -> Unpacked:
    entries = [one for one in archive.infolist() if not one.is_dir()]
    if len(entries) > MOST_FILES:
        raise BookFault(
            [_fault(f"an archive has at most {MOST_FILES} files, and this one has {len(entries)}", code="CB003")]
        )
    faults = [fault for one in entries for fault in _entry_faults(one)]
    if sum(one.file_size for one in entries) > MOST_BYTES_IN_ALL:
        faults.append(_fault(f"the files hold more than {MOST_BYTES_IN_ALL:,} bytes in all", code="CB003"))
    if faults:
        raise BookFault(faults)
    top = _top(entries)
    kept = {one.filename.removeprefix(top): one for one in entries if one.filename.startswith(top)}
    kept = {name: one for name, one in kept.items() if belongs(name)}
    notes = tuple(
        f"{one.filename} is no file of a book and was left out" for one in entries if one not in kept.values()
    )
    if not kept:
        raise BookFault([_fault(f"the archive holds no {BOOK_FILE} and no journeys/*.yaml", code="CB013")])
    return Unpacked(_read(archive, kept), notes)


def _entry_faults(entry: ZipInfo) -> list[Fault]:
    """What is wrong with one file of the archive, as far as the archive says."""
    name = entry.filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    faults = []
    if not parts or ".." in parts or parts[0] == "/" or "\\" in name or ":" in parts[0]:
        faults.append(
            _fault("its name leads out of the archive", "pack the folder of the book, and nothing else", name)
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        faults.append(_fault("it is a link, and not a file", "pack the file itself", name))
    if entry.flag_bits & 0x1:
        faults.append(_fault("it is locked by a password", "pack it without one", name))
    if entry.file_size > MOST_BYTES:
        faults.append(_fault(f"it is larger than {MOST_BYTES:,} bytes", "", name, "CB003"))
    if entry.file_size > max(_SMALL, MOST_TIMES * entry.compress_size):
        faults.append(_fault(f"it grows to more than {MOST_TIMES} times its size", "", name, "CB003"))
    return faults


def _top(entries: list[ZipInfo]) -> str:
    """The folder of the archive that holds book.yaml, the highest one where there are several."""
    found = [one.filename for one in entries if PurePosixPath(one.filename).name == BOOK_FILE]
    inside = [one.removesuffix(BOOK_FILE) for one in found if "__MACOSX" not in one]
    return min(inside, key=lambda one: (one.count("/"), one), default="")


def _read(archive: ZipFile, kept: Mapping[str, ZipInfo]) -> dict[str, str]:
    files: dict[str, str] = {}
    faults: list[Fault] = []
    left = MOST_BYTES_IN_ALL
    for name, entry in sorted(kept.items()):
        try:
            content = _content(archive, entry, min(MOST_BYTES, left))
            left -= len(content)
            files[name] = content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            faults.append(Fault(name, line, 1, "CB001", "the file is not UTF-8 text", "save it as UTF-8"))
        except (BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError) as error:
            faults.append(_fault(f"it cannot be unpacked ({error})", "pack it anew", name))
    if faults:
        raise BookFault(faults)
    return files


def _content(archive: ZipFile, entry: ZipInfo, most: int) -> bytes:
    """A file of the archive; no more of it is unpacked than it may hold, whatever its size is said to be."""
    with archive.open(entry) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise BadZipFile("it is larger than it says")
    return content


def _fault(message: str, hint: str = "", file: str = _ARCHIVE, code: str = "CB001") -> Fault:
    return Fault(file, 0, 0, code, message, hint)
