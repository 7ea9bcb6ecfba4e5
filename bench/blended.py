"""Generated evidence of interactions that a check read and of which reviewers saw a few: two or four of a hundred,
with that probability written beside.

Nothing here is shared with the estimators: how good an interaction was is a sum of uniform numbers of its site, its
person and itself; the check and the reviewer see it each with noise of their own, and the check sees it smaller than
it is.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
from deltalake import write_deltalake

from bench.child import Clock
from bench.rows import PERSONS_PER_SITE, SITES, STANDARDS, standards
from clearbar.engines import Evidence

BLOCK = 200_000
"""Interactions that are written in one commit."""

_ROWS = """
with interactions as (
  select range as i, hash(range * 7919 + 13) as h, hash(range * 104729 + 7) as g from range({first}, {last})
),
served as (
  select i, g, cast(h % {sites} as int) as s, cast((h >> 12) % {persons} as int) as p, (h >> 32) % 10 as luck,
    cast(i * 364 // {interactions} as int) as day_no, (h >> 50) % 4 as topic
  from interactions
),
drawn as (
  select *, case when luck < 7 then 'counter' else 'chat' end as channel,
    case when luck < 7 then 0.02 else 0.04 end as inclusion, date '2025-01-06' + day_no as served_on
  from served
),
judged as (
  select *, hash(g + d * 15485863) as e, 3.6 + 0.5 * sin(s) + 0.5 * cos(s * 51 + p * 3) - 0.1 * (d % 4) as mean
  from drawn, (select cast(range as int) as d from range({standards}))
),
seen as (
  select *, mean + 3 * (cast(e % 1000 as double) / 1000 - 0.5) as truth,
    cast((e >> 12) % 1000 as double) / 1000 - 0.5 as blur, cast((e >> 24) % 1000 as double) / 1000 - 0.5 as mood
  from judged
),
given as (
  select *, 'check' as source, 3.6 + 0.7 * (truth - 3.6) + 1.6 * blur as y, 1.0 as chosen from seen
  union all
  select *, 'reviewer' as source, truth + mood as y, inclusion as chosen from seen
  where cast((g >> 17) % 100000 as double) / 100000 < inclusion
)
select source || '-' || cast(i * {standards} + d as varchar) as rating, 'i' || cast(i as varchar) as interaction,
  'visit.standard-' || lpad(cast(d as varchar), 2, '0') as standard,
  'edition-' || lpad(cast(d as varchar), 2, '0') as edition, source || '-' || cast(i as varchar) as response,
  source, 'live' as setting, case when source = 'reviewer' then 'rater-' || cast(g % 9 as varchar) end as rater,
  'person-' || lpad(cast(s * {persons} + p as varchar), 5, '0') as person,
  'team-' || lpad(cast(s * 5 + p % 5 as varchar), 4, '0') as team,
  'site-' || lpad(cast(s as varchar), 3, '0') as site, null::varchar as customer, channel,
  'topic-' || cast(topic as varchar) as topic, cast(served_on as timestamp) at time zone 'UTC' as rated_at,
  cast(year(served_on) * 10000 + month(served_on) * 100 + day(served_on) as int) as day,
  cast(isoyear(served_on) * 100 + week(served_on) as int) as week,
  cast(greatest(1, least(5, round(y))) as tinyint) as level, null::tinyint as expected, null::tinyint as desired,
  null::bigint as millis, false as censored, case when source = 'check' then 'check:tone/1' else 'form-1' end
  as instrument, cast(chosen as double) as inclusion, false as disputed,
  cast(year(served_on) as varchar) || '-' || lpad(cast(month(served_on) as varchar), 2, '0') as month
from given order by i, d, source
"""


def make(clock: Clock, folder: str, rows: int) -> dict[str, float]:
    """`generate` in a process of its own."""
    with clock:
        generate(Path(folder), rows)
    return {"rows": rows}


def generate(folder: Path, rows: int) -> Path:
    """Writes so many ratings of a check, those of reviewers beside them and the standards that they need into `folder`,
    unless they are there."""
    done = folder / "generated"
    if done.exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    Evidence.create(folder).keep((), standards())
    interactions = max(1, rows // STANDARDS)
    with duckdb.connect(config={"memory_limit": "3GB"}) as con:
        con.execute("set timezone = 'UTC'")
        for first in range(0, interactions, BLOCK):
            text = _ROWS.format(
                interactions=interactions, first=first, last=min(first + BLOCK, interactions), sites=SITES,
                persons=PERSONS_PER_SITE, standards=STANDARDS,
            )  # fmt: skip
            write_deltalake(str(folder / "ratings"), con.sql(text).to_arrow_reader(200_000), mode="append")
    done.touch()
    return folder
