"""Did coaching or training help? Sums of each person in each period, with the period from which they were coached.

A unit is a person; where only some of a person's standards were coached, those and the others are two. Ratings of the
period in which somebody was coached that do not lie after it are left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from clearbar.measures import starting
from clearbar.measures.columns import GROUPS
from clearbar.measures.outcomes import outcome
from clearbar.measures.starting import WEEKS
from clearbar.measures.sums import FROM, check_groups, filters, values
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.evidence import EventKind
from clearbar.model.question import Option, Query, Question

AFTER = Option("after", EventKind.COACHED.value, "What may have helped.", starting.KINDS)
LEAD = Option("lead", 1, "Periods left out before a start, in which people may have been chosen.", low=0, high=12)
CONTROL = Option(
    "control", "waiting", "Who is compared with: all who wait, or those who never start.", ("waiting", "never")
)
TOGETHER = Option("together", "person", "Who was coached together: each person alone, or a team.", ("person", "team"))
OPTIONS = (AFTER, WEEKS, LEAD, CONTROL, TOGETHER)

HIT = "case when r.level >= s.bar then 1 else 0 end"
_ALONE = frozenset({"person", "rater", "week", "day", "setting"})
"""Columns that may not split the comparison: people are held against others, and periods against earlier ones."""


def query(question: Question) -> Query:
    """One row per group, `person`, `start` (a period number, null for never) and `period`: `n` ratings, `s` = Σ y and
    `q` = Σ y², where y is 1 at or above the bar and 0 below it, or the outcome of `of`; and the lowest and highest
    number of the editions in it. Coached as a team, also per `team`."""
    return panel(question, starting.happened(), starting.kinds(question.option(AFTER)))


def panel(question: Question, happened: str, kinds: Sequence[object], weeks: int = 0) -> Query:
    """The query of `query`, after what `happened` (SQL of common tables, and its values)."""
    check_groups(question.by)
    if alone := sorted(_ALONE & set(question.by)):
        hint = "such as `--by standard`; one person's change says nothing without that of others"
        raise QuestionFault([Fault("--by", 0, 0, "CQ002", f"an effect has no groups by {alone[0]}", hint)])
    y, conditions = outcome(question.of) if question.of else (HIT, ())
    week, weeks = starting.week_number("r.week"), weeks or question.option(WEEKS)
    keys = {name: GROUPS[name] for name in question.by}
    teams = ["team"] if question.option(TOGETHER) == "team" and "team" not in keys else []
    more = {"person": "r.person", **{name: f"r.{name}" for name in teams}, "number": "s.number"}
    rows = ", ".join(f"{sql} as {name}" for name, sql in {**keys, **more, "y": y, "week_number": week}.items())
    units = [*keys, "person", *teams, "start", "period"]
    begun = starting.period_number("started", weeks)
    at = starting.period_number("week_number", weeks)
    sums = f"count(*) as n, {_sum('y', question.of)} as s, {_sum('y * y', question.of)} as q"
    text = f"""with {happened}
select {", ".join(units)}, {sums}, min(number) as edition_low, max(number) as edition_high
from (select seen.*, {begun} as start, {at} as period from (select {rows}, {starting.start()} as started
  {FROM} {starting.joined()} {filters(question, "r.person is not null", *conditions)}) seen) placed
where started is null or period <> start or week_number >= started
group by {", ".join(units)}"""
    return Query(text, (*kinds, *values(question)), [*units, "n", "s", "q", "edition_low", "edition_high"])


def _sum(sql: str, of: str) -> str:
    """A sum; of fractions without its last digits, which would follow the order in which an engine adds up."""
    return f"cast(cast(sum({sql}) as decimal(27, 9)) as double precision)" if of == "millis" else f"sum({sql})"
