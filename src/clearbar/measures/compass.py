"""How do others see me, compared with myself? What people say of themselves, beside what others say.

One's own sense of how one did is a compass. It is held against others on the same editions of the same standards only:
of each the two means are subtracted, and those differences are averaged, weighted by how well each is known.
"""

from __future__ import annotations

from clearbar.measures.columns import GROUPS
from clearbar.measures.sums import check_groups, filters, values
from clearbar.model.book import Source
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import FLOOR, Query, Question

OTHERS = tuple(source for source in Source if source not in {Source.SELF, Source.CHECK})
"""People who see somebody at work."""
OUTCOMES = ("level", "clearance")
_REFUSED = frozenset({"source", "rater", "instrument"})
_SUMS = ("n", "inside", "free", "size", "clusters", "r", "nn", "nr", "rr", "square")
SUMS = ("weight", "own_mean", "other_mean", "own_price", "other_price", "edition_low", "edition_high",
        *(f"{side}_{name}" for side in ("own", "other") for name in _SUMS))  # fmt: skip
_NUMBERED = """(
    select edition, standard, journey, step, stage, dimension, bar, target, scale, pair,
      row_number() over (order by edition) as number
    from standards)"""


def query(question: Question) -> Query:
    """One row per group, person (`who`) and other source, over the editions e on which the person rated themselves (n₀
    times) and that source did (n₁ times), each weighted by ω = n₀n₁/(n₀ + n₁).

    `weight` = Σ ω, `own_mean` and `other_mean` = Σ ω·mean, `own_price` = Σ ω²/n₀, `other_price` = Σ ω²/n₁. Of either
    side `n` ratings; `inside` and `free`, squares around the mean of the edition and their degrees of freedom; over
    ratings less the mean of their source and edition, `size` of them, and over interactions `clusters`, `r` = Σ r_c,
    `nn` = Σ n_c², `nr` = Σ n_c r_c, `rr` = Σ r_c², with `square` = Σ r². The outcome is the level, or with
    `of` clearance 1 at or above the bar, else 0. `answers` is the fewer of the responses of either side; with fewer
    than FLOOR, all else is null.

    Raises QuestionFault for what cannot be asked.
    """
    check(question)
    keys = [name for name in question.by if name != "person"]
    of = ", ".join([*keys, "who", "source"])
    edition = ", ".join([*keys, "who", "number"])
    parts = {
        "rated": _rated(question, keys),
        "means": f"""select {of}, number, count(*) as n, sum(y) as s, sum(y * y) as q from rated
  group by {of}, number""",
        "marked": f"""select *, max(case when source = 'self' then n end) over (partition by {edition}) as own_n,
    max(case when source = 'self' then s end) over (partition by {edition}) as own_s,
    max(case when source = 'self' then q end) over (partition by {edition}) as own_q from means""",
        "paired": _paired(of),
        "usual": "select source, number, avg(cast(y as double precision)) as usual from rated group by source, number",
        "visits": f"""select {_listed(keys, "r.")}r.who, r.source, r.visit, r.alone, count(*) as n,
    sum(r.y - u.usual) as r, sum((r.y - u.usual) * (r.y - u.usual)) as square
  from rated r join usual u on u.source = r.source and u.number = r.number
  group by {_listed(keys, "r.")}r.who, r.source, r.visit, r.alone""",
        "halo": f"""select {of}, sum(n) as size, count(*) as clusters, sum(n * n) as nn,
    {_rounded("sum(r)")} as r, {_rounded("sum(n * r)")} as nr,
    {_rounded("sum(r * r)")} as rr, {_rounded("sum(square)")} as square from visits group by {of}""",
        "heard": f"""select {", ".join(f"r.{name}" for name in (*keys, "who", "source"))},
    count(distinct r.response) as answers from rated r
  group by {", ".join(f"r.{name}" for name in (*keys, "who", "source"))}""",
    }
    sql = f"with {', '.join(f'{name} as ({part})' for name, part in parts.items())} {_shown(keys)}"
    return Query(sql, values(question) * 2, [*keys, "who", "source", *SUMS, "answers"])


