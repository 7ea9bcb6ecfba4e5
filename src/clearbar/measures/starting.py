"""From when on somebody was coached, taught or rehearsed, and periods of whole weeks: SQL that several measures share.

Weeks are numbered through from the first week of year 1, so that periods do not end with a year. Whoever something
happened to has it behind them from the week after: what was seen in that week itself lies neither before nor after.

An event may name a person, else a site, else all; a standard, or all of them. The first one that concerns a person and
standard counts.
"""

from __future__ import annotations

from collections.abc import Mapping

from clearbar.model.evidence import EventKind
from clearbar.model.question import Option

WEEKS = Option("weeks", 4, "How many weeks make a period.", low=1, high=52)

_YEARS = "365 * ({y} - 1) + floor(({y} - 1) / 4.0) - floor(({y} - 1) / 100.0) + floor(({y} - 1) / 400.0)"
_MARCH = "365 * {y} + floor({y} / 4.0) - floor({y} / 100.0) + floor({y} / 400.0)"
"""Days before a year, and before the March of a year, in the calendar of today."""

_WHOM = {
    "named": ("person is not null", "person"),
    "sited": ("person is null and site is not null", "site"),
    "everyone": ("person is null and site is null", ""),
}
_WHAT = {"one": ("standard is not null", "standard"), "each": ("standard is null", "")}


def week_number(column: str) -> str:
    """SQL: the number of an ISO week that is written yyyyww. The fourth of January lies in week 1 of its year."""
    year = f"floor({column} / 100.0)"
    return f"cast(floor(({_YEARS.format(y=year)} + 3) / 7.0) + {column} - 100 * {year} - 1 as integer)"


def period_number(week: str, weeks: int) -> str:
    """SQL: the number of the period that a numbered week lies in."""
    return f"cast(floor(({week}) / {int(weeks)}.0) as integer)"


def happened(*more: str) -> str:
    """SQL of common tables: `happened`, the week after each event of some kinds (as many `?` as `kinds` gives), and
    from it the first one by person, site or all, and by standard or all. `more` are queries of further rows for
    `happened`: person, site, standard and start."""
    year, month = "floor(e.day / 10000.0)", "(floor(e.day / 100.0) - 100 * floor(e.day / 10000.0))"
    dated = f"""select e.person, e.site, e.standard, e.day - 100 * floor(e.day / 100.0) as d,
    {year} - case when {month} <= 2 then 1 else 0 end as y,
    {month} + case when {month} <= 2 then 9 else -3 end as m from events e where e.kind in (?, ?)"""
    days = f"{_MARCH.format(y='y')} + floor((153 * m + 2) / 5.0) + d - 1"
    week = f"cast(floor(({days} - 306) / 7.0) as integer) + 1"
    rows = [f"select person, site, standard, {week} as start from (select * from ({dated}) a) b", *more]
    tables = [f"happened as ({' union all '.join(rows)})"]
    for name, (condition, keys) in _reaches().items():
        listed = "".join(f"{key}, " for key in keys)
        grouped = f" group by {', '.join(keys)}" if keys else ""
        tables.append(f"{name} as (select {listed}min(start) as start from happened where {condition}{grouped})")
    return ",\n  ".join(tables)


def kinds(first: str, second: str = "") -> tuple[str, str]:
    """The values of `happened`: one kind of event, or two."""
    return (first, second or first)


def joined() -> str:
    """SQL that joins each rating `r` to the events that concern it."""
    joins = []
    for name, (_, keys) in _reaches().items():
        joins.append(f"left join {name} on {' and '.join(f'{name}.{key} = r.{key}' for key in keys) or '1 = 1'}")
    return " ".join(joins)


def start() -> str:
    """SQL: the numbered week from which a rating `r` counts as after; null for never."""
    return f"least({', '.join(f'{name}.start' for name in _reaches())})"


def _reaches() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """The ways in which an event may concern a rating: a name, its condition, and the columns that must be alike."""
    return {
        f"{whom}_{what}": (f"{who} and {which}", tuple(key for key in (person, standard) if key))
        for whom, (who, person) in _WHOM.items()
        for what, (which, standard) in _WHAT.items()
    }


KINDS = tuple(kind.value for kind in EventKind)
