"""Keeps evidence: a folder of Delta Lake tables, changed by one writer at a time and one commit at a time.

A reader always sees a whole version. A writer that dies leaves the old version: what it had written so far is not
named by any version. Standards are kept before the ratings that need them, so no version lacks an edition. What the
tables and files hold stands in docs/evidence.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from os import fsync
from pathlib import Path
from secrets import token_bytes
from shutil import rmtree
from typing import Any
from urllib.parse import unquote

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable, Schema, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError, TableNotFoundError

from clearbar.engines.beside import Beside
from clearbar.engines.lease import writing
from clearbar.engines.merge import Sorted, sort_out
from clearbar.engines.snapshot import Snapshot
from clearbar.engines.tables import MANIFEST, MONTH, SCHEMAS, batches, standard_rows
from clearbar.model.errors import EvidenceFault
from clearbar.model.evidence import Event, Invitation, Kept, Rating, StandardRow

COMMIT_ROWS = 50_000
"""Rows handed to the writer at a time."""

FILE_BYTES = 16 * 1024 * 1024
"""A file of about this size is ended and another begun. The writer holds what it has of each month in memory."""

_GROUPS = WriterProperties(max_row_group_size=100_000)
"""Rows of a file are compressed together, so many at a time; until then they lie in memory as they are."""

MAX_FILES = 400
"""More files than this in a table are written together into fewer, larger ones."""

MEMORY_LIMIT = "400MB"
"""What sorting arrivals out may hold in memory; the rest goes to disk."""

MIRROR = "mirror"
"""A file of this name marks a folder that another database keeps up to date: it alone may write there."""

TOLD_PERSONS = "single persons may be told"
"""What stands in that file where the organisation lets leaders see figures of single persons; else it is empty."""

WAIT_SECONDS = 10.0
"""So long a writer waits for another one to finish."""

KEY_BYTES = 32

_MISREAD = frozenset("%\\[]^|*?")
"""Characters of a path that the table format or the engine takes for something else than themselves."""


class Evidence:
    """The evidence in one folder. Opening it reads nothing but the newest version's number."""

    def __init__(self, path: Path) -> None:
        """`path` must hold evidence; EvidenceFault otherwise (see `create`)."""
        self.path = path
        if not _is_whole(path):
            raise EvidenceFault(_what_else(path))

    @classmethod
    def create(cls, path: Path) -> Evidence:
        """The evidence at `path`, begun there if the folder is new or empty, finished if a beginning was cut short.

        Raises EvidenceFault, with nothing touched, where the folder holds other things.
        """
        if not _is_whole(path):
            _refuse_other_things(path)
            path.mkdir(parents=True, exist_ok=True)
            with writing(path, WAIT_SECONDS):
                _make_key(path / "key")
                for table in reversed(SCHEMAS):
                    _make_table(path / table, table)
        return cls(path)

    @staticmethod
    def is_there(path: Path) -> bool:
        """Whether evidence was begun and finished at `path`. EvidenceFault for a path that cannot hold any."""
        return _is_whole(path)

    @property
    def version(self) -> int:
        """The number of the newest version of the ratings."""
        return self._table("ratings").version()

    @property
    def id(self) -> str:
        """What tells this evidence from any other, also from one that is made anew in the same folder."""
        return str(self._table("ratings").metadata().id)

    @property
    def key(self) -> bytes:
        """The secret that keeps the ids of anonymous ratings from being guessed. It stays in this folder.

        Without it the same anonymous rating would get another id and count twice, so it is never made anew.
        """
        file = self.path / "key"
        key = file.read_bytes() if file.is_file() else b""
        if len(key) != KEY_BYTES:
            raise EvidenceFault(f"{file} is not the key of this evidence: bring it back from a copy of the folder")
        return key

    @property
    def is_mirror(self) -> bool:
        """Whether this folder is a mirror of another database: ratings kept here would be lost when it is rebuilt."""
        return (self.path / MIRROR).exists()

    @property
    def tells_persons(self) -> bool:
        """Whether figures of single persons may be told of it: always, unless it is a mirror, whose organisation then
        switched that on (`TOLD_PERSONS` stands in its mark)."""
        mark = self.path / MIRROR
        return not self.is_mirror or mark.read_text(encoding="utf-8").strip() == TOLD_PERSONS

    def standards(self) -> list[StandardRow]:
        """Every edition that was ever kept, in no order."""
        return standard_rows(self._standards())

    def files(self, table: str) -> list[str]:
        """The Parquet files that the newest version of `table` lists."""
        return self.newest(table)[1]

    def newest(self, table: str) -> tuple[int, list[str]]:
        """The number of the newest version of `table` with the Parquet files that it lists."""
        found = self._table(table)
        return found.version(), [unquote(uri) for uri in found.file_uris()]

    def listed(self, table: str) -> tuple[int, dict[str, int]]:
        """The number of the newest version of `table` with the Parquet files that it lists and the bytes of each."""
        found, folder = self._table(table), (self.path / table).resolve()
        actions = pa.RecordBatchReader.from_stream(found.get_add_actions()).read_all()
        files = actions.select(["path", "size_bytes"]).to_pylist()
        return found.version(), {str(folder / unquote(file["path"])): file["size_bytes"] for file in files}

    def snapshot(self) -> Snapshot:
        """The newest version. EvidenceFault where a file of it is missing or has another size than it was written
        with."""
        version, ratings = self.listed("ratings")
        # Looked up later than the ratings: editions are only ever added, so none is lacking.
        tables = {name: ratings if name == "ratings" else self.listed(name)[1] for name in SCHEMAS}
        return Snapshot.whole(version, SCHEMAS, tables, "bring it back from a copy of the evidence")

    def keep(
        self, ratings: Iterable[Rating | pa.RecordBatch], standards: Iterable[StandardRow], *, correct: bool = False
    ) -> Kept:
        """Keeps ratings, in one commit, and before them the editions that they need.

        Ratings come as rows or, where there are many, as whole Arrow batches in the columns of docs/evidence.md.
        The same rating again changes nothing. The same id with other content is a conflict: the first one stands,
        unless `correct`, when the last one does. EvidenceFault if another writer is at work.
        """
        with writing(self.path, WAIT_SECONDS):
            return self._keep(ratings, standards, correct)

    def keep_beside(self, rows: Iterable[Invitation | Event], *, correct: bool = False) -> Kept:
        """Keeps invitations or events, in one commit, by their ids, as `keep` does ratings.

        Of an id that comes again with other content the first one stands, unless `correct`, when the last one does.
        """
        arrived: list[Invitation | Event] = list(rows)
        if not arrived:
            return Kept(0, 0, 0, (), self.version)
        name = "invitations" if isinstance(arrived[0], Invitation) else "events"
        with writing(self.path, WAIT_SECONDS):
            found = Beside.sorted_out(self._rows(name, arrived), arrived, correct)
            if found.fresh or found.changed:
                self._commit_beside(name, found)
            return Kept(len(found.fresh), found.same, len(found.changed), found.conflicts, self.version, found.refused)

    def _keep(
        self, ratings: Iterable[Rating | pa.RecordBatch], standards: Iterable[StandardRow], correct: bool
    ) -> Kept:
        """`keep` for whoever holds the lease."""
        self._keep_standards(standards)
        with _sorting(self.path / ".spill") as con:
            found = self._sort_out(con, ratings, correct)
            self._commit(con, found)
        return Kept(found.new, found.same, found.changed, found.conflicts, self.version, found.refused)

    def _commit_beside(self, name: str, found: Beside) -> None:
        table, key = self._table(name), SCHEMAS[name].names[0]
        rows = pa.Table.from_batches(batches(name, [*found.fresh, *found.changed]))
        with self._committing():
            if found.changed:
                merge = table.merge(rows, f"old.{key} = new.{key}", source_alias="new", target_alias="old")
                merge.when_matched_update_all().when_not_matched_insert_all().execute()
            else:
                write_deltalake(table, rows, mode="append")
        self._compact(table)

    def _rows(self, name: str, arrived: Iterable[Invitation | Event]) -> list[dict[str, Any]]:
        """The rows that are kept under the ids that arrive."""
        names = SCHEMAS[name].names
        ids = pa.array({getattr(row, names[0]) for row in arrived}, pa.string())
        try:
            found = self._table(name).to_pyarrow_table().select(names)
            return list(found.filter(pc.is_in(found[names[0]].cast(pa.string()), ids)).to_pylist())
        except (OSError, pa.ArrowException) as error:
            reason = str(error).partition("\n")[0]
            raise EvidenceFault(f"{self.path / name} cannot be read: {reason}") from error

    def _table(self, name: str) -> DeltaTable:
        try:
            return DeltaTable(str(self.path / name))
        except (TableNotFoundError, DeltaError) as error:
            raise EvidenceFault(f"{self.path / name} cannot be read as a table of evidence: {error}") from error

    def _sort_out(
        self, con: duckdb.DuckDBPyConnection, ratings: Iterable[Rating | pa.RecordBatch], correct: bool
    ) -> Sorted:
        try:
            return sort_out(con, batches("ratings", ratings), self.files("ratings"), correct)
        except duckdb.Error as error:
            reason = str(error).partition("\n")[0]
            raise EvidenceFault(f"{self.path} cannot be compared with what arrives: {reason}") from error

    def _keep_standards(self, rows: Iterable[StandardRow]) -> None:
        """Appends the editions that are new, in one commit; none where there are none."""
        known = {row.edition for row in self.standards()}
        fresh = {row.edition: row for row in rows if row.edition not in known}
        if fresh:
            table = pa.Table.from_batches(batches("standards", fresh.values()))
            with self._committing():
                write_deltalake(str(self.path / "standards"), table, mode="append")

    def _standards(self) -> pa.Table:
        try:
            return self._table("standards").to_pyarrow_table()
        except (OSError, pa.ArrowException) as error:
            reason = str(error).partition("\n")[0]
            raise EvidenceFault(f"{self.path / 'standards'} cannot be read: {reason}") from error

    def _commit(self, con: duckdb.DuckDBPyConnection, found: Sorted) -> None:
        table = self._table("ratings")
        with self._committing():
            if found.changed:
                rows = con.sql("select * exclude (place) from keep").to_arrow_table()
                merge = table.merge(rows, "old.rating = new.rating", source_alias="new", target_alias="old")
                merge.when_matched_update_all().when_not_matched_insert_all().execute()
            elif found.new:
                rows = con.sql("select * exclude (place) from keep").to_arrow_reader(COMMIT_ROWS)
                write_deltalake(table, rows, mode="append", target_file_size=FILE_BYTES, writer_properties=_GROUPS)
        self._compact(table)

    def _compact(self, table: DeltaTable) -> None:
        """Writes the small files of a table together where there are many."""
        if len(table.file_uris()) > MAX_FILES:
            with suppress(DeltaError, OSError):  # the commit stands; the next one tries again
                table.optimize.compact()

    @contextmanager
    def _committing(self) -> Iterator[None]:
        """Tells what keeps a commit from being written. Until it is whole, it is none."""
        try:
            yield
        except (DeltaError, OSError, duckdb.Error) as error:
            reason = str(error).partition("\n")[0]
            raise EvidenceFault(f"{self.path} cannot be written, no rating was changed: {reason}") from error


