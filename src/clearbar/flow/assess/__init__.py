"""Assess: a question to the evidence → its answer; a book and its evidence → a report."""

from clearbar.engines import ENGINES
from clearbar.flow.assess.draw import Sample, sample, write_sample
from clearbar.flow.assess.guarded import look, ratings
from clearbar.flow.assess.known import heard
from clearbar.flow.assess.looker import Looker
from clearbar.flow.assess.measured import measure
from clearbar.flow.assess.question import MEASURES, ask
from clearbar.flow.assess.roads import ASKED, OPTIONS
from clearbar.flow.assess.sights import is_mirror, sights
from clearbar.flow.assess.whole import report, report_and_heard

__all__ = [
    "ASKED",
    "ENGINES",
    "MEASURES",
    "OPTIONS",
    "Looker",
    "Sample",
    "ask",
    "heard",
    "is_mirror",
    "look",
    "measure",
    "ratings",
    "report",
    "report_and_heard",
    "sample",
    "sights",
    "write_sample",
]
