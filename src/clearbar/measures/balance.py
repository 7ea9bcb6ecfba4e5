"""Is speed bought with quality? Week by week the times of the timed standards beside the quality that guards them.

Four series of each group: `time`, log(1 + seconds) of waits that ended; `outcome` and `courtesy`, whether the bar was
cleared; `repeats`, whether the same customer came back within seven days. Where the book pairs timed standards with
standards of a dimension, that dimension is those alone. Weeks differ in what was asked for: each series is also counted
as what it differs from the mean of its own standard, topic and channel within the group.
"""

from __future__ import annotations

from collections.abc import Sequence

from clearbar.measures.columns import GROUPS
from clearbar.measures.days import number_of
from clearbar.measures.drift import MIX
from clearbar.measures.fractions import double, rounded
from clearbar.measures.outcomes import outcome
from clearbar.measures.sums import FROM, check_groups, cluster_of, filters, values
from clearbar.model.book import Dimension
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import FLOOR, Option, Query, Question

ALPHA = Option(
    "alpha", 0.01, "The chance of each false step, a week: that time seems to fall, or quality.", low=0.0001, high=0.2
)
BACK = 7
"""Days within which a customer who comes again comes back."""
BY = ("site", "team", "person", "channel", "topic", "journey")
"""What a group may be: time and quality are different standards, so that no group can be one of them."""

_GUARDED = f"""paired as (select distinct pair from standards
    where dimension = '{Dimension.PROMPTNESS}' and pair is not null),
  guards as (select o.dimension as dimension, max(case when p.pair is null then 0 else 1 end) as guarded
    from standards o left join paired p on p.pair = o.standard group by o.dimension)"""
_BESIDE = "left join paired p on p.pair = r.standard left join guards g on g.dimension = s.dimension"
_QUALITY = f"""s.dimension in ('{Dimension.OUTCOME}', '{Dimension.COURTESY}')
    and (g.guarded = 0 or p.pair is not null)"""
_SUMS = {
    "n": "sum(n)",
    "s": rounded("sum(s)"),
    "adj": rounded("sum(adj)"),
    "q": rounded("sum(q)"),
    "clusters": "sum(case when cluster is null then n else 1 end)",
    "nn": "sum(case when cluster is null then n else n * n end)",
    "ns": rounded("sum(case when cluster is null then s else n * s end)"),
    "ss": rounded("sum(case when cluster is null then q else s * s end)"),
}


def query(question: Question) -> Query:
    """Columns: the groups, `week`, `series` (time, outcome, courtesy, repeats); `n`, `s` = Σ y, `adj` = Σ of y less
    its mean at the same standard, topic and channel, `q` = Σ y²; `clusters`, `nn`, `ns`, `ss`; `guarded`, 1 where the
    series is of paired standards; `answers`. Nothing but null where fewer than FLOOR answers stand behind.

    Raises QuestionFault for a question by anything but BY.
    """
    _check(question)
    keys = list(question.by)
    mix = [f"mix_{name}" for name in MIX if name not in keys]
    listed = "".join(f"{key}, " for key in keys)
    parts = ", ".join([*keys, "series", *mix])
    counted = ", ".join([*keys, "week", "series"])
    same = " and ".join(f"w.{key} is not distinct from c.{key}" for key in [*keys, "week", "series"])
    sums = ", ".join(f"{sql} as {name}" for name, sql in _SUMS.items())
    answers = "coalesce(c.answers, w.n)"  # of repeats, one contact is one answer
    kept = ", ".join(f"case when {answers} >= {FLOOR} then w.{name} end as {name}" for name in (*_SUMS, "guarded"))
    sql = f"""with {_GUARDED},
  rated as ({_rated(question)}),
  {_contacts(question)},
  cells as (select {listed}week, series, {"".join(f"{one}, " for one in mix)}cluster, max(guarded) as guarded,
      count(*) as n, sum(v) as s, sum(v * v) as q from rated where series is not null
      group by {counted}, {"".join(f"{one}, " for one in mix)}cluster
    union all {_repeats(question, mix)}),
  adjusted as (select {listed}week, series, cluster, guarded, n, s, q,
    s - n * sum(s) over (partition by {parts}) / sum(n) over (partition by {parts}) as adj from cells),
  people as (select {counted}, cluster, max(guarded) as guarded, sum(n) as n, sum(s) as s, sum(q) as q, sum(adj) as adj
    from adjusted group by {counted}, cluster),
  weeks as (select {counted}, {sums}, max(guarded) as guarded from people group by {counted}),
  counted as (select {counted}, count(distinct response) as answers from rated where series is not null
    group by {counted})
select {"".join(f"w.{key} as {key}, " for key in keys)}w.week as week, w.series as series, {kept}, {answers} as answers
from weeks w left join counted c on {same}"""
    return Query(sql, values(question) * 3, [*keys, "week", "series", *_SUMS, "guarded", "answers"])


def _check(question: Question) -> None:
    check_groups(question.by)
    faults = [
        Fault("--by", 0, 0, "CQ002", f"`balance` cannot be grouped by {name}", f"by any of: {', '.join(BY)}")
        for name in question.by
        if name not in BY
    ]
    if faults:
        raise QuestionFault(faults)


def _rated(question: Question) -> str:
    """Every rating with the series that it belongs to and its value there."""
    named = {key: GROUPS[key] for key in question.by}
    named |= {f"mix_{name}": GROUPS[name] for name in MIX if name not in question.by}
    named |= {"week": "r.week", "cluster": f"r.{cluster_of(question.by)}", "response": "r.response"}
    named |= {"series": _series(), "v": _value(), "guarded": "coalesce(g.guarded, 0)"}
    shown = ", ".join(f"{sql} as {name}" for name, sql in named.items())
    return f"select {shown} {FROM} {_BESIDE} {filters(question)}"


