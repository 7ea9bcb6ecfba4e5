"""What else a finding rests on: the weeks heard of, what was taught, and single misses of critical standards."""

from __future__ import annotations

from collections.abc import Sequence

from clearbar.measures.sums import FROM, filters, values
from clearbar.model.evidence import EventKind
from clearbar.model.question import Query, Question

TAUGHT = (EventKind.TAUGHT, EventKind.SIGNED, EventKind.REHEARSED)
"""Events that tell that somebody was shown a standard."""
MISSED = (
    "rating", "standard", "level", "source", "interaction", "response", "person", "team", "site", "day", "week",
)  # fmt: skip


def weeks(question: Question) -> Query:
    """The first and the last week of the ratings that the question reads; null without any."""
    sql = f"select min(r.week) as first_week, max(r.week) as last_week {FROM} {filters(question)}"
    return Query(sql, values(question), ["first_week", "last_week"])


def taught() -> Query:
    """Who was shown which standard, each pair once; a standard of null means all of them."""
    kinds = ", ".join("?" * len(TAUGHT))
    sql = f"""select distinct e.standard as standard, e.person as person from events e
where e.kind in ({kinds}) and e.person is not null"""
    return Query(sql, tuple(kind.value for kind in TAUGHT), ["standard", "person"])


def missed(question: Question, standards: Sequence[str], most: int) -> Query:
    """At most so many ratings below the bar of these standards, those of which the day is known, the newest first."""
    listed = ", ".join("?" * len(standards))
    conditions = (f"r.standard in ({listed})", "r.level < s.bar", "r.day is not null")
    shown = ", ".join(f"r.{name} as {name}" for name in MISSED)
    sql = f"select {shown} {FROM} {filters(question, *conditions)} order by r.day desc, r.rating limit {int(most)}"
    return Query(sql, (*standards, *values(question)), MISSED)
