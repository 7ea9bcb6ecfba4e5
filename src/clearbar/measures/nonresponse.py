"""Who did not answer, and would it change the story? Who was asked, and what those said who answered, cell by cell.

A cell is a combination of what is known of everybody who was asked: source, channel, site and week. Each rating
belongs to the cell of the invitation that it answers.
"""

from __future__ import annotations

from clearbar.measures.columns import GROUPS
from clearbar.measures.sums import FROM, check_groups, filters
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import FLOOR, Option, Query, Question

GAP = Option(
    "gap",
    10.0,
    "How many points better or worse those who were silent may be than those who answered.",
    low=0,
    high=100,
)

MIX = ("source", "channel", "site", "week")
"""What those who answered are made to be like those who were asked in, unless they are groups of it."""

OF_INVITATIONS = frozenset({*MIX, "instrument"})
"""Columns to group by that are known of those who did not answer, too."""

_FILTERS = frozenset({*OF_INVITATIONS, "interaction", "response"})
_OF_STANDARDS = frozenset({"standard", "edition", "journey", "step", "stage", "dimension"})

COUNTS = ("asked", "answered", "m", "n", "x", "nn", "nx", "xx")
"""Whole numbers of a row: see `query`."""


def query(question: Question) -> Query:
    """Rows of two kinds.

    `kind` 0: everybody who was asked, one row per group and cell (`cell_source` and so on): how many were `asked` and
    how many of them `answered`. Keys that only ratings have are null. `kind` 1: ratings that answer an invitation, one
    row per group, cell and `cluster` (person, or null): `m` responses with `n` ratings, `x` of them at the bar or
    above; over responses `nn` = Σ n_r², `nx` = Σ n_r x_r, `xx` = Σ x_r²; the lowest and highest `target` (0 = none) and
    edition. Of a group that fewer than FLOOR responses stand behind, all of this is 0, and `few` is 1.
    Raises QuestionFault for groups or filters by what is not known of those who did not answer.
    """
    _check(question)
    keys, cells = list(question.by), [name for name in MIX if name not in question.by]
    known = [name for name in keys if name in OF_INVITATIONS]
    condition = f"({question.where.sql})" if question.where else "1 = 1"
    values = question.where.values if question.where else ()
    sql = f"""with asked as ({_asked([*known, *cells], condition)}),
  linked as ({_linked(condition)}),
  told as ({_told(keys, cells)}),
  heard as (select {", ".join([*keys, "count(distinct response) as answers"])} from told {_grouped(keys)}),
  rated as ({_rated(keys, cells)})
select {_columns(keys, known, cells)} from asked
union all
{_shown(keys, cells)}"""
    columns = ["kind", *keys, *(f"cell_{name}" for name in cells), "cluster", *COUNTS]
    return Query(sql, (*values, *values), [*columns, "target_low", "target_high", "edition_low", "edition_high", "few"])


def _check(question: Question) -> None:
    check_groups(question.by)
    faults = []
    for name in question.by:
        if name not in OF_INVITATIONS | _OF_STANDARDS:
            hint = f"known: {', '.join(sorted(OF_INVITATIONS))}; of the ratings {', '.join(sorted(_OF_STANDARDS))}"
            faults.append(Fault("--by", 0, 0, "CQ002", f"`{name}` is not known of those who did not answer", hint))
    for name in sorted(question.where.columns - _FILTERS) if question.where else ():
        hint = f"known: {', '.join(sorted(_FILTERS))}; group by standards, such as --by standard"
        faults.append(Fault("--where", 0, 0, "CQ001", f"`{name}` is not known of those who did not answer", hint))
    if faults:
        raise QuestionFault(faults)


def _asked(names: list[str], condition: str) -> str:
    listed = ", ".join(f"r.{name} as {name}" for name in names)
    return f"""select {listed}, count(*) as asked, sum(case when r.answered then 1 else 0 end) as answered
    from invitations r where {condition} group by {", ".join(f"r.{name}" for name in names)}"""


def _linked(condition: str) -> str:
    """Each response with the invitation that it answers: one, should several name it."""
    listed = ", ".join(f"r.{name} as {name}" for name in sorted(OF_INVITATIONS))
    return f"""select * from (select r.response as response, {listed},
      row_number() over (partition by r.response order by r.invitation) as place
    from invitations r where r.answered and r.response is not null and {condition}) a where place = 1"""


def _told(keys: list[str], cells: list[str]) -> str:
    """One row per response and person. A response about several persons counts once: with the first of them, or where
    the person is unknown, if such a rating is among its ratings."""
    named = {key: f"i.{key}" if key in OF_INVITATIONS else GROUPS[key] for key in keys}
    named |= {f"cell_{name}": f"i.{name}" for name in cells}
    named |= {"cluster": "r.person", "response": "r.response"}
    listed = ", ".join(f"{sql} as {name}" for name, sql in named.items())
    first = "case when cluster is null then 0 else 1 end, cluster"
    counted = f"case when row_number() over (partition by {', '.join([*keys, 'response'])} order by {first}) = 1"
    return f"""select t.*, {counted} then 1 else 0 end as m from (
    select {listed}, count(*) as n, sum(case when r.level >= s.bar then 1 else 0 end) as x,
      min(coalesce(s.target, 0)) as target_low, max(coalesce(s.target, 0)) as target_high,
      min(s.number) as edition_low, max(s.number) as edition_high
    {FROM} join linked i on i.response = r.response {filters(Question())} group by {", ".join(named.values())}) t"""


def _rated(keys: list[str], cells: list[str]) -> str:
    names = [*keys, *(f"cell_{name}" for name in cells), "cluster"]
    sums = "sum(m) as m, sum(n) as n, sum(x) as x, sum(n * n) as nn, sum(n * x) as nx, sum(x * x) as xx"
    spans = "min(target_low) as target_low, max(target_high) as target_high"
    editions = "min(edition_low) as edition_low, max(edition_high) as edition_high"
    return f"select {', '.join(names)}, {sums}, {spans}, {editions} from told group by {', '.join(names)}"


def _grouped(keys: list[str]) -> str:
    return f"group by {', '.join(keys)}" if keys else ""


def _columns(keys: list[str], known: list[str], cells: list[str]) -> str:
    """What the first kind of rows shows, in the order of the second."""
    shown = ["0 as kind", *(key if key in known else f"null as {key}" for key in keys)]
    shown += [*(f"{name} as cell_{name}" for name in cells), "null as cluster", "asked", "answered"]
    shown += [f"0 as {name}" for name in COUNTS[2:]]
    spans = "cast(0 as double precision) as target_low, cast(0 as double precision) as target_high"
    return ", ".join([*shown, spans, "0 as edition_low", "0 as edition_high", "0 as few"])


def _shown(keys: list[str], cells: list[str]) -> str:
    """The second kind of rows; 0 for what too few stand behind."""
    few = f"h.answers < {FLOOR}"
    names = [*keys, *(f"cell_{name}" for name in cells), "cluster"]
    figures = ["m", "n", "x", "nn", "nx", "xx", "target_low", "target_high", "edition_low", "edition_high"]
    shown = ["1 as kind", *(f"t.{name} as {name}" for name in names), "0 as asked", "0 as answered"]
    shown += [f"case when {few} then 0 else t.{name} end as {name}" for name in figures]
    same = " and ".join(f"t.{key} is not distinct from h.{key}" for key in keys) or "1 = 1"
    return f"select {', '.join(shown)}, case when {few} then 1 else 0 end as few from rated t join heard h on {same}"
