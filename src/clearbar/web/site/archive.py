"""The archive of a backup: members with their checksums, written whole and read only whole. Knows nothing of Django.

`manifest.json` says what made it, when, of which database, how many rows each table had, and the SHA-256 of each
member. Beside the archive lies the file of keys, which must be kept apart: what is sealed in an archive is opened by
the newest file of keys only, so that whose key was destroyed is gone from every archive that was ever made.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile, is_zipfile

from clearbar.web.site.faults import NotStarted

FORMAT = 1
MANIFEST = "manifest.json"
KEYS = "clearbar-keys.json"
"""What the file of keys is called, in the folder of the archive, unless somebody names another one."""
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself."""

    clearbar: str
    made_at: str
    database: str
    """sqlite or postgresql"""
    counts: Mapping[str, int]
    members: Mapping[str, str]
    """Name → SHA-256."""
    format: int = FORMAT


@dataclass(frozen=True)
class Ring:
    """The file of keys: of each subject its key, and the marks of those who were erased, with when they last were: who
    came back after that is not erased by a restore of a later archive."""

    keys: Mapping[str, bytes]
    erased: frozenset[tuple[str, str]] = field(default=frozenset())
    made_at: str = ""
    erased_at: Mapping[str, str] = field(default_factory=dict)


def write_ring(ring: Ring, file: Path) -> None:
    """Puts the file of keys in the place of the one that is there, whole or not at all; its owner only may read it."""
    told = {
        "format": FORMAT,
        "what this is": "the keys of Clearbar's backups; keep the newest one only, apart from the backups",
        "made_at": ring.made_at,
        "keys": {subject: b64encode(key).decode() for subject, key in sorted(ring.keys.items())},
        "erased": sorted(map(list, ring.erased)),
        "erased_at": dict(sorted(ring.erased_at.items())),
    }
    unfinished = file.with_name(f".{file.name}.part")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(file)


def read_ring(file: Path) -> Ring:
    """The keys in a file. Raises NotStarted where there are none."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        keys = {subject: b64decode(key) for subject, key in told["keys"].items()}
        erased = frozenset((kind, mark) for kind, mark in told["erased"])
        return Ring(keys, erased, told["made_at"], dict(told.get("erased_at", {})))
    except FileNotFoundError:
        raise NotStarted(
            f"the keys are missing: {file}. Name the file with --keys; without keys nothing that is sealed can be read"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotStarted(f"{file} is not a file of Clearbar's keys, or it is damaged") from None


def member_sums(packed: ZipFile) -> dict[str, str]:
    """The checksum of each member, as it reads out of the archive."""
    return {one.filename: _sum(packed.open(one)) for one in packed.infolist() if one.filename != MANIFEST}


def read_manifest(file: Path) -> Manifest:
    """What an archive says of itself, after every member was read and its checksum compared. Raises NotStarted where it
    is damaged, of a newer format, or no archive of a backup."""
    try:
        if not is_zipfile(file):
            raise NotStarted(f"{file} is no backup, or it is damaged: it does not read as a zip archive")
        with ZipFile(file) as packed:
            told = json.loads(packed.read(MANIFEST))
            _demand_format(file, told)
            manifest = Manifest(**{name: told[name] for name in Manifest.__dataclass_fields__})
            _compare(file, manifest, member_sums(packed))
            return manifest
    except FileNotFoundError:
        raise NotStarted(f"there is no file {file}") from None
    except (BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as fault:
        raise NotStarted(
            f"{file} is damaged ({type(fault).__name__}); nothing was changed. Take another backup"
        ) from None
    except (KeyError, TypeError):
        raise NotStarted(f"{file} is no backup of Clearbar: it does not say what is in it") from None
    except Exception as fault:
        if type(fault).__name__ == "error" and type(fault).__module__ == "zlib":
            raise NotStarted(f"{file} is damaged; nothing was changed. Take another backup") from None
        raise


def _demand_format(file: Path, told: Any) -> None:
    if int(told["format"]) > FORMAT:
        raise NotStarted(
            f"{file} was made by a newer Clearbar ({told['clearbar']}); install that version, or a later one"
        )


def _compare(file: Path, manifest: Manifest, found: Mapping[str, str]) -> None:
    wrong = sorted(name for name in {*manifest.members, *found} if manifest.members.get(name) != found.get(name))
    if wrong:
        told = ", ".join(wrong[:3])
        raise NotStarted(f"{file} is damaged: {told} is not what was written. Nothing was changed; take another backup")


def unpack(file: Path, folder: Path, manifest: Manifest) -> None:
    """Writes the members of an archive into a folder; names that would lead out of it are refused."""
    with ZipFile(file) as packed:
        for name in manifest.members:
            place = (folder / name).resolve()
            if not place.is_relative_to(folder.resolve()):
                raise NotStarted(f"{file} is no backup of Clearbar: it names {name!r}")
            place.parent.mkdir(parents=True, exist_ok=True)
            with packed.open(name) as source, place.open("wb") as to:
                for chunk in _chunks(source):
                    to.write(chunk)
            place.chmod(0o600)


def _sum(stream: IO[bytes]) -> str:
    with stream:
        found = sha256()
        for chunk in _chunks(stream):
            found.update(chunk)
        return found.hexdigest()


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk
