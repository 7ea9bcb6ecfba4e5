"""Somebody has been asked.

A standard that the evidence says nothing about is either not asked about, or asked in a place that nobody reaches. Ask
about it, or take it out of the book. Ratings of earlier words do not count. The rule needs evidence.

**Missed by**

    - id: return.thanked        # and no rating of it has ever come in

**Met by**

    - id: return.heard          # and customers were asked about it
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB202"
NAME = "never-rated"
TEST = Test.MEASURED
SUMMARY = "A standard that is written is heard about."
MEASURED = True


def check(written: Written) -> Iterator[Finding]:
    """Standards without a single rating of their present edition."""
    for one in written.standards:
        heard = written.heard_of(one.standard.id)
        if written.heard is not None and (heard is None or heard.ratings == 0):
            hint = "ask those under `measured_by`, or take the standard out"
            yield one.finding(CODE, "id", "nobody has ever been heard about this standard", hint)
