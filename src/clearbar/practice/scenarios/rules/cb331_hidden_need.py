"""What a customer hides can be uncovered.

A hidden need is what a good question brings to light. Name the intents that ask for it in `uncovered_by`, and let a
scene that can be reached hear one of them; else the need is a trap that nobody can find.

**Missed by**

    customer:
      hides: The funeral is tomorrow.

**Met by**

    customer:
      hides: The funeral is tomorrow.
      uncovered_by: [ask-when-needed]
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.practice.scenarios.written import Written

CODE = "CB331"
NAME = "hidden-need"
TEST = Test.FAIR
SUMMARY = "What a customer hides can be uncovered."


def check(written: Written) -> Iterator[Finding]:
    """Hidden needs that no intent uncovers, or none that is heard."""
    customer = written.scenario.persona
    if not customer.hides:
        return
    path = ("customer", "hides")
    if not customer.uncovered_by:
        hint = "name in `uncovered_by` the intents that ask for it"
        yield written.finding(CODE, path, "nothing uncovers what the customer hides", hint)
    elif not customer.uncovered_by & written.walked.heard:
        hint = f"let a branch hear `{min(customer.uncovered_by)}`"
        yield written.finding(CODE, path, "no scene hears what would uncover what the customer hides", hint)
