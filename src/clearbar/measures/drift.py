"""Is the bar sinking, or are we? Week by week how often the bar is cleared, what was asked with, and what changed.

Four kinds of rows from one query: weeks with their sums; instruments and editions with the weeks in which they were
first and last used; and events that change the bar or its wording. What they mean for each other, stats concludes.
"""

from __future__ import annotations

from collections.abc import Sequence

from clearbar.measures.columns import GROUPS
from clearbar.measures.sums import FROM, check_groups, cluster_of, filters, values
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.evidence import EventKind
from clearbar.model.question import FLOOR, Option, Query, Question

CHARTS = ("laney", "p", "u", "ewma", "cusum")
CHART = Option(
    "chart",
    "laney",
    "The control chart: laney (shares, any n), p (shares by chance alone), u (misses per interaction), ewma or cusum"
    " (small lasting shifts).",
    CHARTS,
)
BASELINE = Option(
    "baseline", 0, "Weeks at the start that limits rest on; 0 takes the first half, at most 20.", low=0, high=520
)
MIX = ("standard", "topic", "channel")
"""Whose mix may change while nobody serves better or worse."""

_HIT = "r.level >= s.bar"
_SUMS = {
    "n": "sum(n)",
    "hits": "sum(x)",
    "clusters": "sum(case when cluster is null then n else 1 end)",
    "nn": "sum(case when cluster is null then n else n * n end)",
    "nx": "sum(case when cluster is null then x else n * x end)",
    "xx": "sum(case when cluster is null then x else x * x end)",
}
_TOLD = ("kind", "label", "standard_of", "week", "last_week", *_SUMS, "exposure", "answers")


def query(question: Question) -> Query:
    """Columns: the groups; `kind` of the row; `label`; `standard_of`; `week`, `last_week`; the sums; `answers`.

    `week` rows: `n`, `hits`, `clusters`, `nn` = Σ n_c², `nx` = Σ n_c x_c, `xx` = Σ x_c² and `exposure`, interactions.
    `instrument` and `edition` rows: `label` names it, `week` and `last_week` are the weeks it was first and last used
    in, `n` its ratings. `event` rows: `label` is the kind of event, `week` its day (yyyymmdd), `n` the ratings of the
    group that it concerns, over all weeks. Nothing but null where fewer than FLOOR answers (in a week) or ratings
    stand behind. Raises QuestionFault for a question by week or day.
    """
    _check(question)
    keys = list(question.by)
    own = {key: GROUPS[key] for key in keys}
    grouped = ", ".join([*own.values(), "r.week"])
    shown = "".join(f"{sql} as {name}, " for name, sql in own.items())
    where = filters(question)
    cluster = f"r.{cluster_of(keys)}"
    same = " and ".join(["w.week = c.week", *(f"w.{key} is not distinct from c.{key}" for key in keys)])
    sums = ", ".join(f"{sql} as {name}" for name, sql in _SUMS.items())
    listed = "".join(f"{key}, " for key in keys)
    weekly = "".join(f"w.{key} as {key}, " for key in keys)
    kept = ", ".join(f"case when c.answers >= {FLOOR} then w.{name} end as {name}" for name in _SUMS)
    sql = f"""with cells as (select {shown}r.week as week, {cluster} as cluster, count(*) as n,
    count(case when {_HIT} then 1 end) as x {FROM} {where} group by {grouped}, {cluster}),
  weeks as (select {listed}week, {sums} from cells group by {listed}week),
  counted as (select {shown}r.week as week, count(distinct r.response) as answers,
    count(distinct coalesce(r.interaction, r.response)) as exposure {FROM} {where} group by {grouped}),
  traits as (select {shown}r.week as week, r.instrument as used, r.edition as told, r.standard as standard_of,
    r.site as place, count(*) as n {FROM} {where}
    group by {grouped}, r.instrument, r.edition, r.standard, r.site)
select {weekly}'week' as kind, '' as label, '' as standard_of, w.week as week, w.week as last_week, {kept},
  case when c.answers >= {FLOOR} then c.exposure end as exposure, c.answers as answers
from weeks w join counted c on {same}
union all {_traits(keys, "instrument", "used", "''")}
union all {_traits(keys, "edition", "told", "standard_of")}
union all {_events(keys)}"""
    return Query(sql, values(question) * 3, [*keys, *_TOLD])


def _check(question: Question) -> None:
    check_groups(question.by)
    if spare := {"week", "day"} & set(question.by):
        hint = "leave it out; it counts week by week by itself"
        raise QuestionFault([Fault("--by", 0, 0, "CQ002", f"`drift` cannot be grouped by {min(spare)}", hint)])


def _nothing(*but: str) -> str:
    """Sums that a row does not have, as whole numbers like those of the others."""
    return ", ".join(f"cast(null as bigint) as {name}" for name in _SUMS if name not in but)


def _traits(keys: Sequence[str], kind: str, label: str, standard: str) -> str:
    """From when to when something was used, and in how many ratings."""
    listed = "".join(f"{key}, " for key in keys)
    by = ", ".join(dict.fromkeys([*keys, label, *([standard] if standard != "''" else [])]))
    return f"""select {listed}'{kind}' as kind, {label} as label, {standard} as standard_of, min(week) as week,
  max(week) as last_week, sum(n) as n, {_nothing("n")}, cast(null as bigint) as exposure, sum(n) as answers
from traits group by {by} having sum(n) >= {FLOOR}"""


def _events(keys: Sequence[str]) -> str:
    """Changes of the bar or of its wording, with the ratings of each group that they concern."""
    listed = "".join(f"t.{key} as {key}, " for key in keys)
    by = ", ".join([*(f"t.{key}" for key in keys), "e.kind", "e.day"])
    kinds = ", ".join(f"'{kind}'" for kind in (EventKind.BAR_CHANGED, EventKind.WORDING_CHANGED))
    return f"""select {listed}'event' as kind, e.kind as label, '' as standard_of, e.day as week, e.day as last_week,
  sum(t.n) as n, {_nothing("n")}, cast(null as bigint) as exposure, sum(t.n) as answers
from traits t join events e on (e.standard is null or e.standard = t.standard_of)
  and (e.site is null or e.site = t.place)
where e.kind in ({kinds}) and e.person is null group by {by} having sum(t.n) >= {FLOOR}"""
