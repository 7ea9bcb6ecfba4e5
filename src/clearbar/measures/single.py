"""Single ratings, one by one: what was said of persons whose ratings one may see."""

from __future__ import annotations

from clearbar.measures.sums import FROM, values
from clearbar.model.question import Query, Question

COLUMNS = (
    "rating", "interaction", "standard", "edition", "source", "setting", "rater", "person", "team", "site", "channel",
    "topic", "day", "week", "level", "expected", "desired", "millis", "censored", "instrument", "disputed",
)  # fmt: skip

_BY_NAME = ("reviewer", "coach", "self", "shopper", "check")
"""Sources that stand to what they say by their name."""


def query(question: Question, most: int) -> Query:
    """At most so many ratings in the columns of COLUMNS, the newest week first, those whose day is known before the
    others, and these in the order of their ids, which tells nothing. Who rated is told only of those who do so by name.

    Live ratings, disputed ones among them, unless the question itself speaks of setting.
    """
    named = ", ".join(f"'{one}'" for one in _BY_NAME)
    special = {"rater": f"case when r.source in ({named}) then r.rater end"}
    listed = ", ".join(f"{special.get(name, f'r.{name}')} as {name}" for name in COLUMNS)
    parts = [] if question.where and "setting" in question.where.columns else ["r.setting = 'live'"]
    parts += [f"({question.where.sql})"] if question.where else []
    sql = f"""select {listed} {FROM} where {" and ".join(parts) or "1 = 1"}
order by r.week desc, case when r.day is null then 0 else r.day end desc, r.rating limit {int(most)}"""
    return Query(sql, values(question), COLUMNS)
