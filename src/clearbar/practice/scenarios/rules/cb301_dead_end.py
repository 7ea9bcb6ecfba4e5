"""From every scene something leads on.

A scene that can be come to and not be left holds whoever practises in it: whatever they say, the customer says the same
again. That patience runs out at last is no way out. Let something that is heard there lead on, or say with `go` that it
is over. A scenario with a dead end cannot be played.

**Missed by**

    at-the-door:
      hears:
        - {intent: offer-umbrella, says: It has stopped raining.}
      otherwise: {says: I am going.}

**Met by**

    at-the-door:
      hears:
        - {intent: offer-umbrella, says: That is kind., go: leaves-dry}
      otherwise: {says: I am going., go: leaves-wet}
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.practice.scenarios.ways import traps
from clearbar.practice.scenarios.written import Written

CODE = "CB301"
NAME = "dead-end"
TEST = Test.PLAYABLE
SUMMARY = "From every scene something leads on."
FAULT = True


def check(written: Written) -> Iterator[Finding]:
    """Scenes that can be come to, and that nothing leads out of."""
    for group in traps(written.scenario):
        if len(group) == 1:
            hint = "let something that is heard there `go` to another scene or to an end, or `otherwise`"
            message = f"`{group[0]}` is a dead end: whatever is said there, it goes nowhere"
            yield written.key_finding(CODE, ("scenes", group[0]), message, hint)
