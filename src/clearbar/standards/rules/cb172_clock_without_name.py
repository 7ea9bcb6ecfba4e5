"""What is timed is called timed.

A standard whose check reads the clock is about promptness, whatever it is called. Named otherwise it would escape its
guard, and count as quality while it measures speed.

**Missed by**

    - id: call.answered
      dimension: courtesy
      check: {kind: first_response, within: 2 min}

**Met by**

    - id: call.answered
      dimension: promptness
      check: {kind: first_response, within: 2 min}
      pairs_with: call.heard
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.book import Dimension
from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB172"
NAME = "clock-without-name"
TEST = Test.SPEED_GUARD
SUMMARY = "A standard that is timed says that it is one of promptness."

_TIMED = frozenset({"first_response", "every_response", "typical_response"})


def check(written: Written) -> Iterator[Finding]:
    """Standards with a check that reads the clock, of another dimension than promptness."""
    for one in written.standards:
        call = one.standard.check
        if call and call.kind in _TIMED and one.standard.dimension is not Dimension.PROMPTNESS:
            hint = "write `dimension: promptness`, and the standard that guards it under `pairs_with`"
            yield one.finding(
                CODE, "dimension", f"`{call.kind}` reads the clock, so this is a standard of promptness", hint
            )
