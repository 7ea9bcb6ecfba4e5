"""The one lease to write in a folder; the system gives it back when the process ends, however it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from clearbar.model.errors import EvidenceFault

LEASE = ".writing"
"""The file that is locked; it stays and means nothing."""


@contextmanager
def writing(path: Path, seconds: float) -> Iterator[None]:
    """Holds the lease of a folder. EvidenceFault where another process has held it for so long."""
    lock = FileLock(str(path / LEASE))
    try:
        lock.acquire(timeout=seconds)
    except Timeout as error:
        raise EvidenceFault(f"{path} is being written by another process; try again when it has finished") from error
    try:
        yield
    finally:
        lock.release()
