"""Every journey has a standard of promptness.

Waiting is part of every journey, whether one writes it down or not. A journey without a standard of promptness leaves
it to each person how long is too long.

**Missed by**

    journey: return
    steps:
      - step: ask
        standards:
          - id: return.heard
            dimension: outcome

**Met by**

    journey: return
    steps:
      - step: ask
        standards:
          - id: return.heard
            dimension: promptness
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.book import Dimension
from clearbar.model.lint import Finding, Test
from clearbar.standards.coverage import lacking
from clearbar.standards.written import Written

CODE = "CB163"
NAME = "no-promptness"
TEST = Test.COVERAGE
SUMMARY = "A journey has a standard of promptness."


def check(written: Written) -> Iterator[Finding]:
    """Journeys in which no standard is of promptness."""
    return lacking(written, Dimension.PROMPTNESS, CODE)
