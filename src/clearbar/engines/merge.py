"""Sorts incoming ratings out against those that are kept: new, the same, changed, in conflict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from clearbar.engines.tables import SCHEMAS
from clearbar.model.evidence import Conflict

CONTENT = tuple(name for name in SCHEMAS["ratings"].names if name not in {"rating", "response"})
"""Columns that make two ratings of one id the same. `response` is drawn anew each time and does not."""

MAX_CONFLICTS = 1000
"""So many conflicts are told one by one."""

_MONTH = """
case when day is not null then strftime(strptime(cast(day as varchar), '%Y%m%d'), '%Y-%m')
     else strftime(strptime(cast(week * 10 + 1 as varchar), '%G%V%u'), '%Y-%m') end
"""

_ORDER = "month, week, day is null, case when day is null then rating end, place"
"""Rows lie in the order of their weeks, so that a part of the time is a part of the file. Anonymous ones stand by
themselves, ordered by their keyed ids: between the rows that came with them, their place would tell the interaction."""


@dataclass(frozen=True)
class Sorted:
    """Counts of a sorted batch. The rows to keep stand in the connection's table `keep`."""

    new: int
    same: int
    changed: int
    conflicts: tuple[Conflict, ...]
    refused: int


def sort_out(
    con: duckdb.DuckDBPyConnection, incoming: Iterator[pa.RecordBatch], kept: list[str], correct: bool
) -> Sorted:
    """Leaves the rows to keep in `keep` (with column `month`), each id once.

    Of an id that comes twice the first row counts, or the last one if `correct`.
    """
    _arrive(con, incoming)
    order = "desc" if correct else "asc"
    con.execute(
        f"""create temp table chosen as select * from incoming
            qualify row_number() over (partition by rating order by place {order}) = 1"""
    )
    _known(con, kept)
    con.execute(
        f"""create temp table compared as
            select chosen.*, known.rating is null as fresh,
                   known.rating is not null and ({_differs("chosen", "known")}) as differs
            from chosen left join known using (rating)"""
    )
    con.execute(
        f"""create temp table keep as select * exclude (fresh, differs) from compared
            where fresh or (differs and {"true" if correct else "false"}) order by {_ORDER}"""
    )
    total, new, changed = _counts(con, correct)
    conflicts, refused = ((), 0) if correct else _conflicts(con)
    return Sorted(new, total - new - changed - refused, changed, conflicts, refused)


def _arrive(con: duckdb.DuckDBPyConnection, incoming: Iterator[pa.RecordBatch]) -> None:
    """Puts the rows into `incoming`, block by block, so that a fault among them reaches the caller as what it is."""
    con.register("arriving", SCHEMAS["ratings"].empty_table())
    con.execute(f"create temp table incoming as select *, {_MONTH} as month, cast(0 as bigint) as place from arriving")
    place = 0
    for block in incoming:
        con.register("arriving", pa.Table.from_batches([block]))
        con.execute(f"insert into incoming select *, {_MONTH}, ? + row_number() over () from arriving", [place])
        place += block.num_rows
    con.unregister("arriving")


def _known(con: duckdb.DuckDBPyConnection, kept: list[str]) -> None:
    """The kept rows whose ids arrive, so that only those are compared in full."""
    if not kept:
        con.execute("create temp table known as select * exclude (place, month) from incoming limit 0")
        return
    con.execute(
        """create temp table known as
           select * from read_parquet($files, hive_partitioning = false)
           where rating in (select rating from chosen)""",
        {"files": kept},
    )


def _differs(one: str, other: str) -> str:
    return " or ".join(f"{one}.{name} is distinct from {other}.{name}" for name in CONTENT)


def _counts(con: duckdb.DuckDBPyConnection, correct: bool) -> tuple[int, int, int]:
    total = con.sql("select count(*) from incoming").fetchall()[0][0]
    new, differing = con.sql(
        """select count(*) filter (where fresh), count(*) filter (where differs) from compared"""
    ).fetchall()[0]
    return total, new, differing if correct else 0


def _conflicts(con: duckdb.DuckDBPyConnection) -> tuple[tuple[Conflict, ...], int]:
    """Rows that differ from the one that stands: the kept one, else the first of the same batch."""
    con.execute(
        f"""create temp table clashes as
            select arrived.rating, {", ".join(f"arrived.{n} is distinct from standing.{n} as {n}" for n in CONTENT)}
            from incoming arrived
            join (select * from known
                  union all by name select * exclude (place, fresh, differs, month) from compared where fresh) standing
              using (rating)
            where {_differs("arrived", "standing")} order by arrived.place"""
    )
    count = con.sql("select count(*) from clashes").fetchall()[0][0]
    rows = con.execute("select * from clashes limit ?", [MAX_CONFLICTS]).fetchall()
    told = (Conflict(row[0], tuple(n for n, differs in zip(CONTENT, row[1:], strict=True) if differs)) for row in rows)
    return tuple(told), count