def _timed() -> str:
    _, conditions = outcome("millis")
    return f"s.dimension = '{Dimension.PROMPTNESS}' and {' and '.join(conditions)}"


def _series() -> str:
    return f"case when {_timed()} then 'time' when {_QUALITY} then s.dimension end"


def _value() -> str:
    seconds, _ = outcome("millis")
    return f"case when {_timed()} then {seconds} when r.level >= s.bar then 1.0e0 else 0.0e0 end"


def _contacts(question: Question) -> str:
    """Contacts of customers who are known, each with the day of the next one."""
    known = filters(question, "r.customer is not null", "r.interaction is not null", "r.day is not null")
    return f"""met as (select r.customer as customer, r.interaction as interaction, min({number_of("r.day")}) as day
    {FROM} {known} group by r.customer, r.interaction),
  contacts as (select customer, interaction, day, max(day) over () as last_day,
    lead(day) over (partition by customer order by day, interaction) as next_day from met)"""


def _repeats(question: Question, mix: Sequence[str]) -> str:
    """Contacts within each group and week, and how many of them the customer came back after. Those of the last days
    are left out: who will come back is not known yet."""
    keys = list(question.by)
    own = {key: GROUPS[key] for key in keys}
    columns = {**own, "customer": "r.customer", "interaction": "r.interaction"}
    shown = ", ".join(f"{sql} as {name}" for name, sql in columns.items())
    listed = "".join(f"h.{key} as {key}, " for key in keys)
    by = "".join(f"h.{key}, " for key in keys)
    nothing = "".join(f"cast(null as {'varchar(1)'}) as {one}, " for one in mix)
    back = f"case when c.next_day - c.day <= {BACK} then 1.0e0 else 0.0e0 end"
    cluster = f"r.{cluster_of(keys)}"
    return f"""select {listed}h.week as week, 'repeats' as series, {nothing}h.cluster as cluster, 0 as guarded,
      count(*) as n, sum({back}) as s, sum({back}) as q
      from (select {shown}, min(r.week) as week, min({cluster}) as cluster {FROM}
        {filters(question, "r.day is not null")} group by {", ".join(columns.values())}) h
      join contacts c on c.interaction = h.interaction and c.customer = h.customer
      where c.day <= c.last_day - {BACK} group by {by}h.week, h.cluster"""


def slopes(question: Question) -> Query:
    """Per group and `series` (outcome, courtesy): how quality goes with log time within one person, timed standard,
    topic and channel. `xx` = Σ dx², `xy` = Σ dx·dy over interactions, d the difference from the mean of these; over
    clusters `sxx` = Σ (Σ dx²)², `sxy`, `syy` likewise; `n` interactions, `clusters`, `answers`.

    Time and quality are of one interaction and one person. Clusters are persons, within one person interactions.
    """
    _check(question)
    keys = list(question.by)
    listed = "".join(f"{key}, " for key in keys)
    cluster = cluster_of(keys)
    seconds, _ = outcome("millis")
    own = {key: GROUPS[key] for key in keys}
    told = {**own, "whom": "r.person", "of_interaction": "r.interaction", "timed": "r.standard",
            "about": "r.topic", "through": "r.channel"}  # fmt: skip
    shown = ", ".join(f"{sql} as {name}" for name, sql in told.items())
    within = f"over (partition by {listed}whom, timed, about, through, series)"
    known = ("r.person is not null", "r.interaction is not null")
    figures = {
        "n": "sum(n)",
        "xx": rounded("sum(a)"),
        "xy": rounded("sum(b)"),
        "sxx": rounded("sum(a * a)"),
        "sxy": rounded("sum(a * b)"),
        "syy": rounded("sum(b * b)"),
        "clusters": "count(*)",
    }
    sums = ", ".join(f"{sql} as {name}" for name, sql in figures.items())
    kept = ", ".join(f"case when n >= {FLOOR} then {name} end as {name}" for name in figures)
    sql = f"""with {_GUARDED},
  times as (select {shown}, sum({seconds}) / count(*) as x {FROM} {filters(question, _timed(), *known)}
    group by {", ".join(told.values())}),
  quality as (select r.person as whom, r.interaction as of_interaction, s.dimension as series,
    {double("sum(case when r.level >= s.bar then 1 else 0 end)")} / count(*) as y
    {FROM} {_BESIDE} {filters(question, _QUALITY, *known)} group by r.person, r.interaction, s.dimension),
  both_ as (select {"".join(f"t.{key} as {key}, " for key in keys)}t.whom as whom, t.of_interaction as of_interaction,
    t.timed as timed, t.about as about, t.through as through, q.series as series, t.x as x, q.y as y
    from times t join quality q on q.whom = t.whom and q.of_interaction = t.of_interaction),
  moved as (select {listed}series, {"whom" if cluster == "person" else "of_interaction"} as cluster,
    x - avg(x) {within} as dx, y - avg(y) {within} as dy, count(*) {within} as size from both_),
  clustered as (select {listed}series, cluster, count(*) as n, sum(dx * dx) as a, sum(dx * dy) as b from moved
    where size > 1 group by {listed}series, cluster),
  sums as (select {listed}series, {sums} from clustered group by {listed}series)
select {listed}series, {kept}, n as answers from sums"""
    return Query(sql, values(question) * 2, [*keys, "series", *figures, "answers"])
