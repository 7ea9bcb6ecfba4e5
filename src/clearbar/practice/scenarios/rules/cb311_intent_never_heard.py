"""Every intent is heard somewhere.

What somebody may say and no scene listens for gets the answer to what was not understood, even where it was the right
thing to say. Let a branch hear it, at least with a word of thanks.

**Missed by**

    intents:
      apologise: [I am sorry about that.]
    scenes:
      counter:
        otherwise: {says: "Well?"}

**Met by**

    intents:
      apologise: [I am sorry about that.]
    scenes:
      counter:
        hears:
          - {intent: apologise, says: "You are not to blame. And now?", patience: +1}
        otherwise: {says: "Well?"}
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.practice.scenarios.written import Written

CODE = "CB311"
NAME = "intent-never-heard"
TEST = Test.LISTENING
SUMMARY = "Every intent is heard somewhere."


def check(written: Written) -> Iterator[Finding]:
    """Intents that no branch which can be reached hears."""
    for intent in written.scenario.intents:
        if intent not in written.walked.heard:
            message = f"`{intent}` is never heard: no scene that can be reached listens for it"
            hint = "let a branch hear it, or take it out"
            yield written.key_finding(CODE, ("intents", intent), message, hint)
