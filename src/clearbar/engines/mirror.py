"""Evidence that mirrors another database: that one holds the truth, and this folder follows it.

The newest content of an id replaces what was kept under it, ratings that are gone there go here, and all of it can be
written anew at one go. Because a mirror is told of a few ratings at a time, its small files are written together
early, and files that no version has listed for a day are deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Self

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError

from clearbar.engines import delta
from clearbar.engines.delta import Evidence
from clearbar.engines.lease import writing
from clearbar.engines.merge import sort_out
from clearbar.engines.tables import SCHEMAS, batches
from clearbar.model.errors import EvidenceFault
from clearbar.model.evidence import Event, Invitation, Kept, Rating, StandardRow

MOST_FILES = 32
"""More files than this in one month of a table are written together."""

KEPT_HOURS = 24
"""So long the files of earlier versions stay, for whoever still reads them."""

_LOG = {"delta.logRetentionDuration": "interval 1 days", "delta.deletedFileRetentionDuration": "interval 1 days"}
"""How long the log tells of earlier versions: of many small commits it would grow large."""

_NO_LOG = {
    "delta.logRetentionDuration": "interval 0 seconds",
    "delta.deletedFileRetentionDuration": "interval 0 seconds",
}


class Mirror(Evidence):
    """A folder of evidence that another database keeps up to date."""

    @classmethod
    def create(cls, path: Path) -> Self:
        """The mirror at `path`, begun there if the folder is new, empty or holds evidence without a rating.

        Raises EvidenceFault where it holds other things, or ratings that came some other way: a mirror is written anew
        from its database, and they would be lost.
        """
        Evidence.create(path)
        found = cls(path)
        if not found.is_mirror:
            with writing(path, delta.WAIT_SECONDS):
                found._begin()
        return found

    def merge(self, ratings: Iterable[Rating], standards: Iterable[StandardRow], gone: Collection[str]) -> Kept:
        """Keeps ratings, the newest content of each id, and takes out those whose ids are in `gone`, under one lease.

        The same again changes nothing. A crash leaves some of it done, each commit whole; the same again does the rest.
        """
        leaving = frozenset(gone)
        with writing(self.path, delta.WAIT_SECONDS):
            kept = self._keep((one for one in ratings if one.rating not in leaving), standards, True)
            removed = self._remove(leaving)
            return replace(kept, version=self.version, removed=removed)

    def replace_all(
        self,
        ratings: Iterable[Rating],
        standards: Iterable[StandardRow],
        invitations: Iterable[Invitation],
        events: Iterable[Event],
    ) -> Kept:
        """Puts these rows in the place of all that is kept; the ratings in one commit, the last of all.

        Nothing of what was kept is read but the editions, so that a missing or broken file is mended, too. Editions
        that are known stay.
        """
        with writing(self.path, delta.WAIT_SECONDS):
            with suppress(EvidenceFault):
                standards = [*self.standards(), *standards]
            self._overwrite("standards", {row.edition: row for row in standards})
            self._overwrite("invitations", {row.invitation: row for row in invitations})
            self._overwrite("events", {row.event: row for row in events})
            with delta._sorting(self.path / ".spill") as con:
                found = sort_out(con, batches("ratings", ratings), [], True)
                rows = con.sql("select * exclude (place) from keep").to_arrow_reader(delta.COMMIT_ROWS)
                table = self._table("ratings")
                with self._committing():
                    size, groups = delta.FILE_BYTES, delta._GROUPS
                    write_deltalake(table, rows, mode="overwrite", target_file_size=size, writer_properties=groups)
            self._tidy(self._table("ratings"))
            return Kept(found.new, found.same, 0, (), self.version)

    def let_persons_be_told(self, told: bool) -> None:
        """Notes in the folder whether figures of single persons may be told of it, outside of the application, too."""
        if told != self.tells_persons:
            unfinished = self.path / ".mirror.part"
            unfinished.write_text(delta.TOLD_PERSONS if told else "", encoding="utf-8")
            unfinished.replace(self.path / delta.MIRROR)

    def sweep(self, events: Collection[str]) -> None:
        """Lets nothing be left of what was taken out: events that are not among these ids go, then every file and every
        entry of the logs that only earlier versions need, at once.

        Whoever is reading an earlier version at this moment has to ask again. EvidenceFault where it could not be done.
        """
        with writing(self.path, delta.WAIT_SECONDS):
            kept = frozenset(events)
            with self._committing():
                rows = self._table("events").to_pyarrow_table()
                if set(rows["event"].to_pylist()) - kept:
                    left = rows.filter(pc.is_in(rows["event"].cast(pa.string()), pa.array(sorted(kept), pa.string())))
                    write_deltalake(self._table("events"), left.cast(SCHEMAS["events"]), mode="overwrite")
                for name in SCHEMAS:
                    self._forget_earlier(name)

    def _forget_earlier(self, name: str) -> None:
        """The log tells the least and greatest value of each column of a file, also of files that are gone: so it goes
        as well, up to a checkpoint of the present version."""
        table = self._table(name)
        table.vacuum(0, dry_run=False, enforce_retention_duration=False, full=True)
        table.alter.set_table_properties(_NO_LOG)
        table = self._table(name)
        table.create_checkpoint()
        table.cleanup_metadata()
        table.alter.set_table_properties(_LOG)

    def _begin(self) -> None:
        """Marks the folder before anything is kept in it."""
        if any(self._table(name).version() for name in SCHEMAS if name != "standards"):
            hint = "name a folder of its own for the mirror, or import these ratings into the database first"
            raise EvidenceFault(f"{self.path} holds evidence that came some other way: {hint}")
        with self._committing():
            (self.path / delta.MIRROR).touch()
            for name in ("ratings", "invitations", "events"):
                self._table(name).alter.set_table_properties(_LOG)

    def _remove(self, leaving: Collection[str]) -> int:
        """Takes ratings out, in one commit; none where none of them is there. How many they were."""
        if not leaving:
            return 0
        table, there = self._table("ratings"), self._kept_of(leaving)
        if there.num_rows:
            with self._committing():
                merge = table.merge(there, "old.rating = new.rating", source_alias="new", target_alias="old")
                merge.when_matched_delete().execute()
            self._compact(table)
        return there.num_rows

    def _kept_of(self, ids: Collection[str]) -> pa.Table:
        """Those of the ids under which a rating is kept."""
        nothing = pa.table({"rating": pa.array([], pa.string())})
        files = self.files("ratings")
        if not files:
            return nothing
        try:
            with delta._sorting(self.path / ".spill") as con:
                con.register("leaving", pa.table({"rating": pa.array(sorted(ids), pa.string())}))
                con.execute("create table leave as select distinct rating from leaving")
                sql = """select rating from read_parquet(?, hive_partitioning = false)
                         where rating in (select rating from leave)"""
                found: pa.Table = con.sql(sql, params=[files]).to_arrow_table()
                return found
        except duckdb.Error as error:
            reason = str(error).partition("\n")[0]
            raise EvidenceFault(f"{self.path} cannot be read, no rating was taken out: {reason}") from error

    def _overwrite(self, name: str, rows: dict[str, StandardRow] | dict[str, Invitation] | dict[str, Event]) -> None:
        found = pa.Table.from_batches(batches(name, rows.values()), SCHEMAS[name])
        with self._committing():
            write_deltalake(self._table(name), found, mode="overwrite")

    def _compact(self, table: DeltaTable) -> None:
        """Writes the small files of each crowded month together; then deletes files that nobody reads any more."""
        counts = Counter(_month(uri) for uri in table.file_uris())
        crowded = [month for month, files in counts.items() if files > MOST_FILES]
        with suppress(DeltaError, OSError):  # the commit stands; the next one tries again
            for month in crowded:
                only = [("month", "=", month)] if month else None
                table.optimize.compact(partition_filters=only, target_size=delta.FILE_BYTES)
        if crowded:
            self._tidy(table)

    def _tidy(self, table: DeltaTable) -> None:
        """Deletes the files that versions of more than a day ago have listed last."""
        with suppress(DeltaError, OSError):
            if table.vacuum(KEPT_HOURS, dry_run=True, enforce_retention_duration=False):
                table.vacuum(KEPT_HOURS, dry_run=False, enforce_retention_duration=False)


def _month(uri: str) -> str:
    """The partition that a file lies in; empty where a table has none."""
    folder = uri.rsplit("/", 2)[-2]
    return folder.removeprefix("month=") if folder.startswith("month=") else ""
