"""Do raters see the same? How often each combination of levels was given to one interaction by several raters.

A *unit* is an interaction (with the person who served, where steps are served by different persons) that raters of one
source rated on one edition of a standard. The levels that it was given are packed into one whole number, its
*pattern*, so that a million units come back as some hundred rows.

A rater counts once in a unit, with the latest rating. Looking for that in every unit would cost more than all the
rest, so units are first counted as if it never happened. Each rater has a mark, one bit that is shared with few others.
Where a bit repeats in a unit, it is counted again, rating by rating.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from clearbar.measures.columns import GROUPS
from clearbar.measures.sums import check_groups, filters, values
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import FLOOR, Option, Query, Question

METRIC = Option(
    "metric", "ordinal", "how far two levels are apart: any two alike (nominal), or by steps (interval)",
    choices=("ordinal", "nominal", "interval"),
)  # fmt: skip
ERROR = Option(
    "error", "bootstrap", "what the interval is over: units, resampled (bootstrap) or by formula (linear), or persons",
    choices=("bootstrap", "linear", "person"),
)  # fmt: skip
BUCKETS = 64
"""Groups of persons that are left out one after the other; up to so many persons, each is one."""

LEVELS, BITS = 5, 12
"""A pattern counts each level in so many bits, level 1 in the lowest: up to 4,095 raters who give a unit one level."""

_MARKS = 50
"""Kinds of marks, each a bit of a whole number."""

_RATERS = f"""(
    select rater, cast(power(2, place % {_MARKS}) as bigint) as mark
    from (select rater, row_number() over (order by rater) as place
          from (select distinct rater from ratings where rater is not null) one_each) numbered)"""
_STANDARDS = """(
    select edition, standard, journey, step, stage, dimension, bar, target, scale, pair,
      row_number() over (order by edition) as number
    from standards)"""
_OF_STANDARD = frozenset({"standard", "edition", "journey", "step", "stage", "dimension"})
"""Groups that the edition of a unit tells: read at the end, from the small table."""

_FROM = f"from ratings r join {_STANDARDS} s on s.edition = r.edition"
_KNOWN = ("r.rater is not null", "r.interaction is not null")


def packed(column: str) -> str:
    """SQL of a level as its place in a pattern."""
    cases = " ".join(f"when {level} then {1 << BITS * (level - 1)}" for level in range(1, LEVELS + 1))
    return f"case {column} {cases} end"


def query(question: Question) -> Query:
    """One row per group, edition (`number`) and pattern; `units` counts them, also those with a single rating.

    `raters` counts all who rated, `answers` all their ratings. With fewer than FLOOR of these, all but the groups and
    `answers` is null, and `pattern` 0. With fewer than FLOOR in units of several raters, the pattern of these is 0.
    With `rater` among the groups: see `raters`. Where the interval is over persons, rows are also by `bucket` of these,
    which is -1 where the person is unknown; else there is only bucket 0.
    """
    check(question)
    if "rater" in question.by:
        return raters(question)
    by_person = question.option(ERROR) == "person"
    conditions = filters(question, *_KNOWN)
    unit = _unit(question.by)
    parts = {
        "units": _units(unit, conditions),
        "latest": _latest(unit, conditions),
        "every": f"""select {_listed(unit)}, size, pattern from units where doubtful = 0
    union all
    select {_listed(unit)}, count(*) as size, cast(sum(packed) as bigint) as pattern
    from latest where place = 1 group by {_listed(unit)}""",
        "counted": _counted(
            question.by, {"size": "size", "pattern": "pattern", "bucket": _bucket(by_person)}, _every(by_person)
        ),
        "floored": _floored(question.by),
        "heard": _heard(question.by, conditions),
    }
    shown = {
        **{name: f"f.{name}" for name in question.by},
        **{name: f"case when answers >= {FLOOR} then {name} end" for name in ("number", "yes_no", "raters")},
        "pattern": f"case when answers >= {FLOOR} and (size = 1 or shared >= {FLOOR}) then pattern else 0 end",
        "bucket": f"case when answers >= {FLOOR} and (size = 1 or shared >= {FLOOR}) then bucket else 0 end",
    }
    named = ", ".join(f"{sql} as {name}" for name, sql in shown.items())
    sql = f"""with {_with(parts)}
select {_listed(shown)}, case when answers >= {FLOOR} then sum(units) end as units, answers
from (select {named}, units, answers from floored f join heard h on {_same(question.by)}) g
group by {_listed(shown)}, answers"""
    return Query(sql, values(question) * 3, [*shown, "units", "answers"])


def raters(question: Question, only: Sequence[str] = ()) -> Query:
    """One row per group, edition, rater, pattern of the unit and level that the rater gave; `units` counts them.

    Units with a single rater are left out. `only` names the standards (or, in a question by edition only, the
    editions) that are read; none means all. `answers` is the number of units that the rater shares with others. Where
    the question is by `rater` and these are fewer than FLOOR, all else of that rater is null, and the pattern 0.
    """
    check(question)
    by = [name for name in question.by if name != "rater"]
    conditions = filters(question, *_KNOWN, *_only(by, only))
    unit = _unit(by)
    same = " and ".join(f"u.{name} is not distinct from {sql}" for name, sql in unit.items())
    parts = {
        "units": _units(unit, conditions),
        "latest": _latest(unit, conditions),
        "placed": f"""select {_listed(unit)}, rater, level, count(*) over (partition by {_listed(unit)}) as size,
      cast(sum(packed) over (partition by {_listed(unit)}) as bigint) as pattern from latest where place = 1""",
        "judged": f"""select {_listed(unit, "u.")}, r.rater, r.level, u.pattern
    {_FROM} join units u on {same} {conditions} and u.doubtful = 0 and u.size > 1
    union all
    select {_listed(unit)}, rater, level, pattern from placed where size > 1""",
        "counted": _counted(by, {name: name for name in ("rater", "pattern", "level")}, "judged e"),
        "answered": f"select *, sum(units) over (partition by {', '.join([*by, 'rater'])}) as answers from counted",
    }
    enough = f"answers >= {FLOOR}" if "rater" in question.by else "1 = 1"
    shown = {
        **{name: name for name in (*by, "rater")},
        **{name: f"case when {enough} then {name} end" for name in ("number", "yes_no", "level")},
        "pattern": f"case when {enough} then pattern else 0 end",
    }
    named = ", ".join(f"{sql} as {name}" for name, sql in shown.items())
    sql = f"""with {_with(parts)}