def _is_whole(path: Path) -> bool:
    """Whether evidence was begun and finished at `path`; the ratings are made last. EvidenceFault for a bad path."""
    misread = {one for one in path.resolve().as_posix() if one in _MISREAD or not one.isprintable()}
    if misread:
        signs = " ".join(sorted(one if one.isprintable() else repr(one) for one in misread))
        raise EvidenceFault(f"{path} cannot be a folder of evidence: {signs} cannot stand in the path")
    return any((path / "ratings" / "_delta_log").glob("*.json"))


def _what_else(path: Path) -> str:
    """What a folder without evidence is."""
    if (path / MANIFEST).is_file():
        return f"{path} is a rollup, which `clearbar measure` can read; this needs the evidence that it was made from"
    return f"{path} holds no evidence; `clearbar check BOOK CONVERSATIONS -o {path}` makes some"


def _refuse_other_things(path: Path) -> None:
    """EvidenceFault unless the folder holds nothing but what a beginning that was cut short leaves."""
    if path.is_file():
        raise EvidenceFault(f"{path} is a file; evidence is kept in a folder")
    found = list(path.iterdir()) if path.exists() else []
    inside = {one.name for table in found if table.name in SCHEMAS and table.is_dir() for one in table.iterdir()}
    if {one.name for one in found} - {"key", "key.part", ".writing", MIRROR, *SCHEMAS} or inside - {"_delta_log"}:
        raise EvidenceFault(f"{path} holds other things; evidence is kept in a folder of its own")
    if (path / "key").exists() and (path / "key").stat().st_size != KEY_BYTES:
        raise EvidenceFault(f"{path / 'key'} is not the key of evidence; evidence is kept in a folder of its own")


