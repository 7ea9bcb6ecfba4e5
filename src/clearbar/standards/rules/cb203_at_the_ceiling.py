"""There is room above it.

Where nearly every rating is at the best level, the standard no longer tells one interaction from another. Either the
bar is met for good, and may be raised or the standard retired; or raters give the best level by habit, and the level
wants a harder description. The rule tells a standard whose share at the best level lies above 95 % with its whole
interval. It needs evidence.

**Missed by**

    levels:
      exemplary: You were helped.

**Met by**

    levels:
      exemplary: You were helped, and a need that you had not named was seen to.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB203"
NAME = "at-the-ceiling"
TEST = Test.MEASURED
SUMMARY = "A standard leaves room above what happens every day."
MEASURED = True

CEILING = 0.95
"""A share at the best level that is surely above this is told."""


def check(written: Written) -> Iterator[Finding]:
    """Standards with nearly all ratings at the best level."""
    for one in written.standards:
        heard = written.heard_of(one.standard.id)
        if heard and heard.top and heard.top.low > CEILING:
            figure = f"{heard.top.value:.0%} of {heard.top.n:,} ratings are at the best level"
            hint = "raise the bar, describe a harder best level, or retire the standard"
            yield one.finding(CODE, "id", f"everyone is at the ceiling: {figure}", hint)
