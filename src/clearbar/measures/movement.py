"""How Δgap splits: did experience move, did expectation, or only the mix of what was asked about?

Two periods are compared in cells of one standard, topic and channel each. With the share w of a cell, its mean level
experienced y and expected x, and bars for the mean of both periods (Kitagawa 1955; Oaxaca 1973; Blinder 1973):

    Δgap = Σ w̄ Δy − Σ w̄ Δx + Σ Δw (ȳ − x̄)

which are experience, expectation and mix. A cell that was heard in one period alone has no change of its own; all of
it is mix. Each is a smooth function of sums, so that its variance is that of a sum over clusters of what each adds to
it (linearisation): for each rating in cell c of period t, with the sign s of that period,

    experience   s w̄_c (e − y_tc)/n_tc + (Δy_c − Σ_k w_tk Δy_k)/(2 n_t)        likewise expectation
    total        s (e − x − gap_t)/n_t

and mix is total less experience plus expectation. All is counted times n, the ratings of both periods, so that sums
are neither large nor tiny.
"""

from __future__ import annotations

from collections.abc import Sequence

from clearbar.measures.columns import GROUPS
from clearbar.measures.drift import MIX
from clearbar.measures.fractions import double, rounded
from clearbar.measures.sums import FROM, cluster_of, filters, values
from clearbar.model.question import FLOOR, Query, Question

Weeks = tuple[int, int]
"""The first and the last week of a period."""

_SUMS = {
    "n": "sum(n)",
    "n_before": "sum(case when period = 0 then n else 0 end)",
    "n_after": "sum(case when period = 1 then n else 0 end)",
    "y_before": "sum(case when period = 0 then y else 0 end)",
    "y_after": "sum(case when period = 1 then y else 0 end)",
    "x_before": "sum(case when period = 0 then x else 0 end)",
    "x_after": "sum(case when period = 1 then x else 0 end)",
}
_CELL = {"n0": "n_before", "n1": "n_after", "y0": "y_before", "y1": "y_after", "x0": "x_before", "x1": "x_after"}
_MOVED = ("experience", "expectation", "experience_square", "expectation_square", "mix_square", "total_square")


def query(question: Question, before: Weeks, after: Weeks) -> Query:
    """Per group: `n`; `n`, `y` (Σ level) and `x` (Σ expected), each `…_before` and `…_after`; `experience` and
    `expectation`, the parts of Δgap; for these, `mix` and `total` Σ over clusters of (n × what a cluster adds)²,
    `…_square`; `clusters`; `answers`, of the period with fewer.

    Clusters are persons, within one person interactions; a rating without is its own. Nothing but null where a period
    has fewer than FLOOR answers.
    """
    keys = list(question.by)
    own = {key: GROUPS[key] for key in keys}
    mix = {f"mix_{name}": GROUPS[name] for name in MIX if name not in keys}
    cluster = f"r.{cluster_of(keys)}"
    named = {**own, **mix, "cluster": cluster, "alone": f"case when {cluster} is null then r.rating end"}
    where = filters(question, "r.expected is not null", "(r.week between ? and ? or r.week between ? and ?)")
    told = {**named, "response": "r.response", "y": "r.level", "x": "r.expected"}
    shown = ", ".join(f"{sql} as {name}" for name, sql in told.items())
    inner = ", ".join([*named, "period"])
    sql = f"""with told as (select {shown}, case when r.week between ? and ? then 0 else 1 end as period {FROM} {
        where
    }),
  inside as (select {inner}, count(*) as n, sum(y) as y, sum(x) as x from told group by {inner}),
  cells as (select {inner}, n, y, x, {_over([*keys, *mix], _CELL)}, {
        _over(
            keys,
            {
                "all0": "n_before",
                "all1": "n_after",
                "ally0": "y_before",
                "ally1": "y_after",
                "allx0": "x_before",
                "allx1": "x_after",
            },
        )
    } from inside),
  moved as (select {inner}, n, y, x, n0, n1, y0, y1, x0, x1, all0, all1, ally0, ally1, allx0, allx1,
    {_change("y")} as dy, {_change("x")} as dx from cells),
  {_adding(keys)},
  {_grouped(keys)},
  counted as (select {
        "".join(f"{key}, " for key in keys)
    }count(distinct case when period = 0 then response end) as before,
    count(distinct case when period = 1 then response end) as after from told {_by(keys)})
{_shown(keys)}"""
    columns = [*keys, *_SUMS, *_MOVED, "clusters", "answers"]
    return Query(sql, (*before, *before, *after, *values(question)), columns)


