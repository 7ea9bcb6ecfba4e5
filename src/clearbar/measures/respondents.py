"""Who stands behind each group: how many respondents, and of how many persons they speak.

Counted for the group as it is asked, and for what its filter leaves out: whoever is shown the whole and the part knows
the rest, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from clearbar.measures.columns import GROUPS
from clearbar.measures.outcomes import outcome
from clearbar.measures.sums import FROM, check_groups, filters
from clearbar.model.book import Source
from clearbar.model.question import Condition, Query, Question

IN_OFFICE = (Source.CHECK, Source.REVIEWER, Source.COACH, Source.SHOPPER)
"""Sources that rate because it is their work. They ask for no shelter, and one of them may rate a whole team: what they
rated is counted, interaction by interaction. Of all others the people are counted."""

RESPONDENT = f"""case when r.source in ({", ".join(f"'{source}'" for source in IN_OFFICE)})
    then coalesce(r.interaction, r.response) else coalesce(r.rater, r.customer, r.response) end"""
"""SQL: who, or which interaction, stands behind a rating."""

READS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "met": ("r.expected is not null",),
    "gap": ("r.expected is not null",),
    "delight": ("s.scale = 'levels'",),
    "waits": ("r.millis is not null",),
    "severity": ("r.rater is not null", "r.person is not null"),
    "sampling": ("r.interaction is not null",),
    "effect": ("r.person is not null",),
    "transfer": ("r.person is not null",),
    "compass": ("r.person is not null",),
})  # fmt: skip
"""Which ratings alone a measure reads, by its name."""

_END = 1
"""So many last letters of an id tell one from another, where it need not be known how many there are."""

MOST_PARTS = 8
"""So many conditions of a filter are looked at one by one."""


MOST_GROUPS = 300
"""So many groups are named in a query; of more all are counted."""


@dataclass(frozen=True)
class Behind:
    """What is to be counted: for a measure's question, whose `where` is what limits the viewer; the `parts` of the
    filter that was asked, at most MOST_PARTS; and `own`, the persons whose figures the viewer may see."""

    measure: str
    question: Question
    parts: tuple[Condition, ...] = ()
    own: tuple[str, ...] = ()


def query(behind: Behind, groups: Sequence[Sequence[Any]] = ()) -> Query:
    """Columns: the groups (all, or at least those named), then for `all` ratings of the group and for what each part of
    the filter leaves out, as `but_0` on (the last one: what all of them leave out): `respondents_…`, how many stand
    behind those ratings; `others_…`, behind those that speak of nobody in `own`; `persons_…`, how many persons not in
    `own` they speak of; `unknown_…`, how many ratings do not tell of whom. And `ratings_all`, how many there are.
    """
    return _counting(behind, RESPONDENT, "r.person", groups)


def at_least(behind: Behind) -> Query:
    """The same columns at a fraction of the cost: respondents whose ids end alike are counted as one, and persons, too,
    so that there are at least as many, and none only where there is none."""
    return _counting(behind, f"right({RESPONDENT}, {_END})", f"right(r.person, {_END})", ())


def _counting(behind: Behind, respondent: str, person: str, groups: Sequence[Sequence[Any]]) -> Query:
    question, parts, own = behind.question, behind.parts, behind.own
    check_groups(question.by)
    names, sets = list(question.by), _sets(len(parts))
    listed = "".join(f"{GROUPS[name]} as {name}, " for name in names)
    tests = "".join(f", case when {part.sql} then 1 else 0 end as part_{i}" for i, part in enumerate(parts))
    mine = f"case when r.person in ({', '.join('?' * len(own))}) then 1 else 0 end" if own else "0"
    only, named = _only(names, groups)
    where = filters(_speaking(question, parts), *(f"({one})" for one in (*reads(behind.measure, question), *only)))
    sql = f"""with spoken as (select {listed}{respondent} as respondent, {person} as person, {mine} as own{tests}
    {FROM} {where}),
  cells as ({_cells([*names, "respondent", "person"], sets)}),
  of_whom as ({_merged([*names, "respondent"], sets)}),
  on_whom as ({_merged([*names, "person"], sets)}),
  a as ({_added(names, sets, _OF_WHOM, "of_whom")}),
  b as ({_added(names, sets, _ON_WHOM, "on_whom")})
