"""Every journey has a standard of courtesy.

Customers forgive a wait and a mistake sooner than a slight. A journey without a standard of courtesy says what is
done, and leaves how it feels to chance.

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
            dimension: courtesy
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.book import Dimension
from clearbar.model.lint import Finding, Test
from clearbar.standards.coverage import lacking
from clearbar.standards.written import Written

CODE = "CB161"
NAME = "no-courtesy"
TEST = Test.COVERAGE
SUMMARY = "A journey has a standard of courtesy."


def check(written: Written) -> Iterator[Finding]:
    """Journeys in which no standard is of courtesy."""
    return lacking(written, Dimension.COURTESY, CODE)
