"""Runs queries with DuckDB on the files that the newest version of the evidence, or of a rollup, lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pyarrow as pa

from clearbar.engines.engine import columns
from clearbar.engines.snapshot import Readable
from clearbar.model.errors import EngineFault
from clearbar.model.question import Query, Sums

SLICE_ROWS = 500_000
"""A query that can be counted in slices is cut so that about so many ratings are read at a time: the groups of one
slice then nearly fit the processor's caches, and memory stays bounded however much evidence there is."""

MAX_BESIDE = 8
"""At most so many slices are counted side by side."""

MEMORY_LIMIT = "2GB"


class DuckDB:
    """One version of the evidence, open for counting. It stays at that version while others write. It reads the files
    of that version and nothing else of this computer."""

    def __init__(self, evidence: Readable, *, shared: bool = False) -> None:
        """`shared`: several threads will ask at once, and for long. Its settings are locked then, so that slices are
        counted one after the other: who asks beside has the other cores."""
        self._shared = shared
        self._read = evidence.snapshot()
        self.version = self._read.version
        # What does not fit in memory goes to a private folder of the system's, never into the one we were called in.
        self._spill = TemporaryDirectory(prefix="clearbar-", ignore_cleanup_errors=True)
        self._con = duckdb.connect(
            config={
                "memory_limit": MEMORY_LIMIT,
                "preserve_insertion_order": False,
                "temp_directory": self._spill.name,
            }
        )
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Lets the engine go."""
        self._con.close()
        self._spill.cleanup()

    def run(self, query: Query) -> Sums:
        """The answer as columns; see `Engine.run`."""
        with self._telling(query.sql.replace("{slice}", "true")):
            slices = self._slices(query)
            beside = len(slices) > 1 and not self._shared
            parts = self._beside(query, slices) if beside else [_once(self._con.cursor(), query, one) for one in slices]
            return {name: np.concatenate([part[name] for part in parts]) for name in query.columns}

    def _prepare(self) -> None:
        self._con.execute("set global timezone = 'UTC'")
        self._con.execute("set parquet_metadata_cache = true")
        for name in self._read.schemas:
            self._view(name, self._read.files[name])
        self._lock()

    def _lock(self) -> None:
        """Shuts off all files and addresses but those that are read. SQL is written here alone; this is the second
        wall."""
        files = [file for listed in self._read.files.values() for file in listed]
        self._con.execute("set allowed_paths = $files", {"files": files})
        self._con.execute("set enable_external_access = false")
        if self._shared:
            self._con.execute("set lock_configuration = true")

    def _view(self, name: str, files: Sequence[str]) -> None:
        if files:
            listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
            source = f"read_parquet([{listed}], hive_partitioning = false)"
        else:
            self._con.register("nothing", pa.Table.from_batches([], self._read.schemas[name]))
            self._con.execute(f"create table no_{name} as select * from nothing")
            source = f"no_{name}"
        sql = f"create view {name} as select * from {source}"
        with self._telling(sql):
            self._con.execute(sql)

    @contextmanager
    def _telling(self, sql: str) -> Iterator[None]:
        """Tells in a sentence what keeps the engine from answering."""
        try:
            yield
        except (duckdb.Error, pa.ArrowException, MemoryError) as error:
            if damage := self._read.damage():
                raise damage from error
            raise EngineFault(_reason(error), sql) from error

    def _beside(self, query: Query, slices: Sequence[str]) -> list[Sums]:
        """The slices, one to a core: cores that share a slice would each fill a table of groups and merge them."""
        cores = self._con.execute("select current_setting('threads')").fetchall()[0][0]
        self._con.execute("set threads = 1")
        try:
            with ThreadPoolExecutor(min(cores, MAX_BESIDE)) as pool:
                return list(pool.map(lambda part: _once(self._con.cursor(), query, part), slices))
        finally:
            self._con.execute(f"set threads = {cores}")

    def _slices(self, query: Query) -> list[str]:
        """Filters that together let every rating through once; a single open one where slicing does not pay."""
        files = self._read.files.get(query.reads)
        if query.slice_by is None or not files:
            return ["true"]
        groups = (
            self._con.cursor()
            .execute(
                """select cast(stats_min_value as bigint) as low, sum(row_group_num_rows) from parquet_metadata($files)
               where path_in_schema = $column and stats_min_value is not null group by low order by low""",
                {"files": files, "column": query.slice_by},
            )
            .fetchall()
        )
        bounds, filled = [], 0
        for low, rows in groups:
            if filled >= SLICE_ROWS:
                bounds.append(low)
                filled = 0
            filled += rows
        if not bounds:
            return ["true"]
        column = query.slice_by
        middle = [f"{column} >= {low} and {column} < {high}" for low, high in pairwise(bounds)]
        return [f"{column} < {bounds[0]}", *middle, f"{column} >= {bounds[-1]}"]


def _once(con: duckdb.DuckDBPyConnection, query: Query, slice_filter: str) -> Sums:
    sql = query.sql.replace("{slice}", slice_filter)
    return columns(con.sql(sql, params=list(query.values)).to_arrow_table(), query)


def _reason(error: Exception) -> str:
    """Why the engine gave up, in a sentence. Its own words only where they tell of the machine: others quote what was
    asked."""
    first = str(error).partition("\n")[0]
    if isinstance(error, (duckdb.OutOfMemoryException, MemoryError)):
        hint = "ask for fewer groups, or of fewer ratings, at a time"
        return f"{MEMORY_LIMIT} of memory and the room for files beside it are too small for this question; {hint}"
    if isinstance(error, duckdb.IOException):
        return f"the engine could not go on: {first}"
    known = isinstance(error, duckdb.Error)
    return f"the engine refused a query: {first.partition(':')[0] if known else type(error).__name__}"
