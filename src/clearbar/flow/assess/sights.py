"""Sights: a book and its evidence → all that findings are made of, asked of every site and person at once.

    weeks → lines of the house → sites and persons against their targets → sites against chance → delight → raters →
    drift → speed beside quality → what was taught → single misses of critical standards

About as many queries as measures, however many sites, persons and standards there are. Whatever is looked at many times
is weighed together (stats/answers/against.py). Figures of sites come as everybody may see them: at least five
respondents and two persons stand behind each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from clearbar import measures
from clearbar.engines import Engine, Evidence, open_engine
from clearbar.flow.assess.conditions import both, one_of, present
from clearbar.flow.assess.guarded import safe
from clearbar.flow.assess.lines import Told, lines
from clearbar.flow.assess.question import ask
from clearbar.model.agreement import Agreeing
from clearbar.model.book import Book, Source
from clearbar.model.estimate import Answer, Verdict
from clearbar.model.finding import Missed, Seen
from clearbar.model.question import Condition, Question
from clearbar.model.report import BarLine
from clearbar.stats.answers import (
    add_movement,
    conclude_against,
    conclude_balance,
    conclude_drift,
    conclude_movement,
    periods,
)
from clearbar.text.days import date_of, monday, week_of

WEEKS = 26
"""What is older than half a year is no reason to act now."""
MOST_MISSED = 200
_FALSE = 0.01
"""The chance of a false alarm of balance, a week, for all sites together."""
_LEAST = 0.0001
_NOTHING = Answer("", (), {}, {}, {})
_SITES = ("standard", "site")
_PERSONS = ("standard", "person")


def sights(
    book: Book,
    evidence: Path | str,
    *,
    weeks: int = WEEKS,
    persons: bool = True,
    critical: Mapping[str, str] | None = None,
    engine: str = "duckdb",
) -> Seen:
    """What the latest `weeks` of the evidence say of a book, for findings. `critical`: standards of which a single miss
    matters, with why.

    `persons=False` asks nothing of single persons and raters, and names none. Raises EvidenceFault where there is no
    evidence or a file of it cannot be read, EngineFault where the engine gives up.
    """
    opened = open_engine(engine, Evidence(Path(evidence)))
    try:
        return _Looking(book, opened, weeks, persons).seen(critical or {})
    finally:
        opened.close()


def is_mirror(evidence: Path | str) -> bool:
    """Whether the evidence mirrors the web application, and figures of single persons are seen there and nowhere else,
    because its organisation did not let them be told."""
    return not Evidence(Path(evidence)).tells_persons


class _Looking:
    """One look at everything, over an engine that is open."""

    def __init__(self, book: Book, engine: Engine, weeks: int, persons: bool) -> None:
        self._book, self._engine, self._persons = book, engine, persons
        self._all = present(book)
        first, last = self._weeks(self._all)
        since = _before(last, weeks) if last else 0
        self._weeks_told = (max(first, since), last)
        self._late = Condition("r.week >= ?", (since,), frozenset({"week"}))
        self._lately = both(self._all, self._late)

    def seen(self, critical: Mapping[str, str]) -> Seen:
        """All of it."""
        told = self._lines()
        heard = [line for line in told if line.clearance and line.heard_from]
        agreed = self._ask("agreement", ("standard", "source"), self._lately)
        taught, by_person = self._taught()
        empty = Seen(
            self._book, told, _NOTHING, _NOTHING, None, _NOTHING, None, agreed, self._raters(agreed), None, None,
            taught, by_person, self._missed(critical), self._weeks_told,
        )  # fmt: skip
        return self._of_groups(empty, heard) if heard else empty

    def _of_groups(self, told: Seen, heard: Sequence[BarLine]) -> Seen:
        """What is said of sites, persons and weeks, by the source that speaks for each standard."""
        spoken = self._headlines(heard)
        where = both(spoken, self._late)
        at_sites = both(where, _known("site"))
        by_person = both(where, _known("person"))
        delight = {line.standard: line.delight.value for line in heard if line.delight}
        reach = {line.standard: _reach(line) for line in heard if line.target is not None}
        sites = self._against("clearance", _SITES, at_sites, reach)
        delights = self._against("delight", _SITES, at_sites, delight)
        if len(sites) or len(delights):
            sites, delights = safe(self._engine, (sites, delights), "clearance", Question(where=at_sites))
        return replace(
            told,
            sites=sites,
            delights=delights,
            apart=self._ask("funnel", _SITES, at_sites),
            persons=self._against("clearance", _PERSONS, by_person, reach) if self._persons else None,
            thrills=self._against("delight", _PERSONS, by_person, delight) if self._persons else None,
            drift=self._drift(spoken),
            balance=self._balance(),
        )

    def _headlines(self, heard: Sequence[BarLine]) -> Condition:
        """Ratings of the present edition of each standard by the source that speaks for it, told by source: as many
        comparisons a rating as there are sources, and not as there are standards."""
        editions = {placed.standard.id: placed.standard.edition for placed in self._book.placed()}
        by_source: dict[str, list[str]] = {}
        for line in heard:
            if line.heard_from:
                by_source.setdefault(line.heard_from.value, []).append(editions[line.standard])
        parts = [
            both(
                Condition("r.source = ?", (source,), frozenset({"source"})),
                one_of("r.edition", sorted(ones), "edition"),
            )
            for source, ones in sorted(by_source.items())
        ]
        values = tuple(value for part in parts for value in part.values)
        return Condition(f"({' or '.join(part.sql for part in parts)})", values, frozenset({"source", "edition"}))

    def _ask(self, name: str, by: tuple[str, ...], where: Condition) -> Answer:
        return ask(self._engine, name, Question(by, where))

    def _weeks(self, where: Condition) -> tuple[int, int]:
        found = self._engine.run(measures.acting.weeks(Question(where=where)))
        first, last = (float(found[name][0]) for name in ("first_week", "last_week"))
        return (int(first), int(last)) if first == first else (0, 0)

    def _lines(self) -> tuple[BarLine, ...]:
        by = ("standard", "source")
        clearance, delight = (self._ask(name, by, self._lately) for name in ("clearance", "delight"))
        names = {placed.standard.id: placed.standard.name for placed in self._book.placed()}
        found = lines(self._book, Told(clearance, delight, _NOTHING, _NOTHING), {})
        return tuple(replace(one, name=names[one.standard]) for one in found)

    def _against(self, name: str, by: tuple[str, ...], where: Condition, reach: Mapping[str, float]) -> Answer:
        query = {"clearance": measures.clearance.query, "delight": measures.delight.query}[name]
        return conclude_against(self._engine.run(query(Question(by, where))), by, reach)

    def _raters(self, agreed: Answer) -> Answer | None:
        """Raters by name, of the standards where one of them stands apart."""
        named = [
            row.keys["standard"] for row in agreed.rows if row.facts["verdict"] is Agreeing.HARSH
        ]  # fmt: skip
        if not named or not self._persons:
            return None
        where = both(self._lately, one_of("r.standard", sorted(set(named)), "standard"))
        return self._ask("agreement", ("standard", "source", "rater"), where)

    def _drift(self, where: Condition) -> Answer:
        """Week by week over all that there is: limits rest on the beginning. What moved has intervals that hold for all
        standards together."""
        asked = Question(("standard",), where)
        found = conclude_drift(self._engine.run(measures.drift.query(asked)), asked.by)
        compared = periods(found)
        if compared is None:
            return found
        sums = self._engine.run(measures.movement.query(asked, *compared))
        told = add_movement(found, sums, asked.by)
        part = told.parts[0]
        if not len(part):
            return told
        names = set(part.keys["standard"])  # those whose instrument changed in between are left out
        wider = conclude_movement(sums, asked.by, 1 - 0.05 / len(names)).only("standard", names)
        return replace(told, parts=(wider, *told.parts[1:]))

    def _balance(self) -> Answer | None:
        if not any(placed.standard.dimension == "promptness" for placed in self._book.placed()):
            return None
        where = both(self._all, _known("site"))
        sites = self._engine.run(measures.about.sites(Question(where=where)))
        each = max(_FALSE / max(int(sites["sites"][0]), 1), _LEAST)
        asked = Question(("site",), where)
        return conclude_balance(self._engine.run(measures.balance.query(asked)), asked.by, 0, each)

    def _taught(self) -> tuple[dict[str, int] | None, frozenset[tuple[str, str]]]:
        """How many were taught each standard, and who; None where nothing tells of teaching."""
        found = self._engine.run(measures.acting.taught())
        rows = list(zip(found["standard"].tolist(), found["person"].tolist(), strict=True))
        if not rows:
            return None, frozenset()
        every = [placed.standard.id for placed in self._book.placed()]
        pairs = {(person, one) for standard, person in rows for one in ([standard] if standard else every)}
        counts = dict.fromkeys(every, 0)
        for _, standard in pairs:
            counts[standard] = counts.get(standard, 0) + 1
        return counts, frozenset(pairs) if self._persons else frozenset()

    def _missed(self, critical: Mapping[str, str]) -> tuple[Missed, ...]:
        listed = sorted({placed.standard.id for placed in self._book.placed()} & set(critical))
        if not listed:
            return ()
        query = measures.acting.missed(Question(where=self._lately), listed, MOST_MISSED)
        found = {name: column.tolist() for name, column in self._engine.run(query).items()}
        return tuple(
            self._one_missed(dict(zip(found, row, strict=True)), critical) for row in zip(*found.values(), strict=True)
        )

    def _one_missed(self, row: Mapping[str, Any], critical: Mapping[str, str]) -> Missed:
        day = int(row["day"])
        texts = {name: row[name] or "" for name in ("rating", "standard", "interaction", "response", "team", "site")}
        return Missed(
            **texts,
            level=int(row["level"]),
            source=Source(row["source"]),
            day=date_of(day),
            person=(row["person"] or "") if self._persons else "",
            why=critical[row["standard"]],
        )


def _reach(line: BarLine) -> float:
    """What a site or person is held against: the target; where the whole house falls short of it, what the house
    reaches. What nobody can do is no fault of one."""
    target = line.target or 0.0
    return line.clearance.value if line.verdict is Verdict.FALLS_SHORT and line.clearance else target


def _known(name: str) -> Condition:
    return Condition(f"r.{name} is not null", (), frozenset({name}))


def _before(week: int, weeks: int) -> int:
    """The first of so many weeks that end with `week`, yyyyww."""
    return week_of(monday(week) - timedelta(weeks=weeks - 1))
