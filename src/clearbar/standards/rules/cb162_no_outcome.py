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
from clearbar.standards.written import Written

CODE = "CB162"
NAME = "no-outcome"
TEST = Test.COVERAGE
SUMMARY = "A journey has a standard of outcome."


def check(written: Written) -> Iterator[Finding]:
    """Journeys in which no standard is of outcome."""
    for one in written.journeys:
        if all(each.standard.dimension is not Dimension.OUTCOME for each in one.standards):
            hint = "write one for the step where it matters most, with `dimension: outcome`"
            yield one.finding(CODE, "journey", "no standard of this journey is about outcome", hint)
