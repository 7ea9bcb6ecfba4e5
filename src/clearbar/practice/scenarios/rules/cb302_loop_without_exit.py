"""Out of every circle of scenes something leads to an end.

Scenes that lead to each other and nowhere else go round for ever: the talk ends only when nobody has patience left. One
of them at least leads out. A scenario with such a loop cannot be played.

**Missed by**

    desk:
      hears:
        - {intent: ask-colleague, says: Then ask., go: back-office}
      otherwise: {says: "And now?"}
    back-office:
      hears:
        - {intent: send-back, says: They sent me to you., go: desk}
      otherwise: {says: "And now?"}

**Met by**

    desk:
      hears:
        - {intent: ask-colleague, says: Then ask., go: back-office}
      otherwise: {says: "And now?"}
    back-office:
      hears:
        - {intent: send-back, says: They sent me to you., go: desk}
        - {intent: take-over, says: Thank you for staying with it., go: settled}
      otherwise: {says: "And now?"}
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.practice.scenarios.ways import traps
from clearbar.practice.scenarios.written import Written

CODE = "CB302"
NAME = "loop-without-exit"
TEST = Test.PLAYABLE
SUMMARY = "Out of every circle of scenes something leads to an end."
FAULT = True


def check(written: Written) -> Iterator[Finding]:
    """Scenes that lead to each other and to no end."""
    for group in traps(written.scenario):
        if len(group) > 1:
            round_and_round = " and ".join(f"`{one}`" for one in group)
            hint = "let something that is heard in one of them `go` to an end, or to a scene outside"
            message = f"{round_and_round} lead to each other and to no end"
            yield written.key_finding(CODE, ("scenes", group[0]), message, hint)
