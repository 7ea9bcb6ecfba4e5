"""A scenario puts a standard to the test.

A rehearsal without a standard is a chat. Name what it is about, and which intents make it better or worse, so that
somebody reads afterwards which promise they kept and which they broke.

**Missed by**

    stakes: []

**Met by**

    stakes:
      - standard: return.choice
        better: [offer-two-ways]
        worse: [refuse]
        why: You choose what makes it right, and not the till.
        example: What would make this right for you? I can swap it now, or give you the money.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.practice.scenarios.written import Written

CODE = "CB321"
NAME = "nothing-at-stake"
TEST = Test.FAIR
SUMMARY = "A scenario puts a standard to the test."


def check(written: Written) -> Iterator[Finding]:
    """Scenarios without stakes, and such of which none makes anything better or worse."""
    stakes = written.scenario.stakes
    hint = "name under `stakes` a standard, and which intents make it `better` or `worse`"
    if not stakes:
        yield written.finding(CODE, ("scenario",), "no standard is at stake", hint)
    elif not any(one.better or one.worse for one in stakes):
        yield written.key_finding(CODE, ("stakes",), "nothing makes any standard better or worse", hint)
