"""How a report opens: the answer in one sentence, and how much was heard from whom."""

from __future__ import annotations

from collections.abc import Sequence

from clearbar.model.book import OVERALL
from clearbar.model.report import BarLine, Report
from clearbar.reports.names import titled
from clearbar.reports.verdicts import SILENT, Standing, line_sentence, name_of, standing
from clearbar.reports.words import count, listing, period, plural, speakers, spelled

NAMED_AT_MOST = 2
"""Standards that the headline names; more of them are counted."""


def headline(report: Report) -> str:
    """The answer to "how far do we clear the bar?" in one sentence; the overall verdict is told beside it."""
    return headline_of(report.lines)


def headline_of(told: Sequence[BarLine]) -> str:
    """The same of standards alone."""
    lines = [line for line in told if line.standard != OVERALL]
    if len(lines) == 1:
        return line_sentence(lines[0])
    if not lines:
        return "No standard has been written yet, so there is no bar to clear"
    if all(standing(line) in SILENT for line in lines):
        return f"Nothing can be told yet: {spelled(len(lines))} standards are written, and still unheard"
    return "; ".join([_clearing(lines), *_others(lines)])


def _clearing(lines: Sequence[BarLine]) -> str:
    clear, total = len(_with(lines, Standing.CLEARS)), len(lines)
    if clear == total:
        return f"All {spelled(total)} standards clear their bar"
    if clear == 0:
        return f"None of {spelled(total)} standards clears its bar yet"
    return f"{titled(spelled(clear))} of {spelled(total)} standards {'clears its' if clear == 1 else 'clear their'} bar"


def _others(lines: Sequence[BarLine]) -> list[str]:
    short, unsure = _with(lines, Standing.FALLS_SHORT), _with(lines, Standing.CANNOT_TELL)
    free, silent = _with(lines, Standing.NO_TARGET), _with(lines, *SILENT)
    told = []
    if short:
        named = listing([name_of(line) for line in short])
        who = named if len(short) <= NAMED_AT_MOST else spelled(len(short))
        told.append(f"{who} {_verb(short, 'falls', 'fall')} short")
    if unsure:
        told.append(f"{spelled(len(unsure))} cannot be told yet")
    if free:
        told.append(f"{spelled(len(free))} {_verb(free, 'has', 'have')} no target")
    if silent:
        told.append(f"{spelled(len(silent))} {_verb(silent, 'is', 'are')} still unheard")
    return told


def _with(lines: Sequence[BarLine], *standings: Standing) -> list[BarLine]:
    return [line for line in lines if standing(line) in standings]


def _verb(lines: Sequence[BarLine], one: str, many: str) -> str:
    return one if len(lines) == 1 else many


def when_heard(report: Report) -> str:
    """The period, and how much was heard in it from whom."""
    if not report.ratings:
        return "Nothing has been heard yet"
    return f"{titled(period(report.first, report.last))}: {heard(report)}"


def heard(report: Report) -> str:
    """How much was heard and from whom: "4,120 ratings of 1,830 interactions; from customers (3,000) and …"."""
    told = [f"{plural(report.ratings, 'rating')} of {plural(report.interactions, 'interaction')}"]
    if report.persons:
        told.append(f"served by {plural(report.persons, 'person', 'people')}")
    if report.sites:
        told.append(f"at {plural(report.sites, 'site')}")
    who = ", ".join(f"{speakers(source)} {count(number)}" for source, number in report.sources)
    return " ".join(told) + (f"; from {who}" if who else "")
