"""Assess: a question to the evidence → its answer; a book and its evidence → a report."""

from clearbar.flow.assess.question import MEASURES, ask, measure
from clearbar.flow.assess.whole import report

__all__ = ["MEASURES", "ask", "measure", "report"]
