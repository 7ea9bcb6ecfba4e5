"""Levels are rungs of one ladder.

From poor to exemplary the numbers run one way, and none is left out: who waited seven minutes must find a level.
A ladder that turns round, or lacks a rung, is filled in by each rater in their own way.

**Missed by**

    levels:
      good: You waited less than 5 minutes.
      underperforming: You waited more than 10 minutes.

**Met by**

    levels:
      good: You waited less than 5 minutes.
      underperforming: You waited 5 minutes or more.

In a standard of promptness a longer time is worse; elsewhere the numbers may run either way, and must not turn. The
rule reads the one range that a level names, and compares levels that name the same unit; a level without a number in
between counts as a rung of its own. "1 to 3 days" and "4 to 5 days" follow each other, as days are counted whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from clearbar.model.book import Dimension
from clearbar.model.lint import Finding, Test
from clearbar.standards.quantities import Range, level_ranges, rung
from clearbar.standards.written import Passage, Written, WrittenStandard

CODE = "CB115"
NAME = "levels-do-not-progress"
TEST = Test.ONE_READING
SUMMARY = "The numbers of the levels run one way and leave none out."
_Told = list[tuple[Passage, Range]]


def check(written: Written) -> Iterator[Finding]:
    """Levels whose numbers turn round, run the wrong way, or leave a range out."""
    for standard in written.standards:
        for tag in dict.fromkeys(one.language for one in standard.passages):
            all_levels = sorted((one.key for one in standard.said(tag, "levels")), key=rung)
            told = level_ranges(standard.said(tag, "levels"), tag)
            turned = list(_turned(standard, told))
            yield from turned
            if not turned:
                yield from _gaps(told, all_levels)


def _turned(standard: WrittenStandard, told: _Told) -> Iterator[Finding]:
    """The first level at which the numbers run against those before."""
    way = -1 if standard.standard.dimension is Dimension.PROMPTNESS and told and told[0][1].unit == "time" else 0
    for (lower, first), (upper, second) in pairwise(told):
        step = _way(first, second)
        if step and way and step != way:
            message = f"from `{_name(lower)}` to `{_name(upper)}` the numbers run the wrong way"
            hint = "let each level ask for more than the one below it"
            yield upper.finding(CODE, message, hint, at=second.start, length=second.end - second.start)
            return
        way = way or step


def _way(first: Range, second: Range) -> int:
    """1 where the numbers rise from one range to the next, -1 where they fall, 0 where one cannot tell."""
    low, high = (
        (second.low > first.low) - (second.low < first.low),
        (second.high > first.high) - (second.high < first.high),
    )
    return low or high if low * high >= 0 else 0


def _gaps(told: _Told, all_levels: list[str]) -> Iterator[Finding]:
    """Neighbouring levels with numbers that lie in neither."""
    for (lower, first), (upper, second) in pairwise(told):
        if all_levels.index(upper.key) - all_levels.index(lower.key) != 1:
            continue
        low, high = sorted((first, second), key=lambda one: (one.low, one.high))
        if low.gap_to(high):
            said = [one.text[range_.start : range_.end] for one, range_ in ((lower, first), (upper, second))]
            message = f"between `{said[0]}` ({_name(lower)}) and `{said[1]}` ({_name(upper)}) lies a range of no level"
            hint = "let one level begin where the other ends"
            yield upper.finding(CODE, message, hint, at=second.start, length=second.end - second.start)


def _name(one: Passage) -> str:
    return one.key.removeprefix("levels.")
