"""Invitations and events of a table → evidence, in one commit; rows that cannot be used → rejected.csv."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from clearbar.engines import Evidence
from clearbar.flow.collect.importing import MOST_SHOWN, Imported
from clearbar.flow.collect.refusals import refusals
from clearbar.intake import tables
from clearbar.intake.tables import Refused
from clearbar.intake.tables.beside import Row
from clearbar.model.errors import EvidenceFault, Fault, InputFault

BESIDE = tuple(tables.BESIDE)
"""The tables beside the ratings."""


def import_beside(
    file: Path | str,
    evidence: Path | str,
    what: str,
    *,
    correct: bool = False,
    rejected: Path | str | None = None,
) -> Imported:
    """Keeps the rows of a table of `what`, "invitations" or "events", in the folder `evidence`, which must be there.

    Columns are named as in docs/evidence.md. The same row again changes nothing; one with other content is refused,
    unless `correct`. `ratings` of what is returned counts the rows that were handed to the evidence.

    Raises InputFault where the table cannot be read at all or lacks a column that it needs, and EvidenceFault.
    """
    path = Path(file)
    store = Evidence(Path(evidence))
    if store.is_mirror:
        raise EvidenceFault(f"{evidence} mirrors another database and takes no imports: import there instead")
    rows, refused, reasons, of = list[Row](), list[Refused](), Counter[str](), 0
    with path.open("rb") as opened, refusals(Path(rejected) if rejected else None, path.name) as sink:
        table = tables.open_table(opened, str(file), tables.Map())
        _needed(table, what, str(file))
        for one in tables.taken(table, what):
            of += bool(one.refused)
            rows += [one.row] if one.row else []
            reasons.update(why.code for why in one.refused)
            refused += one.refused[: MOST_SHOWN - len(refused)]
            sink.write(one.refused)
        kept = store.keep_beside(rows, correct=correct)
        written = sink.finish()
    return Imported(
        kept=kept,
        rows=len(rows) + of,
        ratings=len(rows),
        rejected=of,
        refused=tuple(refused),
        reasons=dict(sorted(reasons.items())),
        rejected_file=written,
        not_read=tuple(name for name in table.names if tables.meant(name) not in tables.BESIDE[what]),
        cut=table.notes.cut,
    )


def _needed(table: tables.Table, what: str, file: str) -> None:
    """InputFault where no row of the table could be used, for want of a column."""
    lacking = set(_NEEDED[what]) - {tables.meant(name) for name in table.names}
    if lacking:
        hint = f"columns that are read: {', '.join(tables.BESIDE[what])}"
        raise InputFault([Fault(file, 0, 0, "CI034", f"there is no column `{name}`", hint) for name in sorted(lacking)])


_NEEDED = {"invitations": ("source",), "events": ("kind", "day")}
