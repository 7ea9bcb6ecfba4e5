"""Whether an opened version of the evidence is still the newest one, told by a few looks at file names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clearbar.engines.delta import Evidence
from clearbar.engines.tables import SCHEMAS


@dataclass(frozen=True)
class Newest:
    """The versions of all tables at one time, with what identifies the last commit of each in the folder.

    A commit is a file that is named after its version. So there is a newer version if the next name is there, and
    other evidence in the same folder if the file of this one is another or has gone.
    """

    path: Path
    id: str
    versions: Mapping[str, int]
    commits: Mapping[str, tuple[int, int] | None]

    @classmethod
    def of(cls, evidence: Evidence) -> Newest:
        """As it is now. Take it before the version is opened: what is committed in between is then seen later."""
        versions = {name: evidence.newest(name)[0] for name in SCHEMAS}
        commits = {name: _told(_commit(evidence.path, name, number)) for name, number in versions.items()}
        return cls(evidence.path, evidence.id, versions, commits)

    @property
    def stamp(self) -> tuple[object, ...]:
        """What an answer that was counted at this time may be remembered under."""
        return (self.id, *self.versions.values())

    def still(self) -> bool:
        """Whether nothing has been committed since."""
        return all(
            not _commit(self.path, name, number + 1).exists()
            and _told(_commit(self.path, name, number)) == self.commits[name]
            for name, number in self.versions.items()
        )


def _commit(path: Path, name: str, number: int) -> Path:
    return path / name / "_delta_log" / f"{number:020}.json"


def _told(file: Path) -> tuple[int, int] | None:
    """What tells one file from another of the same name; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
