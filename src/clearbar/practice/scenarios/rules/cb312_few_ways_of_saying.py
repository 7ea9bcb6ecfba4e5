"""An intent is said in three ways at least.

A customer who understands one sentence only teaches people that sentence. Write down how three different colleagues
would say it: short, warm, and the way that the quiet one does.

**Missed by**

    apologise: I am sorry about that.

**Met by**

    apologise:
      - I am sorry about that.
      - That should not have happened, and I apologise.
      - Oh no. Sorry, that is our mistake.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.practice.scenarios.written import Written
from clearbar.text.fold import fold

CODE = "CB312"
NAME = "few-ways-of-saying"
TEST = Test.LISTENING
SUMMARY = "An intent is said in three ways at least."

FEWEST = 3


def check(written: Written) -> Iterator[Finding]:
    """Intents with fewer than three different wordings."""
    for intent, said in written.scenario.intents.items():
        ways = len({fold(one).strip(" .!?") for one in said})
        if ways < FEWEST:
            told = "one way" if ways == 1 else f"{ways} ways"
            message = f"`{intent}` is understood in {told} of saying it only"
            yield written.key_finding(CODE, ("intents", intent), message, f"write {FEWEST} at least")
