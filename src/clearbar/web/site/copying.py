"""Copies of the database for a backup, without what is private: of SQLite the file, of PostgreSQL a dump of one moment.

SQLite: copy → private values into boxes, something else in their place → written anew, so that no page holds them.
PostgreSQL: one snapshot; pg_dump writes the tables without private columns, and COPY writes those that have some.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from clearbar.web.people.holding import Private
from clearbar.web.site.archive import Ring
from clearbar.web.site.taking import LEFT_OUT, LEFT_OUT_ROWS, Reader, boxes, privates, ring_with, whose

DATABASE, DUMP, SEALED, TABLES = "clearbar.db", "clearbar.dump", "sealed.jsonl", "tables"


@dataclass(frozen=True)
class Copied:
    """What was written into a folder: the files, how many rows each table has in it, and the keys of the boxes."""

    files: Sequence[Path]
    counts: dict[str, int]
    ring: Ring


def copied(folder: Path, now: datetime) -> Copied:
    """A copy of the database as it stands at one moment."""
    return _sqlite(folder, now) if connection.vendor == "sqlite" else _postgres(folder, now)


def _sqlite(folder: Path, now: datetime) -> Copied:
    copy = folder / DATABASE
    with closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as held, closing(sqlite3.connect(copy)) as to:
        held.backup(to)
        to.execute("pragma journal_mode = delete")
        to.execute("pragma secure_delete = on")
        tables = [name for (name,) in to.execute("select name from sqlite_master where type = 'table'")]
        reader = Reader(lambda select: to.execute(select).fetchall(), "{}")
        found = {private: whose(reader, private) for private in privates(tables)}
        ring = ring_with({one for about in found.values() for of in about.values() for one in of}, now, reader)
        _write(folder / SEALED, boxes(reader, found, ring.keys))
        for private, about in found.items():
            places = ", ".join(f"{name} = {blank}" for name, blank in private.columns.items())
            keys = [(key,) for key in about]
            to.executemany(f"update {private.table} set {places} where {private.key} = ?", keys)  # noqa: S608
        for table in LEFT_OUT:
            if table in tables:
                to.execute(f"delete from {table}")  # noqa: S608
        for table, which in LEFT_OUT_ROWS.items():
            to.execute(f"delete from {table} where {which}")  # noqa: S608
        to.commit()
        to.execute("vacuum")
        counts = {
            name: to.execute(f'select count(*) from "{name}"').fetchone()[0]  # noqa: S608
            for name in tables
            if not name.startswith("sqlite_")
        }
    return Copied([copy, folder / SEALED], counts, ring)


def _postgres(folder: Path, now: datetime) -> Copied:
    import psycopg

    said, dump = connection.settings_dict, folder / DUMP
    named = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    told = {name: str(said[key]) for name, key in named.items() if said[key]}
    with psycopg.connect(**told) as held:  # type: ignore[arg-type]
        held.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        asked = held.cursor()
        asked.execute("select pg_export_snapshot()")
        snapshot = str((asked.fetchone() or ("",))[0])
        tables = [name for (name,) in asked.execute("select tablename from pg_tables where schemaname = 'public'")]
        reader = Reader(lambda select: asked.execute(select).fetchall(), "({})::text")
        found = {private: whose(reader, private) for private in privates(tables)}
        ring = ring_with({one for about in found.values() for of in about.values() for one in of}, now, reader)
        _write(folder / SEALED, boxes(reader, found, ring.keys))
        partly = _partly(found)
        _pg_dump(dump, snapshot, [*partly, *(table for table in LEFT_OUT if table in tables)], told)
        files = [_copy(asked, folder, table, partly[table], found) for table in partly]
        counts = {name: _count(asked, name) for name in tables}
    return Copied([dump, folder / SEALED, *files], counts, ring)


def _partly(found: Iterable[Private]) -> dict[str, list[Private]]:
    partly: dict[str, list[Private]] = {table: [] for table in LEFT_OUT_ROWS}
    for private in found:
        partly.setdefault(private.table, []).append(private)
    return partly


def _count(asked: Any, table: str) -> int:
    which = f" where not ({LEFT_OUT_ROWS[table]})" if table in LEFT_OUT_ROWS else ""
    if table in LEFT_OUT:
        return 0
    return int(asked.execute(f'select count(*) from "{table}"{which}').fetchone()[0])  # noqa: S608


def _copy(asked: Any, folder: Path, table: str, privates: Sequence[Private], found: Any) -> Path:
    """Writes a table as COPY does; the first line of the file names its columns."""
    select = "select column_name from information_schema.columns where table_name = %s and table_schema = 'public'"
    columns = [name for (name,) in asked.execute(f"{select} order by ordinal_position", [table])]
    shown = {name: f'"{name}"' for name in columns}
    for private in privates:
        asked.execute(f"create temporary table about_{private.table} (key text)")
        with asked.copy(f"copy about_{private.table} from stdin") as to:
            for key in found[private]:
                to.write_row([str(key)])
        for name, blank in private.columns.items():
            about = f"{private.key}::text in (select key from about_{private.table})"  # noqa: S608
            shown[name] = f'case when {about} then {blank} else "{name}" end'
    which = f" where not ({LEFT_OUT_ROWS[table]})" if table in LEFT_OUT_ROWS else ""
    file = folder / TABLES / f"{table}.copy"
    file.parent.mkdir(exist_ok=True)
    with file.open("wb") as written:
        written.write((",".join(columns) + "\n").encode())
        with asked.copy(f'copy (select {", ".join(shown.values())} from "{table}"{which}) to stdout') as rows:  # noqa: S608
            for block in rows:
                written.write(block)
    return file


def _pg_dump(dump: Path, snapshot: str, without: Sequence[str], told: dict[str, str]) -> None:
    variables = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    env = os.environ | {variables[name]: value for name, value in told.items()}
    out = [f"--exclude-table-data=public.{table}" for table in without]
    words = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", *out]
    try:
        done = subprocess.run([*words, f"--file={dump}"], env=env, check=False, capture_output=True, text=True)  # noqa: S603
    except FileNotFoundError:
        raise ImproperlyConfigured("a backup of PostgreSQL needs pg_dump; install PostgreSQL's client tools") from None
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["it did not say why"])[0]
        raise ImproperlyConfigured(f"pg_dump did not write the backup: {said}")


def _write(file: Path, lines: Iterable[str]) -> None:
    with file.open("w", encoding="utf-8") as written:
        for line in lines:
            written.write(f"{line}\n")
