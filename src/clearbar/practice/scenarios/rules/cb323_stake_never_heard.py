"""What makes a standard better or worse can be heard.

An intent that clears a standard and that no scene listens for is said without effect: nobody will ever clear it.

**Missed by**

    stakes:
      - {standard: return.choice, better: [offer-two-ways]}
    scenes:
      counter:
        hears: [{intent: refuse, says: I see., go: leaves}]

**Met by**

    stakes:
      - {standard: return.choice, better: [offer-two-ways]}
    scenes:
      counter:
        hears: [{intent: offer-two-ways, says: The money then., go: settled}]
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.practice.scenarios.written import Written

CODE = "CB323"
NAME = "stake-never-heard"
TEST = Test.FAIR
SUMMARY = "What makes a standard better or worse can be heard."


def check(written: Written) -> Iterator[Finding]:
    """Stakes with intents that no branch which can be reached hears."""
    for i, stake in enumerate(written.scenario.stakes):
        for key, intents in (("better", stake.better), ("worse", stake.worse)):
            deaf = sorted(intents - written.walked.heard)
            if deaf:
                message = f"`{deaf[0]}` makes `{stake.standard}` {key}, and no scene listens for it"
                hint = "let a branch hear it"
                yield written.finding(CODE, ("stakes", i, key), message, hint, standard=stake.standard)