@contextmanager
def _sorting(spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that works in `spill`, inside the evidence and as private as that. What arrives is put there,
    compressed; memory holds no more than MEMORY_LIMIT of it."""
    rmtree(spill, ignore_errors=True)  # of a writer that was killed
    try:
        with _opened(spill) as con:
            yield con
    finally:
        rmtree(spill, ignore_errors=True)


def _opened(spill: Path) -> duckdb.DuckDBPyConnection:
    try:
        spill.mkdir(mode=0o700)
        con = duckdb.connect(str(spill / "arriving"), config={"memory_limit": MEMORY_LIMIT})
        con.execute("pragma disable_progress_bar")  # what a command prints is its own
        con.execute("pragma disable_checkpoint_on_shutdown")  # it is thrown away
        con.execute("set timezone = 'UTC'")
    except (OSError, duckdb.Error) as error:
        reason = str(error).partition("\n")[0]
        raise EvidenceFault(f"{spill.parent} cannot be written, no rating was changed: {reason}") from error
    return con


def _make_key(path: Path) -> None:
    """A new key, there as a whole or not at all: an empty one would let the ids of anonymous ratings be guessed."""
    if path.exists():
        return
    unfinished = path.with_name("key.part")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600, exist_ok=False)
    with unfinished.open("r+b") as file:
        file.write(token_bytes(KEY_BYTES))
        file.flush()
        fsync(file.fileno())
    unfinished.replace(path)


def _make_table(path: Path, name: str) -> None:
    if DeltaTable.is_deltatable(str(path)):
        return
    schema, partition = SCHEMAS[name], None
    if name == "ratings":
        schema, partition = schema.append(MONTH), [MONTH.name]
    DeltaTable.create(str(path), Schema.from_arrow(schema), mode="ignore", partition_by=partition)
