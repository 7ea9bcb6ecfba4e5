"""The bar at a glance: standards as rows, grouped by the journey that they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clearbar.model.book import OVERALL
from clearbar.model.report import BarLine, Report
from clearbar.reports.bar import Bar, Dumbbell, dumbbell, standard_bar
from clearbar.reports.names import plain, readable, titled
from clearbar.reports.verdicts import (
    MARK,
    SILENT,
    Standing,
    delight,
    distance,
    evidence,
    more,
    name_of,
    next_step,
    pairing,
    standing,
    verdict,
    voices,
)
from clearbar.reports.words import count, difference, interval, level, percent, speakers, tally


@dataclass(frozen=True)
class Figures:
    """One row of the table: every number of a standard; empty where there is none."""

    counted: str
    interval: str
    target: str
    more: str
    delight: str
    expected: str
    experienced: str
    gap: str
    dumbbell: Dumbbell | None
    voices: tuple[str, ...]


@dataclass(frozen=True)
class LineView:
    """One standard as it stands on the page. `kind` is the class of its mark; `anchor` its place in the page."""

    anchor: str
    name: str
    promise: str
    mark: str
    word: str
    kind: str
    verdict: str
    evidence: str
    remarks: tuple[str, ...]
    step: str
    bar: Bar
    silent: bool
    figures: Figures


@dataclass(frozen=True)
class GroupView:
    """One journey with its standards in the order of the book."""

    title: str
    lines: tuple[LineView, ...]


@dataclass(frozen=True)
class Titles:
    """Titles of journeys and steps by id, as far as the report's curves tell them."""

    journeys: Mapping[str, str]
    steps: Mapping[tuple[str, str], str]

    def heading(self, line: BarLine) -> str:
        """The title of the standard's journey; its id as words where no curve tells it."""
        if line.journey is None:
            return "In no journey"
        return self.journeys.get(line.journey, "") or titled(readable(line.journey))

    def step(self, line: BarLine) -> str:
        """The title of the standard's step; its id as words where no curve tells it; empty without a step."""
        if line.step is None:
            return ""
        return self.steps.get((line.journey or "", line.step), "") or titled(readable(line.step))


def titles(report: Report) -> Titles:
    """The titles of the report's journeys and steps."""
    return Titles(
        {curve.journey: plain(curve.title) for curve in report.curves},
        {(curve.journey, point.step): plain(point.title) for curve in report.curves for point in curve.points},
    )


def overall(report: Report) -> tuple[LineView, ...]:
    """The verdict on the whole interaction; empty where the report has none."""
    return tuple(view for line, view in zip(report.lines, _views(report), strict=True) if line.standard == OVERALL)


def groups(report: Report) -> tuple[GroupView, ...]:
    """All other standards by journey, journeys in the order in which they first come."""
    known = titles(report)
    by_journey: dict[str | None, GroupView] = {}
    for line, view in zip(report.lines, _views(report), strict=True):
        if line.standard != OVERALL:
            group = by_journey.get(line.journey) or GroupView(known.heading(line), ())
            by_journey[line.journey] = GroupView(group.title, (*group.lines, view))
    return tuple(by_journey.values())


def shortfalls(report: Report) -> tuple[LineView, ...]:
    """The standards that fall short, for a way to them at the top of a long page."""
    return tuple(view for view in _views(report) if view.kind == _kind(Standing.FALLS_SHORT))


def _views(report: Report) -> tuple[LineView, ...]:
    by_id, known = {line.standard: line for line in report.lines}, titles(report)
    return tuple(_view(index, line, known.step(line), by_id) for index, line in enumerate(report.lines, start=1))


def _view(index: int, line: BarLine, step: str, by_id: Mapping[str, BarLine]) -> LineView:
    now = standing(line)
    return LineView(
        f"standard-{index}",
        titled(name_of(line)),
        plain(line.promise),
        MARK[now],
        now.value,
        _kind(now),
        verdict(line),
        evidence(line),
        _remarks(line, step, by_id),
        step,
        standard_bar(line),
        now in SILENT,
        _figures(line),
    )


def _kind(now: Standing) -> str:
    return now.value.replace(" ", "-")


def _remarks(line: BarLine, step: str, by_id: Mapping[str, BarLine]) -> tuple[str, ...]:
    who = speakers(line.heard_from) if line.heard_from else "raters"
    gap = distance(line.gap, who) if line.gap else ""
    told = (more(line), next_step(line, step), pairing(line, by_id), gap, plain(line.edition_note))
    return tuple(titled(remark) for remark in told if remark)


def _figures(line: BarLine) -> Figures:
    known, gap = line.clearance, line.gap
    return Figures(
        tally(known) if known else "",
        interval(known, line.target) if known else "",
        "" if line.target is None else percent(line.target),
        count(line.more) if line.more is not None else "",
        delight(line),
        level(gap.expected) if gap else "",
        level(gap.experienced) if gap else "",
        difference(gap.gap) if gap else "",
        dumbbell(gap) if gap else None,
        voices(line),
    )
