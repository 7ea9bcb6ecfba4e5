"""Generated evidence of any size, in the tables that Clearbar documents, written by the writer that Clearbar uses.

Nothing here is shared with the estimators: sites and persons differ, weeks drift, levels are cut from a skewed sum.
An interaction is served by one person and rated on each standard once. `python -m bench.rows FOLDER ROWS` writes it
once and keeps it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import duckdb
from deltalake import write_deltalake

from bench.child import Clock
from clearbar.engines import Evidence
from clearbar.model.evidence import StandardRow

SITES, PERSONS_PER_SITE, STANDARDS, WEEKS = 200, 50, 12, 52
BLOCK = 5_000_000
"""Rows written in one commit."""

_INTERACTIONS = """
  select i, cast(i * {weeks} // {interactions} as int) as week_no, hash(i * 7919 + 13) as h, hash(i * 104729 + 7) as g
  from (select range as i from range({first}, {last}))
"""
_SERVED = """
  select i, week_no, g, cast(h % {sites} as int) as s, cast((h >> 12) % {persons} as int) as p,
    date '2025-01-06' + week_no * 7 + cast((h >> 40) % 7 as int) as served_on,
    case when (h >> 32) % 10 < 7 then 'counter' else 'chat' end as channel, (h >> 50) % 4 as topic
  from interactions
"""
_RATED = """
  select *, i * {standards} + d as rating, hash(g + d * 15485863) as e, cast((e >> 8) % 1000 as double) / 1000 as u,
    cast((e >> 24) % 1000 as double) / 1000 as v,
    4.7 + 0.25 * sin(s) + 0.35 * cos(s * 51 + p * 3) - 0.1 * (d % 4) - 0.002 * week_no + 0.66 * ln(u + 0.02) as y
  from served, (select cast(range as int) as d from range({standards}))
"""
_ROWS = f"""
with interactions as ({_INTERACTIONS}), served as ({_SERVED}), rated as ({_RATED})
select cast(rating as varchar) as rating, cast(i as varchar) as interaction,
  'visit.standard-' || lpad(cast(d as varchar), 2, '0') as standard,
  'edition-' || lpad(cast(d as varchar), 2, '0') as edition, cast(i as varchar) as response,
  'customer' as source, 'live' as setting, null::varchar as rater,
  'person-' || lpad(cast(s * {{persons}} + p as varchar), 5, '0') as person,
  'team-' || lpad(cast(s * 5 + p % 5 as varchar), 4, '0') as team,
  'site-' || lpad(cast(s as varchar), 3, '0') as site, null::varchar as customer, channel,
  'topic-' || cast(topic as varchar) as topic, cast(served_on as timestamp) at time zone 'UTC' as rated_at,
  cast(year(served_on) * 10000 + month(served_on) * 100 + day(served_on) as int) as day,
  cast(isoyear(served_on) * 100 + week(served_on) as int) as week,
  cast(greatest(1, least(5, round(y))) as tinyint) as level,
  cast(greatest(1, least(5, round(3.4 + v * 1.4))) as tinyint) as expected, null::tinyint as desired,
  null::bigint as millis, false as censored, 'survey-en-1' as instrument, null::double as inclusion,
  false as disputed, cast(year(served_on) as varchar) || '-' || lpad(cast(month(served_on) as varchar), 2, '0') as month
from rated
"""


def make(clock: Clock, folder: str, rows: int, **of: int) -> dict[str, float]:
    """`generate` in a process of its own."""
    with clock:
        generate(Path(folder), rows, **of)
    return {"rows": rows}


def generate(folder: Path, rows: int, **of: int) -> Path:
    """Writes `rows` generated ratings, and the standards that they need, into `folder` unless they are there. `of`: how
    many `sites`, `persons` a site and `weeks`."""
    done = folder / "generated"
    if done.exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    evidence = Evidence.create(folder)
    evidence.keep((), standards())
    interactions = max(1, rows // STANDARDS)
    block = max(1, BLOCK // STANDARDS)
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        for first in range(0, interactions, block):
            last = min(first + block, interactions)
            reader = con.sql(query(interactions, first, last, **of)).to_arrow_reader(200_000)
            write_deltalake(str(folder / "ratings"), reader, mode="append")
    done.touch()
    return folder


def query(
    interactions: int,
    first: int,
    last: int,
    sites: int = SITES,
    persons: int = PERSONS_PER_SITE,
    weeks: int = WEEKS,
) -> str:
    """SQL of the ratings of interactions `first` up to `last`, in the columns of `ratings`, with their month."""
    return _ROWS.format(
        interactions=interactions,
        first=first,
        last=last,
        sites=sites,
        persons=persons,
        standards=STANDARDS,
        weeks=weeks,
    )


def standards() -> list[StandardRow]:
    """The editions that the ratings name."""
    return [
        StandardRow(
            edition=f"edition-{number:02d}",
            standard=f"visit.standard-{number:02d}",
            journey="visit",
            step=f"visit.step-{number // 3}",
            stage="front",
            dimension=("courtesy", "outcome", "promptness")[number % 3],
            bar=4,
            target=0.7 + 0.05 * (number % 4),
            scale="levels",
            pair=None,
        )
        for number in range(STANDARDS)
    ]


_TABLE = """
copy (select interaction, standard, source, person, team, site, channel, topic,
        strftime(cast(rated_at as timestamp) + to_seconds(hash(rating) % 86400), '%Y-%m-%dT%H:%M:%SZ') as rated_at,
        level, expected, instrument, 'not one word of this is read' as remark
      from ({rows})) to '{target}' (format csv, header true)
"""


def write_table(clock: Clock, target: str, rows: int) -> dict[str, float]:
    """Writes so many generated ratings as a table of text, once, in the order of interactions."""
    interactions = max(1, rows // STANDARDS)
    with clock:
        if not Path(target).exists():
            unfinished = Path(f"{target}.part")
            with duckdb.connect(config={"memory_limit": "2GB"}) as con:
                con.execute("set timezone = 'UTC'")
                con.execute(_TABLE.format(rows=query(interactions, 0, interactions), target=unfinished))
            unfinished.replace(target)
    return {"rows": rows}


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(float(sys.argv[2])))
