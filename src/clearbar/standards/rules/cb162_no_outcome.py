"""Every journey has a standard of outcome.

However kind and quick it was, they came to get something done. A journey without a standard of outcome can clear all
its bars and leave its customers with nothing.

**Missed by**

    journey: return
    steps:
      - step: ask
        standards:
          - id: return.heard
            dimension: courtesy

**Met by**

    journey: return
    steps:
      - step: ask
        standards:
          - id: return.heard
            dimension: outcome
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.book import Dimension
from clearbar.model.lint import Finding, Test
from clearbar.standards.coverage import lacking
from clearbar.standards.written import Written

CODE = "CB162"
NAME = "no-outcome"
TEST = Test.COVERAGE
SUMMARY = "A journey has a standard of outcome."


def check(written: Written) -> Iterator[Finding]:
    """Journeys in which no standard is of outcome."""
    return lacking(written, Dimension.OUTCOME, CODE)