def _by(keys: Sequence[str]) -> str:
    return f"group by {', '.join(keys)}" if keys else ""


def _over(partition: Sequence[str], named: dict[str, str]) -> str:
    """Sums over all rows of a cell, or of a group, beside each of its rows."""
    window = f"over (partition by {', '.join(partition)})" if partition else "over ()"
    return ", ".join(f"{_SUMS[which]} {window} as {name}" for name, which in named.items())


def _change(name: str) -> str:
    """How the mean of a cell changed; 0 where it was heard in one period alone."""
    return f"""case when n0 > 0 and n1 > 0 then {double(f"{name}1")} / n1 - {double(f"{name}0")} / n0 else 0.0 end"""


def _adding(keys: Sequence[str]) -> str:
    """What each row adds to experience (`dey`), to expected (`dex`), and to the gap (`det`), times all ratings."""
    window = f"over (partition by {', '.join(keys)})" if keys else "over ()"
    pulls = ", ".join(
        f"{double(f'sum(case when period = {t} then n * {change} else 0 end) {window}')} / nullif(all{t}, 0)"
        f" as p{change}{t}"
        for t in (0, 1)
        for change in ("dy", "dx")
    )
    share = f"({double('n0')} / nullif(all0, 0) + {double('n1')} / nullif(all1, 0)) / 2"

    def cell(name: str) -> str:
        first, then = (f"n * {double(f'{name}{t}')} / n{t}" for t in (0, 1))
        own = f"case when period = 0 then ({first} - {name}) / n0 else ({name} - {then}) / n1 end"
        within = f"case when n0 > 0 and n1 > 0 then {share} * ({own}) else 0.0 end"
        pull = f"case when period = 0 then (d{name} - pd{name}0) / all0 else (d{name} - pd{name}1) / all1 end"
        return f"(all0 + all1) * ({within} + n * ({pull}) / 2)"

    gap = f"""(all0 + all1) * case when period = 0 then (n * {double("(ally0 - allx0)")} / all0 - (y - x)) / all0
      else (y - x - n * {double("(ally1 - allx1)")} / all1) / all1 end"""
    listed = "".join(f"{key}, " for key in keys)
    return f"""pulled as (select *, {pulls} from moved),
  adding as (select {listed}cluster, alone, max(pdy0 + pdy1) as dey, max(pdx0 + pdx1) as dex,
    sum({cell("y")}) as ey, sum({cell("x")}) as ex, sum({gap}) as et from pulled group by {listed}cluster, alone)"""


def _grouped(keys: Sequence[str]) -> str:
    listed = "".join(f"{key}, " for key in keys)
    squares = {"experience": "ey", "expectation": "ex", "mix": "(et - ey + ex)", "total": "et"}
    summed = ", ".join(f"{rounded(f'sum({one} * {one})')} as {name}_square" for name, one in squares.items())
    totals = ", ".join(f"{sql} as {name}" for name, sql in _SUMS.items())
    return f"""sums as (select {listed}{totals} from inside {_by(keys)}),
  squares as (select {listed}{rounded("max(dey) / 2")} as experience,
    {rounded("max(dex) / -2")} as expectation, {summed}, count(*) as clusters from adding {_by(keys)})"""


def _shown(keys: Sequence[str]) -> str:
    def same(other: str) -> str:
        return " and ".join(f"s.{key} is not distinct from {other}.{key}" for key in keys) or "1 = 1"

    least = "case when c.before < c.after then c.before else c.after end"
    columns = {**{name: f"s.{name}" for name in _SUMS}, **{name: f"q.{name}" for name in (*_MOVED, "clusters")}}
    listed = ", ".join(f"case when {least} >= {FLOOR} then {sql} end as {name}" for name, sql in columns.items())
    return f"""select {"".join(f"s.{key} as {key}, " for key in keys)}{listed}, {least} as answers
from sums s join squares q on {same("q")} join counted c on {same("c")}"""
