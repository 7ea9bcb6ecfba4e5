"""A book and its evidence → a report.

    totals → lines (clearance, delight, gap per standard) → curves (per step) → comparisons (per site, team, person)
    → consistency → weekly delight → voices → funnels → agreement (each per standard) → further questions → report

Only ratings of the book's present editions are counted: what was judged by other words is told, and left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from clearbar import measures
from clearbar.engines import Engine, Evidence, open_engine
from clearbar.flow.assess.conditions import present
from clearbar.flow.assess.curves import curves
from clearbar.flow.assess.funnels import funnels
from clearbar.flow.assess.further import answers
from clearbar.flow.assess.groups import comparisons
from clearbar.flow.assess.known import known
from clearbar.flow.assess.lines import Told, lines
from clearbar.flow.assess.measured import OF_SOME, demand_told
from clearbar.flow.assess.question import ask
from clearbar.flow.assess.raters import agreement, voices
from clearbar.flow.assess.splits import consistency
from clearbar.flow.assess.weeks import weekly
from clearbar.model.book import Book, Setting, Source
from clearbar.model.estimate import Answer
from clearbar.model.lint import Heard
from clearbar.model.question import Question, Sums
from clearbar.model.report import Report
from clearbar.stats.answers import conclude_met
from clearbar.text.days import date_of, monday


def report(book: Book, evidence: Path | str, *, name_persons: bool = False, engine: str = "duckdb") -> Report:
    """What the evidence in a folder says about a book, counted by an engine: duckdb or spark.

    Raises EvidenceFault where there is none or a file of it cannot be read, EngineFault where the engine cannot be
    started or gives up.

    Persons are compared without their names, unless `name_persons`: a person's figures are for that person and their
    coach, and showing them to others is a choice of the organisation. Of a mirror whose organisation did not choose so
    nothing of single persons and raters is told; `name_persons` raises EvidenceFault.
    """
    return report_and_heard(book, evidence, name_persons=name_persons, engine=engine, heard=False)[0]


def report_and_heard(
    book: Book, evidence: Path | str, *, name_persons: bool = False, engine: str = "duckdb", heard: bool = True
) -> tuple[Report, dict[str, Heard]]:
    """The report, and what the same version of the evidence tells of each standard to the rules that measure; of
    nothing, where they are not `heard`."""
    folder = Evidence(Path(evidence))
    if name_persons:
        demand_told(folder, "persons cannot be named")
    opened = open_engine(engine, folder)
    try:
        found, agreed = _whole(book, opened, name_persons)
        told = found if folder.tells_persons else _of_groups(found)
        return told, known(book, opened, agreed) if heard else {}
    finally:
        opened.close()


def _of_groups(found: Report) -> Report:
    """The report without anything of single persons and raters, not even without their names."""
    return replace(
        found,
        comparisons=tuple(one for one in found.comparisons if one.of not in OF_SOME),
        answers=tuple(
            replace(one, parts=tuple(part for part in one.parts if not OF_SOME & set(part.keys)))
            for one in found.answers
            if not OF_SOME & set(one.keys) and one.measure != "severity"
        ),
    )


def _whole(book: Book, engine: Engine, name_persons: bool) -> tuple[Report, Answer]:
    """The report, and the agreement of raters by standard and source, which others need too."""
    agreed = ask(engine, "agreement", Question(("standard", "source"), present(book)))
    return _named(_report(book, engine, name_persons, agreed), book), agreed


def _named(found: Report, book: Book) -> Report:
    """The report with each standard called as the book calls it."""
    names = {placed.standard.id: placed.standard.name for placed in book.placed()}
    return replace(
        found,
        lines=tuple(replace(one, name=names[one.standard]) for one in found.lines),
        consistency=tuple(replace(one, name=names[one.standard]) for one in found.consistency),
        delight=tuple(replace(one, name=names[one.standard]) for one in found.delight),
        voices=tuple(replace(one, name=names[one.standard]) for one in found.voices),
        funnels=tuple(replace(one, name=names[one.standard]) for one in found.funnels),
        agreement=tuple(replace(one, name=names[one.standard]) for one in found.agreement),
    )


def _report(book: Book, engine: Engine, name_persons: bool, agreed: Answer) -> Report:
    editions, now = frozenset(placed.standard.edition for placed in book.placed()), present(book)
    totals = engine.run(measures.about.totals(Question(where=now)))
    heard = _heard(engine.run(measures.about.heard()))
    earlier = _earlier(heard, editions)
    by_source = Question(("standard", "source"), now)
    clearance = ask(engine, "clearance", by_source)
    delight, gap = ask(engine, "delight", by_source), ask(engine, "gap", by_source)
    met = conclude_met(engine.run(measures.met.query(by_source)), by_source.by)
    bars = lines(book, Told(clearance, delight, gap, met), earlier)
    steps = ask(engine, "clearance", Question(("journey", "step"), now))
    first, last = _period(totals)
    sites = int(totals["sites"][0])
    return Report(
        organisation=book.organisation,
        value=book.value,
        language=book.language,
        first=first,
        last=last,
        ratings=int(totals["ratings"][0]),
        interactions=int(totals["interactions"][0]),
        persons=int(totals["persons"][0]),
        sites=sites,
        sources=_sources(heard, editions),
        lines=bars,
        curves=curves(book, steps),
        comparisons=comparisons(engine, bars, now, totals, name_persons),
        consistency=consistency(engine, bars, now, sites),
        notes=(*_left_out(heard, earlier), *clearance.notes),
        book=book.version,
        version=engine.version,
        delight=weekly(engine, bars, now, totals),
        voices=voices(bars),
        funnels=funnels(engine, bars, now, sites),
        agreement=agreement(book, agreed),
        answers=answers(engine, bars, now),
    )


def _period(totals: Sums) -> tuple[date | None, date | None]:
    """The first and the last local day. Where only weeks are known, the Monday of the first and the Sunday of the
    last of them."""
    if not int(totals["ratings"][0]):
        return None, None
    weeks = [monday(int(totals[name][0])) for name in ("first_week", "last_week")]
    days = [float(totals[name][0]) for name in ("first_day", "last_day")]
    if days[0] != days[0]:
        return weeks[0], weeks[1] + timedelta(days=6)
    first, last = (date_of(int(day)) for day in days)
    return min(first, weeks[0]) if first - weeks[0] > timedelta(days=6) else first, last


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