select {"".join(f"a.{name} as {name}, " for name in names)}{", ".join(_columns(sets))}
from a join b on {" and ".join(f"a.{name} is not distinct from b.{name}" for name in names) or "1 = 1"}"""
    values = (*own, *(value for part in parts for value in part.values), *named)
    return Query(sql, (*values, *(question.where.values if question.where else ())), [*names, *_columns(sets)])


def _only(names: Sequence[str], groups: Sequence[Sequence[Any]]) -> tuple[list[str], list[Any]]:
    """The condition that lets the named groups through, and its values; none where all are to be counted."""
    if not names or not groups or len(groups) > MOST_GROUPS:
        return [], []
    one = [
        " and ".join(
            f"{GROUPS[name]} is null" if value is None else f"{GROUPS[name]} = ?"
            for name, value in zip(names, group, strict=True)
        )
        for group in groups
    ]
    return [" or ".join(f"({same})" for same in one)], [v for group in groups for v in group if v is not None]


def reads(measure: str, question: Question) -> tuple[str, ...]:
    """The conditions on what a measure reads of the ratings."""
    return (*READS.get(measure, ()), *(outcome(question.of)[1] if question.of else ()))


def _speaking(question: Question, parts: Sequence[Condition]) -> Question:
    """The question, which speaks of all columns that the parts speak of: what they say of them then holds alone."""
    limit = question.where or Condition("1 = 1", (), frozenset())
    columns = limit.columns.union(*(part.columns for part in parts))
    return replace(question, where=replace(limit, columns=columns))


def _sets(parts: int) -> dict[str, str]:
    """SQL over the cuts of a filter, by name: all of it; all but one part, which does not hold; not all."""
    every = [f"part_{i} = 1" for i in range(parts)]
    sets = {"all": " and ".join(every) or "1 = 1"}
    if parts > 1:
        for i in range(parts):
            others = [one for j, one in enumerate(every) if j != i]
            sets[f"but_{i}"] = " and ".join([*others, f"part_{i} = 0"])
    if parts:
        sets[f"but_{parts if parts > 1 else 0}"] = f"not ({sets['all']})"
    return sets


_OF_WHOM = {"respondents": "in_{0}", "others": "out_{0}"}
_ON_WHOM = {
    "persons": "case when person is not null then out_{0} else 0 end",
    "unknown": "case when person is null then n_{0} else 0 end",
}
"""Sums over the respondents of a group, and over the persons of whom they speak."""


def _columns(sets: Mapping[str, str]) -> list[str]:
    return [*(f"{what}_{name}" for name in sets for what in (*_OF_WHOM, *_ON_WHOM)), "ratings_all"]


def _cells(names: Sequence[str], sets: Mapping[str, str]) -> str:
    """Whether there is a rating in each set for these keys, and one of nobody in `own`; `n_` counts ratings."""
    flags = "".join(
        f", max(case when {sql} then 1 else 0 end) as in_{name},"
        f" max(case when {sql} and own = 0 then 1 else 0 end) as out_{name},"
        f" sum(case when {sql} then 1 else 0 end) as n_{name}"
        for name, sql in sets.items()
    )
    return f"select {', '.join(names)}{flags} from spoken group by {', '.join(names)}"


def _merged(names: Sequence[str], sets: Mapping[str, str]) -> str:
    """The cells with these keys alone."""
    flags = "".join(
        f", max(in_{name}) as in_{name}, max(out_{name}) as out_{name}, sum(n_{name}) as n_{name}" for name in sets
    )
    return f"select {', '.join(names)}{flags} from cells group by {', '.join(names)}"


def _added(names: Sequence[str], sets: Mapping[str, str], sums: Mapping[str, str], cells: str) -> str:
    """The sums of a group over its cells."""
    listed = [f"sum({sql.format(name)}) as {what}_{name}" for name in sets for what, sql in sums.items()]
    listed += ["sum(n_all) as ratings_all"] if cells == "of_whom" else []
    keys = ", ".join(names)
    return f"select {', '.join([*names, *listed])} from {cells}" + (f" group by {keys}" if keys else "")
