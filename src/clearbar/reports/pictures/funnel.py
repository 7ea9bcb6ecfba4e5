"""Groups against the limits of chance: a funnel for each value of the columns before the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from clearbar.model.estimate import Answer, Row
from clearbar.model.report import FunnelPoint, Limits
from clearbar.reports.funnels import Shape, allowed, beyond, picture, table
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section
from clearbar.reports.pictures.naming import Names, called
from clearbar.reports.words import count, plural

_MOST = 8
"""Funnels that are drawn; the others are told in a sentence each."""
_INTRO = (
    "Groups from those with few ratings on the left to those with many on the right, around the share of all. In the"
    " grey band lie 95 of 100 groups that are alike, between the thin lines 998 of 1,000. Shares are adjusted for the"
    " mix of standards, topics and channels, and ratings of one person count for less than as many of different people."
)


def section(answer: Answer, names: Names) -> Section | None:
    """A funnel for each set of groups; None where none has enough."""
    panels, told = [], []
    for at, (within, rows) in enumerate(_sets(answer)):
        what = titled(called(rows[0], names, *answer.by[:-1])) if within else "All together"
        points = [_point(row, answer.by[-1], names) for row in rows]
        title = beyond(what, points, answer.by[-1])
        if at < _MOST:
            panels.append(_panel(answer, rows, points, title, (at, what, within)))
        else:
            told.append(title)
    if not panels:
        return None
    first, rest = (tuple(panels), ()) if len(panels) == 1 else ((), tuple(panels))
    return Section("funnel", "What lies outside chance", _INTRO, first, rest, (*told, *answer.notes))


def _sets(answer: Answer) -> Iterator[tuple[tuple[Any, ...], list[Row]]]:
    outer = answer.by[:-1]
    for within, rows in groupby(answer.rows, key=lambda row: tuple(row.keys[name] for name in outer)):
        yield within, list(rows)


def _panel(
    answer: Answer, rows: Sequence[Row], points: Sequence[FunnelPoint], title: str, of: tuple[int, str, tuple[Any, ...]]
) -> Panel:
    at, what, within = of
    facts, kind = rows[0].facts, answer.by[-1]
    shape = Shape(points, tuple(_limits(answer, within)), facts["centre"], facts["target"], kind)
    n = sum(point.counted.n for point in points)
    subtitle = f"{count(n)} ratings of {plural(len(points), kind)}; {allowed(facts['spread'], kind)}"
    drawn = picture(f"funnel-answer-{at}", title, shape, small=len(answer.by) > 1)
    return Panel(title, subtitle, drawn, table(what[:1].lower() + what[1:], points, kind))


def _point(row: Row, kind: str, names: Names) -> FunnelPoint:
    facts = row.facts
    ends = (facts[name] for name in ("low_95", "high_95", "low_998", "high_998"))
    return FunnelPoint(
        called(row, names, kind), row.figures["counted"], facts["adjusted"], Limits(float(facts["worth"]), *ends)
    )


def _limits(answer: Answer, within: tuple[Any, ...]) -> Iterator[Limits]:
    """The limits of one funnel, from the smallest size to the largest."""
    (curves,) = answer.parts
    for row in curves.rows:
        if tuple(row.keys.values()) == within:
            inner, outer = row.figures["chance_95"], row.figures["chance_998"]
            yield Limits(row.facts["worth"], inner.low, inner.high, outer.low, outer.high)
