"""A stake shows how it is said well, and why it matters.

"Missed" helps nobody. Beside each line that broke a promise stands how it could have been said: one sentence of
somebody who does it well, and one that says what it does to the customer.

**Missed by**

    - standard: return.choice
      better: [offer-two-ways]

**Met by**

    - standard: return.choice
      better: [offer-two-ways]
      why: Who chooses for themselves does not come back to argue.
      example: What would make this right for you? I can swap it now, or give you the money.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.practice.scenarios.written import Written

CODE = "CB324"
NAME = "no-example"
TEST = Test.FAIR
SUMMARY = "A stake shows how it is said well, and why it matters."


def check(written: Written) -> Iterator[Finding]:
    """Stakes without an example or without a reason."""
    for i, stake in enumerate(written.scenario.stakes):
        missing = [key for key, text in (("why", stake.why), ("example", stake.example)) if not text]
        if missing:
            message = f"`{stake.standard}` has no {' and no '.join(f'`{one}`' for one in missing)}"
            hint = "say it as somebody would who does it well"
            yield written.finding(CODE, ("stakes", i, "standard"), message, hint, standard=stake.standard)
