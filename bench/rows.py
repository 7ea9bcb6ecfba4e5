"""Generated evidence of any size, as Delta Lake tables of the documented columns.

Nothing here is shared with the estimators: sites and persons differ, weeks drift, levels are cut from a skewed sum.
`python -m bench.rows FOLDER ROWS` writes it once and keeps it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import duckdb
from deltalake import Field, Schema, convert_to_deltalake

SITES, PERSONS_PER_SITE, STANDARDS, WEEKS = 200, 50, 12, 52

_ROWS = """
copy (
  with draw as (
    select i, week_no, hash(i * 7919 + 13) as h, hash(i * 104729 + 7) as g
    from (select range as i, cast(range * {weeks} // {rows} as int) as week_no from range({first}, {last}))
  ), who as (
    select *, cast(h % {sites} as int) as s, cast((h >> 12) % {persons} as int) as p,
      cast((h >> 24) % {standards} as int) as d, cast((g >> 8) % 1000 as double) / 1000 as u,
      cast((g >> 24) % 1000 as double) / 1000 as v
    from draw
  ), felt as (
    select *, 3.9 + 0.25 * sin(s) + 0.35 * cos(s * 51 + p * 3) - 0.1 * (d % 4) - 0.002 * week_no
      - 1.1 * ln(1 / (u + 0.02)) * 0.6 + 0.8 as y
    from who
  )
  select cast(i as varchar) as rating, cast(i // 12 as varchar) as interaction,
    'journey.standard-' || lpad(cast(d as varchar), 2, '0') as standard,
    left(md5(cast(d as varchar)), 16) as edition, cast(i // 12 as varchar) as response,
    'customer' as source, 'live' as setting, null::varchar as rater,
    'person-' || lpad(cast(s * {persons} + p as varchar), 5, '0') as person,
    'team-' || lpad(cast(s * 5 + p % 5 as varchar), 4, '0') as team,
    'site-' || lpad(cast(s as varchar), 3, '0') as site, null::varchar as customer,
    case when v < 0.7 then 'counter' else 'chat' end as channel,
    'topic-' || cast(d % 4 as varchar) as topic,
    timestamptz '2025-01-06 09:00:00+00' + to_days(week_no * 7 + cast(i % 7 as int)) as rated_at,
    cast(strftime(date '2025-01-06' + week_no * 7 + cast(i % 7 as int), '%Y%m%d') as int) as day,
    cast(strftime(date '2025-01-06' + week_no * 7, '%G%V') as int) as week,
    cast(greatest(1, least(5, round(y))) as tinyint) as level,
    cast(greatest(1, least(5, round(3.4 + v * 1.4))) as tinyint) as expected, null::tinyint as desired,
    null::bigint as millis, false as censored, 'survey-en-1' as instrument, null::double as inclusion,
    false as disputed,
    strftime(date '2025-01-06' + week_no * 7, '%Y-%m') as month
  from felt
) to '{target}' (format parquet, partition_by (month), compression zstd, overwrite_or_ignore, filename_pattern '{name}_{{i}}')
"""


def write_rows(folder: Path, rows: int, block: int = 5_000_000) -> None:
    """Writes `rows` generated ratings and their standards under `folder`."""
    if (folder / "ratings" / "_delta_log").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "ratings").mkdir(parents=True)
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        for first in range(0, rows, block):
            con.execute(
                _ROWS.format(
                    rows=rows, first=first, last=min(first + block, rows), sites=SITES, persons=PERSONS_PER_SITE,
                    standards=STANDARDS, weeks=WEEKS, target=folder / "ratings", name=f"rows-{first}",
                )
            )
    month = Schema([Field("month", "string")])
    convert_to_deltalake(str(folder / "ratings"), partition_by=month, partition_strategy="hive")


if __name__ == "__main__":
    write_rows(Path(sys.argv[1]), int(float(sys.argv[2])))
