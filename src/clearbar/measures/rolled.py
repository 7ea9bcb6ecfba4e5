"""What a rollup keeps of ratings, and how a question finds it there.

A rollup holds cells: sums over the ratings of one week, site, person, standard (and edition) and source. A measure asks
for sums over single ratings, in SQL over `r` and `s`, under conditions; `KEPT` tells where a cell holds the same sums.
What a rollup does not keep is refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from clearbar.measures.columns import FILTERS
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import Question

CELL = ("week", "site", "person", "standard", "edition", "source")
"""What ratings of one cell have in common."""

COLUMNS = frozenset(CELL) | {name for name, (sql, _) in FILTERS.items() if sql.startswith("s.")}
"""Columns that a question to a rollup may name: those of a cell, and those of its standard."""

_ASKED = "r.expected is not null"
_TOLD = "r.expected is not null and r.desired is not null"


def _where(condition: str, sql: str) -> str:
    return f"sum(case when {condition} then {sql} else 0 end)"


SUMS: Mapping[str, str] = MappingProxyType({
    "n": "count(*)",
    "cleared": _where("r.level >= s.bar", "1"),
    "best": _where("r.level = 5", "1"),
    "level": "sum(r.level)",
    "level_2": "sum(r.level * r.level)",
    "asked": _where(_ASKED, "1"),
    "met": _where("r.level >= r.expected", "1"),
    "asked_level": _where(_ASKED, "r.level"),
    "asked_level_2": _where(_ASKED, "r.level * r.level"),
    "expected": _where(_ASKED, "r.expected"),
    "expected_2": _where(_ASKED, "r.expected * r.expected"),
    "level_expected": _where(_ASKED, "r.level * r.expected"),
    "told": _where(_TOLD, "1"),
    "below": _where(f"{_TOLD} and r.level < r.expected", "1"),
    "above": _where(f"{_TOLD} and r.level >= r.desired and r.level >= r.expected", "1"),
    "told_level": _where(_TOLD, "r.level"),
    "told_level_2": _where(_TOLD, "r.level * r.level"),
    "told_expected": _where(_TOLD, "r.expected"),
    "told_expected_2": _where(_TOLD, "r.expected * r.expected"),
    "told_level_expected": _where(_TOLD, "r.level * r.expected"),
    "desired": _where(_TOLD, "r.desired"),
    "desired_2": _where(_TOLD, "r.desired * r.desired"),
    "level_desired": _where(_TOLD, "r.level * r.desired"),
})  # fmt: skip
"""The sums of a cell over its ratings; whole numbers all. `asked` counts ratings that tell what was expected, `told`
those that also tell what should have been."""

Kept = tuple[tuple[str, ...], Mapping[str, str]]
KEPT: Mapping[frozenset[str], Kept] = MappingProxyType({
    frozenset(): ((), {
        "count(*)": "r.n",
        "count(case when r.level >= s.bar then 1 end)": "r.cleared",
        "sum(r.level)": "r.level",
        "sum((r.level) * (r.level))": "r.level_2",
        "sum(0)": "0",
        "sum((r.level) * (0))": "0",
        "sum((0) * (0))": "0",
    }),
    frozenset({"s.scale = 'levels'"}): (("s.scale = 'levels'",), {
        "count(*)": "r.n",
        "count(case when r.level = 5 then 1 end)": "r.best",
    }),
    frozenset({_ASKED}): (("r.asked > 0",), {
        "count(*)": "r.asked",
        "count(case when r.level >= r.expected then 1 end)": "r.met",
        "sum(r.level)": "r.asked_level",
        "sum(r.expected)": "r.expected",
        "sum((r.level) * (r.level))": "r.asked_level_2",
        "sum((r.level) * (r.expected))": "r.level_expected",
        "sum((r.expected) * (r.expected))": "r.expected_2",
        "sum((r.level - r.expected))": "r.asked_level - r.expected",
        "sum(((r.level - r.expected)) * ((r.level - r.expected)))":
            "r.asked_level_2 - 2 * r.level_expected + r.expected_2",
        "sum(0)": "0",
        "sum(((r.level - r.expected)) * (0))": "0",
        "sum((0) * (0))": "0",
    }),
    frozenset({_ASKED, "r.desired is not null"}): (("r.told > 0",), {
        "count(*)": "r.told",
        "0": "0",
        "sum(case when r.level < r.expected then 1 else 0 end)": "r.below",
        "sum(case when r.level >= r.desired and r.level >= r.expected then 1 else 0 end)": "r.above",
        "sum((r.level - r.expected))": "r.told_level - r.told_expected",
        "sum((r.level - r.desired))": "r.told_level - r.desired",
        "sum((r.level - r.expected) * (r.level - r.expected))":
            "r.told_level_2 - 2 * r.told_level_expected + r.told_expected_2",
        "sum((r.level - r.desired) * (r.level - r.desired))": "r.told_level_2 - 2 * r.level_desired + r.desired_2",
        "sum(r.level)": "r.told_level",
        "sum(r.expected)": "r.told_expected",
        "sum(r.level * r.level)": "r.told_level_2",
        "sum(r.expected * r.expected)": "r.told_expected_2",
        "sum(r.level * r.expected)": "r.told_level_expected",
    }),
})  # fmt: skip
"""By the conditions on single ratings: which cells hold any such, and in which of their columns the sums stand."""


def sums(asked: Mapping[str, str], conditions: Iterable[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Sums over single ratings, by name, and the conditions on these, as sums over cells and conditions on those.
    QuestionFault where cells do not hold them."""
    where, columns = KEPT.get(frozenset(conditions), ((), {}))
    if not set(asked.values()) <= set(columns):
        raise not_kept()
    return {name: f"sum({columns[sql]})" for name, sql in asked.items()}, where


def check(question: Question, factors: Iterable[str] = (), clusters: Iterable[str] = ()) -> None:
    """Raises QuestionFault where a question names, or its interval needs, what a rollup does not keep."""
    named = question.where.columns if question.where else frozenset[str]()
    faults = [*_unknown("--by", question.by), *_unknown("--factors", factors), *_unknown("--where", named)]
    if not faults and "r.interaction" in clusters:
        message = "ratings of one interaction resemble each other, and a rollup keeps no interactions"
        faults.append(Fault("--by", 0, 0, "CQ009", f"within one person, {message}", _HINT))
    if faults:
        raise QuestionFault(faults)


def not_kept() -> QuestionFault:
    """What is said where a measure cannot be read from a rollup."""
    message = "this reads more of single ratings than a rollup keeps of them"
    return QuestionFault([Fault("measure", 0, 0, "CQ009", message, _HINT)])


_HINT = "ask the evidence that it was made from"


def _unknown(place: str, names: Iterable[str]) -> list[Fault]:
    known = f"it keeps {', '.join(sorted(COLUMNS))}; {_HINT}"
    return [Fault(place, 0, 0, "CQ009", f"a rollup keeps no `{name}`", known) for name in names if name not in COLUMNS]
