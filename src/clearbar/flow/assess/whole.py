"""A book and its evidence → a report.

    totals → lines (clearance, delight, gap per standard) → curves (per step) → comparisons (per site, team, person)
    → consistency (per standard) → report

Only ratings of the book's present editions are counted: what was judged by other words is told, and left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from clearbar import measures
from clearbar.engines import DuckDB, Evidence
from clearbar.flow.assess.curves import curves
from clearbar.flow.assess.lines import lines
from clearbar.flow.assess.question import ask
from clearbar.model.book import OVERALL, Book, Setting, Source
from clearbar.model.estimate import Answer
from clearbar.model.question import Condition, Question, Sums
from clearbar.model.report import BarLine, Comparison, Consistency, Group, Report, Share

_ENOUGH = 300
"""Ratings of one standard from which on it is worth telling how its variation splits."""


def report(book: Book, evidence: Path | str, *, name_persons: bool = False) -> Report:
    """What the evidence in a folder says about a book. Raises EvidenceFault where there is none.

    Persons are compared without their names, unless `name_persons`: a person's figures are for that person and their
    coach, and showing them to others is a choice of the organisation.
    """
    store = Evidence(Path(evidence))
    engine = DuckDB(store)
    try:
        return _report(book, engine, name_persons)
    finally:
        engine.close()


def _report(book: Book, engine: DuckDB, name_persons: bool) -> Report:
    editions = frozenset(placed.standard.edition for placed in book.placed())
    present = _one_of("r.edition", sorted(editions), "edition")
    totals = engine.run(measures.about.totals(Question(where=present)))
    heard = _heard(engine.run(measures.about.heard()))
    earlier = _earlier(heard, editions)
    clearance = ask(engine, "clearance", Question(("standard", "source"), present))
    delight = ask(engine, "delight", Question(("standard", "source"), present))
    gap = ask(engine, "gap", Question(("standard", "source"), present))
    bars = lines(book, clearance, delight, gap, earlier)
    steps = ask(engine, "clearance", Question(("journey", "step"), present))
    first, last = _period(totals)
    return Report(
        organisation=book.organisation,
        value=book.value,
        language=book.language,
        first=first,
        last=last,
        ratings=int(totals["ratings"][0]),
        interactions=int(totals["interactions"][0]),
        persons=int(totals["persons"][0]),
        sites=int(totals["sites"][0]),
        sources=_sources(heard, editions),
        lines=bars,
        curves=curves(book, steps),
        comparisons=_comparisons(engine, bars, present, totals, name_persons),
        consistency=_consistency(engine, bars, present, int(totals["sites"][0])),
        notes=(*_left_out(heard, earlier), *clearance.notes),
        book=book.version,
        version=engine.version,
    )


def _one_of(column: str, values: Iterable[str], name: str) -> Condition:
    listed = tuple(values)
    return Condition(f"{column} in ({', '.join('?' * len(listed))})", listed, frozenset({name}))


def _both(one: Condition, other: Condition) -> Condition:
    return Condition(f"({one.sql} and {other.sql})", one.values + other.values, one.columns | other.columns)


def _period(totals: Sums) -> tuple[date | None, date | None]:
    """The first and the last local day. Where only weeks are known, the Monday of the first and the Sunday of the
    last of them."""
    if not int(totals["ratings"][0]):
        return None, None
    weeks = [_monday(int(totals[name][0])) for name in ("first_week", "last_week")]
    days = [float(totals[name][0]) for name in ("first_day", "last_day")]
    if days[0] != days[0]:
        return weeks[0], weeks[1] + timedelta(days=6)
    first, last = (date(int(day) // 10000, int(day) // 100 % 100, int(day) % 100) for day in days)
    return min(first, weeks[0]) if first - weeks[0] > timedelta(days=6) else first, last


def _monday(week: int) -> date:
    return date.fromisocalendar(week // 100, week % 100, 1)


class _Heard(NamedTuple):
    """What there is of one edition, by source and setting."""

    standard: str
    edition: str
    source: str
    setting: str
    disputed: bool
    n: int

    @property
    def counts(self) -> bool:
        """Whether these ratings are of the kind that a report counts."""
        return self.setting == Setting.LIVE and not self.disputed


def _heard(sums: Sums) -> list[_Heard]:
    return [_Heard(*row) for row in zip(*(sums[name].tolist() for name in _Heard._fields), strict=True)]


def _sources(heard: list[_Heard], present: frozenset[str]) -> tuple[tuple[Source, int], ...]:
    """Sources with the ratings of theirs that are counted, the largest first."""
    counts: Counter[Source] = Counter()
    for one in heard:
        if one.counts and one.edition in present:
            counts[Source(one.source)] += one.n
    return tuple(counts.most_common())


def _earlier(heard: list[_Heard], present: frozenset[str]) -> Counter[str]:
    """Ratings that were given to other editions than the present ones, by standard."""
    counts: Counter[str] = Counter()
    for one in heard:
        if one.counts and one.edition not in present:
            counts[one.standard] += one.n
    return counts


def _left_out(heard: list[_Heard], earlier: Counter[str]) -> tuple[str, ...]:
    off_stage = sum(one.n for one in heard if one.setting != Setting.LIVE)
    disputed = sum(one.n for one in heard if one.setting == Setting.LIVE and one.disputed)
    said = []
    if off_stage:
        said.append(f"{off_stage:,} ratings from walks, rehearsals and selection are not counted here.")
    if disputed:
        said.append(f"{disputed:,} disputed ratings are not counted until they are decided.")
    if earlier:
        said.append(f"{earlier.total():,} ratings of standards that have since changed or gone are not counted here.")
    return tuple(said)


def _comparisons(
    engine: DuckDB, bars: tuple[BarLine, ...], present: Condition, totals: Sums, name_persons: bool
) -> tuple[Comparison, ...]:
    """Sites, teams and persons beside each other: on the overall verdict where it was given, else on all standards."""
    overall = next((line for line in bars if line.standard == OVERALL and line.clearance), None)
    where, on = present, "all standards together"
    if overall and overall.heard_from:
        only = Condition("(r.standard = ? and r.source = ?)", (OVERALL, overall.heard_from.value), frozenset())
        where, on = _both(present, only), f"the overall verdict ({overall.heard_from.value}s)"
    kinds = ["site"] if int(totals["sites"][0]) > 1 else []
    kinds += ["team", "person"]
    known = {kind: Condition(f"r.{kind} is not null", (), frozenset()) for kind in kinds}
    answers = {kind: ask(engine, "shrinkage", Question((kind,), _both(where, known[kind]))) for kind in kinds}
    return tuple(
        _comparison(kind, on, answer, name_persons or kind != "person")
        for kind, answer in answers.items()
        if len(answer) > 1
    )


def _comparison(kind: str, on: str, answer: Answer, named: bool) -> Comparison:
    rows = sorted(answer.rows, key=lambda row: (-row.figures["shrunk"].value, str(row.keys[kind])))
    groups = tuple(
        Group(str(row.keys[kind]) if named else "", row.figures["counted"], row.figures["shrunk"], row.facts["clears"])
        for row in rows
    )
    letters = [set(row.facts["apart"].split()) for row in rows]
    places = {letter: [i for i, own in enumerate(letters) if letter in own] for own in letters for letter in own}
    adjusted = next((note for note in answer.notes if note.startswith("Adjusted")), "")
    return Comparison(
        of=kind,
        groups=groups,
        brackets=tuple(sorted((min(at), max(at)) for at in places.values())),
        spread=rows[0].facts["spread"],
        target=rows[0].facts["target"],
        mean=rows[0].facts["mean"],
        note=f"Compared on {on}. {adjusted}".strip(),
        withheld=len(answer.withheld),
        named=named,
    )


def _consistency(engine: DuckDB, bars: tuple[BarLine, ...], present: Condition, sites: int) -> tuple[Consistency, ...]:
    """How the variation of each standard splits, as its headline source sees it; of timed ones also their times."""
    factors = "site/person" if sites > 1 else "person"
    told = [line for line in bars if line.clearance and line.clearance.n >= _ENOUGH]
    timed = [line for line in told if line.heard_from is Source.CHECK and line.dimension == "promptness"]
    found = [_splits(engine, told, "level", factors, present), _splits(engine, timed, "millis", factors, present)]
    return tuple(one for splits in found for one in splits)


def _splits(engine: DuckDB, told: list[BarLine], of: str, factors: str, present: Condition) -> list[Consistency]:
    if not told:
        return []
    pairs = [(line.standard, line.heard_from.value) for line in told if line.heard_from]
    sql = " or ".join("(r.standard = ? and r.source = ?)" for _ in pairs)
    where = _both(present, Condition(f"({sql})", tuple(value for pair in pairs for value in pair), frozenset()))
    answer = ask(engine, "consistency", Question(("standard",), where, of, factors))
    shares: dict[str, list[Share]] = {}
    for row in answer.rows:
        share = Share(row.keys["part"], row.figures["share"], row.facts["sd"])
        shares.setdefault(row.keys["standard"], []).append(share)
    return [
        Consistency(
            standard=line.standard,
            of=of,
            shares=tuple(shares[line.standard]),
            n=shares[line.standard][0].share.n,
            note=" ".join(note.partition(": ")[2] for note in answer.notes if note.startswith(f"{line.standard}: ")),
        )
        for line in told
        if line.standard in shares
    ]
