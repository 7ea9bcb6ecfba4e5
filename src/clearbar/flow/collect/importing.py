"""Ratings of a table → evidence, in one commit; rows that cannot be used → rejected.csv."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import RawIOBase
from pathlib import Path
from secrets import token_bytes
from typing import Any, BinaryIO, cast

import pyarrow as pa

from clearbar import intake
from clearbar.engines import RATINGS, Evidence
from clearbar.flow.collect.refusals import Refusals, refusals
from clearbar.intake import tables
from clearbar.intake.tables import Known, Map, Plan, Refused
from clearbar.model.book import Book
from clearbar.model.errors import EvidenceFault, Fault, InputFault
from clearbar.model.evidence import Kept, StandardRow

MOST_SHOWN = 20
"""So many refusals are told one by one; all stand in the file."""


@dataclass(frozen=True)
class Imported:
    """What importing came to. `rows` were read, of `rejected` of them something could not be used; `ratings` were
    handed to the evidence, where `kept` tells what became of them.

    `refused` are the first reasons, `reasons` counts all by code, `rejected_file` holds them. `not_read` are columns
    that mean nothing here, `cut` says where the file ends too early, `notes` what else should be known. `unanswered`
    counts questions that a row of several leaves open.
    """

    kept: Kept
    rows: int
    ratings: int
    rejected: int
    refused: tuple[Refused, ...] = ()
    reasons: Mapping[str, int] = field(default_factory=dict)
    rejected_file: Path | None = None
    not_read: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cut: str = ""
    unanswered: int = 0


@dataclass
class _Count:
    rows: int = 0
    ratings: int = 0
    rejected: int = 0
    unanswered: int = 0
    refused: list[Refused] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)


def import_ratings(
    file: Path | str,
    evidence: Path | str,
    *,
    book: Book | None = None,
    map: Map | None = None,
    correct: bool = False,
    rejected: Path | str | None = None,
    progress: Callable[[int], None] | None = None,
) -> Imported:
    """Keeps the ratings of a table (CSV, TSV, JSON lines, Parquet or a workbook) in the folder `evidence`.

    Columns are named as in docs/evidence.md, or as `map` says. `book` gives the editions that hold now; without it
    they are those of the evidence. A row that cannot be used is left out and told, in the file `rejected` if it is
    named; the others are kept, all in one commit. `correct` lets a rating that comes again with other content replace
    the one kept. `progress` is told how many more bytes were read.

    Raises InputFault where the table, or what the map says of it, cannot be read at all, and EvidenceFault.
    """
    path, how = Path(file), map or Map()
    with path.open("rb") as opened, refusals(Path(rejected) if rejected else None, path.name) as sink:
        table = tables.open_table(_told(opened, progress), str(file), how)
        plan = tables.make_plan(table, how, str(file))
        store, known, editions = _store(Path(evidence), book)
        secrets = tables.Secrets(store.key, token_bytes(32))
        settings = tables.Settings(plan, how, known, secrets, RATINGS, datetime.now(UTC))
        count = _Count()
        kept = store.keep(_batches(table, settings, count, sink), editions, correct=correct)
        written = sink.finish()
    return _imported(kept, count, table, plan, written)


def _store(path: Path, book: Book | None) -> tuple[Evidence, Known, list[StandardRow]]:
    """The evidence, with the editions that are known there and in the book. EvidenceFault for a mirror."""
    editions = [intake.standard_row(placed) for placed in book.placed()] if book else []
    if book is None and not Evidence.is_there(path):
        hint = "the first import needs --book BOOK, which says what the standards are"
        raise InputFault([Fault(str(path), 0, 0, "CI036", "there is no evidence here yet", hint)])
    store = Evidence.create(path)
    if store.is_mirror:
        raise EvidenceFault(f"{path} mirrors another database and takes no imports: import there instead")
    return store, tables.known(store.standards(), editions), editions


def _batches(table: tables.Table, settings: tables.Settings, count: _Count, sink: Refusals) -> Iterator[pa.RecordBatch]:
    for block in table.blocks(settings.plan.wanted):
        done = tables.clean(block, settings)
        count.rows += done.rows
        count.unanswered += done.unanswered
        count.ratings += sum(batch.num_rows for batch in done.batches)
        count.rejected += len({one.row for one in done.refused})
        count.reasons.update(one.code for one in done.refused)
        count.refused += done.refused[: MOST_SHOWN - len(count.refused)]
        sink.write(done.refused)
        yield from done.batches


def _imported(kept: Kept, count: _Count, table: tables.Table, plan: Plan, written: Path | None) -> Imported:
    notes = list(table.notes.said)
    if table.notes.recoded:
        were = "line was not UTF-8 and was" if table.notes.recoded == 1 else "lines were not UTF-8 and were"
        notes.append(f"{table.notes.recoded:,} {were} read as Windows-1252.")
    return Imported(
        kept=kept,
        rows=count.rows,
        ratings=count.ratings,
        rejected=count.rejected,
        refused=tuple(count.refused),
        reasons=dict(sorted(count.reasons.items())),
        rejected_file=written,
        not_read=plan.not_read,
        notes=tuple(notes),
        cut=table.notes.cut,
        unanswered=count.unanswered,
    )


class _Counted(RawIOBase):
    """A stream that tells how many bytes were read from it."""

    def __init__(self, stream: BinaryIO, told: Callable[[int], None]) -> None:
        super().__init__()
        self._stream, self._report = stream, told

    def read(self, size: int = -1) -> bytes:
        """As the stream does."""
        found = self._stream.read(size)
        self._report(len(found))
        return found

    def readinto(self, buffer: Any) -> int:
        """As the stream does."""
        found = self.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def seek(self, offset: int, whence: int = 0) -> int:
        """As the stream does."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """As the stream does."""
        return self._stream.tell()

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True


def _told(stream: BinaryIO, progress: Callable[[int], None] | None) -> BinaryIO:
    return stream if progress is None else cast(BinaryIO, _Counted(stream, progress))
