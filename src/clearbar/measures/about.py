"""What there is to read: counts for the head of a report."""

from __future__ import annotations

from clearbar.measures.sums import FROM, filters, values
from clearbar.model.question import Query, Question


def totals(question: Question) -> Query:
    """Counts over all ratings that the question reads: one row."""
    sql = f"""select count(*) as ratings, count(distinct r.interaction) as interactions,
  count(distinct r.person) as persons, count(distinct r.site) as sites,
  min(r.day) as first_day, max(r.day) as last_day, min(r.week) as first_week, max(r.week) as last_week
{FROM} {filters(question)}"""
    columns = ["ratings", "interactions", "persons", "sites", "first_day", "last_day", "first_week", "last_week"]
    return Query(sql, values(question), columns)


def sources(question: Question) -> Query:
    """How many ratings each source gave, in each setting, and how many are disputed: whatever the setting."""
    sql = f"""select r.source as source, r.setting as setting, r.disputed as disputed, count(*) as n
{FROM} group by r.source, r.setting, r.disputed"""
    return Query(sql, values(question)[:0], ["source", "setting", "disputed", "n"])
