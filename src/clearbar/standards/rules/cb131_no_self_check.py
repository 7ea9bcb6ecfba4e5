"""A person can tell alone.

Nobody can be watched all day, and nobody should be. A standard with a question that one can ask oneself while serving
lets a person manage themselves; without it they wait to be told.

**Missed by**

    - id: return.heard
      promise: You tell it once.

**Met by**

    - id: return.heard
      promise: You tell it once.
      self_check: What did this customer have to say twice?
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB131"
NAME = "no-self-check"
TEST = Test.SELF_MANAGED
SUMMARY = "A standard gives a question to ask oneself."


def check(written: Written) -> Iterator[Finding]:
    """Standards without a question to oneself."""
    for one in written.standards:
        if not one.standard.self_check:
            hint = "write `self_check:` and a question that one can answer while serving"
            yield one.finding(CODE, "self_check", "there is no question to ask oneself", hint)
