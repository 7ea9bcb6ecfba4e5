"""What matters most to the verdict? Verdicts beside the levels of all standards that were rated with them.

A *response* is one answer that gave a verdict and rated standards: same response, source, setting and interaction. With
`rated`, the standards come from another source than the verdict: what a customer said, beside how a reviewer or a check
rated the same interaction. Each pair of such answers is then a response.

Not every response rates every standard. Of each group a *block* is read: a set of standards, and the responses that
rated all of them. Of the sets that occur most often the one is taken that holds most ratings. From the block come the
sums of products of all pairs of standards, apart for each of 64 buckets of clusters, so that leaving out one bucket
after the other tells how sure any figure made of them is.

An engine may work out a part anew wherever it is named, so that parts are named as seldom as can be: what a response
rated is packed into whole numbers once, and pairs are made of those by a list of places, without another join.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clearbar.measures.columns import GROUPS
from clearbar.measures.fractions import double, rounded
from clearbar.measures.sums import FROM, check_groups, filters, values
from clearbar.model.book import OVERALL, Source
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import FLOOR, Option, Query, Question

VERDICT = Option("verdict", OVERALL, "The standard that holds the verdict: overall, or do they come back, recommend.")
RATED = Option(
    "rated",
    "",
    "Who rated the standards, where it was not the customer who gave the verdict on the same interaction.",
    ("", *(source.value for source in Source if source is not Source.CUSTOMER)),
)
INSIDE = Option(
    "inside", "", "Compare only answers about one person, or one site, with each other.", ("", "person", "site")
)

MOST = 20
"""Standards of a group that are looked at, the most often rated ones: a set of them is the bits of a whole number, and
the levels of a response are the digits of another, three bits each."""
OFFERED = 60
"""Sets of standards, the most frequent ones of a group, that a block may be made of."""
BUCKETS = 64
_ROWS = ", ".join(f"({k}, {1 << k >> 1}, {8**k // 8})" for k in range(MOST + 1))
_PLACES = f"(values {_ROWS})"
"""Places with their bits in a set, and the units of their digits. The verdict has place 0 and neither."""
_UNIT = ("response", "source_of", "setting_of", "interaction_of", "verdict_of")
"""What makes ratings ratings of one response."""
_OF_STANDARD = frozenset({"standard", "edition", "step"})
_SUMS = {
    "n": "count(*)",
    "total": "sum(level)",
    "product": "sum(level * level_b)",
    "level_low": "sum(level * low_b)",
    "level_high": "sum(level * high_b)",
    "low_low": "sum(low * low_b)",
    "low_high": "sum(low * high_b)",
    "high_low": "sum(high * low_b)",
    "high_high": "sum(high * high_b)",
}
"""Sums over responses of products of two standards. `low`: 1 where the bar was missed; `high`: 1 at level five, where
that is more than the bar asks for."""
_BETWEEN = tuple(name for name in _SUMS if name not in {"n", "total"})
_KEPT = ("standard", "yes_no", "pooled", "clusters")


def query(question: Question) -> Query:
    """One row per group, pair of places (`first` ≤ `second`, of which 0 is the verdict) and `bucket`; and one row per
    place that says which `standard` it is (its `bucket` is -1), whether it is `yes_no`, and `pooled` from editions.

    The sums are those of `_SUMS`; with `inside`, those of `between_…` beside them: Σ over clusters of the product of
    both sums, over the size of the cluster. `clusters` numbers persons (within one person interactions; with `inside`,
    what it names): the highest counts them. `answers` are all responses of the group, whether or not they are in its
    block. With fewer than FLOOR responses in the block there is but one row of sums, and they are null. Raises
    QuestionFault for groups that part the standards of a response, and for an `inside` that is a group already.
    """
    _check(question)
    by, inside = list(question.by), question.option(INSIDE)
    parts = {
        "heard": _heard(question),
        "ranked": _ranked(by),
        "units": _units(by),
        "best": _best(by),
        "block": _block(by),
        "products": _products(by, bool(inside)),
    }
    sums = [*_SUMS, *(f"between_{name}" for name in _BETWEEN if inside)]
    columns = [*by, "first", "second", "bucket", *_KEPT, *sums, "answers"]
    shown = [*by, "first", "second", "bucket", "null as standard", "yes_no", "null as pooled"]
    shown += [f"case when complete >= {FLOOR} then {name} end as {name}" for name in ("clusters", *sums)]
    named = [*by, "place", "place", "-1", "standard", "yes_no", "pooled", *["null"] * (len(sums) + 2)]
    sql = f"""with {", ".join(f"{name} as ({part})" for name, part in parts.items())}
