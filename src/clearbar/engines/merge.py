"""Sorts incoming ratings out against those that are kept: new, the same, changed, in conflict.

Only ids and places are ever held side by side; whole rows lie on disk and pass through once.
"""

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
    """Counts of a sorted batch. The rows to keep stand in the connection's view `keep`."""

    new: int
    same: int
    changed: int
    conflicts: tuple[Conflict, ...]
    refused: int


def sort_out(
    con: duckdb.DuckDBPyConnection, incoming: Iterator[pa.RecordBatch], kept: list[str], correct: bool
) -> Sorted:
    """Leaves the rows to keep in the view `keep` (with column `month`), in their order, each id once.

    Of an id that comes twice the first row counts, or the last one if `correct`. `con` should be a database on disk:
    all that arrives is put there.
    """
    total = _arrive(con, incoming)
    chosen = total - _repeated(con, correct)
    matched = _known(con, kept)
    differing = _differing(con)
    con.execute(
        f"""create temp view keep as select * from chosen
            where rating not in (select rating from known)
               or ({"true" if correct else "false"} and place in (select place from differing)) order by {_ORDER}"""
    )
    new, changed = chosen - matched, differing if correct else 0
    conflicts, refused = ((), 0) if correct else _conflicts(con)
    return Sorted(new, total - new - changed - refused, changed, conflicts, refused)


def _arrive(con: duckdb.DuckDBPyConnection, incoming: Iterator[pa.RecordBatch]) -> int:
    """Puts the rows into `incoming`, block by block, so that a fault among them reaches the caller as what it is."""
    con.register("arriving", SCHEMAS["ratings"].empty_table())
    con.execute(f"create table incoming as select *, {_MONTH} as month, cast(0 as bigint) as place from arriving")
    place = 0
    for block in incoming:
        con.register("arriving", pa.Table.from_batches([block]))
        con.execute(f"insert into incoming select *, {_MONTH}, ? + row_number() over () from arriving", [place])
        place += block.num_rows
    con.unregister("arriving")
    return place


def _repeated(con: duckdb.DuckDBPyConnection, correct: bool) -> int:
    """Of each id that came several times one row is in `chosen`, the places of the others in `losing`; how many."""
    order = "desc" if correct else "asc"
    con.execute("create temp table repeated as select rating from incoming group by rating having count(*) > 1")
    con.execute(
        f"""create temp table losing as select place from (
              select place, row_number() over (partition by rating order by place {order}) as number
              from incoming where rating in (select rating from repeated)) where number > 1"""
    )
    con.execute(
        "create temp view chosen as select * from incoming where place not in (select place from losing)",
    )
    return _count(con, "losing")


def _known(con: duckdb.DuckDBPyConnection, kept: list[str]) -> int:
    """The kept rows whose ids arrive, in `known`, so that only those are compared in full; how many."""
    if not kept:
        con.execute("create temp table known as select * exclude (place, month) from incoming limit 0")
        return 0
    con.execute(
        """create table known as
           select * from read_parquet($files, hive_partitioning = false)
           where rating in (select rating from incoming)""",
        {"files": kept},
    )
    return _count(con, "known")


def _differing(con: duckdb.DuckDBPyConnection) -> int:
    """Places of the chosen rows that differ from the kept one, in `differing`; how many."""
    con.execute(
        f"""create temp table differing as select chosen.place from chosen join known using (rating)
            where {_differs("chosen", "known")}"""
    )
    return _count(con, "differing")


def _differs(one: str, other: str) -> str:
    return " or ".join(f"{one}.{name} is distinct from {other}.{name}" for name in CONTENT)


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.sql(f"select count(*) from {table}").fetchall()[0][0])


def _conflicts(con: duckdb.DuckDBPyConnection) -> tuple[tuple[Conflict, ...], int]:
    """Rows that differ from the one that stands: the kept one, else the first of the same batch."""
    con.execute(
        f"""create temp table clashes as
            select arrived.place, arrived.rating,
                   {", ".join(f"arrived.{n} is distinct from standing.{n} as {n}" for n in CONTENT)}
            from incoming arrived
            join (select * from known
                  union all by name
                  select * exclude (place, month) from chosen
                  where rating in (select rating from repeated) and rating not in (select rating from known)) standing
              using (rating)
            where {_differs("arrived", "standing")}"""
    )
    count = _count(con, "clashes")
    rows = con.execute("select * exclude (place) from clashes order by place limit ?", [MAX_CONFLICTS]).fetchall()
    told = (Conflict(row[0], tuple(n for n, differs in zip(CONTENT, row[1:], strict=True) if differs)) for row in rows)
    return tuple(told), count
