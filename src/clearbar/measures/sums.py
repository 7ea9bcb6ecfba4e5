"""SQL of group sums, in the plain subset that DuckDB, PostgreSQL and Spark answer alike.

Two levels: `cells` adds up within a cluster of a group, `groups` adds up over clusters, with the squares and
products that a cluster-robust variance needs. Ratings whose cluster is unknown count as clusters of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clearbar.measures.columns import GROUPS
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import FLOOR, Query, Question

_NUMBERED = """(
    select edition, journey, step, stage, dimension, bar, target, scale, pair,
           row_number() over (order by coalesce(target, 0), edition) as number
    from standards)"""
"""Standards. `number` numbers the editions in the order of their targets, so that the lowest and the highest number
of a group tell whether editions are pooled in it, and between which targets."""

FROM = f"from ratings r join {_NUMBERED} s on s.edition = r.edition"
"""Each rating with its standard."""


def check_groups(by: Sequence[str]) -> None:
    """Raises QuestionFault if a column to group by is unknown or stands twice."""
    unknown = [name for name in by if name not in GROUPS]
    faults = [
        Fault("--by", 0, 0, "CQ002", f"`{name}` is no column to group by", f"known: {', '.join(sorted(GROUPS))}")
        for name in unknown
    ]
    faults += [Fault("--by", 0, 0, "CQ002", f"`{name}` stands twice") for name in set(by) if list(by).count(name) > 1]
    if faults:
        raise QuestionFault(faults)


def filters(question: Question, *more: str) -> str:
    """The `where` clause: live ratings that are not disputed, unless the question itself speaks of those."""
    named = question.where.columns if question.where else frozenset()
    parts = [*more]
    if "setting" not in named:
        parts.append("r.setting = 'live'")
    if "disputed" not in named:
        parts.append("not r.disputed")
    if question.where:
        parts.append(f"({question.where.sql})")
    return "where " + " and ".join(parts)


def values(question: Question) -> tuple[object, ...]:
    """The values of the question's own filter, in order."""
    return question.where.values if question.where else ()


def cluster_of(by: Sequence[str]) -> str:
    """What makes ratings alike: the person who served; within one person, the interaction."""
    return "interaction" if "person" in by else "person"


@dataclass(frozen=True)
class Beside:
    """A second count of the same groups, joined to the sums: SQL with `{keys}`-named columns and what it adds."""

    name: str
    sql: str
    columns: tuple[str, ...]


def share_sums(question: Question, hit: str, *more: str, beside: Sequence[Beside] = ()) -> Query:
    """Sums of a hit (SQL condition over `r` and `s`) per group: what `stats.answers.share` concludes from.

    Columns: the groups; `n`, `hits`, `clusters`, `nn` = Σ n_c², `nx` = Σ n_c x_c, `xx` = Σ x_c² and those of
    `_EDITIONS` and `_TARGETS`. Groups with fewer than FLOOR answers come with nothing but null.
    """
    inner = {"n": "count(*)", "x": f"count(case when {hit} then 1 end)"}
    outer = {
        "n": "sum(n)",
        "hits": "sum(x)",
        "clusters": _over("1", "n"),
        "nn": _over("n * n", "n"),
        "nx": _over("n * x", "x"),
        "xx": _over("x * x", "x"),
    }
    return _group_sums(question, inner, outer, more, beside)


def mean_sums(question: Question, a: str, b: str, *more: str) -> Query:
    """Sums of two outcomes (SQL over `r`) per group: what `stats.answers.gap` concludes from.

    Columns: the groups; `n`, `a`, `b`, `clusters`, `nn`, `na`, `nb` and the products over clusters `aa`, `ab`, `bb`;
    the products over ratings `qaa`, `qab`, `qbb`; and those of `_EDITIONS` and `_TARGETS`.
    """
    products = {"qaa": f"sum(({a}) * ({a}))", "qab": f"sum(({a}) * ({b}))", "qbb": f"sum(({b}) * ({b}))"}
    inner = {"n": "count(*)", "a": f"sum({a})", "b": f"sum({b})", **products}
    outer = {
        "n": "sum(n)",
        "a": "sum(a)",
        "b": "sum(b)",
        "clusters": _over("1", "n"),
        "nn": _over("n * n", "n"),
        "na": _over("n * a", "a"),
        "nb": _over("n * b", "b"),
        "aa": _over("a * a", "qaa"),
        "ab": _over("a * b", "qab"),
        "bb": _over("b * b", "qbb"),
        **{name: f"sum({name})" for name in products},
    }
    return _group_sums(question, inner, outer, more, ())


