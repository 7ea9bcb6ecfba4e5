"""Runs queries with DuckDB on the files that the newest version of the evidence lists."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from clearbar.engines.delta import Evidence
from clearbar.engines.tables import SCHEMAS
from clearbar.model.errors import EngineFault, EvidenceFault
from clearbar.model.question import Query, Sums

SLICE_ROWS = 500_000
"""A query that can be counted in slices is cut so that about so many ratings are read at a time: the groups of one
slice then nearly fit the processor's caches, and memory stays bounded however much evidence there is."""

MAX_BESIDE = 8
"""At most so many slices are counted side by side."""

MEMORY_LIMIT = "2GB"


class DuckDB:
    """One version of the evidence, open for counting. It stays at that version while others write."""

    def __init__(self, evidence: Evidence) -> None:
        self.version, ratings = evidence.newest("ratings")
        # Looked up later than the ratings: editions are only ever added, so none is lacking.
        self._files = {name: ratings if name == "ratings" else evidence.files(name) for name in SCHEMAS}
        # What does not fit in memory goes to a private folder of the system's, never into the one we were called in.
        self._spill = TemporaryDirectory(prefix="clearbar-", ignore_cleanup_errors=True)
        self._con = duckdb.connect(
            config={
                "memory_limit": MEMORY_LIMIT,
                "preserve_insertion_order": False,
                "temp_directory": self._spill.name,
            }
        )
        self._con.execute("set global timezone = 'UTC'")
        self._con.execute("set parquet_metadata_cache = true")
        for name in SCHEMAS:
            self._view(name, self._files[name])

    def close(self) -> None:
        """Lets the engine go."""
        self._con.close()
        self._spill.cleanup()

    def run(self, query: Query) -> Sums:
        """The answer as columns. EngineFault, with the SQL, where the engine refuses."""
        slices = self._slices(query)
        parts = self._beside(query, slices) if len(slices) > 1 else [_once(self._con, query, slices[0])]
        return {name: np.concatenate([part[name] for part in parts]) for name in query.columns}

    def _view(self, name: str, files: Sequence[str]) -> None:
        if files:
            listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
            source = f"read_parquet([{listed}], hive_partitioning = false)"
        else:
            self._con.register("nothing", pa.Table.from_batches([], SCHEMAS[name]))
            self._con.execute(f"create table no_{name} as select * from nothing")
            source = f"no_{name}"
        try:
            self._con.execute(f"create view {name} as select * from {source}")
        except duckdb.Error as error:
            self.close()
            reason = str(error).partition("\n")[0]
            raise EvidenceFault(f"a file of the evidence's {name} cannot be read: {reason}") from error

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
        if query.slice_by is None or not self._files["ratings"]:
            return ["true"]
        groups = self._con.execute(
            """select cast(stats_min_value as bigint) as low, sum(row_group_num_rows) from parquet_metadata($files)
               where path_in_schema = $column and stats_min_value is not null group by low order by low""",
            {"files": self._files["ratings"], "column": query.slice_by},
        ).fetchall()
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
    try:
        table = con.sql(sql, params=list(query.values)).to_arrow_table()
    except duckdb.Error as error:
        raise EngineFault(f"the engine refused a query: {str(error).splitlines()[0]}", sql) from error
    return {name: _column(table[name]) for name in query.columns}


def _column(column: pa.ChunkedArray[Any]) -> Any:
    """A NumPy array; sums of integers come as wide decimals and leave as 64-bit integers. Of a text that stands in
    many rows there is one object."""
    if pa.types.is_string(column.type):
        coded = column.combine_chunks().dictionary_encode(null_encoding="encode")
        return np.array(coded.dictionary.to_pylist(), dtype=object)[coded.indices.to_numpy()]
    if pa.types.is_decimal(column.type):
        column = column.cast(pa.int64())
    return np.array(column.to_numpy(zero_copy_only=False))  # a view would keep all columns of the slice alive
