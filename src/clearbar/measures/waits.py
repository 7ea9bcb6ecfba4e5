"""How long do people really wait? How many waits ended after how long, and how many were seen last while still waiting.

A wait is a rating of a timed standard: `millis`, and `censored` where it had not ended when it was last seen. Waits are
counted by how long they were, so that millions of them come back as some thousand rows: by the second up to an hour,
beyond it in steps of 1 %. Beside that they are counted by hour of the day, in steps of 5 %, and by buckets of persons
and of days, in coarse steps: these tell how far waits of one person, or of one day at one site, resemble each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clearbar.measures.columns import GROUPS
from clearbar.measures.sums import FROM, check_groups, filters, values
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import FLOOR, Option, Query, Question
from clearbar.model.waiting import ALL, DAY, EXACT_UP_TO, HOUR, HOUR_DAY, PERSON, STEPS

PROMISE = Option(
    "promise", 0.0, "Minutes within which a wait should end; 0 where nothing is promised.", low=0, high=10_000_000
)
AHEAD = Option("ahead", 0, "Whole hours by which the clock of the sites is ahead of UTC.", low=-12, high=14)

BUCKETS, FEWER = 64, 16
"""Buckets of all hours, and of one hour."""
_TIMED = "r.millis is not null"
_BLOCKS = (ALL, HOUR, PERSON, DAY, HOUR_DAY)
_HOURLY = f"block in ('{HOUR}', '{HOUR_DAY}')"
_COUNTS = ("ended", "waiting")
_SPANS = ("pair_low", "pair_high", "edition_low", "edition_high")


def query(question: Question) -> Query:
    """One row per group, `block` (see model.waiting), its `part` (the hour, or the bucket; 0 for all), the
    `bucket` of an hour and the step of length.

    `step` numbers the lengths as `model.waiting.length` says; `late` is 1 for those beyond the promise. `ended` and
    `waiting` count the waits that had ended, or not, at that length. `pair_low` and `pair_high` are the first and the
    last of the standards that go with it, `edition_low` and `edition_high` of the editions that were timed. A group, or
    an hour, with fewer than FLOOR waits has nothing but its `answers`.
    Raises QuestionFault unless the question is by standard or edition.
    """
    check_groups(question.by)
    if not {"standard", "edition"} & set(question.by):
        hint = "such as `--by standard` or `--by standard,site`"
        raise QuestionFault([Fault("--by", 0, 0, "CQ002", "waits for different things are no one wait", hint)])
    by = list(question.by)
    parts = {"waits": _waits(question), "persons": _numbered(by, PERSON), "days": _numbered(by, DAY)}
    parts |= {f"of_{_named(name)}": _counted(by, name) for name in _BLOCKS}
    parts["counted"] = " union all ".join(f"select * from of_{_named(name)}" for name in _BLOCKS)
    parts["floored"] = f"""select *, sum(ended + waiting) over (partition by {_listed([*by, "block"])}) as answers,
      sum(ended + waiting) over (partition by {_listed([*by, "block", "part"])}) as here from counted"""
    enough = f"(here >= {FLOOR} or (not {_HOURLY} and answers >= {FLOOR}))"
    shown = {name: name for name in (*by, "block", "answers")}
    shown["part"] = f"case when {enough} or {_HOURLY} then part end"
    shown |= {name: f"case when {enough} then {name} end" for name in ("bucket", "step", "late", *_SPANS)}
    keys = _listed(f"{sql} as {name}" for name, sql in shown.items())
    sums = _listed(f"case when min(enough) = 1 then sum({name}) end as {name}" for name in _COUNTS)
    flagged = f"select {keys}, ended, waiting, case when {enough} then 1 else 0 end as enough from floored"
    sql = f"""with {", ".join(f"{name} as ({part})" for name, part in parts.items())}
