"""What makes ratings alike, and the sums over clusters that an interval needs.

Ratings of one person resemble each other, and so may those of one site. With both at once (`person+site`) the variance
is that over persons plus that over sites less that over persons within sites, which both have counted (Cameron,
Gelbach & Miller 2011, J. Business & Economic Statistics 29:238). As the products are sums over the cells of persons and
sites, all three come out of one pass: a cell meets its person's ratings and its site's, less its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import Option, Question

BOTH = "person+site"
CLUSTER = Option(
    "cluster",
    "person",
    "Whose ratings resemble each other: those of one person (within one person, of one interaction), of one site, or"
    " both.",
    ("person", "site", BOTH),
)
INTERVAL = Option("interval", "wilson", "Interval of a share: by score, or Beta quantiles.", ("wilson", "jeffreys"))

Product = tuple[str, str, str]
"""Two sums of a cluster to be multiplied, and the sum over ratings that stands for it where the cluster is unknown."""


def clusters(question: Question, usual: str) -> dict[str, str]:
    """The columns that hold the clusters, by the names they get; `usual` where nothing was chosen.

    Raises QuestionFault where one is a group, too: of one site there is no other site to be held against.
    """
    chosen = question.option(CLUSTER)
    named = chosen.split("+") if chosen != CLUSTER.default else []
    if taken := sorted(set(named) & set(question.by)):
        hint = f"each group lies within one {taken[0]}: leave `{taken[0]}` out of --by, or take another cluster"
        raise QuestionFault([Fault("--cluster", 0, 0, "CQ007", f"`cluster` cannot be {chosen!r}", hint)])
    if chosen == BOTH:
        return {"one": "r.person", "two": "r.site"}
    return {"cluster": f"r.{chosen if named else usual}"}


def products(question: Question, of: Mapping[str, Product]) -> dict[str, str]:
    """SQL of `clusters` (how many) and of the products summed over clusters, from cells made by `within`."""
    if question.option(CLUSTER) != BOTH:
        return {"clusters": _over("1", "n"), **{name: _over(f"{a} * {b}", rows) for name, (a, b, rows) in of.items()}}
    return {"clusters": f"least({_number('one')}, {_number('two')})", **{name: _both(*it) for name, it in of.items()}}


def within(question: Question, cells: str, of: Mapping[str, Product]) -> str:
    """The cells; with two ways to cluster, each beside the sums of its person and of its site."""
    if question.option(CLUSTER) != BOTH:
        return cells
    keys = list(question.by)
    beside = [
        f"sum({second}) over (partition by {', '.join([*keys, way])}) as {second}_{way}"
        for second in dict.fromkeys(second for _, second, _ in of.values())
        for way in ("one", "two")
    ]
    return f"select c.*, {', '.join(beside)} from ({cells}) c"


def _over(known: str, unknown: str) -> str:
    """A sum over clusters. Ratings whose cluster is unknown are each their own, so their products are sums of rows."""
    return f"sum(case when cluster is null then {unknown} else {known} end)"


def _both(a: str, b: str, rows: str) -> str:
    """The product over persons, plus that over sites, less that over persons within sites."""
    one, two = (f"case when {way} is null then {rows} else {a} * {b}_{way} end" for way in ("one", "two"))
    each = f"case when one is null or two is null then {rows} else {a} * {b} end"
    return f"sum({one} + {two} - {each})"


def _number(way: str) -> str:
    return f"count(distinct {way}) + sum(case when {way} is null then n else 0 end)"
