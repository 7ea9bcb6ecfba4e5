"""Raising the bar: a book and the answers of four measures → what is proposed for its standards.

clearance and delight (by standard, source and edition) · drivers of the verdict · agreement
    → what was heard of each standard → proposals
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from clearbar.followup.raising import by_rise, proposals
from clearbar.model.agreement import Agreeing
from clearbar.model.book import Book, Level, Placed, Scale
from clearbar.model.estimate import Answer, Estimate, Row, Unit
from clearbar.model.raising import Proposal, Rise, Watched

__all__ = ["Heard", "Proposal", "Rise", "by_rise", "proposed", "watched"]


@dataclass(frozen=True)
class Heard:
    """The answers that proposals rest on, as their asker may see them; `drivers` is None where too little was said
    beside verdicts."""

    clearance: Answer
    delight: Answer
    agreement: Answer
    drivers: Answer | None


def proposed(book: Book, heard: Heard) -> tuple[Proposal, ...]:
    """What is proposed, in the order of the book."""
    return proposals(watched(book, heard))


def watched(book: Book, heard: Heard) -> list[Watched]:
    """What was heard of each standard of the book."""
    guards: dict[str, list[str]] = defaultdict(list)
    for placed in book.placed():
        if placed.standard.pairs_with:
            guards[placed.standard.pairs_with].append(placed.standard.id)
    rows = _Rows(heard)
    return [_watched(placed, rows, tuple(guards[placed.standard.id])) for placed in book.placed()]


class _Rows:
    """The rows of each answer by what they are about."""

    def __init__(self, heard: Heard) -> None:
        by_all = ("standard", "source", "edition")
        self.clearance = {_key(row, *by_all): row for row in heard.clearance.rows}
        self.delight = {_key(row, *by_all): row for row in heard.delight.rows}
        self.agreement = _most_rated(heard.agreement)
        self.drivers = {row.keys["standard"]: row for row in heard.drivers.rows} if heard.drivers else {}
        self.points = bool(heard.drivers and heard.drivers.units.get("slope") is Unit.POINTS)
        beside = next((part for part in heard.drivers.parts if part.measure == "penalty-reward"), None) \
            if heard.drivers else None  # fmt: skip
        self.penalty = {row.keys["standard"]: row for row in beside.rows} if beside else {}


def _watched(placed: Placed, rows: _Rows, guards: tuple[str, ...]) -> Watched:
    one = placed.standard
    source = next((each for each in one.measured_by if (one.id, each, one.edition) in rows.clearance), None)
    key = (one.id, str(source.value if source else ""), one.edition)
    yes_no = one.scale is Scale.YES_NO
    agreed, driver, cost = rows.agreement.get(one.id), rows.drivers.get(one.id), rows.penalty.get(one.id)
    top = _figure(rows.delight.get(key), "delight") if one.bar is Level.GOOD and not yes_no else None
    return Watched(
        one.id, one.name or one.promise, one.bar, one.target, yes_no,
        heard_from=key[1],
        clearance=_figure(rows.clearance.get(key), "clearance"),
        next_level=top,
        explains=_figure(driver, "explains"),
        slope=_figure(driver, "slope"),
        penalty=_figure(cost, "penalty"),
        points=rows.points,
        missed=int(cost.facts["missed"] or 0) if cost else 0,
        guards=guards,
        agreeing=Agreeing(agreed.facts["verdict"]) if agreed else None,
        alpha=_figure(agreed, "alpha"),
        pairs=agreed.facts["units"] if agreed else None,
    )  # fmt: skip


def _figure(row: Row | None, name: str) -> Estimate | None:
    return row.figures.get(name) if row else None


def _key(row: Row, *names: str) -> tuple[str, ...]:
    return tuple(str(getattr(row.keys[name], "value", row.keys[name])) for name in names)


def _most_rated(agreement: Answer) -> Mapping[str, Row]:
    """Of each standard the source whose raters met on the most interactions."""
    found: dict[str, Row] = {}
    for row in agreement.rows:
        other = found.get(row.keys["standard"])
        if other is None or (row.facts["units"] or 0) > (other.facts["units"] or 0):
            found[row.keys["standard"]] = row
    return found
