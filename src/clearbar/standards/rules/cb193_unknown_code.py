"""What is let stand is a rule.

A comment that names a code of no rule does nothing, and looks as if it did.

**Missed by**

    promise: We refund promptly.   # allow CB999: the law's own word

**Met by**

    promise: We refund promptly.   # allow CB111: the law's own word
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written
from clearbar.text.allowances import unknown

CODE = "CB193"
NAME = "unknown-code"
TEST = Test.SUPPRESSED
SUMMARY = "A comment that lets a finding stand names rules that there are."


def check(written: Written) -> Iterator[Finding]:
    """Codes named by a suppression that no rule has."""
    return unknown(written.suppressions, CODE, written.rules)
