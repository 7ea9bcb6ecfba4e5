"""Something of every journey is rehearsed.

What is only read is improvised the first time that it counts, in front of a customer. A journey whose steps are seen
has at least one standard that is rehearsed off-stage: the one that is hardest to do with somebody waiting.

**Missed by**

    - id: return.heard
      teach: page

**Met by**

    - id: return.heard
      teach: [page, rehearsal]
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.book import Stage
from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB166"
NAME = "not-rehearsed"
TEST = Test.COVERAGE
SUMMARY = "A journey has something that is rehearsed off-stage."


def check(written: Written) -> Iterator[Finding]:
    """Journeys with standards on stage, none of which is rehearsed."""
    for one in written.journeys:
        seen = [each.standard for each in one.standards if each.step.stage is Stage.FRONT]
        if seen and not any(
            "rehears" in way.lower() or way.lower() == "role-play" for each in seen for way in each.teach
        ):
            hint = "add `rehearsal` to `teach` of the standard that is hardest with a customer waiting"
            yield one.finding(CODE, "journey", "nothing of this journey is rehearsed", hint)
