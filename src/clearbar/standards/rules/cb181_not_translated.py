"""Every customer reads the promise in their own language.

Where a book speaks several languages, a promise, a level or a question that lacks one of them is shown in another, to
somebody who may not read it.

**Missed by**

    promise: {en: You tell it once., nl: U vertelt het één keer.}
    question: Did you have to say anything twice?

**Met by**

    promise: {en: You tell it once., nl: U vertelt het één keer.}
    question: {en: Did you have to say anything twice?, nl: Moest u iets twee keer zeggen?}
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Passage, Written

CODE = "CB181"
NAME = "not-translated"
TEST = Test.TRANSLATED
SUMMARY = "What customers read stands in every language of the book."

_READ = frozenset({"promise", "levels", "question"})


def check(written: Written) -> Iterator[Finding]:
    """Promises, levels and questions that lack a language that the book speaks elsewhere."""
    languages = {one.language for one in written.passages if one.key.partition(".")[0] in _READ}
    said: dict[tuple[str, str, str], list[Passage]] = {}
    for one in written.passages:
        if one.key.partition(".")[0] in _READ and one.standard:
            said.setdefault((one.file, one.standard, one.key), []).append(one)
    for texts in said.values():
        missing = sorted(languages - {one.language for one in texts})
        if missing:
            message = (
                f"this does not stand in {', '.join(f'`{tag}`' for tag in missing)}, which the book speaks elsewhere"
            )
            yield texts[0].finding(CODE, message, "write it as `{en: …, nl: …}`, one text for each language", length=0)
