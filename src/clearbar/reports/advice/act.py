"""What to act on: the reasons for the first sentence, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.agreement import Agreeing
from clearbar.model.book import OVERALL
from clearbar.model.report import BarLine, Report
from clearbar.reports.advice.said import (
    Advice,
    asked,
    guarded,
    is_doubted,
    is_safe,
    margin,
    place_to_ask,
    promised,
    so_far,
    standing_so,
)
from clearbar.reports.names import inline
from clearbar.reports.verdicts import Standing, evidence, name_of
from clearbar.reports.words import interval, percent, plural, points, rounded, share, speakers, spelled


def _shortfall(report: Report) -> Iterator[Advice]:
    """The standard that surely lies furthest below its target, measured from the high end of its range; one whose
    raters read it differently comes after all others."""

    def weight(line: BarLine) -> tuple[bool, bool, float]:
        return line.standard == OVERALL, is_doubted(report, line.standard, Agreeing.VAGUE), -_missing(line)

    for line in sorted(standing_so(report, Standing.FALLS_SHORT), key=weight):
        says = (
            f"Work on {name_of(line)} first, {asked(line)}: {evidence(line)}, at least"
            f" {points(_missing(line))} below its target of {percent(line.target or 0)}"
        )
        yield Advice("shortfall", line.standard, says + guarded(report, line))


def _missing(line: BarLine) -> float:
    return (line.target or 0.0) - line.clearance.high if line.clearance else 0.0


def _less_than_expected(report: Report) -> Iterator[Advice]:
    """The standard with the largest sure gap below expectation."""
    found = [(line, line.gap) for line in report.lines if line.gap and line.gap.gap.high < 0]
    for line, gap in sorted(found, key=lambda each: each[1].gap.high):
        who = speakers(line.heard_from) if line.heard_from else "people"
        says = (
            f"Find out what {who} had hoped for on {name_of(line)}, {asked(line)}: they expected"
            f" {gap.expected.value:.1f} and experienced {gap.experienced.value:.1f} on the levels 1 to 5"
        )
        yield Advice("less than expected", line.standard, says + guarded(report, line))


def _falling(report: Report) -> Iterator[Advice]:
    """The standard whose delight has surely fallen most."""
    lines = {line.standard: line for line in report.lines}
    found = [(each, each.before, each.after, each.change) for each in report.delight if each.standard in lines]
    fallen = [(one, before, after, by) for one, before, after, by in found if before and after and by and by.high < 0]
    for one, before, after, _ in sorted(fallen, key=lambda each: each[3].value):
        line = lines[one.standard]
        first, second = (f"{rounded(half.value, half.n)} % ({interval(half)})" for half in (before, after))
        says = (
            f"Ask what has changed on {name_of(one)}, {asked(line)}: the best level has fallen from {first} in"
            f" the first half of the time to {second} in the second"
        )
        yield Advice("falling", one.standard, says + guarded(report, line))


def _site(report: Report) -> Iterator[Advice]:
    """A site that lies below what chance explains, the furthest first."""
    lines = {line.standard: line for line in report.lines}
    kept = [funnel for funnel in report.funnels if funnel.standard in lines]
    found = [(funnel, point) for funnel in kept for point in funnel.points if point.outside == -2]
    for funnel, point in sorted(found, key=lambda each: each[1].adjusted - each[1].limits.low_998):
        says = (
            f"Go and see what differs at {inline(point.name)}: on {name_of(funnel)} it has"
            f" {share(point.counted)} where all sites have {rounded(funnel.centre, point.counted.n)} %, less than"
            " chance explains"
        )
        yield Advice("site", funnel.standard, says + guarded(report, lines[funnel.standard]))


def _begin(report: Report) -> Iterator[Advice]:
    """Nothing has been heard at all: where to begin."""
    if any(line.clearance for line in report.lines):
        return
    for line in standing_so(report, Standing.UNHEARD, Standing.TOO_FEW):
        says = f"Begin by asking {place_to_ask(report, line)}, {asked(line)}: {so_far(line)}, so no figure can be shown"
        yield Advice("begin", line.standard, says)
    if not report.lines:
        yield Advice("write", "", "Write the first standard into the book: no promise stands in it yet")


def _keep(report: Report) -> Iterator[Advice]:
    """Nothing surely falls short: what is worth keeping, and thanking for."""
    clear = [line for line in standing_so(report, Standing.CLEARS) if is_safe(report, line)]
    for line in sorted(clear, key=lambda line: (line.standard == OVERALL, -margin(line))):
        says = (
            f"Thank those who bring about {name_of(line)} and ask how they do it, {asked(line)}:"
            f" {evidence(line)}, {promised(line)}"
        )
        yield Advice("keep", line.standard, says + guarded(report, line))


def _wait(report: Report) -> Iterator[Advice]:
    """Nothing can be told yet."""
    heard = sum(1 for line in report.lines if line.clearance)
    says = (
        f"Change nothing yet, and keep asking: of {plural(len(report.lines), 'standard')} {spelled(heard)}"
        f" {'was' if heard == 1 else 'were'} heard about, and none surely falls short of its target"
    )
    yield Advice("wait", "", says)


ACT = (_shortfall, _less_than_expected, _falling, _site, _begin, _keep, _wait)
