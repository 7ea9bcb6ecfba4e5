"""The standard says how often.

"Always" is what everybody writes and nobody means; without a target each figure is good news or bad news as one
pleases, and no verdict can be given. The target is the share of interactions that must reach the bar. 100 % is no
target: one slip in a year misses it, and no number of ratings can show that it is met.

**Missed by**

    - id: return.heard
      promise: You tell it once.

**Met by**

    - id: return.heard
      promise: You tell it once.
      target: 80%
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB123"
NAME = "no-target"
TEST = Test.ENFORCEABLE
SUMMARY = "A standard says how often its bar must be reached."


def check(written: Written) -> Iterator[Finding]:
    """Standards without a target, or with one that nothing can show to be met."""
    for one in written.standards:
        if one.standard.target is None:
            hint = "write `target:` and a share that you would act on, such as `80%`"
            yield one.finding(CODE, "target", "no share of interactions is said to reach the bar", hint)
        elif one.standard.target == 1:
            hint = "write the share below which you would act, such as `98%`"
            yield one.finding(CODE, "target", "a target of 100 % can be missed, and never be shown to be met", hint)
