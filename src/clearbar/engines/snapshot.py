"""One version of the evidence: the files that it lists, and which of them cannot be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from clearbar.engines.delta import Evidence
from clearbar.engines.tables import SCHEMAS
from clearbar.model.errors import EvidenceFault

_BATCH_ROWS = 10_000
_MISSING, _FORBIDDEN, _DAMAGED = "is missing", "may not be read by this user", "is damaged"


@dataclass(frozen=True)
class Snapshot:
    """The Parquet files of each table as one version of the ratings lists them. Never a pattern: a folder also
    holds files of earlier versions and of writers that died."""

    version: int
    files: Mapping[str, Sequence[str]]

    @classmethod
    def newest(cls, evidence: Evidence) -> Snapshot:
        """The newest version of the evidence. EvidenceFault where a file of it is missing or has another size than it
        was written with: an engine may take an emptied one for no ratings at all."""
        version, ratings = evidence.listed("ratings")
        # Looked up later than the ratings: editions are only ever added, so none is lacking.
        tables = {name: ratings if name == "ratings" else evidence.listed(name)[1] for name in SCHEMAS}
        for name, sizes in tables.items():
            for file, size in sizes.items():
                if wrong := _changed(file, size):
                    raise _fault(name, file, wrong)
        return cls(version, {name: list(sizes) for name, sizes in tables.items()})

    def damage(self) -> EvidenceFault | None:
        """What is wrong with the first file that cannot be read to its end; None where all can.

        Engines tell a broken file in words of their own, some without its name. So when one has given up, the files
        are read once more, by neither of them.
        """
        for name, files in self.files.items():
            for file in files:
                if wrong := _broken(file):
                    return _fault(name, file, wrong)
        return None


def _fault(table: str, file: str, wrong: str) -> EvidenceFault:
    return EvidenceFault(f"{file} {wrong}: bring it back from a copy of the evidence ({table})")


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
