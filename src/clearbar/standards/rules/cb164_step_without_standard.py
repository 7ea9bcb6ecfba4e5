"""Every step that is seen has a standard.

A step without a standard is performed as each person pleases, and is where the journey breaks unnoticed. Back-stage
steps may stand as a map of the work; those that the customer sees need at least one promise.

**Missed by**

    - step: pay
      title: Paying

**Met by**

    - step: pay
      title: Paying
      standards:
        - id: return.paid
          promise: You have your money before you leave.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.book import Stage
from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB164"
NAME = "step-without-standard"
TEST = Test.COVERAGE
SUMMARY = "A step that is seen has a standard."


def check(written: Written) -> Iterator[Finding]:
    """Front-stage steps without a standard."""
    for journey in written.journeys:
        for one in journey.steps:
            if not one.step.standards and one.step.stage is Stage.FRONT:
                hint = "write what the customer can count on here, or say `stage: back`"
                yield one.finding(CODE, "nothing is promised in this step, though it is seen", hint)
