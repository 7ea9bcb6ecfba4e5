"""Assess: a question to the evidence → its answer; a book and its evidence → a report."""

from clearbar.engines import ENGINES
from clearbar.flow.assess.draw import Sample, sample, write_sample
from clearbar.flow.assess.known import heard
from clearbar.flow.assess.question import MEASURES, ask, measure
from clearbar.flow.assess.roads import ASKED, OPTIONS
from clearbar.flow.assess.whole import report, report_and_heard

__all__ = [
    "ASKED",
    "ENGINES",
    "MEASURES",
    "OPTIONS",
    "Sample",
    "ask",
    "heard",
    "measure",
    "report",
    "report_and_heard",
    "sample",
    "write_sample",
]
