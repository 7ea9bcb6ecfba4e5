"""Somebody who stood beside could say whether it happened.

"Be friendly" names an attitude. Each reader agrees, each pictures another thing, and nobody can be shown what was
missing. Name what one could see, hear or count: looking up, the name, the words, the number.

**Missed by**

    promise: You feel valued and respected.

**Met by**

    promise: We look up when you come in, and call you by your name once we know it.

A promise of a feeling stands where the levels say what is seen: it is then the reason, and they are the measure. The
rule finds texts in which nothing but attitudes is left once the small words are taken out, and those that only say how
somebody feels. Other empty texts it does not see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from clearbar.model.lint import Finding, Test
from clearbar.standards.attitudes import LANGUAGES as READ
from clearbar.standards.attitudes import is_attitude
from clearbar.standards.wording import beside, primary, told
from clearbar.standards.written import Passage, Written
from clearbar.text.sentences import sentences

CODE = "CB113"
NAME = "nothing-observable"
TEST = Test.ONE_READING
SUMMARY = "A promise or a level names what one could see, hear or count."
LANGUAGES = READ
_FEELS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?:\w+\s+){1,3}(?:feel|feels|felt)\b(?!.*[,;]|.*\b(?:because|when|after|since|as|that)\b)", re.I
    ),
    "de": re.compile(r"^(?:Sie|du|Kund\w+|Jede[rn]?)\s+(?:fühl\w+)\s+(?:sich|dich)\b(?!.*[,;]|.*\b(?:weil|wenn)\b)"),
    "nl": re.compile(r"^(?:U|Je|Klanten|Iedereen)\s+(?:voel\w*)\s+(?:zich|je)\b(?!.*[,;]|.*\b(?:omdat|als)\b)"),
}


def check(written: Written) -> Iterator[Finding]:
    """Promises that name attitudes only, unless a level says more; levels that do so beside others that say more."""
    texts = beside(written)
    for one in told(written, LANGUAGES, "promise", "levels"):
        if _is_empty(one) and not _is_settled(one, texts.get((one.standard, one.language), ())):
            message = "this names an attitude, and nothing that one could see, hear or count"
            hint = "write what somebody who stood beside would have noticed"
            yield one.finding(CODE, message, hint, length=len(one.text))


def _is_settled(one: Passage, texts: Sequence[Passage]) -> bool:
    """Whether the levels say what the promise leaves open; or the promise was told of already, for all its levels."""
    levels = [_is_empty(other) for other in texts if other.key != "promise"]
    if one.key == "promise":
        return bool(levels) and not all(levels)
    return all(levels) and any(_is_empty(other) for other in texts if other.key == "promise")


def _is_empty(one: Passage) -> bool:
    """Whether each of its sentences only names an attitude or a feeling."""
    language = primary(one.language)
    said = [one.text[start:end] for start, end in sentences(one.text)]
    return bool(said) and all(_FEELS[language].match(each) or is_attitude(each, language) for each in said)