def check(question: Question) -> None:
    """Raises QuestionFault for columns or an outcome that say nothing here."""
    check_groups(question.by)
    hint = "such as `--by person` or `--by standard,person`"
    faults = [
        Fault("--by", 0, 0, "CQ002", f"`{name}` differs between the sources that are compared", hint)
        for name in question.by
        if name in _REFUSED
    ]
    if question.of and question.of not in OUTCOMES:
        known = f"known: {', '.join(OUTCOMES)}"
        faults.append(Fault("--of", 0, 0, "CQ003", f"`{question.of}` is no outcome here", known))
    if question.where and question.where.columns & _REFUSED:
        faults.append(Fault("--where", 0, 0, "CQ001", "a filter cannot choose sources here: they are compared"))
    if faults:
        raise QuestionFault(faults)


def _rated(question: Question, keys: list[str]) -> str:
    """Ratings of people who also rated themselves."""
    named = {**{key: GROUPS[key] for key in keys}, "who": "r.person", "number": "s.number", "source": "r.source"}
    listed = ", ".join(f"{sql} as {name}" for name, sql in named.items())
    y = "case when r.level >= s.bar then 1 else 0 end" if question.of == "clearance" else "r.level"
    read = f"from ratings r join {_NUMBERED} s on s.edition = r.edition"
    others = ", ".join(f"'{source.value}'" for source in (Source.SELF, *OTHERS))
    return f"""select {listed}, r.interaction as visit, case when r.interaction is null then r.response end as alone,
    r.response as response, {y} as y {read} {filters(question, f"r.source in ({others})")}
    and r.person in (select r.person {read} {filters(question, "r.source = 'self'")})"""


def _paired(of: str) -> str:
    """Each other source beside the person's own say, over the editions that both rated."""
    omega = "cast(own_n * n as double precision) / (own_n + n)"
    sums = {
        "weight": omega,
        "own_mean": f"{omega} * own_s / own_n",
        "other_mean": f"{omega} * s / n",
        "own_price": f"{omega} * {omega} / own_n",
        "other_price": f"{omega} * {omega} / n",
        "own_inside": "own_q - cast(own_s * own_s as double precision) / own_n",
        "other_inside": "q - cast(s * s as double precision) / n",
    }
    whole = {"own_n": "own_n", "other_n": "n", "own_free": "own_n - 1", "other_free": "n - 1"}
    listed = [f"{_rounded(f'sum({sql})')} as {name}" for name, sql in sums.items()]
    listed += [f"sum({sql}) as {name}" for name, sql in whole.items()]
    return f"""select {of}, {", ".join(listed)}, min(number) as edition_low, max(number) as edition_high
  from marked where source <> 'self' and own_n is not null group by {of}"""


def _shown(keys: list[str]) -> str:
    columns = {name: f"p.{name}" for name in SUMS}
    for name in ("size", "clusters", "r", "nn", "nr", "rr", "square"):
        columns |= {f"own_{name}": f"a.{name}", f"other_{name}": f"b.{name}"}
    answers = "case when g.answers < h.answers then g.answers else h.answers end"
    shown = ", ".join(f"case when {answers} >= {FLOOR} then {sql} end as {name}" for name, sql in columns.items())
    joins = ""
    for table, alias, source in (("halo", "a", "'self'"), ("halo", "b", "p.source"), ("heard", "g", "'self'"),
                                 ("heard", "h", "p.source")):  # fmt: skip
        same = "".join(f" and {alias}.{key} is not distinct from p.{key}" for key in keys)
        joins += f" join {table} {alias} on {alias}.who = p.who and {alias}.source = {source}{same}"
    named = f"{_listed(keys, 'p.')}p.who as who, p.source as source"
    return f"select {named}, {shown}, {answers} as answers from paired p{joins}"


def _listed(names: list[str], alias: str) -> str:
    return "".join(f"{alias}{name} as {name}, " if alias == "p." else f"{alias}{name}, " for name in names)


def _rounded(total: str) -> str:
    """A sum of fractions without its last digits, which would follow the order in which an engine adds up."""
    return f"cast(cast({total} as decimal(27, 9)) as double precision)"
