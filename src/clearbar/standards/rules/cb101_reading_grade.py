"""Everybody who serves can read it.

A standard is read by the newest colleague at the busiest hour, often in a second language. The grade is the year of
school that a text asks for, counted from the length of its sentences and words. The average adult of the United States
reads at grade 9 (DuBay 2004, The Principles of Readability); above grade 11 this rule speaks. It reads the texts of a
standard in one language together, and only where they have 40 words or more: in less, one long name decides.

**Missed by**

    promise: Reimbursement of undisputed expenditure is initiated immediately following departmental authorisation.
    do: Verify the eligibility of the documentation, communicate the administrative requirements to the
      individual concerned by them, and subsequently authorise the reimbursement of the expenditure, notwithstanding
      unresolved discrepancies in the accompanying correspondence.

**Met by**

    promise: You get your money back on the day that we agree on the sum.
    do: Read the bill with the customer, say which part you can pay today, and pay it before they go.

English and German have a formula that was fitted to grades as high as this. A grade counts lengths; it does not see
whether the words are known or the sentence makes sense.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Passage, Written, WrittenStandard
from clearbar.text.reading import grade
from clearbar.text.sentences import words

CODE = "CB101"
NAME = "reading-grade"
TEST = Test.UNDERSTOOD
SUMMARY = "A standard can be read with eleven years of school."
LANGUAGES = frozenset({"en", "de"})
HARDEST = 11.0
FEWEST_WORDS = 40
_KEYS = ("promise", "do", "levels", "self_check", "question")


def check(written: Written) -> Iterator[Finding]:
    """Standards whose texts in one language ask for more than eleven years of school."""
    for standard in written.standards:
        for tag in dict.fromkeys(one.language for one in standard.passages):
            if tag.partition("-")[0] in LANGUAGES:
                yield from _graded(standard, tag)


def _graded(standard: WrittenStandard, tag: str) -> Iterator[Finding]:
    said = list(standard.said(tag, *_KEYS))
    if sum(len(words(one.text)) for one in said) < FEWEST_WORDS:
        return
    asked = grade("\n\n".join(one.text for one in said), tag)
    if asked is not None and asked > HARDEST:
        hardest = max(said, key=lambda one: _weight(one, tag))
        message = f"the texts of this standard ask for grade {asked:.1f} of school, and this one weighs most"
        hint = "cut long sentences in two, and take the short word where there is one"
        yield hardest.finding(CODE, message, hint, length=len(hardest.text))


def _weight(one: Passage, tag: str) -> float:
    """How much a text does to the grade: its own grade above the limit, times its words."""
    return ((grade(one.text, tag) or 0) - HARDEST) * len(words(one.text))
