"""A standard at stake belongs to the journey.

Whoever rehearses one journey is judged by what that journey promises. A standard of another one is judged without ever
having been shown where it holds. The overall verdict belongs to all of them.

**Missed by**

    journey: return
    stakes:
      - standard: buy.greeted

**Met by**

    journey: return
    stakes:
      - standard: return.heard-once
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.practice.scenarios.written import Written

CODE = "CB322"
NAME = "another-journey"
TEST = Test.FAIR
SUMMARY = "A standard at stake belongs to the journey."


def check(written: Written) -> Iterator[Finding]:
    """Standards at stake that stand in another journey of the book."""
    for i, stake in enumerate(written.scenario.stakes):
        placed = written.book.find(stake.standard) if written.book else None
        if placed and placed.journey and placed.journey.id != written.scenario.journey:
            message = f"`{stake.standard}` is a standard of the journey `{placed.journey.id}`"
            hint = f"name one of `{written.scenario.journey}`, or move the scenario to that journey"
            yield written.finding(CODE, ("stakes", i, "standard"), message, hint, standard=stake.standard)
