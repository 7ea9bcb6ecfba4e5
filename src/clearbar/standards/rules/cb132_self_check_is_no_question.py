"""The self-check asks.

Somebody who manages themselves asks a question and answers it honestly, without an inspector. An order ("Greet
everybody") only repeats the standard; a question put to the customer ("Can I help you?") is part of the service, and
says nothing about how it went.

**Missed by**

    self_check: Greet everybody who comes in.

**Met by**

    self_check: Who came in last, and have I greeted them?

A question that can be answered yes to without looking ("Did I do well?") is seen by nobody but the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from clearbar.model.lint import Finding, Test
from clearbar.standards.wording import primary, told
from clearbar.standards.written import Written

CODE = "CB132"
NAME = "self-check-is-no-question"
TEST = Test.SELF_MANAGED
SUMMARY = "A self-check is a question to oneself."
LANGUAGES = frozenset({"en", "de", "nl", "fr", "es"})
_QUOTED = re.compile(r"[\"“„«].*?[\"”“»]|(?<!\w)['‘].+?['’](?!\w)")
_OTHERS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE),
    "de": re.compile(r"(?<=[a-zäöüß,] )(?:Sie|Ihnen)\b|\b(?:[Dd]u|[Dd]ir|[Dd]ich|[Dd]eine?[rnms]?)\b"),
    "nl": re.compile(r"\b(?:u|uw|jij|jou|jouw|jullie)\b", re.IGNORECASE),
    "fr": re.compile(r"\b(?:vous|votre|vos|toi)\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:usted|ustedes|vosotros|tú)\b", re.IGNORECASE),
}


def check(written: Written) -> Iterator[Finding]:
    """Self-checks without a question mark, and those that ask somebody else."""
    for one in told(written, LANGUAGES, "self_check"):
        if "?" not in one.text:
            hint = "ask what you could see or remember: `Who came in last, and have I greeted them?`"
            yield one.finding(CODE, "this self-check asks nothing", hint, length=len(one.text))
            continue
        own = _QUOTED.sub(lambda found: " " * len(found[0]), one.text)
        if other := _OTHERS[primary(one.language)].search(own):
            message = f"`{other[0]}` asks somebody else; a self-check is a question to oneself"
            yield one.finding(CODE, message, "ask with `I`", at=other.start(), length=len(other[0]))
