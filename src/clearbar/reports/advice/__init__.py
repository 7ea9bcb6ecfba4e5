"""What to do next, in three sentences: what to act on, what to make sure of, and what to ask or raise.

Each of the three has a list of reasons in the order of their weight (docs/report.md has the table). The first reason
that holds, about a standard that no earlier sentence speaks of, is told; only a doubt about raters may be about the
standard that is to be worked on. The last reason of each list always holds, so
there are three sentences for every report. None names a person, and none speaks of a time without the quality that
guards it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from clearbar.model.report import Report
from clearbar.reports.advice.act import ACT
from clearbar.reports.advice.further import FURTHER
from clearbar.reports.advice.said import Advice
from clearbar.reports.advice.trust import TRUST

__all__ = ["Advice", "advice"]

_DOUBTS = frozenset({"vague", "harsh"})
_Reason = Callable[[Report], Iterator[Advice]]


def advice(report: Report) -> tuple[Advice, Advice, Advice]:
    """The three sentences."""
    act = _first(report, ACT, ())
    trust = _first(report, TRUST, (act,))
    return act, trust, _first(report, FURTHER, (act, trust))


def _first(report: Report, reasons: tuple[_Reason, ...], said: tuple[Advice, ...]) -> Advice:
    """The first advice that is about something else than what was said."""
    taken = {each.standard or each.reason for each in said}
    found = (each for reason in reasons for each in reason(report))
    return next(each for each in found if each.reason in _DOUBTS or (each.standard or each.reason) not in taken)
