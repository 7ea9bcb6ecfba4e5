"""A real customer is heard in it.

What customers want is easily invented at a desk. One sentence that somebody really said keeps the journey honest, and
staff remember it longer than any promise. Where the quote is invented, say so in it.

**Missed by**

    journey: return
    customer_wants: my money back without an argument

**Met by**

    journey: return
    customer_wants: my money back without an argument
    quote: They just took it, and asked how the dog was.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Written

CODE = "CB143"
NAME = "no-quote"
TEST = Test.CUSTOMERS_VIEW
SUMMARY = "A journey bears the words of a real customer."


def check(written: Written) -> Iterator[Finding]:
    """Journeys without the words of a customer."""
    for one in written.journeys:
        if not one.journey.quote:
            who = one.journey.audience.value
            yield one.finding(
                CODE, "quote", f"no {who} is heard in this journey", "write `quote:` and what one really said"
            )
