"""Convert: files of an export → conversations as JSON lines, ready for `check`.

files → records → conversations ── the reader of conversations accepts them ──▶ lines, in a file of mode 600
"""

from __future__ import annotations

import json
import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from clearbar import intake
from clearbar.intake import exports
from clearbar.model.errors import ClearbarError, Fault, InputFault
from clearbar.model.evidence import Rejection

SYSTEMS: Mapping[str, str] = {name: system.title for name, system in exports.SYSTEMS.items()}
"""The systems whose exports are read: name → title."""

KEY_FILE = "pseudonyms.key"
KEY_BYTES = 32
MOST_MAP_BYTES = 2_000_000
_CONVERSATION, _REJECTION = b'{"interaction": ', b'{"file": '
"""How the files that are written here begin."""


@dataclass
class Converted:
    """What converting came to. `left` counts what was left out on purpose, by reason."""

    conversations: int = 0
    messages: int = 0
    ratings: int = 0
    left: Counter[str] = field(default_factory=Counter)
    rejections: list[Rejection] = field(default_factory=list)


def convert(
    system: str,
    files: Sequence[Path],
    output: Path,
    *,
    map_file: Path | None = None,
    key_file: Path | None = None,
    rejected: Path | None = None,
) -> Converted:
    """Writes the conversations in `files` (folders: the files in them) to `output`; what cannot be used is rejected,
    the rest is written.

    Each line is accepted by the reader of conversations. `output` appears when it is complete; only its owner can
    read it. `key_file` keeps the key of pseudonyms, `pseudonyms.key` beside the output if left out; it is made when
    it is first needed. `rejected` is written anew with what was rejected, as JSON lines. Neither file replaces one that
    holds anything else. Raises InputFault for the map, and ClearbarError where files cannot be told apart.
    """
    chosen = exports.SYSTEMS[system]
    given = _map(chosen, map_file)
    key_path = key_file or output.parent / KEY_FILE
    _refuse_to_replace([(output, _CONVERSATION), (rejected, _REJECTION)], {key_path, map_file})
    sources = [_source(path) for path in _listed(files, {output, key_path, map_file, rejected})]
    result = Converted()
    items = chosen.read(sources, given, _pseudonyms(key_path))
    part = output.with_name(f"{output.name}.part")
    try:
        with _private(part) as stream:
            for line in _accepted(items, result):
                stream.write(line)
        if rejected:
            _write_rejections(rejected, result.rejections)
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
    return result


def _refuse_to_replace(written: Iterable[tuple[Path | None, bytes]], kept: Iterable[Path | None]) -> None:
    """ClearbarError where what is written would replace anything but what was written here before: that begins so."""
    apart = {one.resolve() for one in kept if one}
    for path, beginning in written:
        if path is None:
            continue
        if path.is_dir() or not path.resolve().parent.is_dir():
            raise ClearbarError(f"{path} cannot be written: it is a folder, or lies in one that is not there")
        if path.resolve() in apart or not _begins(path, beginning):
            raise ClearbarError(f"{path} holds something else; name another file, or move it away")
        apart.add(path.resolve())


def _begins(path: Path, beginning: bytes) -> bool:
    """Whether a file begins so, or holds nothing, or is not there."""
    if not path.exists():
        return True
    with path.open("rb") as stream:
        return stream.read(len(beginning)) in {b"", beginning}


def _write_rejections(path: Path, rejections: Iterable[Rejection]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        for one in rejections:
            faults = [{"code": fault.code, "message": fault.message, "hint": fault.hint} for fault in one.faults]
            stream.write(json.dumps({"file": one.file, "line": one.line, "faults": faults}, ensure_ascii=False) + "\n")


def _map(system: exports.System, path: Path | None) -> object:
    if path is None and system.needs_map:
        needed = [name for name, info in system.shape.model_fields.items() if info.is_required()]
        hint = f"write one that says {', '.join(needed)}: see docs/exports.md, and give it with --map"
        raise InputFault([Fault("--map", 0, 0, "CX003", f"exports of {system.title} need a map", hint)])
    if path is None:
        return system.shape()
    with path.open("rb") as stream:
        return exports.read_map(str(path), stream.read(MOST_MAP_BYTES), system.shape)


def _listed(files: Iterable[Path], others: set[Path | None]) -> list[Path]:
    """The files to read, those of a folder by name. What is written, and the map, are not read as an export."""
    apart = {one.resolve() for one in others if one}
    found: list[Path] = []
    for path in files:
        if path.is_dir():
            inside = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
            found += [one for one in inside if one.resolve() not in apart]
        elif path.resolve() in apart:
            raise ClearbarError(f"{path} is both read and written, or is the map; name another file")
        else:
            found.append(path)
    if not found:
        raise ClearbarError("there is no file to read")
    return found


def _source(path: Path) -> exports.Source:
    def opened() -> BinaryIO:
        return path.open("rb")

    return exports.Source(str(path), opened)


def _private(path: Path) -> BinaryIO:
    """A new file that only its owner can read: it holds what customers said."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _accepted(items: Iterator[exports.Item], result: Converted) -> Iterator[bytes]:
    """The lines that the reader of conversations accepts. What it does not is told where it stood in the export."""
    lines = _Lines(items, result)
    for read in intake.read_conversations(lines, "conversations"):
        if isinstance(read, Rejection):
            result.rejections.append(_placed(read, lines.given))
            continue
        result.conversations += 1
        result.messages += len(read.messages)
        result.ratings += len(read.ratings)
        yield lines.line


class _Lines:
    """Conversations as lines, one by one; the last one stays at hand. What is none goes into the result."""

    def __init__(self, items: Iterator[exports.Item], result: Converted) -> None:
        self.items, self.result = items, result
        self.line = b""
        self.given = exports.Given({}, "", 0)

    def __iter__(self) -> Iterator[bytes]:
        for item in self.items:
            if isinstance(item, exports.Given):
                self.given = item
                # Half of a surrogate pair, which JSON can write, is no character.
                self.line = json.dumps(item.conversation, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
                yield self.line
            elif isinstance(item, exports.Left):
                self.result.left[item.reason] += item.count
            else:
                self.result.rejections.append(item)


def _placed(refused: Rejection, given: exports.Given) -> Rejection:
    faults = tuple(replace(fault, file=given.file, line=given.line, column=1) for fault in refused.faults)
    return Rejection(given.file, given.line, faults)


def _pseudonyms(path: Path) -> Callable[[str], str]:
    """Replaces what names somebody: 128 bits of BLAKE2b under a key, so that who has no key cannot try out names."""

    @cache
    def key() -> bytes:
        return _key(path)

    def hide(name: str) -> str:
        return blake2b(name.strip().lower().encode("utf-8", "replace"), digest_size=16, key=key()).hexdigest()

    return hide


def _key(path: Path) -> bytes:
    if not path.exists():
        with _private(path) as stream:
            stream.write(secrets.token_bytes(KEY_BYTES))
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise ClearbarError(f"{path} is no key of pseudonyms: bring back the right one, or name a new file")
    return key
