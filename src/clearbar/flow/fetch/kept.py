"""What is on disk between two fetches: the file, and beside it the state and the journal.

`FILE` holds each interaction once and is replaced as a whole. `FILE.new` is the journal: a line for each interaction
that was read, or is gone, since the file was last replaced. `FILE.state` says how far the reading came and how many
bytes of the journal belong to that: it is replaced after the journal is on the disk, so what stands behind that length
was written by somebody who was killed, and will be read again.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, Literal, Self

from filelock import FileLock, Timeout

from clearbar.intake.request_tracker_pages import Mark
from clearbar.model.errors import EvidenceFault

_VERSION = 1
_GONE = b'{"gone": '
_INTERACTION = re.compile(rb'\{"(?:interaction|gone)": ("(?:[^"\\]|\\.)*")')


class Kept:
    """The three files, with the mark to go on from. Made by `opened`."""

    def __init__(self, output: Path, wish: Sequence[str]) -> None:
        self.output = output
        self.state = output.with_name(output.name + ".state")
        self.journal = output.with_name(output.name + ".new")
        self.mark: Mark | None = None
        self.key = secrets.token_bytes(16)
        self.length = 0
        self.settled = False
        self._wish = wish

    @classmethod
    @contextmanager
    def opened(cls, output: Path, wish: Sequence[str]) -> Iterator[Self]:
        """The files of `output`, for one fetch at a time. `wish` says what is fetched from where: what was begun
        with another wish is not gone on with. Raises EvidenceFault."""
        kept = cls(output, wish)
        lock = FileLock(str(output.with_name(output.name + ".lock")), timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise EvidenceFault(f"another fetch is writing to {output}") from None
        try:
            kept._load()
            yield kept
        finally:
            lock.release()

    def _load(self) -> None:
        if not self.state.exists():
            if self.output.exists():
                raise EvidenceFault(
                    f"{self.output} is there already, and was not written by fetching\n    hint: name another file"
                )
            self.journal.unlink(missing_ok=True)
            return
        try:
            said = json.loads(self.state.read_bytes())
            self.key = bytes.fromhex(said["key"])
            self.length, self.settled, mark = int(said["journal"]), bool(said["settled"]), said["mark"]
            self.mark = Mark(mark["listed"], int(mark["changes"]), tuple(mark["seen"]), tuple(mark["broken"]))
            same = said["of"] == self._digest() and said["version"] == _VERSION
        except (ValueError, KeyError, TypeError):
            raise EvidenceFault(f"{self.state} cannot be read{self._anew()}") from None
        if not same:
            raise EvidenceFault(f"{self.output} was begun with another server, query or option{self._anew()}")
        if self.settled and not self.output.exists():
            raise EvidenceFault(f"{self.output} is gone, and {self.state} tells of its changes only{self._anew()}")
        self._cut()

    def _anew(self) -> str:
        return f"\n    hint: name another file, or remove {self.output.name} and {self.state.name} to fetch all anew"

    def _digest(self) -> str:
        """What is fetched from where, so that neither names nor queries stand in the state."""
        return blake2b("\0".join(self._wish).encode(), key=self.key, digest_size=16).hexdigest()

    def _cut(self) -> None:
        """Takes off the journal what was written after the last mark."""
        size = self.journal.stat().st_size if self.journal.exists() else 0
        if size < self.length:
            raise EvidenceFault(f"{self.journal} is gone or cut off{self._anew()}")
        if size > self.length:
            os.truncate(self.journal, self.length)

    def add(self, conversations: Sequence[dict[str, Any]], gone: Sequence[str], mark: Mark) -> None:
        """Keeps a page, then the mark behind it."""
        if conversations or gone:
            lines = [json.dumps(one, ensure_ascii=False) for one in conversations]
            lines += [json.dumps({"gone": one}, ensure_ascii=False) for one in gone]
            with _private(self.journal, "ab") as stream:
                stream.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
                _flush(stream)
                self.length = stream.tell()
        self.mark = mark
        self._save()

    def _save(self) -> None:
        if self.mark is None:
            return
        said = {
            "version": _VERSION,
            "of": self._digest(),
            "key": self.key.hex(),
            "mark": asdict(self.mark),
            "journal": self.length,
            "settled": self.settled,
        }
        _replace(self.state, lambda stream: stream.write(json.dumps(said).encode()))

    def settle(self) -> tuple[int, int]:
        """Brings the journal into the file. How many interactions left it, and how many it holds now."""
        if self.mark is None:
            return 0, 0
        latest = self._latest()
        counts = [0, 0]
        if latest or not self.settled:
            _replace(self.output, lambda stream: self._merge(stream, latest, counts))
            self.settled, self.length = True, 0
            self._save()
            self.journal.unlink(missing_ok=True)
        else:
            with self.output.open("rb") as stream:
                counts[1] = sum(1 for line in stream if not line.isspace())
        return counts[0], counts[1]

    def _latest(self) -> dict[str, int]:
        """For each interaction of the journal, where its last line begins; -1 if it is gone."""
        latest: dict[str, int] = {}
        if self.length:
            with self.journal.open("rb") as stream:
                while stream.tell() < self.length:
                    at = stream.tell()
                    line = stream.readline()
                    latest[_named(line)] = -1 if line.startswith(_GONE) else at
        return latest

    def _merge(self, stream: BinaryIO, latest: dict[str, int], counts: list[int]) -> None:
        """Writes the lines of the file that are not in the journal, then the last ones of the journal."""
        if self.output.exists():
            with self.output.open("rb") as old:
                for line in old:
                    at = latest.get(_named(line)) if not line.isspace() else None
                    counts[0] += at == -1
                    if at is None:
                        stream.write(line if line.endswith(b"\n") else line + b"\n")
                        counts[1] += not line.isspace()
        if self.length:
            with self.journal.open("rb") as new:
                for at in sorted(at for at in latest.values() if at >= 0):
                    new.seek(at)
                    stream.write(new.readline())
                    counts[1] += 1


def _named(line: bytes) -> str:
    """The interaction of a line, without reading all of it where we wrote it ourselves."""
    found = _INTERACTION.match(line)
    try:
        return str(json.loads(found[1]) if found else json.loads(line)["interaction"])
    except (ValueError, KeyError, TypeError):
        return ""


def _private(path: Path, mode: Literal["ab", "wb"]) -> BinaryIO:
    """A file that nobody else may read: it holds what customers said."""

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags, 0o600)

    return open(path, mode, opener=opener)


def _flush(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _replace(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Replaces a file as a whole: whoever looks finds the old one or the new one, also after a power cut."""
    beside = path.with_name(path.name + ".part")
    with _private(beside, "wb") as stream:
        write(stream)
        _flush(stream)
    if path.exists():
        beside.chmod(path.stat().st_mode & 0o777)
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
