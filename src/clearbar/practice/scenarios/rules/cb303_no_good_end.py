"""A good end can be reached.

A scenario that cannot be won teaches that trying does not help. There may be no good way out of what happened; then a
good end is the best that a customer can say of how it was handled.

**Missed by**

    ends:
      leaves: {says: I expected as much., outcome: bad}

**Met by**

    ends:
      leaves: {says: I expected as much., outcome: bad}
      stays: {says: You could not give me the room. You did give me an answer., outcome: good}
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.model.scenario import Outcome
from clearbar.practice.scenarios.written import Written

CODE = "CB303"
NAME = "no-good-end"
TEST = Test.PLAYABLE
SUMMARY = "A good end can be reached."


def check(written: Written) -> Iterator[Finding]:
    """Scenarios of whose ends none that can be reached is good."""
    if not any(one.outcome is Outcome.GOOD and one.id in written.walked.places for one in written.scenario.ends):
        hint = "give one end the `outcome: good`, and let a branch `go` there"
        yield written.key_finding(CODE, ("ends",), "no good end can be reached", hint)
