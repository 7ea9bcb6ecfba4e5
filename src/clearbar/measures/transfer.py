"""Does rehearsal show in front of customers? How each person did in rehearsal, and live afterwards.

The filter of the question is about live ratings; what was rehearsed counts wherever it was.
"""

from __future__ import annotations

from dataclasses import replace

from clearbar.measures import effect, starting
from clearbar.measures.columns import GROUPS
from clearbar.measures.starting import WEEKS
from clearbar.measures.sums import FROM, check_groups, filters, values
from clearbar.model.book import Setting
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.evidence import EventKind
from clearbar.model.question import Option, Query, Question

SEED = Option("draw", 1, "Number that the order of a wait-list is drawn with.", low=0)
OPTIONS = (WEEKS, effect.LEAD, SEED)

_ALONE = frozenset({"rater", "week", "day"})
_OFF_STAGE = f"r.setting = '{Setting.REHEARSAL.value}' and not r.disputed and r.person is not null"
_KINDS = starting.kinds(EventKind.REHEARSED.value, EventKind.READY.value)


def groups(question: Question) -> tuple[str, ...]:
    """The groups of the answer: those asked for, but the person, and always the standard."""
    asked = tuple(name for name in question.by if name != "person")
    return asked if {"standard", "edition"} & set(asked) else (*asked, "standard")


def query(question: Question) -> Query:
    """One row per group and person who was seen live: `n` ratings and `hits` at or above the bar; `later` and
    `later_hits`, those of them in weeks after the last rehearsal; `rated`, `s` and `q`, how many ratings of rehearsals,
    Σ level and Σ level² (null where there are none); `began`, 1 if the person has rehearsed; and the lowest and highest
    number of the editions in it."""
    _check(question)
    keys = {**{name: GROUPS[name] for name in groups(question)}, "person": "r.person"}
    week = starting.week_number("r.week")
    listed = ", ".join(f"{sql} as {name}" for name, sql in keys.items())
    names = ", ".join(keys)
    text = f"""with {_happened()}, practised as (select r.person, r.standard, count(*) as rated, sum(r.level) as s,
    sum(r.level * r.level) as q, max({week}) as last from ratings r where {_OFF_STAGE} group by r.person, r.standard)
select {names}, count(*) as n, sum(hit) as hits, sum(case when seen > last then 1 else 0 end) as later,
  sum(case when seen > last then hit else 0 end) as later_hits, max(rated) as rated, max(s) as s, max(q) as q,
  max(case when begun is null then 0 else 1 end) as began, min(number) as edition_low, max(number) as edition_high
from (select {listed}, {effect.HIT} as hit, {week} as seen, s.number, p.rated, p.s, p.q, p.last,
    {starting.start()} as begun
  {FROM} {starting.joined()} left join practised p on p.person = r.person and p.standard = r.standard
  {filters(question, "r.person is not null")}) placed group by {names}"""
    columns = ["n", "hits", "later", "later_hits", "rated", "s", "q", "began", "edition_low", "edition_high"]
    return Query(text, (*_KINDS, *values(question)), [*keys, *columns])


def beside(question: Question) -> Query:
    """Sums of each person in each period, with the one from which they had rehearsed: as `effect.query` has it."""
    return effect.panel(replace(question, by=groups(question)), _happened(), _KINDS)


def _happened() -> str:
    """Who had rehearsed, and when: by an event, or by a rating of a rehearsal."""
    week = starting.week_number("r.week")
    rated = f"select r.person, r.site, r.standard, {week} + 1 as start from ratings r where {_OFF_STAGE}"
    return starting.happened(rated)


def _check(question: Question) -> None:
    check_groups(question.by)
    if alone := sorted(_ALONE & set(question.by)):
        hint = "such as `--by standard`"
        raise QuestionFault([Fault("--by", 0, 0, "CQ002", f"rehearsal has no groups by {alone[0]}", hint)])
    if "setting" in (question.where.columns if question.where else ()) or "setting" in question.by:
        hint = "leave `setting` out: what is filtered are the live ratings"
        raise QuestionFault([Fault("--where", 0, 0, "CQ001", "both rehearsal and live ratings are read", hint)])
