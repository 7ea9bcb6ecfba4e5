"""Every standard is taught.

Nobody can keep a standard that they were never shown. `teach` says how it reaches people: a page to read, a class, a
rehearsal, coaching on the job.

**Missed by**

    - id: return.heard
      promise: You tell it once.

**Met by**

    - id: return.heard
      promise: You tell it once.
      teach: [page, rehearsal]
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB165"
NAME = "not-taught"
TEST = Test.COVERAGE
SUMMARY = "A standard is taught."


def check(written: Written) -> Iterator[Finding]:
    """Standards that nothing teaches."""
    for one in written.standards:
        if not one.standard.teach:
            yield one.finding(
                CODE, "teach", "nobody is shown this standard", "write `teach:`, such as `[page, rehearsal]`"
            )
