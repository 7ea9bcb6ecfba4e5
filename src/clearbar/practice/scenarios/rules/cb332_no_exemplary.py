"""A scenario shows a whole talk as it should be.

Whoever practises alone has nobody who shows them how it sounds when it goes well. Write one talk from the opening to a
good end, in words that a colleague would really use. It also proves that the scenario can be won.

**Missed by**

    exemplary: []

**Met by**

    exemplary:
      - customer: This kettle died on Saturday.
      - staff: I am sorry about your Saturday. What would make it right?
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.model.scenario import STAFF
from clearbar.practice.scenarios.written import Written

CODE = "CB332"
NAME = "no-exemplary"
TEST = Test.FAIR
SUMMARY = "A scenario shows a whole talk as it should be."


def check(written: Written) -> Iterator[Finding]:
    """Scenarios whose exemplary talk has no line of staff."""
    if not any(who == STAFF for who, _ in written.scenario.exemplary):
        hint = "write under `exemplary` the lines of `customer:` and `staff:` in turn"
        yield written.finding(CODE, ("scenario",), "there is no exemplary talk", hint)
