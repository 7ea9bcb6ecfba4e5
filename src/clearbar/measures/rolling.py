"""The SQL that makes a rollup: its cells from the ratings of a week, and finished sums from its cells."""

from __future__ import annotations

from collections.abc import Sequence

from clearbar.measures import finished, rolled
from clearbar.measures.sums import FROM, FROM_CELLS, NUMBERED, Counted, filters, over_clusters
from clearbar.model.question import Query, Question

_KEYS = ("week", "site", "standard", "source")


def cells(weeks: Sequence[int]) -> Query:
    """The cells that some weeks of the evidence make, always in the same order."""
    keys = {name: f"r.{name}" for name in rolled.CELL}
    listed = ", ".join(f"{sql} as {name}" for name, sql in {**keys, **rolled.SUMS}.items())
    order = ", ".join(f"{name} nulls last" for name in keys)
    among = f"r.week in ({', '.join('?' * len(weeks))})"
    sql = f"select {listed} {FROM} {filters(Question(), among)} group by {', '.join(keys.values())}"
    return Query(f"select * from ({sql}) c order by {order}", tuple(weeks), [*keys, *rolled.SUMS])


def finishing() -> Query:
    """The finished sums, from cells, by grain and outcome. `low` and `high` are the editions of a group with the lowest
    target and with the highest."""
    figures = [*finished.SUMS, "clusters", *finished.PRODUCTS, *finished.SQUARES]
    columns = ["grain", "outcome", *_KEYS, "low", "high", *figures]
    inner = [f"inside_{place} as ({_inside(keys)})" for place, keys in enumerate(finished.GRAINS.values())]
    parts = [
        _finish(place, grain, outcome, figures)
        for place, grain in enumerate(finished.GRAINS)
        for outcome in finished.OUTCOMES
    ]
    order = ", ".join(f"{name} nulls last" for name in columns[:6])
    sql = f"with {', '.join(inner)} select {', '.join(columns)} from ({' union all '.join(parts)}) f order by {order}"
    return Query(sql, (), columns, reads="cells")


def _inside(keys: tuple[str, ...]) -> str:
    """All outcomes within each cluster of each group at once: most of the work is to find the groups."""
    named = {**{key: f"r.{key}" for key in keys}, "cluster": "r.person"}
    columns = dict(named)
    for outcome, (conditions, held) in finished.OUTCOMES.items():
        sums, where = rolled.sums(held, conditions)
        has = " and ".join(where) or "1 = 1"
        columns |= {
            f"{outcome}_{name}": f"sum(case when {has} then {sql[4:-1]} else 0 end)" for name, sql in sums.items()
        }
        columns[f"{outcome}_low"] = f"min(case when {has} then s.number end)"
        columns[f"{outcome}_high"] = f"max(case when {has} then s.number end)"
    listed = ", ".join(f"{sql} as {name}" for name, sql in columns.items())
    return f"select {listed} {FROM_CELLS} group by {', '.join(named.values())}"


def _finish(place: int, grain: str, outcome: str, figures: list[str]) -> str:
    keys, (_, held) = finished.GRAINS[grain], finished.OUTCOMES[outcome]
    sums = {name: f"{outcome}_{name}" if name in held else "0" for name in (*finished.SUMS, *finished.SQUARES)}
    sums |= {"edition_low": f"{outcome}_low", "edition_high": f"{outcome}_high"}
    listed = ", ".join([*keys, "cluster", *(f"{sql} as {name}" for name, sql in sums.items())])
    totals, squares = ({name: f"sum({name})" for name in names} for names in (finished.SUMS, finished.SQUARES))
    counted = Counted({}, totals, finished.PRODUCTS, squares)
    source = f"(select {listed} from inside_{place} where {outcome}_n > 0) i"
    named = [f"t.{key} as {key}" if key in keys else f"cast(null as varchar(1)) as {key}" for key in _KEYS]
    shown = ", ".join([*named, "lowest.edition as low", "highest.edition as high", *(f"t.{one}" for one in figures)])
    return f"""select '{grain}' as grain, '{outcome}' as outcome, {shown}
  from ({over_clusters(Question(keys, rolled=True), counted, source)}) t
  join {NUMBERED} lowest on lowest.number = t.edition_low join {NUMBERED} highest on highest.number = t.edition_high"""