select {_listed(shown)}, answers from products
union all
select {_listed(named)} from ranked"""
    rated = question.option(RATED)
    bound = [question.option(VERDICT), question.option(VERDICT), *([rated] if rated else [])]
    return Query(sql, (*bound, *values(question)), columns)


def _check(question: Question) -> None:
    check_groups(question.by)
    faults = []
    for name in sorted(_OF_STANDARD & set(question.by)):
        hint = "such as `--by source` or `--by journey,source`"
        faults.append(Fault("--by", 0, 0, "CQ002", f"standards are held against each other; not by `{name}`", hint))
    if (inside := question.option(INSIDE)) and inside in question.by:
        faults.append(Fault("--inside", 0, 0, "CQ007", f"`{inside}` cannot be both a group and what is held still"))
    if faults:
        raise QuestionFault(faults)


def _heard(question: Question) -> str:
    """One row per response and standard. Where one was rated twice in a response, the lower level counts."""
    named = {key: GROUPS[key] for key in question.by} | {
        "response": "r.response", "source_of": "r.source", "setting_of": "r.setting",
        "interaction_of": "r.interaction", "verdict_of": "o.response", "standard": "r.standard",
    }  # fmt: skip
    figures = {
        "level": "min(r.level)",
        "low": "max(case when r.level < s.bar then 1 else 0 end)",
        "high": "min(case when r.level = 5 and s.bar < 5 then 1 else 0 end)",
        "yes_no": "min(case when s.scale = 'yes_no' then 1 else 0 end)",
        "edition_low": "min(r.edition)",
        "edition_high": "max(r.edition)",
        "verdict": "min(o.level)",
        "verdict_yes_no": "min(case when v.scale = 'yes_no' then 1 else 0 end)",
        "cluster": f"min({_cluster(question)})",
    }
    listed = ", ".join(f"{sql} as {name}" for name, sql in {**named, **figures}.items())
    other = question.option(RATED)
    beside = (
        f"o.source = '{Source.CUSTOMER.value}' and o.interaction = r.interaction"
        if other
        else "o.response = r.response and o.source = r.source and o.interaction is not distinct from r.interaction"
    )
    undisputed = "" if question.where and "disputed" in question.where.columns else "and not o.disputed"
    conditions = filters(
        question, f"r.standard <> '{OVERALL}'", "r.standard <> ?", *(["r.source = ?"] if other else [])
    )
    return f"""select {listed} {FROM}
    join ratings o on {beside} and o.setting = r.setting and o.standard = ? {undisputed}
    join standards v on v.edition = o.edition {conditions} group by {_listed(named.values())}"""


def _cluster(question: Question) -> str:
    """What makes responses alike, as a text that is never null; where that is unknown, each is alone."""
    alone = "'alone ' || coalesce(o.interaction, o.response)"
    inside = question.option(INSIDE)
    if inside == "site":
        return f"coalesce('known ' || r.site, {alone})"
    return alone if "person" in question.by else f"coalesce('known ' || o.person, {alone})"


def _ranked(by: Sequence[str]) -> str:
    """The standards of each group by their places, the most often rated one first."""
    groups = f"partition by {_listed(by)} " if by else ""
    return f"""select * from (
      select {_listed([*by, "standard"])}, case when min(edition_low) <> max(edition_high) then 1 else 0 end as pooled,
        min(yes_no) as yes_no, row_number() over ({groups}order by count(*) desc, standard) as place
      from heard group by {_listed([*by, "standard"])}) c where place <= {MOST}"""


def _units(by: Sequence[str]) -> str:
    """One row per response: the set of standards that it rated, and its levels, misses and best levels as codes."""
    codes = {"mask": "w.bit", "code": "h.level * w.unit", "lows": "h.low * w.bit", "highs": "h.high * w.bit"}
    summed = _listed(f"cast(sum({sql}) as bigint) as {name}" for name, sql in codes.items())
    own = "".join(f"h.{name} as {name}, " for name in by)
    return f"""select {own}min(h.verdict) as verdict, min(h.verdict_yes_no) as yes_no, min(h.cluster) as cluster,
      {summed}
    from heard h join ranked k on k.standard = h.standard and {_same(by, "k", "h")}
      join {_PLACES} as w(k, bit, unit) on w.k = k.place
    group by {_listed(f"h.{name}" for name in [*by, *_UNIT])}"""


def _best(by: Sequence[str]) -> str:
    """The block of each group: its set of standards, `complete` responses that rated all of it, and all `answers`. A
    block with too few of these is empty."""
    keys = "".join(f"{name}, " for name in by)
    of_o = "".join(f"o.{name}, " for name in by)
    groups = f"partition by {_listed(by)}" if by else ""
    patterns = f"select {keys}mask, count(*) as units from units group by {keys}mask"
    offered = f"""select {keys}mask, row_number() over ({groups} order by units desc, mask) as place,
        sum(units) over ({groups}) as answers from patterns"""
    held = f"""select {of_o}o.mask, o.answers, sum(p.units) as complete
      from offered o join patterns p on o.place <= {OFFERED} and (p.mask & o.mask) = o.mask and {_same(by, "o", "p")}
      group by {of_o}o.mask, o.answers"""
    sizes = f"""select {of_o}o.mask, o.answers, o.complete, count(*) as size
      from held o join {_PLACES} as x(k, bit, unit) on (o.mask & x.bit) > 0
      group by {of_o}o.mask, o.answers, o.complete"""
    return f"""with patterns as ({patterns}), offered as ({offered}), held as ({held}), sizes as ({sizes})
    select {keys}case when complete >= {FLOOR} then mask else 0 end as mask, complete, answers
    from (select *, row_number() over ({groups} order by complete * size desc, size desc, mask) as place from sizes) w
    where place = 1"""


def _block(by: Sequence[str]) -> str:
    """The responses of the block, with the numbers of their clusters."""
    groups = f"partition by {_listed(f'u.{name}' for name in by)} " if by else ""
    return f"""select u.*, b.mask as block, b.complete, b.answers,
      dense_rank() over ({groups}order by u.cluster) as number
    from units u join best b on (u.mask & b.mask) = b.mask and {_same(by, "u", "b")}"""


def _told(place: str) -> dict[str, str]:
    """Level, miss and best level at one place of a response. A digit is cut out by its three bits, and a power of two
    divides it exactly."""
    digit = f"{double(f'code & (7 * {place}.unit)')} / {place}.unit"
    return {
        "level": f"case when {place}.k = 0 then verdict else cast({digit} as integer) end",
        "low": f"case when (lows & {place}.bit) > 0 then 1 else 0 end",
        "high": f"case when (highs & {place}.bit) > 0 then 1 else 0 end",
    }


def _products(by: Sequence[str], inside: bool) -> str:
    """Sums of products over the responses of each bucket; with `inside`, also those between its clusters."""
    keys = [*by, "first", "second", "bucket"]
    bucket = f"number % {BUCKETS} as bucket"
    one, other = ([f"{sql} as {name}{end}" for name, sql in _told(place).items()]
                  for place, end in (("x", ""), ("y", "_b")))  # fmt: skip
    kept = ["yes_no", "number", "answers", "complete"]
    figures = [*(f"{sql} as {name}" for name, sql in _SUMS.items()), "min(yes_no) as yes_no", "max(number) as clusters"]
    figures += ["max(answers) as answers", "max(complete) as complete"]
    pairs = f"""select {_listed([*keys, *figures])} from (
      select {_listed([*by, "x.k as first", "y.k as second", bucket, *one, *other, *kept])} from block
      join {_PLACES} as x(k, bit, unit) on (block & x.bit) = x.bit
      join {_PLACES} as y(k, bit, unit) on y.k >= x.k and (block & y.bit) = y.bit) t group by {_listed(keys)}"""
    if not inside:
        return pairs
    grouped = _listed([*by, "k", "bucket", "cluster"])
    totals = f"""select {grouped}, count(*) as n, sum(level) as level, sum(low) as low, sum(high) as high
      from (select {_listed([*by, "x.k as k", bucket, "cluster", *one])} from block
      join {_PLACES} as x(k, bit, unit) on (block & x.bit) = x.bit) t group by {grouped}"""
    beside = [*(f"a.{name} as {name}" for name in by), "a.k as first", "b.k as second", "a.bucket as bucket"]
    beside += ["a.n as n", *(f"a.{name} as {name}" for name in ("level", "low", "high"))]
    beside += [f"b.{name} as {name}_b" for name in ("level", "low", "high")]
    between = ", ".join(f"{rounded(_each(_SUMS[name]))} as between_{name}" for name in _BETWEEN)
    apart = f"""select {_listed(keys)}, {between} from (select {_listed(beside)} from totals a join totals b
      on a.k <= b.k and a.cluster = b.cluster and {_same(by, "a", "b")}) t group by {_listed(keys)}"""
    return f"""with totals as ({totals}), pairs as ({pairs}), apart as ({apart})
    select p.*, {_listed(f"q.between_{name}" for name in _BETWEEN)} from pairs p join apart q
      on {_same(keys, "p", "q")}"""


def _each(total: str) -> str:
    """The sum of products of totals, each over the size of its cluster."""
    return f"sum({double(total.removeprefix('sum(').removesuffix(')'))} / n)"


def _same(names: Sequence[str], one: str, other: str) -> str:
    """The condition that two rows are of the same group, where unknown is a group too."""
    return " and ".join(f"{one}.{name} is not distinct from {other}.{name}" for name in names) or "1 = 1"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
