"""Restore: an archive and the newest keys → a data folder, whole or not at all.

checksums → a folder beside what is there → private values put back, as far as keys open them → migrated → erased again
who was erased since → counted → evidence written anew → in one step into place

What is prepared lies in `.restoring`. Only when a list of what belongs into place is written there does anything
change, and who starts next finishes what was begun. A trial does all of it elsewhere, and tells.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from clearbar.web.site.archive import KEYS, Manifest, Ring, read_manifest, read_ring, unpack
from clearbar.web.site.faults import NotStarted

RESTORING, READY, BEGUN = ".restoring", "ready.json", "database-begun"
_HARMLESS = frozenset({"secret", ".starting", RESTORING})
"""What may lie in a folder that counts as empty."""
_REPLACED = ("clearbar.db", "clearbar.db-wal", "clearbar.db-shm", "secret", "media", "evidence", "report")
_CUT = (
    "a restore was cut short: the database is there, and not yet what belongs to it. Run `clearbar restore` again, "
    "with --over"
)


@dataclass(frozen=True)
class Wanted:
    """What is to be restored, and where."""

    file: Path
    keys: Path | None
    data: Path
    trial: bool
    over: bool


@dataclass(frozen=True)
class Opened:
    """An archive that reads well, with the keys."""

    file: Path
    manifest: Manifest
    ring: Ring


def open_archive(wanted: Wanted) -> Opened:
    """The archive, after every checksum was compared, and the keys. Raises NotStarted."""
    manifest = read_manifest(wanted.file)
    return Opened(wanted.file, manifest, read_ring(wanted.keys or wanted.file.with_name(KEYS)))


def demand_room(wanted: Wanted) -> None:
    """Raises NotStarted where a restore would put something in the place of what is there, unless that is wanted."""
    if wanted.trial or wanted.over or not wanted.data.exists():
        return
    there = sorted(one.name for one in wanted.data.iterdir() if one.name not in _HARMLESS)
    if there:
        more = "" if len(there) < 4 else ", …"
        raise NotStarted(
            f"{wanted.data} is in use ({', '.join(there[:3])}{more}); nothing was changed. Restore into a new folder "
            "with --data, or say --over to put the backup in the place of what is there"
        )


@contextmanager
def prepared(wanted: Wanted, opened: Opened) -> Iterator[Path]:
    """A folder with the members of the archive: beside what is there, or for a trial one that is gone afterwards."""
    if wanted.trial:
        with TemporaryDirectory(prefix="clearbar-trial-") as tried:
            unpack(opened.file, Path(tried), opened.manifest)
            yield Path(tried)
        return
    folder = wanted.data / RESTORING
    shutil.rmtree(folder, ignore_errors=True)  # of a restore that was cut short
    folder.mkdir(parents=True, mode=0o700)
    try:
        unpack(opened.file, folder, opened.manifest)
        yield folder
    except BaseException:
        if not (folder / READY).exists() and not (folder / BEGUN).exists():
            shutil.rmtree(folder, ignore_errors=True)
        raise


def put_in_place(data: Path) -> None:
    """From here on the backup is what there is: the list is written, and then followed."""
    folder = data / RESTORING
    names = [name for name in _REPLACED if (folder / name).exists()]
    unfinished = folder / ".ready"
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(names, file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / READY)
    finish(data)


def finish(data: Path) -> bool:
    """Finishes a restore that was cut short after its list was written; whether there was one. Done again from any
    point, it comes to the same. Raises NotStarted where the database was begun and the rest is missing."""
    folder = data / RESTORING
    if (folder / BEGUN).exists() and not (folder / READY).exists():
        raise NotStarted(_CUT)
    if not (folder / READY).is_file():
        return False
    names = json.loads((folder / READY).read_text(encoding="utf-8"))
    for name in _REPLACED:
        # What was moved already is what belongs there; anything else of this name was there before.
        if name not in names or (folder / name).exists():
            _away(data / name)
        if (folder / name).exists() and name in names:
            (folder / name).replace(data / name)
    shutil.rmtree(folder, ignore_errors=True)
    return True


def _away(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
