"""Which sentences ask something, and which messages say nothing but that somebody is there.

A sentence asks if it ends with a question mark, or if it begins as questions do in its language ("can you", "waar is").
Tags ("right?", "isn't it?") ask nothing, nor does what is quoted or stands in an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from clearbar.checks import wordings
from clearbar.text.fold import Folded, fold_words
from clearbar.text.phrases import Phrases
from clearbar.text.sentences import sentences, words

_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|«[^»\n]*»|„[^“”\n]*[“”]|^[ \t]*>.*$|\S*(?:://|www\.)\S*", re.MULTILINE)
_MARK = re.compile(r"[?？؟\u037e][!?？؟\s\"'”’»)\]]*\Z")


def _any_of(phrases: Sequence[str]) -> str:
    return "|".join(re.escape(fold_words(phrase)) for phrase in sorted(phrases, key=len, reverse=True))


_BEGINS = re.compile(
    r"\s*(?:(?:and|but|so|also|ok|okay|yes|no|en|maar|und|aber|et|mais|y|pero)\b,? *)*"
    rf"(?:{_any_of(wordings.questions())})(?!(?<=\w)\w)"
)
_MUSES = re.compile(r"\s*(?:oh|ah|thanks?|thank you|thx|dank|danke|bedankt|merci|gracias)\b[\s,.!]*(?!\s)")
"""How a sentence begins that ends with a question mark out of surprise or by a slip, unless a question follows."""
_TAGS = frozenset(fold_words(tag) for tag in wordings.tags())
_TAIL = re.compile(rf",\s*(?:{_any_of(wordings.tails())})\s*[?!]+\s*\Z")
_NOTHING = Phrases((*wordings.waits(), *wordings.offers(), *wordings.goodbyes()))


def questions(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of `text` that ask something."""
    plain = _QUOTED.sub(lambda found: " " * len(found[0]), text)
    for start, end in sentences(plain):
        if _asks(plain[start:end]):
            yield start, end


def _asks(sentence: str) -> bool:
    folded = fold_words(sentence)
    if not _MARK.search(sentence):
        return bool(_BEGINS.match(folded))
    spoken = " ".join(folded[start:end] for start, end in words(folded))
    if not re.search(r"[^\W\d]", spoken) or spoken in _TAGS or _TAIL.search(folded):
        return False
    muses = _MUSES.match(folded)
    return muses is None or bool(_BEGINS.match(folded, muses.end()))


def says_nothing(text: str) -> bool:
    """Whether a message only greets, thanks, asks to wait, offers help or says goodbye.

    Whoever is named at the end of such words may be: one word beside them is let through.
    """
    places = _merged((start, end) for _, start, end in _NOTHING.find(Folded(text)))
    left = [span for span in words(text) if not any(start <= span[0] and span[1] <= end for start, end in places)]
    return len(left) <= (1 if places else 0)


def _merged(spans: Iterator[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Spans that touch or overlap as one, in order."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
