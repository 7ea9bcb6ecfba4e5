"""What is on disk of an AI agent's rehearsal, so that whoever stops loses nothing.

`talks.jsonl`        each talk as it was held, a line each, on the disk before the next one is waited for
`transcripts.jsonl`  those that came to an end, as docs/conversations.md has them, with what they showed as ratings
`run.json`           which agent, prompt and book they belong to, as a digest
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, Self

from filelock import FileLock, Timeout

from clearbar.flow.rehearse.agents import Held, Trial
from clearbar.flow.rehearse.talk import from_data, to_data
from clearbar.model.errors import EvidenceFault

_VERSION = 1
_ANEW = "\n    hint: name another folder with -o, or remove this one to begin anew"


class KeptTalks:
    """The folder of a rehearsal. Made by `opened`."""

    def __init__(self, folder: Path, of: Sequence[str]) -> None:
        self.folder = folder
        self.talks = folder / "talks.jsonl"
        self.transcripts = folder / "transcripts.jsonl"
        self._run = folder / "run.json"
        self._transcribed: set[str] | None = None
        self._digest = blake2b("\0".join(of).encode("utf-8", "replace"), digest_size=16).hexdigest()

    @classmethod
    @contextmanager
    def opened(cls, folder: Path, of: Sequence[str]) -> Iterator[Self]:
        """The folder, for one rehearsal at a time. `of` says what its talks belong to: with something else they are not
        gone on with. Raises EvidenceFault."""
        kept = cls(folder, of)
        if folder.is_file():
            raise EvidenceFault(f"{folder} is a file, and a folder is needed")
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(folder / ".lock"), timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise EvidenceFault(f"another rehearsal is writing to {folder}") from None
        try:
            kept._open()
            yield kept
        finally:
            lock.release()

    def _open(self) -> None:
        if not self._run.exists():
            if self.talks.exists() or self.transcripts.exists():
                raise EvidenceFault(f"{self.folder} holds talks that no rehearsal here belongs to{_ANEW}")
            _replace(self._run, json.dumps({"version": _VERSION, "of": self._digest}))
            return
        try:
            said = json.loads(self._run.read_bytes())
            same = said["of"] == self._digest and said["version"] == _VERSION
        except (ValueError, KeyError, TypeError):
            raise EvidenceFault(f"{self._run} cannot be read{_ANEW}") from None
        if not same:
            raise EvidenceFault(f"{self.folder} was begun with another agent, prompt or book{_ANEW}")

    def load(self, trials: Sequence[Trial]) -> dict[str, Held]:
        """What was kept of these talks, by interaction; of one that was held twice the last. A line that was cut off in
        the middle is taken away, as if its talk had never been."""
        known = {trial.interaction: trial for trial in trials}
        found: dict[str, Held] = {}
        for data in _read(self.talks):
            trial = known.get(str(data.get("interaction")))
            if trial is not None:
                found[trial.interaction] = self._held(trial, data)
        return found

    def _held(self, trial: Trial, data: Mapping[str, Any]) -> Held:
        try:
            at = datetime.fromisoformat(data["at"])
            return Held(trial, from_data(data["talk"]), at, str(data["fault"]))
        except (ValueError, KeyError, TypeError):
            raise EvidenceFault(f"{self.talks} holds a talk that cannot be read{_ANEW}") from None

    def add(self, held: Held) -> None:
        """Keeps one more talk; it is on the disk when this returns."""
        trial = held.trial
        data = {
            "interaction": trial.interaction,
            "scenario": trial.scenario.id,
            "number": trial.number,
            "mood": trial.mood.value,
            "at": held.at.isoformat(),
            "fault": held.fault,
            "talk": to_data(held.talk),
        }
        _append(self.talks, data)

    def transcribe(self, line: Mapping[str, Any]) -> None:
        """Adds a conversation to the transcripts, unless it stands there."""
        if self._transcribed is None:
            self._transcribed = {str(one.get("interaction")) for one in _read(self.transcripts)}
        if line["interaction"] not in self._transcribed:
            _append(self.transcripts, line)
            self._transcribed.add(line["interaction"])

    def write(self, name: str, text: str) -> Path:
        """Replaces a file of the folder as a whole."""
        file = self.folder / name
        _replace(file, text)
        return file


def _read(file: Path) -> Iterator[Mapping[str, Any]]:
    """The lines of a file, which need not be there. One that was cut off in the middle is taken away."""
    content = file.read_bytes() if file.exists() else b""
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        os.truncate(file, whole)
    for number, line in enumerate(content[:whole].split(b"\n")[:-1], start=1):
        try:
            data = json.loads(line)
        except ValueError:
            data = None
        if not isinstance(data, dict):
            raise EvidenceFault(f"{file}:{number} cannot be read{_ANEW}")
        yield data


def _append(file: Path, data: Mapping[str, Any]) -> None:
    """Adds a line; it is on the disk when this returns."""
    with open(file, "ab", opener=_private) as stream:
        stream.write((json.dumps(data, ensure_ascii=False) + "\n").encode("utf-8", "replace"))
        stream.flush()
        os.fsync(stream.fileno())


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _replace(file: Path, text: str) -> None:
    beside = file.with_name(file.name + ".part")
    with open(beside, "wb", opener=_private) as stream:
        stream.write(text.encode("utf-8", "replace"))
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)
