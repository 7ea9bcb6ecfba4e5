"""A rollup: a folder of sums, in files by week, that a manifest lists.

The manifest is replaced last and as a whole, so a reader finds the old rollup or the new one. No file is ever written
over: a week that changes gets a new one. What the tables and files hold stands in docs/rollup.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from os import fsync
from pathlib import Path
from typing import Any

from clearbar.engines.snapshot import Snapshot
from clearbar.engines.tables import MANIFEST, ROLLUP
from clearbar.model.errors import EvidenceFault

FORMAT = 1
"""What the files hold, and how. A rollup of another format is made anew."""

MEND = "remove the rollup and make it anew"


@dataclass(frozen=True)
class Part:
    """A file of a rollup, by its path below the folder. Of `cells`, `rows` counts the cells."""

    file: str
    bytes: int
    rows: int


@dataclass(frozen=True)
class Manifest:
    """What a rollup consists of, and what it was made from.

    `evidence` and `path` are the id and the folder of the evidence, `version` is that of its ratings, `read` its files
    with the weeks in each and how many ratings of them. `tables` lists the files of each table by week, `standards` by
    an empty word. `run` counts how often the rollup was changed.
    """

    evidence: str
    path: str
    version: int
    run: int
    read: Mapping[str, Mapping[str, int]]
    tables: Mapping[str, Mapping[str, Part]]
    format: int = FORMAT
    before: tuple[str, ...] = field(default=())
    """Files that only the manifest before this one listed: whoever has opened that one still reads them."""

    @property
    def files(self) -> set[str]:
        """All files that it lists."""
        return {part.file for parts in self.tables.values() for part in parts.values()}

    def write(self, folder: Path) -> None:
        """Puts it in the place of the one that is there; it is on the disk when this returns."""
        unfinished = folder / f"{MANIFEST}.part"
        with unfinished.open("w", encoding="utf-8") as file:
            json.dump(asdict(self), file, indent=1, sort_keys=True)
            file.flush()
            fsync(file.fileno())
        unfinished.replace(folder / MANIFEST)

    @classmethod
    def of(cls, folder: Path) -> Manifest:
        """The one in a folder. EvidenceFault where it cannot be read."""
        try:
            return _read(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise EvidenceFault(f"{folder / MANIFEST} is damaged: {MEND}") from error
        except OSError as error:
            raise EvidenceFault(f"{folder / MANIFEST} cannot be read: {error.strerror}") from error


def _read(said: dict[str, Any]) -> Manifest:
    tables = {
        table: {week: Part(str(part["file"]), int(part["bytes"]), int(part["rows"])) for week, part in parts.items()}
        for table, parts in said["tables"].items()
    }
    return Manifest(
        evidence=str(said["evidence"]),
        path=str(said["path"]),
        version=int(said["version"]),
        run=int(said["run"]),
        read={file: {week: int(many) for week, many in weeks.items()} for file, weeks in said["read"].items()},
        tables=tables,
        format=int(said["format"]),
        before=tuple(map(str, said["before"])),
    )


class Rollup:
    """The rollup in one folder, to be read. What makes it stands in `rolling`."""

    def __init__(self, path: Path) -> None:
        """`path` must hold a rollup; EvidenceFault otherwise."""
        self.path = path
        if not self.is_there(path):
            raise EvidenceFault(f"{path} holds no rollup; `clearbar rollup EVIDENCE -o {path}` makes one")

    @staticmethod
    def is_there(path: Path) -> bool:
        """Whether `path` holds a rollup."""
        return (path / MANIFEST).is_file()

    def snapshot(self) -> Snapshot:
        """What its manifest lists. EvidenceFault where it, or a file that it lists, is missing or damaged, or where it
        was written by another version of Clearbar."""
        found = Manifest.of(self.path)
        if found.format != FORMAT or set(found.tables) != set(ROLLUP):
            raise EvidenceFault(f"{self.path} is of another version of Clearbar; `clearbar rollup` makes it anew")
        folder = self.path.resolve()
        tables = {
            name: {str(folder / part.file): part.bytes for _, part in sorted(parts.items())}
            for name, parts in found.tables.items()
        }
        return Snapshot.whole(found.version, ROLLUP, tables, MEND)
