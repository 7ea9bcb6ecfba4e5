"""The levels are described.

A level without a description is a number, and everybody has numbers of their own. Described levels let two people who
saw the same thing name the same level; without them the standard is read as many times as there are raters. A standard
that a program checks has its two levels in the settings of the check, and needs none.

**Missed by**

    - id: return.heard
      promise: You tell it once.
      measured_by: [customer, reviewer]

**Met by**

    - id: return.heard
      promise: You tell it once.
      levels:
        good: You told it once.
        underperforming: You told it twice or more.
      measured_by: [customer, reviewer]
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.book import Source
from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB117"
NAME = "levels-undescribed"
TEST = Test.ONE_READING
SUMMARY = "A standard describes its levels."


def check(written: Written) -> Iterator[Finding]:
    """Standards that people rate on levels that nobody has described."""
    for one in written.standards:
        people = [source for source in one.standard.measured_by if source is not Source.CHECK]
        if not one.standard.levels and (people or not one.standard.check):
            hint = "describe `good` and `underperforming`, or all five levels"
            yield one.finding(CODE, "levels", "no level is described, so each rater has their own", hint)
