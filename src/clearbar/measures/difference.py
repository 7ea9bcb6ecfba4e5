"""Does it matter? The overall verdict of those who found a standard cleared, beside that of those who found it missed.

Each rating of a standard is joined to the overall verdict that was given with it: same response, same source, same
interaction.
"""

from __future__ import annotations

from clearbar.measures.columns import GROUPS
from clearbar.measures.sums import FROM, check_groups, filters, values
from clearbar.model.book import OVERALL
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import FLOOR, Query, Question


def query(question: Question) -> Query:
    """One row per group and `cleared` (1 or 0: whether the standard was): `n`, `hits` (overall verdicts that clear
    their own bar), `clusters`, `nn` = Σ n_c², `nx` = Σ n_c x_c, `xx` = Σ x_c².

    Clusters are persons, within one person interactions; where the person is unknown, interactions, and responses
    where these are unknown too. `answers` counts both sides. Where fewer than FLOOR ratings stand on either side,
    neither has anything else. Raises QuestionFault unless the question is by standard or edition.
    """
    check_groups(question.by)
    if not {"standard", "edition"} & set(question.by):
        hint = "such as `--by standard,source`"
        raise QuestionFault([Fault("--by", 0, 0, "CQ002", "a standard is held against the overall verdict", hint)])
    keys = ", ".join(question.by)
    figures = {
        "n": "sum(n)", "hits": "sum(x)", "clusters": "count(*)", "nn": "sum(n * n)", "nx": "sum(n * x)",
        "xx": "sum(x * x)",
    }  # fmt: skip
    sums = ", ".join(f"{sql} as {name}" for name, sql in figures.items())
    fewest = f"case when count(*) over (partition by {keys}) = 2 then min(n) over (partition by {keys}) else 0 end"
    shown = ", ".join(f"case when fewest >= {FLOOR} then {name} end as {name}" for name in figures)
    sql = f"""with cells as ({_cells(question)}),
  sides as (select {keys}, cleared, {sums} from cells group by {keys}, cleared),
  counted as (select *, {fewest} as fewest, sum(n) over (partition by {keys}) as answers from sides)
select {keys}, cleared, {shown}, answers from counted"""
    return Query(sql, values(question), [*question.by, "cleared", *figures, "answers"])


def _cells(question: Question) -> str:
    """Ratings and hits within each cluster of each side of each group."""
    named = {**{key: GROUPS[key] for key in question.by}, "cleared": "case when r.level >= s.bar then 1 else 0 end"}
    alone = "coalesce(r.interaction, r.response)"
    if "person" not in question.by:
        named |= {"cluster": "r.person", "alone": f"case when r.person is null then {alone} end"}
    else:
        named |= {"alone": alone}
    listed = ", ".join(f"{sql} as {name}" for name, sql in named.items())
    conditions = filters(question, f"r.standard <> '{OVERALL}'")
    return f"""select {listed}, count(*) as n, sum(case when o.level >= v.bar then 1 else 0 end) as x
    {FROM} join ratings o on o.response = r.response and o.source = r.source and o.setting = r.setting
      and o.interaction is not distinct from r.interaction and o.standard = '{OVERALL}' {_undisputed(question)}
    join standards v on v.edition = o.edition {conditions} group by {", ".join(named.values())}"""


def _undisputed(question: Question) -> str:
    """Disputed verdicts are left out as disputed ratings are."""
    named = question.where.columns if question.where else frozenset[str]()
    return "" if "disputed" in named else "and not o.disputed"
