"""The guard is awake.

A pair guards nothing if nobody judges it: speed would then be shown beside an empty line.

**Missed by**

    - id: call.answered
      pairs_with: call.heard
    - id: call.heard
      promise: You tell it once.

**Met by**

    - id: call.answered
      pairs_with: call.heard
    - id: call.heard
      promise: You tell it once.
      measured_by: [customer, reviewer]
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB173"
NAME = "guard-unheard"
TEST = Test.SPEED_GUARD
SUMMARY = "The standard that guards a timed one is itself judged by somebody."


def check(written: Written) -> Iterator[Finding]:
    """Timed standards whose pair has no source."""
    for one in written.standards:
        pair = written.book.find(one.standard.pairs_with) if one.standard.pairs_with else None
        if pair and not pair.standard.measured_by:
            hint = f"write `measured_by:` for `{pair.standard.id}`"
            yield one.finding(
                CODE, "pairs_with", f"nobody is asked about `{pair.standard.id}`, which guards this one", hint
            )
