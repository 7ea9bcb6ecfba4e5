"""It matters to those who judge the whole.

Where customers who saw the standard cleared and customers who saw it missed give the same verdict on the whole, the
standard costs effort that they do not notice. The rule tells a standard whose difference in the share that clears the
overall verdict lies within ten points of nothing, with its whole interval: too little evidence is never taken for no
difference. What goes together need not be cause and effect, and a standard may be right for reasons that no customer
sees (safety, law): then let the finding stand, with that reason. It needs evidence.

**Missed by**

    - id: call.name-three-times      # verdicts are the same, with or without

**Met by**

    - id: call.heard                 # verdicts are 30 points better where it is cleared
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB204"
NAME = "makes-no-difference"
TEST = Test.MEASURED
SUMMARY = "Clearing a standard goes with a better verdict on the whole."
MEASURED = True

NOTHING = 0.10
"""A difference that is surely smaller than this is none."""


def check(written: Written) -> Iterator[Finding]:
    """Standards that surely go with no difference in the overall verdict."""
    for one in written.standards:
        heard = written.heard_of(one.standard.id)
        told = heard.difference if heard else None
        if told and told.low > -NOTHING and told.high < NOTHING:
            figure = f"{100 * told.value:+.0f} points ({100 * told.low:+.0f} to {100 * told.high:+.0f})"
            hint = "retire it, or say in `# allow CB204: …` why it stays"
            yield one.finding(CODE, "id", f"it makes no difference to the overall verdict: {figure}", hint)
