"""Somebody answers for the standard.

A standard that nobody answers for is a wish: when it is missed, everybody looks at somebody else. The owner need not
be the one who performs the step; it is who sees the figures, says what happens next, and may change the words.

**Missed by**

    - id: return.no-blame
      promise: Nobody asks you whose fault it is.

**Met by**

    - id: return.no-blame
      promise: Nobody asks you whose fault it is.
      owner: shop manager

Name a role rather than a person: roles stay when people go.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB121"
NAME = "no-owner"
TEST = Test.ENFORCEABLE
SUMMARY = "A standard names who answers for it."


def check(written: Written) -> Iterator[Finding]:
    """Standards without an owner."""
    for one in written.standards:
        if not one.standard.owner:
            hint = "write `owner:` and a role, such as `shop manager`"
            yield one.finding(CODE, "owner", "nobody answers for this standard", hint)
