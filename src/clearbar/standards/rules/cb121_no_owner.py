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

Name a role rather than a person: roles stay when people go. "Everyone" and "the team" are no role: what all answer for,
nobody does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB121"
NAME = "no-owner"
TEST = Test.ENFORCEABLE
SUMMARY = "A standard names who answers for it."

_ALL = re.compile(
    r"(?:everyone|everybody|anyone|anybody|all|all of us|we|(?:all )?(?:the )?(?:staff|team|employees|colleagues)"
    r"|nobody|no one|none|n/?a|tb[acd]|unknown|\W+|(?:wir )?alle|jeder|niemand|(?:das )?(?:ganze )?team"
    r"|alle (?:mitarbeit|kolleg|medewerk)\w*|iedereen|(?:het )?(?:hele )?team|tous|tout le monde|todos)",
    re.IGNORECASE,
)
"""What is written for an owner and names nobody."""


def check(written: Written) -> Iterator[Finding]:
    """Standards without an owner, or with all as their owners."""
    for one in written.standards:
        hint = "write `owner:` and a role, such as `shop manager`"
        if _ALL.fullmatch(one.standard.owner):
            message = f"`{one.standard.owner}` is everybody, and so nobody answers for this standard"
            yield one.finding(CODE, "owner", message, hint)
        elif not one.standard.owner:
            yield one.finding(CODE, "owner", "nobody answers for this standard", hint)
