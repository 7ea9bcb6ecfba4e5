"""Generated evidence of interactions that several reviewers rated: 3 to 5 of five, on each of four standards.

Nothing here is shared with the estimators: what happened is a uniform number, each reviewer sees it with noise of their
own, on their own day. Of two standards the noise is small, so that reviewers agree; of the other two it is not, and on
one of these a reviewer is harsh.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
from deltalake import write_deltalake

from bench.child import Clock
from bench.rows import standards
from clearbar.engines import Evidence

STANDARDS, RATERS = 4, 5

_ROWS = """
with interactions as (select range as i, hash(range * 7919 + 13) as h from range({interactions})),
units as (
  select i, h, d, hash(i * 104729 + d * 15485863 + 7) as g from interactions,
    (select cast(range as int) as d from range({standards}))
),
rated as (
  select *, hash(g + r * 32452843) as e, cast(i * 340 // {interactions} as int) + r * 4 as day_no
  from units, (select cast(range as int) as r from range({raters})) where r < 3 or (h >> (20 + r)) % 2 = 0
),
seen as (
  select *, 3.4 + 1.6 * (cast(g % 1000 as double) / 500 - 1) - case when d = 3 and r = 1 then 1.2 else 0 end
    + case when d < 2 then 0.35 when d = 2 then 1.1 else 0.4 end * (cast(e % 1000 as double) / 500 - 1) as y,
    date '2025-01-06' + day_no as rated_on
  from rated
)
select 'r' || lpad(cast((i * {standards} + d) * {raters} + r as varchar), 10, '0') as rating,
  'i' || lpad(cast(i as varchar), 9, '0') as interaction,
  'visit.standard-' || lpad(cast(d as varchar), 2, '0') as standard,
  'edition-' || lpad(cast(d as varchar), 2, '0') as edition,
  'a' || lpad(cast(i * {raters} + r as varchar), 10, '0') as response,
  'reviewer' as source, 'live' as setting, 'rater-' || cast(r as varchar) as rater,
  'person-' || lpad(cast(h % 5000 as varchar), 5, '0') as person, 'team-1' as team,
  'site-' || lpad(cast(h % 200 as varchar), 3, '0') as site, null::varchar as customer, 'counter' as channel,
  'topic-0' as topic, cast(rated_on as timestamp) at time zone 'UTC' as rated_at,
  cast(year(rated_on) * 10000 + month(rated_on) * 100 + day(rated_on) as int) as day,
  cast(isoyear(rated_on) * 100 + week(rated_on) as int) as week,
  cast(greatest(1, least(5, round(y))) as tinyint) as level, null::tinyint as expected, null::tinyint as desired,
  null::bigint as millis, false as censored, 'form-1' as instrument, 1.0::double as inclusion, false as disputed,
  cast(year(rated_on) as varchar) || '-' || lpad(cast(month(rated_on) as varchar), 2, '0') as month
from seen order by day_no, e % 100
"""


def make(clock: Clock, folder: str, units: int) -> dict[str, float]:
    """`generate` in a process of its own."""
    with clock:
        generate(Path(folder), units)
    return {"units": units}


def generate(folder: Path, units: int) -> Path:
    """Writes ratings of so many units, and the standards that they need, into `folder` unless they are there."""
    done = folder / "generated"
    if done.exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    Evidence.create(folder).keep((), standards())
    text = _ROWS.format(interactions=max(1, units // STANDARDS), standards=STANDARDS, raters=RATERS)
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        write_deltalake(str(folder / "ratings"), con.sql(text).to_arrow_reader(200_000), mode="append")
    done.touch()
    return folder