select {_listed(shown)}, {sums}
from ({flagged}) f group by {_listed(shown)}"""
    columns = [*shown, *_COUNTS]
    return Query(sql, (*_promised(question), *values(question)), columns)


def pairs(question: Question) -> Query:
    """Per group the ratings of the quality that goes with its wait, of the same interactions (or responses, where these
    are unknown): sums of a share as in `sums.share_sums`, and `pair`, the name of the quality."""
    keys = {name: GROUPS[name] for name in question.by}
    undisputed = "" if question.where and "disputed" in question.where.columns else "and not q.disputed"
    alone = "coalesce(q.interaction, q.response)"
    cluster = alone if "person" in keys else f"coalesce(q.person, {alone})"
    kind = "0" if "person" in keys else "case when q.person is null then 1 else 0 end"
    named = _listed(f"{sql} as {name}" for name, sql in keys.items())
    found = f"""select distinct {named}, s.pair as pair, q.rating, {cluster} as cluster, {kind} as kind,
      case when q.level >= v.bar then 1 else 0 end as hit
    {FROM} join ratings q on q.standard = s.pair and q.setting = r.setting {undisputed} and {_told("q")} = {_told("r")}
    join standards v on v.edition = q.edition {filters(question, _TIMED)}"""
    listed = _listed([*keys, "pair"])
    cells = f"select {listed}, cluster, kind, count(*) as n, sum(hit) as x from found group by {listed}, cluster, kind"
    figures = {
        "n": "sum(n)", "hits": "sum(x)", "clusters": "count(*)", "nn": "sum(n * n)", "nx": "sum(n * x)",
        "xx": "sum(x * x)",
    }  # fmt: skip
    shown = _listed(f"case when sum(n) >= {FLOOR} then {sql} end as {name}" for name, sql in figures.items())
    sql = f"""with found as ({found}), cells as ({cells})
select {listed}, {shown}, sum(n) as answers from cells group by {listed}"""
    return Query(sql, values(question), [*keys, "pair", *figures, "answers"])


def _told(table: str) -> str:
    """The interaction; where that is unknown, the response."""
    return f"coalesce('in ' || {table}.interaction, 'of ' || {table}.response)"


def _promised(question: Question) -> tuple[float, ...]:
    """The promise in milliseconds, where there is one."""
    promise = float(question.option(PROMISE))
    return (round(promise * 60_000),) if promise > 0 else ()


def _waits(question: Question) -> str:
    """One row per wait, with what its counts need."""
    late = "case when r.millis > ? then 1 else 0 end" if _promised(question) else "0"
    hour = f"(extract(hour from r.rated_at) + {24 + int(question.option(AHEAD))}) % 24"
    named = {name: GROUPS[name] for name in question.by} | {
        "seconds": "ceil(r.millis / 1000.0)",
        "late": late,
        "hour": hour,
        "person_of": "r.person",
        "day_of": "coalesce(r.day, r.week)",
        "site_of": "coalesce('at ' || r.site, '')",
        "pair_of": "s.pair",
        "edition_of": "r.edition",
        "over": "case when r.censored then 0 else 1 end",
    }
    return f"select {_listed(f'{sql} as {name}' for name, sql in named.items())} {FROM} {filters(question, _TIMED)}"


def _named(block: str) -> str:
    return block.replace(" ", "_")


def _clusters(block: str) -> tuple[str, ...]:
    return ("person_of",) if block == PERSON else ("day_of", "site_of")


def _numbered(by: Sequence[str], block: str) -> str:
    """The persons, or days at a site, of each group, dealt out to buckets one after the other."""
    columns = _clusters(block)
    listed = _listed([*by, *columns])
    return f"""select {listed},
      row_number() over (partition by {_listed(by)} order by {_listed(columns)}) % {BUCKETS} as part
    from (select distinct {listed} from waits where {columns[0]} is not null) d"""


def _counted(by: Sequence[str], block: str) -> str:
    """Waits of a block by part, bucket and step of length."""
    part = "0" if block == ALL else "w.hour" if block in {HOUR, HOUR_DAY} else "c.part"
    bucket = f"c.part % {FEWER}" if block == HOUR_DAY else "0"
    join, where = "", "where w.hour is not null" if part == "w.hour" else ""
    if block in {PERSON, DAY, HOUR_DAY}:
        of = PERSON if block == PERSON else DAY
        same = [f"c.{name} is not distinct from w.{name}" for name in by]
        same += [f"c.{name} = w.{name}" for name in _clusters(of)]
        join = f"join {of}s c on {' and '.join(same)}"
    whole = {"part": part, "bucket": bucket, "step": _step(block), "late": "w.late"}
    named = {name: f"w.{name}" for name in by} | {name: f"cast({sql} as integer)" for name, sql in whole.items()}
    listed = _listed(f"{sql} as {name}" for name, sql in named.items())
    return f"""select '{block}' as block, {listed}, min(w.pair_of) as pair_low, max(w.pair_of) as pair_high,
      min(w.edition_of) as edition_low, max(w.edition_of) as edition_high,
      sum(w.over) as ended, sum(1 - w.over) as waiting
    from waits w {join} {where} group by {_listed(sql for sql in named.values() if sql != "cast(0 as integer)")}"""


def _step(block: str) -> str:
    """The number of a wait's length: seconds as they are up to an end, and steps of equal ratio beyond."""
    end, ratio = EXACT_UP_TO[block], STEPS[block]
    return f"case when w.seconds <= {end} then w.seconds else {end} + ceil(ln(w.seconds / {end}.0) / ln({ratio})) end"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
