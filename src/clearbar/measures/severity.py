"""Is a reviewer harsh, and what is the score of a person without that? Who rated whom, how often and how.

Levels of one person by several raters are compared, so a rating counts if both are known. A rater counts once in a
unit (an interaction, the person who served, an edition, a source), with the latest rating, as in `agreement`.
"""

from __future__ import annotations

from collections.abc import Sequence

from clearbar.measures.columns import GROUPS
from clearbar.measures.sums import FROM, check_groups, filters, values
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import FLOOR, Option, Query, Question

RATERS = Option(
    "raters", 4, "the dependability of scores is told for one to so many raters of each person", low=1, high=20
)
INTERACTIONS = Option(
    "interactions", 12, "and for one to so many interactions that each of them rates", low=1, high=200
)
DEPENDABLE = Option(
    "dependable", 0.8, "the dependability that the smallest sufficient design is told for", low=0.05, high=0.99
)

CELL, PERSON, RATER, SHARED = "cell", "person", "rater", "shared"
"""Kinds of rows of the answer."""

_COLUMNS = ("kind", "person", "rater", "name", "n", "s", "q", "answers")


def query(question: Question) -> Query:
    """Rows of four kinds per group; `person` and `rater` are numbers from 1 within their group, in the order of names.

    - `cell`: what one rater said of one person, `n`, `s` = Σ level and `q` = Σ level².
    - `person`, `rater`: the `name` of a number, null where fewer than FLOOR `answers` stand behind it.
    - `shared`: of one person, how many units (`n`) were rated by so many raters (in the place of `rater`), and the sum
      `q` of the squared totals of their levels.

    Raises QuestionFault if the question is by person or rater: they are what is compared.
    """
    check_groups(question.by)
    if twice := {"person", "rater"} & set(question.by):
        message = f"severity compares persons and raters with each other; it cannot be by `{min(twice)}`"
        raise QuestionFault([Fault("--by", 0, 0, "CQ002", message, "such as `--by standard`")])
    by = list(question.by)
    parts = {
        "rated": _rated(question),
        "kept": "select * from rated where place = 1",
        "cells": _cells(by),
        "persons": _named(by, "person"),
        "raters": _named(by, "rater"),
        "units": _units(by),
    }
    named = ",\n  ".join(f"{name} as ({sql})" for name, sql in parts.items())
    keys = "".join(f"{name}, " for name in by)
    name = f"case when answers >= {FLOOR} then name end"
    sql = f"""with {named}
select {keys}'{CELL}' as kind, {_number(by, "person")} as person, {_number(by, "rater")} as rater,
  cast(null as varchar(1)) as name, n, s, q, 0 as answers from cells
union all select {keys}'{PERSON}', {_number(by, "name")}, 0, {name}, 0, 0, 0, answers from persons
union all select {keys}'{RATER}', 0, {_number(by, "name")}, {name}, 0, 0, 0, answers from raters
union all select {keys}'{SHARED}', {_number(by, "person")}, size, null, units, 0, q, 0 from units"""
    return Query(sql, values(question), [*by, *_COLUMNS])


def _rated(question: Question) -> str:
    """Ratings with all that they are counted by; `place` 1 is the latest of a rater in a unit."""
    keys = {name: GROUPS[name] for name in question.by}
    own = {
        "of_person": "r.person",
        "of_rater": "r.rater",
        "unit": "r.interaction",
        "number": "s.number",
        "spoke": "r.source",
    }
    named = ", ".join(f"{sql} as {name}" for name, sql in {**keys, **own}.items())
    partition = ", ".join([*keys.values(), *own.values()])
    conditions = filters(question, "r.rater is not null", "r.person is not null")
    return f"""select {named}, r.response as answer, r.level as y,
    case when r.interaction is null then r.rating end as alone, case when r.interaction is null then 1 else
      row_number() over (partition by {partition} order by r.rated_at desc nulls last, r.rating desc) end as place
  {FROM} {conditions}"""


def _cells(by: Sequence[str]) -> str:
    keys = ", ".join([*by, "of_person", "of_rater"])
    listed = ", ".join([*by, "of_person as person", "of_rater as rater"])
    return f"select {listed}, count(*) as n, sum(y) as s, sum(y * y) as q from kept group by {keys}"


def _named(by: Sequence[str], who: str) -> str:
    """Persons or raters with how many answers tell of them."""
    keys = ", ".join([*by, f"of_{who}"])
    listed = ", ".join([*by, f"of_{who} as name"])
    return f"select {listed}, count(distinct answer) as answers from kept group by {keys}"


def _units(by: Sequence[str]) -> str:
    """Units of each person by how many rated them."""
    keys = ", ".join([*by, "of_person"])
    inner = f"""select {keys}, count(*) as size, sum(y) as total from kept
    group by {keys}, unit, alone, number, spoke"""
    listed = ", ".join([*by, "of_person as person"])
    return f"""select {listed}, size, count(*) as units, sum(total * total) as q
  from ({inner}) u group by {keys}, size"""


def _number(by: Sequence[str], column: str) -> str:
    partition = f"partition by {', '.join(by)} " if by else ""
    return f"dense_rank() over ({partition}order by {column})"
