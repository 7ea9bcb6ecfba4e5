"""SQL of group sums, in the plain subset that DuckDB, PostgreSQL and Spark answer alike.

Two levels: `inside` adds up within a cluster of a group, `totals` adds up over clusters, with the squares and
products that a cluster-robust variance needs. Ratings whose cluster is unknown count as clusters of one.

Of a rollup the same is asked, of cells in the place of ratings (rolled.py); some sums it holds already (finished.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from clearbar.measures import finished, rolled
from clearbar.measures.clustering import Product, clusters, products, within
from clearbar.measures.columns import GROUPS
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import FLOOR, Query, Question

NUMBERED = """(
    select edition, journey, step, stage, dimension, bar, target, scale, pair,
           row_number() over (order by coalesce(target, 0), edition) as number
    from standards)"""
"""Standards. `number` numbers the editions in the order of their targets, so that the lowest and the highest number
of a group tell whether editions are pooled in it, and between which targets."""

FROM = f"from ratings r join {NUMBERED} s on s.edition = r.edition"
"""Each rating with its standard."""

FROM_CELLS = f"from cells r join {NUMBERED} s on s.edition = r.edition"
"""Each cell of a rollup with its standard."""


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
    """The `where` clause: live ratings that are not disputed, unless the question itself speaks of those. Raises
    QuestionFault where a rollup is asked: it has no single ratings."""
    if question.rolled:
        raise rolled.not_kept()
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


@dataclass(frozen=True)
class Counted:
    """What is counted, as SQL by name: `cells` within each cluster, `totals` added over the cells, `over` products of
    two sums of a cluster (clustering.Product), and `squares` added last."""

    cells: Mapping[str, str]
    totals: Mapping[str, str]
    over: Mapping[str, Product]
    squares: Mapping[str, str] = field(default_factory=dict)


def share_sums(question: Question, hit: str, *more: str, beside: Sequence[Beside] = ()) -> Query:
    """Sums of a hit (SQL condition over `r` and `s`) per group: what `stats.answers.share` concludes from.

    Columns: the groups; `n`, `hits`, `clusters`, `nn` = Σ n_c², `nx` = Σ n_c x_c, `xx` = Σ x_c² and those of
    `_EDITIONS` and `_TARGETS`. Groups with fewer than FLOOR answers come with nothing but null.
    """
    inner = {"n": "count(*)", "x": f"count(case when {hit} then 1 end)"}
    outer = {"n": "sum(n)", "hits": "sum(x)"}
    over = {"nn": ("n", "n", "n"), "nx": ("n", "x", "x"), "xx": ("x", "x", "x")}
    return group_sums(question, Counted(inner, outer, over), *more, beside=beside)


def mean_sums(question: Question, a: str, b: str, *more: str) -> Query:
    """Sums of two outcomes (SQL over `r`) per group: what `stats.answers.gap` concludes from.

    Columns: the groups; `n`, `a`, `b`, `clusters`, `nn`, `na`, `nb` and the products over clusters `aa`, `ab`, `bb`;
    the products over ratings `qaa`, `qab`, `qbb`; and those of `_EDITIONS` and `_TARGETS`.
    """
    squares = {"qaa": f"sum(({a}) * ({a}))", "qab": f"sum(({a}) * ({b}))", "qbb": f"sum(({b}) * ({b}))"}
    inner = {"n": "count(*)", "a": f"sum({a})", "b": f"sum({b})", **squares}
    over = {
        "nn": ("n", "n", "n"),
        "na": ("n", "a", "a"),
        "nb": ("n", "b", "b"),
        "aa": ("a", "a", "qaa"),
        "ab": ("a", "b", "qab"),
        "bb": ("b", "b", "qbb"),
    }
    outer = {"n": "sum(n)", "a": "sum(a)", "b": "sum(b)"}
    return group_sums(question, Counted(inner, outer, over, {name: f"sum({name})" for name in squares}), *more)


_EDITIONS = {"edition_low": "min(s.number)", "edition_high": "max(s.number)"}
"""The editions pooled in a group, from the lowest target to the highest."""

_TARGETS = f""" left join (select number, nullif(target, 0) as target_low from {NUMBERED} a) low
    on low.number = totals.edition_low
  left join (select number, target as target_high from {NUMBERED} b) high on high.number = totals.edition_high"""
"""What a group's standards demand. No target at all counts as the lowest: a group in which only some standards have
one has no common target."""


def group_sums(question: Question, counted: Counted, *more: str, beside: Sequence[Beside] = ()) -> Query:
    """What is counted, per group: its totals, `clusters`, its products over clusters and its squares, then the columns
    of `_EDITIONS` and `_TARGETS`. `more` are conditions. A group with fewer than FLOOR answers has nothing but null."""
    check_groups(question.by)
    keys, known = list(question.by), _known(question, counted, more)
    if question.rolled:
        rolled.check(question, clusters=clusters(question, cluster_of(question.by)).values())
    figures = [*counted.totals, "clusters", *counted.over, *counted.squares, "edition_low", "edition_high"]
    answers = "n"  # one response rates one standard once; over several standards the responses must be counted
    if not {"standard", "edition"} & set(keys):
        answers = "answers"
        beside = [*beside, Beside("counted", _answers(question, more), ("answers",))]
    parts = [f"totals as ({known})"] if known else _counted(question, counted, more)
    parts += [f"{one.name} as ({one.sql})" for one in beside]
    source = "totals" + "".join(f" join {one.name} on {_same(keys, one.name)}" for one in beside) + _TARGETS
    more_figures = (column for one in beside for column in one.columns if column != "answers")
    figures = [*figures, "target_low", "target_high", *more_figures]
    shown = [f"totals.{key} as {key}" for key in keys]
    shown += [f"case when {answers} >= {FLOOR} then {name} end as {name}" for name in figures]
    shown.append(f"{answers} as answers")
    sql = f"with {', '.join(parts)} select {', '.join(shown)} from {source}"
    bound, slice_by = values(question) * (1 + len(beside)), "week" if "week" in keys and not known else None
    reads = "finished" if known else "cells" if question.rolled else "ratings"
    return Query(sql, bound, [*keys, *figures, "answers"], slice_by, reads)


def _same(keys: Sequence[str], name: str) -> str:
    """The condition that joins a second count: the same group, where unknown is a group too."""
    return " and ".join(f"totals.{key} is not distinct from {name}.{key}" for key in keys) or "1 = 1"


def rows(question: Question, *conditions: str, join: str = "") -> str:
    """The `from` and `where` clauses: ratings with their standards, or cells of a rollup, which holds no other ratings
    than live ones that are not disputed; `join` is what else is joined to them."""
    if not question.rolled:
        return f"{FROM}{join} {filters(question, *conditions)}"
    parts = [*conditions, *([f"({question.where.sql})"] if question.where else [])]
    return f"{FROM_CELLS}{join} where {' and '.join(parts) or '1 = 1'}"


def added(question: Question, sums: Mapping[str, str], more: Sequence[str]) -> tuple[Mapping[str, str], Sequence[str]]:
    """Sums over single ratings and the conditions on these, as they are asked of what the question reads."""
    return rolled.sums(sums, more) if question.rolled else (sums, more)


def _counted(question: Question, counted: Counted, more: Sequence[str]) -> list[str]:
    sums, where = added(question, counted.cells, more)
    of = replace(counted, cells=sums)
    return [f"inside as ({inside(question, of, where)})", f"totals as ({over_clusters(question, of, 'inside')})"]


def inside(question: Question, counted: Counted, where: Sequence[str]) -> str:
    """Sums within each cluster of each group."""
    named = {**{key: GROUPS[key] for key in question.by}, **clusters(question, cluster_of(question.by))}
    listed = ", ".join(f"{sql} as {name}" for name, sql in {**named, **counted.cells, **_EDITIONS}.items())
    cells = f"select {listed} {rows(question, '{slice}', *where)} group by {', '.join(named.values())}"
    return within(question, cells, counted.over)


def over_clusters(question: Question, counted: Counted, source: str) -> str:
    """Sums over the clusters of each group; `source` is what `inside` gave."""
    spans = {"edition_low": "min(edition_low)", "edition_high": "max(edition_high)"}
    outer = {**counted.totals, **products(question, counted.over), **counted.squares, **spans}
    keys = ", ".join(question.by)
    listed = ", ".join([*question.by, *(f"{sql} as {name}" for name, sql in outer.items())])
    return f"select {listed} from {source}" + (f" group by {keys}" if keys else "")


def _known(question: Question, counted: Counted, more: Sequence[str]) -> str:
    """The sums over clusters where a rollup holds them already; empty where they have to be counted."""
    grain = finished.grain(question) if question.rolled else ""
    name, called = finished.outcome(counted.cells, tuple(more)) if grain else ("", {})
    sums = {f"sum({one})": which for one, which in called.items()}
    asked = {**counted.totals, **counted.squares}
    if not name or not set(asked.values()) <= set(sums):
        return ""
    columns = {one: sums[sql] for one, sql in asked.items()}
    columns |= {"clusters": "clusters", **{one: finished.product(of, called) for one, of in counted.over.items()}}
    listed = ", ".join(
        f"r.{column} as {one}" for one, column in {**{key: key for key in question.by}, **columns}.items()
    )
    where = f" and ({question.where.sql})" if question.where else ""
    return f"""select {listed}, lowest.number as edition_low, highest.number as edition_high
  from finished r join {NUMBERED} lowest on lowest.edition = r.low join {NUMBERED} highest on highest.edition = r.high
  where r.grain = '{grain}' and r.outcome = '{name}'{where}"""


def _answers(question: Question, more: Sequence[str]) -> str:
    """How many responses stand behind each group. A rollup does not know them; but as one response rates one standard
    once, there are at least as many as ratings of any one standard."""
    keys, named = ", ".join(question.by), {key: GROUPS[key] for key in question.by}
    listed = "".join(f"{sql} as {name}, " for name, sql in named.items())
    if not question.rolled:
        grouped = f" group by {', '.join(named.values())}" if named else ""
        return f"select {listed}count(distinct r.response) as answers {rows(question, '{slice}', *more)}{grouped}"
    sums, where = added(question, {"each": "count(*)"}, more)
    grouped = ", ".join([*named.values(), "r.standard"])
    each = f"select {listed}{sums['each']} as each {rows(question, '{slice}', *where)} group by {grouped}"
    shown = "".join(f"{key}, " for key in question.by)
    return f"select {shown}coalesce(max(each), 0) as answers from ({each}) e" + (f" group by {keys}" if keys else "")
