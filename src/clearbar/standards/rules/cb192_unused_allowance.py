"""What is let stand is there.

A comment that lets nothing stand, because the words were mended since, hides the next fault of its kind. Take it out.
Rules that did not run (measured ones without evidence, those not asked for) leave their comments alone.

**Missed by**

    promise: You have your money within three days.   # allow CB111: the law's own word

**Met by**

    promise: You have your money within three days.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written
from clearbar.text.allowances import unused

CODE = "CB192"
NAME = "unused-allowance"
TEST = Test.SUPPRESSED
SUMMARY = "A comment that lets a finding stand has a finding to let stand."


def check(written: Written) -> Iterator[Finding]:
    """Codes named by a suppression with a reason under which nothing was found."""
    return unused(written.suppressions, CODE, written.ran, written.spent)
