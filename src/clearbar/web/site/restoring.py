"""The command `restore`: the order in which a backup becomes what there is, and what is said of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import django

from clearbar.web.site.faults import NotStarted
from clearbar.web.site.restore import BEGUN, Opened, Wanted, demand_room, open_archive, prepared, put_in_place

URL = "CLEARBAR_DATABASE_URL"


def restore(wanted: Wanted) -> None:
    """Restores, or tries it. Raises NotStarted."""
    opened = open_archive(wanted)
    demand_room(wanted)
    _demand_same(opened)
    with prepared(wanted, opened) as folder:
        os.environ["CLEARBAR_DATA"] = str(folder)
        if opened.manifest.database == "sqlite":
            _of_sqlite(wanted, opened, folder)
        else:
            _of_postgres(wanted, opened, folder)
        if not wanted.trial:
            put_in_place(wanted.data)
    _say_end(wanted)


def _demand_same(opened: Opened) -> None:
    named = os.environ.get(URL) or os.environ.get(f"{URL}_FILE")
    if opened.manifest.database == "sqlite" and named:
        raise NotStarted(f"this backup is of SQLite, and {URL} names another database; restore without that variable")
    if opened.manifest.database != "sqlite" and not named:
        raise NotStarted(f"this backup is of PostgreSQL; name the database that it goes into by {URL}")


def _of_sqlite(wanted: Wanted, opened: Opened, folder: Path) -> None:
    django.setup()
    from clearbar.web.site import restored

    closed = restored.fill(folder / "clearbar.db", folder / "sealed.jsonl", opened.manifest, opened.ring)
    _use(wanted, opened, closed)


def _of_postgres(wanted: Wanted, opened: Opened, folder: Path) -> None:
    with _database(wanted):
        from clearbar.web.site import refilling

        if not wanted.trial:
            (folder / BEGUN).touch()
        try:
            closed = refilling.refill(folder, opened.manifest, opened.ring, over=wanted.over)
        except NotStarted:
            (folder / BEGUN).unlink(missing_ok=True)  # it was one transaction, and is as it was
            raise
        _use(wanted, opened, closed)


@contextmanager
def _database(wanted: Wanted) -> Iterator[None]:
    """The database that a restore goes into; for a trial a new one, taken away afterwards."""
    django.setup()
    if not wanted.trial:
        yield
        return
    from django.db import connection

    from clearbar.web.site import refilling

    name, was = f"clearbar_trial_{token_hex(4)}", connection.settings_dict["NAME"]
    refilling.new_database(name)
    try:
        connection.settings_dict["NAME"] = name
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = was
        refilling.drop_database(name)


def _use(wanted: Wanted, opened: Opened, closed: int) -> None:
    from django.utils import timezone

    from clearbar.web.site import restored

    told = restored.make_usable(opened.manifest, opened.ring, closed, timezone.now())
    restored.close_all()
    manifest = opened.manifest
    print(f"{wanted.file} was made on {manifest.made_at[:10]} by Clearbar {manifest.clearbar}; every checksum holds.")
    print(f"{told.rows:,} rows in {len(manifest.counts)} tables, as many as were backed up; the database is whole.")
    print(f"Audit lines that can be opened: {told.open_lines:,}; whose key was destroyed: {told.closed_lines:,}.")
    if told.closed or told.erased_again:
        print(f"Erased since: {told.erased_again:,}, erased again; {told.closed:,} sealed parts stay closed for good.")
    print(f"The evidence was written anew: {told.ratings:,} ratings.")


def _say_end(wanted: Wanted) -> None:
    if wanted.trial:
        print("It was a trial: nothing was changed, and what was written for it is gone.")
    else:
        print(f"{wanted.data} is restored. `clearbar serve {wanted.data}` goes on from here.")
