"""A sentence is said in one breath.

In a long sentence the second half is read by fewer people than the first, and two readers keep different parts of it.
The writers of the British government's site stop at 25 words (GOV.UK, "Sentence length: why 25 words is our limit",
2014); above 30 this rule speaks, in any language that writes spaces between words and is named here.

**Missed by**

    do: When somebody comes in, look up, unless you are on the telephone, in which case you nod, finish the call
      within a minute, and then go round the counter to ask them what it is that they have come for today.

**Met by**

    do: Look up when somebody comes in. On the telephone, nod, and finish within a minute. Then go round the counter
      and ask what they came for.

A list with one item a line counts as one sentence for each item. Short sentences can be dark as well: see CB101.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.wording import told
from clearbar.standards.written import Written
from clearbar.text.sentences import sentences, words

CODE = "CB103"
NAME = "long-sentence"
TEST = Test.UNDERSTOOD
SUMMARY = "A sentence has at most 30 words."
LANGUAGES = frozenset({"en", "de", "nl", "fr", "es", "it", "pt", "da", "sv", "nb"})
MOST_WORDS = 30


def check(written: Written) -> Iterator[Finding]:
    """Texts with a sentence of more than 30 words: their longest."""
    for one in told(written, LANGUAGES, "promise", "do", "levels", "self_check", "question"):
        counted = [(len(words(one.text[start:end])), start, end) for start, end in sentences(one.text)]
        count, start, end = max(counted, default=(0, 0, 0))
        if count > MOST_WORDS:
            message = f"this sentence has {count} words"
            hint = f"make two of it, or a list with one demand a line; {MOST_WORDS} words are the most"
            yield one.finding(CODE, message, hint, at=start, length=end - start)
