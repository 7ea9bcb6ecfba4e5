"""One version of the evidence, or of a rollup: the files that it lists, and which of them cannot be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from clearbar.model.errors import EvidenceFault

_BATCH_ROWS = 10_000
_MISSING, _FORBIDDEN, _DAMAGED = "is missing", "may not be read by this user", "is damaged"


@dataclass(frozen=True)
class Snapshot:
    """The Parquet files of each table as one version of the ratings lists them. Never a pattern: a folder also
    holds files of earlier versions and of writers that died. `mend` says what helps where one is broken."""

    version: int
    schemas: Mapping[str, pa.Schema]
    files: Mapping[str, Sequence[str]]
    mend: str

    @classmethod
    def whole(
        cls, version: int, schemas: Mapping[str, pa.Schema], tables: Mapping[str, Mapping[str, int]], mend: str
    ) -> Snapshot:
        """Of the files with the bytes of each. EvidenceFault where one is missing or has another size: an engine may
        take an emptied one for no ratings at all."""
        for name, sizes in tables.items():
            for file, size in sizes.items():
                if wrong := _changed(file, size):
                    raise _fault(name, file, wrong, mend)
        return cls(version, schemas, {name: list(sizes) for name, sizes in tables.items()}, mend)

    def snapshot(self) -> Snapshot:
        """Itself: what was opened once can be opened again at the same version."""
        return self

    def damage(self) -> EvidenceFault | None:
        """What is wrong with the first file that cannot be read to its end; None where all can.

        Engines tell a broken file in words of their own, some without its name. So when one has given up, the files
        are read once more, by neither of them.
        """
        for name, files in self.files.items():
            for file in files:
                if wrong := _broken(file):
                    return _fault(name, file, wrong, self.mend)
        return None


class Readable(Protocol):
    """What an engine can open: evidence, a rollup, or a version of either."""

    def snapshot(self) -> Snapshot:
        """The newest version. EvidenceFault where it is not whole."""


def _fault(table: str, file: str, wrong: str, mend: str) -> EvidenceFault:
    return EvidenceFault(f"{file} {wrong}: {mend} ({table})")


def _changed(file: str, size: int) -> str:
    """What can be seen of a file from outside: whether it is there as it was written. Empty where it is."""
    try:
        return "" if Path(file).stat().st_size == size else _DAMAGED
    except PermissionError:
        return _FORBIDDEN
    except OSError:
        return _MISSING


def _broken(file: str) -> str:
    """Why a file cannot be read to its end; empty where it can."""
    try:
        with pq.ParquetFile(file) as opened:
            for _ in opened.iter_batches(_BATCH_ROWS):
                pass
    except FileNotFoundError:
        return _MISSING
    except PermissionError:
        return _FORBIDDEN
    except (OSError, ValueError, pa.ArrowException):
        return _DAMAGED
    return ""
