"""What a report shows first, for those who put it on a page of their own."""

from __future__ import annotations

from dataclasses import dataclass

from clearbar.model.report import Report
from clearbar.reports import glance
from clearbar.reports.advice import Advice, advice
from clearbar.reports.glance import GroupView, LineView
from clearbar.reports.opening import headline


@dataclass(frozen=True)
class Glance:
    """The answer in one sentence; the verdict on the whole, where there is one; the standards, journey by journey; what
    to work on, and what to ask or raise next."""

    headline: str
    overall: tuple[LineView, ...]
    groups: tuple[GroupView, ...]
    act: Advice
    further: Advice


def glance_of(report: Report) -> Glance:
    """A report at a glance."""
    act, _, further = advice(report)
    return Glance(headline(report), glance.overall(report), glance.groups(report), act, further)
