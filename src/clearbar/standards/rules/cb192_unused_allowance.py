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

CODE = "CB192"
NAME = "unused-allowance"
TEST = Test.SUPPRESSED
SUMMARY = "A comment that lets a finding stand has a finding to let stand."


def check(written: Written) -> Iterator[Finding]:
    """Codes named by a suppression with a reason under which nothing was found."""
    for one in written.suppressions:
        unused = [
            code
            for code in one.codes
            if one.reason and code in written.ran and (one.file, one.line, code) not in written.spent
        ]
        if unused:
            message = f"nothing is found here that {' or '.join(unused)} would tell"
            yield Finding(one.file, one.line, one.column, CODE, message, "take the code, or the comment, out")
