"""What is let stand has a reason.

A comment that lets a finding stand without saying why is read by nobody the second time, and outlives its cause. The
reason stands behind a colon; until it does, the finding stays.

**Missed by**

    promise: We refund promptly.   # allow CB111

**Met by**

    promise: We refund promptly.   # allow CB111: the law's own word
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written
from clearbar.text.allowances import without_reason

CODE = "CB191"
NAME = "no-reason"
TEST = Test.SUPPRESSED
SUMMARY = "A comment that lets a finding stand says why."


def check(written: Written) -> Iterator[Finding]:
    """Suppressions without a reason."""
    return without_reason(written.suppressions, CODE)
