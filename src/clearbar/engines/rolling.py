"""Makes a rollup, and makes it follow its evidence: only weeks whose ratings changed are written anew.

Files of evidence are never changed, only added and taken from its list. So the weeks that can have changed are those in
files that were listed then and are not now, or the other way round. Each of them is counted, and written where it now
holds something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from os import fsync
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from clearbar.engines.delta import Evidence
from clearbar.engines.lease import LEASE, writing
from clearbar.engines.rollup import FORMAT, Manifest, Part, Rollup
from clearbar.engines.tables import MANIFEST, ROLLUP
from clearbar.model.errors import EvidenceFault
from clearbar.model.evidence import Rolled
from clearbar.model.question import Query, Sums

BATCH_ROWS = 200_000
"""Weeks are counted together as long as they have no more ratings than this: what is held in memory stays bounded."""

MEMORY_LIMIT = "1GB"
"""What adding cells up may hold in memory; the rest goes to disk."""

WAIT_SECONDS = 10.0
"""So long one waits for another that makes the same rollup."""

_ALL = ""
"""The place of the table that is not kept by week."""


class Rolling:
    """A rollup that is being made. `read` is the version of the evidence that is counted, `batches` the weeks that can
    have changed since the last time: each batch is to be `put`. Nothing is seen by readers before `finish`."""

    def __init__(self, folder: Path, evidence: Evidence) -> None:
        """Both as they stand now; the lease is the caller's (see `rolling_up`). EvidenceFault where the rollup was made
        from other evidence."""
        self._folder = folder
        self.read = evidence.snapshot()
        self._id, self._path = evidence.id, str(evidence.path.resolve())
        before = Manifest.of(folder) if Rollup.is_there(folder) else None
        if before and before.evidence != self._id and before.path != self._path:
            raise EvidenceFault(f"{folder} was made from other evidence ({before.path}); name another folder")
        self._rebuilt = before is not None and before.evidence != self._id
        self._before = before
        known = before if before and before.format == FORMAT and not self._rebuilt else None
        self._tables = {name: dict(before.tables.get(name, {})) if before else {} for name in ROLLUP}
        read, now = dict(known.read) if known else {}, {Path(file).name: file for file in self.read.files["ratings"]}
        self._read = {name: read[name] if name in read else _weeks(file) for name, file in now.items()}
        changed = {int(week) for name in self._read.keys() - read.keys() for week in self._read[name]}
        changed |= {int(week) for name in read.keys() - self._read.keys() for week in read[name]}
        for week in [week for week in self._tables["cells"] if known is None or not self._is_whole(week)]:
            changed.add(int(week))  # of another format, of other evidence, or broken; a rating may be left of it or not
        self.batches = _batches(sorted(changed), self._read)
        self._run = before.run + 1 if before else 1
        self._written: list[int] = []
        self._dropped: list[int] = []
        self._standards = pa.concat_tables(
            [ROLLUP["standards"].empty_table(), *map(_standards, self.read.files["standards"])]
        ).sort_by("edition")

    def put(self, weeks: Sequence[int], sums: Sums, finishing: Query) -> None:
        """The cells of some weeks, which `finishing` then adds up. Nothing is written of a week that is as it was."""
        every = _table("cells", sums)
        cells = {week: _of(every, week=week) for week in weeks}
        for week in [week for week in weeks if not cells[week].num_rows]:
            if any([self._tables[name].pop(str(week), None) for name in ("cells", "finished")]):
                self._dropped.append(week)
        new = [week for week, table in cells.items() if table.num_rows and not self._is_kept("cells", str(week), table)]
        if not new:
            return
        finished = self._finished(pa.concat_tables([cells[week] for week in new]), finishing)
        for week in new:
            self._write("cells", str(week), [cells[week]])
            self._write("finished", str(week), _apart(_of(finished, week=week)))
        self._written += new

    def finish(self) -> Rolled:
        """Lets readers see it, and removes files that nobody reads any more."""
        if not self._is_kept("standards", _ALL, self._standards):
            self._write("standards", _ALL, [self._standards])
        before = self._before
        tables = self._tables
        made = Manifest(self._id, self._path, self.read.version, self._run, self._read, tables)
        if before is None or (before.read, before.tables, before.format) != (made.read, made.tables, made.format):
            left = before.files - made.files if before else ()
            made = Manifest(self._id, self._path, made.version, made.run, made.read, tables, before=tuple(sorted(left)))
            made.write(self._folder)
            self._sweep(made)
        return Rolled(
            version=self.read.version,
            weeks=len(tables["cells"]),
            cells=sum(part.rows for part in tables["cells"].values()),
            written=tuple(self._written),
            dropped=tuple(self._dropped),
            rebuilt=self._rebuilt,
        )

    def _finished(self, cells: pa.Table, query: Query) -> pa.Table:
        try:
            with (
                TemporaryDirectory(prefix="clearbar-", ignore_cleanup_errors=True) as spill,
                duckdb.connect(config={"memory_limit": MEMORY_LIMIT, "temp_directory": spill}) as con,
            ):
                con.execute("pragma disable_progress_bar")
                con.register("cells", cells)
                con.register("standards", self._standards)
                found = con.sql(query.sql, params=list(query.values)).to_arrow_table()
        except duckdb.Error as error:
            raise EvidenceFault(f"{self._folder} cannot be made: {type(error).__name__}") from error
        table: pa.Table = found.select(ROLLUP["finished"].names).cast(ROLLUP["finished"])
        return table

    def _is_kept(self, name: str, week: str, table: pa.Table) -> bool:
        """Whether the file that stands holds exactly this."""
        part = self._tables[name].get(week)
        if part is None or self._before is None or self._before.format != FORMAT:
            return False
        file = self._folder / part.file
        try:
            return _size(file) == part.bytes and bool(pq.read_table(file, schema=ROLLUP[name]).equals(table))
        except (OSError, ValueError, pa.ArrowException):
            return False  # broken: it is written anew

    def _is_whole(self, week: str) -> bool:
        """Whether the files of a week are there as they were written. Where not, they count for nothing."""
        parts = [self._tables[name][week] for name in ("cells", "finished")]
        if all(_size(self._folder / part.file) == part.bytes for part in parts):
            return True
        self._tables["cells"][week] = replace(parts[0], bytes=-1)
        return False

    def _write(self, name: str, week: str, groups: Sequence[pa.Table]) -> None:
        """A file of a table, each group compressed together; it is on the disk when this returns."""
        file = f"{name}/{f'{week}-' if week else ''}{self._run}.parquet"
        target = self._folder / file
        target.parent.mkdir(exist_ok=True)
        with target.open("wb") as out:
            with pq.ParquetWriter(out, ROLLUP[name], compression="zstd") as writer:
                for group in groups:
                    writer.write_table(group)
            out.flush()
            fsync(out.fileno())
        self._tables[name][week] = Part(file, target.stat().st_size, sum(group.num_rows for group in groups))

    def _sweep(self, made: Manifest) -> None:
        keep = made.files | set(made.before)
        for name in ROLLUP:
            for file in (self._folder / name).glob("*.parquet"):
                if f"{name}/{file.name}" not in keep:
                    file.unlink()


@contextmanager
def rolling_up(folder: Path, evidence: Evidence) -> Iterator[Rolling]:
    """The rollup in a folder, begun where there is none, for one writer at a time. EvidenceFault, with nothing touched,
    where the folder holds other things or another rollup, and where it cannot be written."""
    _refuse_other_things(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with writing(folder, WAIT_SECONDS):
            yield Rolling(folder, evidence)
    except OSError as error:
        raise EvidenceFault(f"{folder} cannot be written: {error.strerror or error}; it is as it was") from error


def _refuse_other_things(folder: Path) -> None:
    if folder.is_file():
        raise EvidenceFault(f"{folder} is a file; a rollup is kept in a folder")
    found = {one.name for one in folder.iterdir()} if folder.exists() else set()
    if found - {MANIFEST, f"{MANIFEST}.part", LEASE, *ROLLUP}:
        raise EvidenceFault(f"{folder} holds other things; a rollup is kept in a folder of its own")


def _size(file: Path) -> int:
    """The bytes of a file; none of a missing one."""
    return file.stat().st_size if file.is_file() else 0


def _batches(weeks: Sequence[int], read: Mapping[str, Mapping[str, int]]) -> list[list[int]]:
    """The weeks, one after the other, as many together as may be counted together."""
    rows: Counter[int] = Counter()
    for held in read.values():
        rows.update({int(week): many for week, many in held.items()})
    found: list[list[int]] = []
    filled = 0
    for week in weeks:
        if not found or filled + rows[week] > BATCH_ROWS:
            found.append([])
            filled = 0
        found[-1].append(week)
        filled += rows[week]
    return found


def _apart(finished: pa.Table) -> list[pa.Table]:
    """The sums of each grain and outcome by themselves: so they lie in a file, and a reader passes over what it does
    not need."""
    kinds = dict.fromkeys(zip(finished["grain"].to_pylist(), finished["outcome"].to_pylist(), strict=True))
    return [_of(finished, grain=grain, outcome=outcome) for grain, outcome in kinds]


def _of(table: pa.Table, **held: object) -> pa.Table:
    """The rows whose columns hold these values."""
    for name, value in held.items():
        table = table.filter(pc.field(name) == value)
    return table.combine_chunks()


def _weeks(file: str) -> dict[str, int]:
    """The weeks of which a file of ratings holds some, with how many."""
    try:
        with pq.ParquetFile(file) as opened:
            weeks, counts = np.unique(opened.read(["week"])["week"].to_numpy(), return_counts=True)
        return {str(week): many for week, many in zip(weeks.tolist(), counts.tolist(), strict=True)}
    except (OSError, ValueError, pa.ArrowException) as error:
        raise EvidenceFault(f"{file} is damaged: bring it back from a copy of the evidence (ratings)") from error


def _standards(file: str) -> pa.Table:
    try:
        with pq.ParquetFile(file) as opened:
            return opened.read(ROLLUP["standards"].names).cast(ROLLUP["standards"])
    except (OSError, ValueError, pa.ArrowException) as error:
        raise EvidenceFault(f"{file} is damaged: bring it back from a copy of the evidence (standards)") from error


def _table(name: str, sums: Sums) -> pa.Table:
    """Columns of an engine as a table of a rollup."""
    return pa.table([pa.array(sums[field.name], field.type) for field in ROLLUP[name]], schema=ROLLUP[name])