select {_listed(shown)}, case when {enough} then sum(units) end as units, answers
from (select {named}, units, answers from answered) f group by {_listed(shown)}, answers"""
    bound = (*only, *values(question)) * 3
    return Query(sql, bound, [*shown, "units", "answers"])


def check(question: Question) -> None:
    """Raises QuestionFault unless the question is by standard or edition: raters agree on something."""
    check_groups(question.by)
    if not {"standard", "edition"} & set(question.by):
        hint = "such as `--by standard,source`"
        raise QuestionFault([Fault("--by", 0, 0, "CQ002", "raters agree on one standard; group by it", hint)])


def _only(by: Sequence[str], names: Sequence[str]) -> list[str]:
    column = "standard" if "standard" in by else "edition"
    return [f"s.{column} in ({', '.join('?' * len(names))})"] if names else []


def _unit(by: Sequence[str]) -> dict[str, str]:
    """What makes ratings ratings of one unit. A group that ratings of one interaction do not share parts it."""
    own = {"interaction": "r.interaction", "person": "r.person", "number": "s.number", "source": "r.source"}
    return own | {name: GROUPS[name] for name in by if name not in _OF_STANDARD and name != "rater"}


def _units(unit: dict[str, str], conditions: str) -> str:
    """Units with their patterns. `doubtful`: a rater may stand in it twice."""
    named = ", ".join(f"{sql} as {name}" for name, sql in unit.items())
    return f"""select {named}, count(*) as size, cast(sum({packed("r.level")}) as bigint) as pattern,
      case when bit_count(bit_or(w.mark)) < count(*) then 1 else 0 end as doubtful
    {_FROM} join {_RATERS} w on w.rater = r.rater {conditions} group by {", ".join(unit.values())}"""


def _latest(unit: dict[str, str], conditions: str) -> str:
    """The ratings of doubtful units; `place` 1 is the latest of each rater.

    Their interactions are looked up first: as a rule there are none, and nothing is left to be joined.
    """
    named = ", ".join(f"{sql} as {name}" for name, sql in unit.items())
    same = " and ".join(f"u.{name} is not distinct from {sql}" for name, sql in unit.items())
    return f"""select {named}, r.rater as rater, r.level as level, {packed("r.level")} as packed, row_number() over (
        partition by {", ".join(unit.values())}, r.rater order by r.rated_at desc nulls last, r.rating desc) as place
    {_FROM} join units u on {same} {conditions} and u.doubtful = 1
      and r.interaction in (select interaction from units where doubtful = 1)"""


def _bucket(by_person: bool) -> str:
    return f"coalesce(p.place % {BUCKETS}, -1)" if by_person else "0"


def _every(by_person: bool) -> str:
    """Units, with the place of their person in the order of names: the same on every engine, unlike its own hashes."""
    if not by_person:
        return "every e"
    return """every e left join (select person, row_number() over (order by person) - 1 as place
      from (select distinct person from every where person is not null) one_each) p on p.person = e.person"""


def _counted(by: Sequence[str], columns: Mapping[str, str], source: str) -> str:
    """How many units (or ratings) of each group, edition and kind."""
    keys = {name: f"{'s' if name in _OF_STANDARD else 'e'}.{name}" for name in by}
    kinds = {"number": "e.number", "yes_no": "case when s.scale = 'yes_no' then 1 else 0 end", **columns}
    named = ", ".join(f"{sql} as {name}" for name, sql in {**keys, **kinds}.items())
    listed = ", ".join(sql for sql in [*keys.values(), *kinds.values()] if sql != "0")
    return f"""select {named}, count(*) as units
    from {source} join {_STANDARDS} s on s.number = e.number group by {listed}"""


def _floored(by: Sequence[str]) -> str:
    """Kinds of units with the ratings of their group: all, and those in units of several raters."""
    keys = ", ".join(by)
    return f"""select *, sum(size * units) over (partition by {keys}) as answers,
      sum(case when size > 1 then size * units else 0 end) over (partition by {keys}) as shared from counted"""


def _heard(by: Sequence[str], conditions: str) -> str:
    """How many raters each group has, whether or not they share units."""
    named = ", ".join(f"{GROUPS[name]} as {name}" for name in by)
    columns = ", ".join(GROUPS[name] for name in by)
    return f"""select {named}, count(distinct r.rater) as raters {_FROM} {conditions} group by {columns}"""


def _same(by: Sequence[str]) -> str:
    return " and ".join(f"f.{name} is not distinct from h.{name}" for name in by)


def _with(parts: dict[str, str]) -> str:
    return ",\n  ".join(f"{name} as ({part})" for name, part in parts.items())


def _listed(names: Iterable[str], alias: str = "") -> str:
    return ", ".join(f"{alias}{name}" for name in names)
