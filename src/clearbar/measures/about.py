"""What there is to read: counts for the head of a report."""

from __future__ import annotations

from clearbar.measures.sums import FROM, filters, rows, values
from clearbar.model.question import Query, Question


def totals(question: Question) -> Query:
    """Counts over all ratings that the question reads: one row."""
    sql = f"""select count(*) as ratings, count(distinct r.interaction) as interactions,
  count(distinct r.person) as persons, count(distinct r.site) as sites,
  min(r.day) as first_day, max(r.day) as last_day, min(r.week) as first_week, max(r.week) as last_week
{FROM} {filters(question)}"""
    columns = ["ratings", "interactions", "persons", "sites", "first_day", "last_day", "first_week", "last_week"]
    return Query(sql, values(question), columns)


def sites(question: Question) -> Query:
    """How many sites the question reads of: one row."""
    return Query(f"select count(distinct r.site) as sites {FROM} {filters(question)}", values(question), ["sites"])


def changed(question: Question) -> Query:
    """The standards of which the question reads several editions."""
    sql = f"""select r.standard as standard {rows(question)}
group by r.standard having min(r.edition) <> max(r.edition)"""
    return Query(sql, values(question), ["standard"], reads="cells" if question.rolled else "ratings")


def bars() -> Query:
    """Each edition week by week (yyyyww), with its bar, its target and how many ratings there are: the history of bars
    as the evidence knows it."""
    sql = f"""select r.standard as standard, r.edition as edition, r.week as week, min(s.bar) as bar,
  min(s.target) as target, count(*) as n {FROM} where r.setting = 'live'
group by r.standard, r.edition, r.week"""
    return Query(sql, (), ["standard", "edition", "week", "bar", "target", "n"])


def heard() -> Query:
    """How many ratings there are of each edition, by source and setting, disputed or not: all that is kept."""
    columns = ["standard", "edition", "source", "setting", "disputed"]
    listed = ", ".join(f"r.{name}" for name in columns)
    return Query(f"select {listed}, count(*) as n from ratings r group by {listed}", (), [*columns, "n"])
