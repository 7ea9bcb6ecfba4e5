"""PostgreSQL restored: one script in one transaction, so that the database is the backup's or what it was.

tables without rows → rows of pg_dump → rows of COPY → private values, as far as keys open them → keys and indexes
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from psycopg import sql

from clearbar.web.site.archive import Manifest, Ring
from clearbar.web.site.boxes import opened
from clearbar.web.site.faults import NotStarted
from clearbar.web.site.restored import demand_counts

_EMPTY = "select count(*) from pg_tables where schemaname = 'public'"


def refill(folder: Path, manifest: Manifest, ring: Ring, *, over: bool) -> int:
    """Restores the database that the settings name; how many boxes stay closed. Raises NotStarted."""
    with connection.cursor() as asked:
        asked.execute(_EMPTY)
        if asked.fetchone()[0] and not over:
            raise NotStarted(
                f"the database {connection.settings_dict['NAME']} is in use; nothing was changed. Name an empty one, "
                "or say --over to put the backup in its place"
            )
    connection.close()
    closed = _script(folder, ring, over)
    _run(["psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", str(folder / "all.sql")])
    with connection.cursor() as asked:
        counts = {}
        for name in manifest.counts:
            asked.execute(f'select count(*) from "{name}"')  # noqa: S608
            counts[name] = asked.fetchone()[0]
    demand_counts(manifest.counts, counts)
    return closed


def _script(folder: Path, ring: Ring, over: bool) -> int:
    """Writes the script; how many boxes stay closed."""
    for section in ("pre-data", "data", "post-data"):
        out = f"--file={folder / section}.sql"
        _run(
            ["pg_restore", "--no-owner", "--no-privileges", f"--section={section}", out, str(folder / "clearbar.dump")]
        )
    closed = 0
    with (folder / "all.sql").open("w", encoding="utf-8") as script:
        if over:
            script.write("drop schema public cascade;\ncreate schema public;\n")
        script.write(f"\\i '{folder / 'pre-data.sql'}'\n\\i '{folder / 'data.sql'}'\nset search_path = public;\n")
        for file in sorted((folder / "tables").glob("*.copy")):
            with file.open("rb") as rows:
                columns = rows.readline().decode().strip()
                bare = file.with_suffix(".rows")
                with bare.open("wb") as to:
                    while block := rows.read(1024 * 1024):
                        to.write(block)
            names = ", ".join(f'"{name}"' for name in columns.split(","))
            script.write(f"\\copy \"{file.stem}\" ({names}) from '{bare}'\n")
        with (folder / "sealed.jsonl").open(encoding="utf-8") as lines:
            for one in opened(lines, ring.keys):
                if one is None:
                    closed += 1
                    continue
                put = sql.SQL("update {} set {} = {} where {} = {};\n").format(
                    sql.Identifier(one.table), sql.Identifier(one.column), sql.Literal(one.value),
                    sql.Identifier(one.key_column), sql.Literal(one.key),
                )  # fmt: skip
                script.write(put.as_string(None))
        script.write(f"\\i '{folder / 'post-data.sql'}'\n")
    return closed


def _run(words: Sequence[str]) -> None:
    said = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    env = os.environ | {variable: str(said[key]) for variable, key in named.items() if said[key]}
    try:
        done = subprocess.run(words, env=env, check=False, capture_output=True, text=True)  # noqa: S603
    except FileNotFoundError:
        tools = "restoring PostgreSQL needs pg_restore and psql; install PostgreSQL's client tools"
        raise ImproperlyConfigured(tools) from None
    if done.returncode:
        said_ = next((line for line in done.stderr.splitlines() if "ERROR" in line or "error" in line), "")
        raise NotStarted(f"{words[0]} did not restore the database, which is as it was: {said_.strip()[:300]}")


def new_database(name: str) -> None:
    """An empty database beside the one that the settings name, for a trial. Raises NotStarted."""
    _beside(sql.SQL("create database {}").format(sql.Identifier(name)))


def drop_database(name: str) -> None:
    """Takes it away."""
    _beside(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _beside(statement: sql.Composed) -> None:
    said = connection.settings_dict
    named = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    told = {name: str(said[key]) for name, key in named.items() if said[key]}
    try:
        with psycopg.connect(autocommit=True, **told) as asked:  # type: ignore[arg-type]
            asked.execute(statement)
    except psycopg.Error as fault:
        first = str(fault).splitlines()[0]
        raise NotStarted(
            f"a trial needs a database of its own on this server, which could not be made: {first}"
        ) from None
