"""Keeps evidence: a folder of Delta Lake tables, changed by one writer at a time and one commit at a time.

A reader always sees a whole version. A writer that dies leaves the old version: what it had written so far is not
named by any version. Standards are kept before the ratings that need them, so no version lacks an edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_bytes

import duckdb
import pyarrow as pa
from deltalake import DeltaTable, Schema, write_deltalake
from deltalake.exceptions import DeltaError, TableNotFoundError
from filelock import FileLock, Timeout

from clearbar.engines.merge import Sorted, sort_out
from clearbar.engines.tables import MONTH, SCHEMAS, batches
from clearbar.model.errors import EvidenceFault
from clearbar.model.evidence import Kept, Rating, StandardRow

COMMIT_ROWS = 200_000
"""Rows handed to the writer at a time."""

MAX_FILES = 400
"""More files than this in a table are written together into fewer, larger ones."""


class Evidence:
    """The evidence in one folder. Opening it reads nothing but the newest version's number."""

    def __init__(self, path: Path) -> None:
        """`path` must hold evidence; EvidenceFault otherwise (see `create`)."""
        self.path = path
        if not (path / "ratings" / "_delta_log").is_dir():
            raise EvidenceFault(f"{path} holds no evidence; `clearbar check BOOK CONVERSATIONS -o {path}` makes some")

    @classmethod
    def create(cls, path: Path) -> Evidence:
        """The evidence at `path`, begun there if the folder is new or empty."""
        if not path.exists() or not any(path.iterdir()) or (path / "key").exists():
            path.mkdir(parents=True, exist_ok=True)
            with _writing(path):
                _make_key(path / "key")
                for table in reversed(SCHEMAS):
                    _make_table(path / table, table)
        return cls(path)

    @property
    def version(self) -> int:
        """The number of the newest version of the ratings."""
        return self._table("ratings").version()

    @property
    def key(self) -> bytes:
        """The secret that keeps the ids of anonymous ratings from being guessed. It stays in this folder."""
        return (self.path / "key").read_bytes()

    def files(self, table: str) -> list[str]:
        """The Parquet files that the newest version of `table` lists."""
        return list(self._table(table).file_uris())

    def keep(self, ratings: Iterable[Rating], standards: Iterable[StandardRow], *, correct: bool = False) -> Kept:
        """Keeps ratings, in one commit, and before them the editions that they need.

        The same rating again changes nothing. The same id with other content is a conflict: the first one stands,
        unless `correct`, when the last one does. EvidenceFault if another writer is at work.
        """
        with _writing(self.path):
            self._keep_standards(standards)
            with duckdb.connect() as con:
                con.execute("set timezone = 'UTC'")
                found = sort_out(con, batches("ratings", ratings), self.files("ratings"), correct)
                self._commit(con, found)
            return Kept(found.new, found.same, found.changed, found.conflicts, self.version)

    def _table(self, name: str) -> DeltaTable:
        try:
            return DeltaTable(str(self.path / name))
        except (TableNotFoundError, DeltaError) as error:
            raise EvidenceFault(f"{self.path / name} cannot be read as a table of evidence: {error}") from error

    def _keep_standards(self, rows: Iterable[StandardRow]) -> None:
        """Appends the editions that are new, in one commit; none where there are none."""
        known = set(self._table("standards").to_pyarrow_table(columns=["edition"])["edition"].to_pylist())
        fresh = {row.edition: row for row in rows if row.edition not in known}
        if fresh:
            table = pa.Table.from_batches(batches("standards", fresh.values()))
            write_deltalake(str(self.path / "standards"), table, mode="append")

    def _commit(self, con: duckdb.DuckDBPyConnection, found: Sorted) -> None:
        table = self._table("ratings")
        if found.changed:
            rows = con.sql("select * exclude (place) from keep").to_arrow_table()
            merge = table.merge(rows, "old.rating = new.rating", source_alias="new", target_alias="old")
            merge.when_matched_update_all().when_not_matched_insert_all().execute()
        elif found.new:
            rows = con.sql("select * exclude (place) from keep").to_arrow_reader(COMMIT_ROWS)
            write_deltalake(table, rows, mode="append")
        if len(table.file_uris()) > MAX_FILES:
            table.optimize.compact()


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Holds the one lease to write; the system gives it back when the process ends, however it ends."""
    lock = FileLock(str(path / ".writing"))
    try:
        lock.acquire(timeout=10)
    except Timeout as error:
        raise EvidenceFault(f"{path} is being written by another process; try again when it has finished") from error
    try:
        yield
    finally:
        lock.release()


def _make_key(path: Path) -> None:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(token_bytes(32))


def _make_table(path: Path, name: str) -> None:
    if DeltaTable.is_deltatable(str(path)):
        return
    schema, partition = SCHEMAS[name], None
    if name == "ratings":
        schema, partition = schema.append(MONTH), [MONTH.name]
    DeltaTable.create(str(path), Schema.from_arrow(schema), mode="ignore", partition_by=partition)
