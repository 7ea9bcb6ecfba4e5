"""What to ask or raise next: the reasons for the third sentence, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.book import OVERALL
from clearbar.model.report import Report
from clearbar.reports.advice.said import Advice, asked, guarded, is_safe, margin, promised, standing_so
from clearbar.reports.advice.trust import aimless, overlap, second_eyes, unguarded, unheard
from clearbar.reports.verdicts import Standing, evidence, name_of
from clearbar.reports.words import count, percent, plural


def _settle(report: Report) -> Iterator[Advice]:
    """The open verdict that the fewest ratings would settle."""
    unsure = [(line, line.more) for line in standing_so(report, Standing.CANNOT_TELL) if line.more]
    for line, more in sorted(unsure, key=lambda each: each[1]):
        says = (
            f"Gather about {count(more)} more {'rating' if more == 1 else 'ratings'} of {name_of(line)},"
            f" {asked(line)}: {evidence(line)}, too close to its target of {percent(line.target or 0)} to tell"
        )
        yield Advice("settle", line.standard, says + guarded(report, line))


def _raise(report: Report) -> Iterator[Advice]:
    """The bar that is cleared by the widest sure margin."""
    clear = [line for line in standing_so(report, Standing.CLEARS) if is_safe(report, line)]
    for line in sorted(clear, key=lambda line: (line.standard == OVERALL, -margin(line))):
        says = f"Think about raising the target of {name_of(line)}, {asked(line)}: {evidence(line)}, {promised(line)}"
        yield Advice("raise", line.standard, says + guarded(report, line))


def _again(report: Report) -> Iterator[Advice]:
    """What is left: read the report again."""
    until = plural(max(2 * report.ratings, 100), "rating")
    says = f"Read this report again once {until} have come together: {count(report.ratings)} have so far"
    yield Advice("again", "", says)


FURTHER = (_settle, unheard, aimless, _raise, unguarded, overlap, second_eyes, _again)