def _over(known: str, unknown: str) -> str:
    """A sum over clusters. Ratings whose cluster is unknown are each their own, so their products are sums of rows."""
    return f"sum(case when cluster is null then {unknown} else {known} end)"


_EDITIONS = {"edition_low": "min(s.number)", "edition_high": "max(s.number)"}
"""The editions pooled in a group, from the lowest target to the highest."""

_TARGETS = f""" left join (select number, nullif(target, 0) as target_low from {_NUMBERED} a) low
    on low.number = totals.edition_low
  left join (select number, target as target_high from {_NUMBERED} b) high on high.number = totals.edition_high"""
"""What a group's standards demand. No target at all counts as the lowest: a group in which only some standards have
one has no common target."""


def _group_sums(
    question: Question,
    inner: dict[str, str],
    outer: dict[str, str],
    more: tuple[str, ...],
    beside: Sequence[Beside],
) -> Query:
    check_groups(question.by)
    keys = list(question.by)
    inner = {**inner, **_EDITIONS}
    outer = {**outer, "edition_low": "min(edition_low)", "edition_high": "max(edition_high)"}
    answers = "n"  # one response rates one standard once; over several standards the responses must be counted
    if not {"standard", "edition"} & set(keys):
        answers = "answers"
        beside = [*beside, Beside("counted", _answers(question, more), ("answers",))]
    parts = [f"cells as ({_cells(question, inner, more)})", f"totals as ({_totals(keys, outer)})"]
    parts += [f"{one.name} as ({one.sql})" for one in beside]
    source = "totals" + "".join(f" join {one.name} on {_same(keys, one.name)}" for one in beside) + _TARGETS
    more_figures = (column for one in beside for column in one.columns if column != "answers")
    figures = [*outer, "target_low", "target_high", *more_figures]
    shown = [f"totals.{key} as {key}" for key in keys]
    shown += [f"case when {answers} >= {FLOOR} then {name} end as {name}" for name in figures]
    shown.append(f"{answers} as answers")
    sql = f"with {', '.join(parts)} select {', '.join(shown)} from {source}"
    bound = values(question) * (1 + len(beside))
    return Query(sql, bound, [*keys, *figures, "answers"], "week" if "week" in keys else None)


def _same(keys: Sequence[str], name: str) -> str:
    """The condition that joins a second count: the same group, where unknown is a group too."""
    return " and ".join(f"totals.{key} is not distinct from {name}.{key}" for key in keys) or "1 = 1"


def _cells(question: Question, inner: dict[str, str], more: tuple[str, ...]) -> str:
    """Sums within each cluster of each group."""
    named = {**{key: GROUPS[key] for key in question.by}, "cluster": f"r.{cluster_of(question.by)}"}
    listed = ", ".join(f"{sql} as {name}" for name, sql in {**named, **inner}.items())
    return f"select {listed} {FROM} {filters(question, '{slice}', *more)} group by {', '.join(named.values())}"


def _totals(keys: list[str], outer: dict[str, str]) -> str:
    """Sums over the clusters of each group."""
    listed = ", ".join([*keys, *(f"{sql} as {name}" for name, sql in outer.items())])
    return f"select {listed} from cells" + (f" group by {', '.join(keys)}" if keys else "")


def _answers(question: Question, more: tuple[str, ...]) -> str:
    """How many responses stand behind each group."""
    named = {key: GROUPS[key] for key in question.by}
    listed = ", ".join([*(f"{sql} as {name}" for name, sql in named.items()), "count(distinct r.response) as answers"])
    grouped = f" group by {', '.join(named.values())}" if named else ""
    return f"select {listed} {FROM} {filters(question, '{slice}', *more)}{grouped}"
