"""Speed has a guard.

A clock alone buys haste: calls are cut short, tickets are closed early, and the figure goes up. Each standard of
promptness names, by `pairs_with`, the standard of courtesy or outcome that would fall if speed were bought with it; the
two are then always shown together.

**Missed by**

    - id: call.answered
      dimension: promptness
      promise: Somebody answers within two minutes.

**Met by**

    - id: call.answered
      dimension: promptness
      promise: Somebody answers within two minutes.
      pairs_with: call.heard
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.book import Dimension
from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB171"
NAME = "timed-without-pair"
TEST = Test.SPEED_GUARD
SUMMARY = "A timed standard names the standard that guards it."


def check(written: Written) -> Iterator[Finding]:
    """Standards of promptness without a pair."""
    for one in written.standards:
        if one.standard.dimension is Dimension.PROMPTNESS and one.standard.pairs_with is None:
            hint = "write `pairs_with:` and the standard of courtesy or outcome that haste would hurt"
            yield one.finding(CODE, "dimension", "this timed standard has no guard against haste", hint)
