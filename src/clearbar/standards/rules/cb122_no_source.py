"""Somebody says how far the standard is met.

A standard that nobody is asked about is kept by nobody for long: it has no figure, and its owner learns of a deviation
from a complaint. `measured_by` names who judges it, the most telling source first; a `check:` counts as one.

**Missed by**

    - id: return.heard
      promise: You tell it once.

**Met by**

    - id: return.heard
      promise: You tell it once.
      measured_by: [customer, reviewer]
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB122"
NAME = "no-source"
TEST = Test.ENFORCEABLE
SUMMARY = "A standard says who judges it."


def check(written: Written) -> Iterator[Finding]:
    """Standards that name no source."""
    for one in written.standards:
        if not one.standard.measured_by:
            hint = "write `measured_by:` and who can judge it: customer, reviewer, peer, self, a check …"
            yield one.finding(CODE, "measured_by", "nobody is asked how far this standard is met", hint)
