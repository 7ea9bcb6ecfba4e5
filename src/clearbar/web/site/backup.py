"""Backup: the database as it stands at one moment, the secret, and the films, in one archive; the keys beside it."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.conf import settings
from django.db import connection, transaction

from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.practice.media import films
from clearbar.web.site.archive import KEYS, MANIFEST, Manifest, member_sums, write_ring
from clearbar.web.site.conditions import BACKED_UP
from clearbar.web.site.copying import copied


def back_up(file: Path, now: datetime, keys: Path | None = None) -> Path:
    """Writes the backup, whole or not at all, readable by its owner only, and notes in the audit that it was made; then
    puts the newest keys in the place of those in `keys` (in the folder of the backup, unless another file is named).

    The evidence is not in it, since a restore writes that anew. PostgreSQL is dumped by pg_dump, which must be there.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=file.parent, prefix=".clearbar-backup-") as folder:
        found = copied(Path(folder), now)
        unfinished = Path(folder) / "unfinished"  # where no other backup to the same file writes
        unfinished.touch(mode=0o600)
        with ZipFile(unfinished, "w", ZIP_DEFLATED) as packed:
            for one in found.files:
                packed.write(one, one.relative_to(folder).as_posix())
            packed.writestr("secret", settings.SECRET_KEY)
            for film in films():
                with suppress(FileNotFoundError):  # taken away at this moment
                    packed.write(film, f"media/{film.name}", ZIP_STORED)
        _finish(unfinished, found.counts, now)
        write_ring(found.ring, keys or file.with_name(KEYS))  # first: an archive without its keys would be worth little
        unfinished.replace(file)
    with transaction.atomic():
        record(actor=SYSTEM, verb=BACKED_UP, thing=("backup", file.name[:128]), at=now)
    return file


def _finish(unfinished: Path, counts: dict[str, int], now: datetime) -> None:
    """Adds the manifest; each member is read once more for its checksum, so that a bad disk shows now."""
    with ZipFile(unfinished) as written:
        sums = member_sums(written)
    made_at = now.isoformat(timespec="seconds")
    manifest = Manifest(version("clearbar"), made_at, connection.vendor, counts, sums)
    with ZipFile(unfinished, "a", ZIP_DEFLATED) as packed:
        packed.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1, sort_keys=True))
