"""Sums over persons that a rollup holds finished, squares and products included, of the groups asked about most.

They cannot be added up any further: one person may stand in two of them. So they serve only questions by just these
groups; all others are counted from the cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from clearbar.measures.clustering import CLUSTER, Product
from clearbar.model.question import Question

GRAINS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "site": ("week", "site", "standard"),
    "site/source": ("week", "site", "standard", "source"),
})  # fmt: skip
"""The groups, by the name that they have in a rollup."""


def _share(hit: str, *conditions: str) -> tuple[frozenset[str], Mapping[str, str]]:
    """A hit is its own square."""
    x = f"count(case when {hit} then 1 end)"
    return frozenset(conditions), {"n": "count(*)", "a": x, "qaa": x}


def _means(a: str, b: str, *conditions: str) -> tuple[frozenset[str], Mapping[str, str]]:
    squares = {"qaa": f"sum(({a}) * ({a}))", "qab": f"sum(({a}) * ({b}))", "qbb": f"sum(({b}) * ({b}))"}
    return frozenset(conditions), {"n": "count(*)", "a": f"sum({a})", "b": f"sum({b})", **squares}


OUTCOMES: Mapping[str, tuple[frozenset[str], Mapping[str, str]]] = MappingProxyType({
    "clearance": _share("r.level >= s.bar"),
    "delight": _share("r.level = 5", "s.scale = 'levels'"),
    "met": _share("r.level >= r.expected", "r.expected is not null"),
    "level": _means("r.level", "0"),
    "gap": _means("r.level", "r.expected", "r.expected is not null"),
})  # fmt: skip
"""What is finished, by the name that it has in a rollup: conditions on single ratings, and sums over these of an
outcome a, of a second one b, and of their products."""

SUMS = ("n", "a", "b")
SQUARES = ("qaa", "qab", "qbb")
PRODUCTS: Mapping[str, Product] = MappingProxyType({
    "nn": ("n", "n", "n"), "na": ("n", "a", "a"), "nb": ("n", "b", "b"),
    "aa": ("a", "a", "qaa"), "ab": ("a", "b", "qab"), "bb": ("b", "b", "qbb"),
})  # fmt: skip
"""Products over persons, and what stands for each where the person is unknown."""


def grain(question: Question) -> str:
    """Which groups these are; empty where a rollup holds nothing finished of them. A column that the filter lets
    through with one value only need not be among the groups of the question."""
    named, single = frozenset[str](), frozenset[str]()
    if question.where:
        named, single = question.where.columns, question.where.single
    if question.option(CLUSTER) != CLUSTER.default:
        return ""
    for name, columns in GRAINS.items():
        if named | set(question.by) <= set(columns) <= single | set(question.by) and "standard" in question.by:
            return name
    return ""


def outcome(cells: Mapping[str, str], conditions: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """Under which name a rollup holds these sums over single ratings, and for each which of `OUTCOMES`' it is; empty
    where it holds none such."""
    for name, (under, held) in OUTCOMES.items():
        if under == frozenset(conditions) and set(cells.values()) <= set(held.values()):
            first = {sql: which for which, sql in reversed(list(held.items()))}
            return name, {called: first[sql] for called, sql in cells.items()}
    return "", {}


def product(of: Product, called: Mapping[str, str]) -> str:
    """The column that holds a product of two sums."""
    one, other = sorted((called[of[0]], called[of[1]]), key=SUMS.index)
    return f"{one}{other}"
