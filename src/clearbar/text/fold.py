"""Text with everything taken out that makes no difference to a reader who searches for words.

Upper and lower case, accents, kinds of apostrophe, quote and dash, white space, ligatures and full-width letters, and
invisible characters make no difference. An accent is a mark on a Latin, Greek or Cyrillic letter; the marks of other
scripts (vowel signs of Hindi and Thai, points of Hebrew, harakat of Arabic, voicing of kana) stay, because there they
tell words apart. A letter that Unicode does not take apart, such as ø or ł, stays as well.

Text is folded by Unicode's own rules: compatibility decomposition (NFKD), full case folding, and decomposition once
more (the Unicode Standard, section 3.13, caseless matching); accents go at the end.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

SEPARATOR = "\0"
"""Stands between texts that are folded in one piece: it touches no word and is no white space."""

_APOSTROPHES = "`’‘‛ʼʹ′‵´＇"
_QUOTES = "“”„‟«»″‶＂"
_DASHES = "‐‑‒–—―−﹘﹣－"
_INVISIBLE = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
)
_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_SAME = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_QUOTES, '"'),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_INVISIBLE, ""),
        **dict.fromkeys(_SPACES, " "),
    }
)
ODD = ("  ", *(chr(code) for code in range(128) if code in _SAME))
"""What folding ASCII changes beside case."""
_ASCII = {code: _SAME.get(code, chr(code).lower()) for code in range(128)}
_FOREIGN = re.compile(r"[^\x00-\x08\x0e-\x1b\x20-\x5f\x61-\x7f]+")
"""Whatever changes otherwise than by case."""
_ACCENTS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_ACCENTED = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u03ff\u0400-\u0481\u048a-\u052f\u1c80-\u1c8f"
    "\u1d00-\u1dbf\u1e00-\u1fff\u2c60-\u2c7f\ua640-\ua66e\ua680-\ua69d\ua722-\ua7ff\uab30-\uab6f"
)
_ACCENT = re.compile(f"(?<=[{_ACCENTED}])[{_ACCENTS}]+")
_FIRST_ACCENTS = re.compile(f"[{_ACCENTS}]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character: no automaton can read it, and it tells a reader nothing."""


def fold(text: str) -> str:
    """`text` with everything taken out that makes no difference; each white space is one space, runs stay runs."""
    if text.isascii():
        return text.translate(_ASCII)
    folded = _FOREIGN.sub(_fold_match, text)
    return folded.translate(_ASCII) if folded.isascii() else folded.casefold()


def fold_words(text: str) -> str:
    """`text` folded, with runs of white space as one space."""
    folded = fold(text)
    while "  " in folded:
        folded = folded.replace("  ", " ")
    return folded


def _fold_match(found: re.Match[str]) -> str:
    """A run of characters that change, folded. Accents that it begins with belong to the letter before it."""
    folded = _fold_run(found[0])
    start = found.start()
    if start and folded and not folded.isascii() and (before := found.string[start - 1]).isalpha():
        return _ACCENT.sub("", before + folded)[1:]
    return folded


@lru_cache(maxsize=65536)
def _fold_run(run: str) -> str:
    decomposed = unicodedata.normalize("NFKD", _SURROGATE.sub("\ufffd", run).translate(_SAME))
    folded = unicodedata.normalize("NFKD", decomposed.casefold().translate(_SAME))
    return _ACCENT.sub("", folded)


@dataclass(frozen=True)
class Folded:
    """A text, folded for searching, that knows where each of its folded letters was written."""

    text: str

    @cached_property
    def folded(self) -> str:
        """The folded text; runs of white space are one space."""
        return fold_words(self.text)

    def written(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that folds to `start` to `end`, ends exclusive."""
        if self.text.isascii() and len(self.text) == len(self.folded):
            return start, end
        return self._places[start][0], self._places[end - 1][1]

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        """For each folded letter the span of the cluster (a letter and its accents) that it comes from."""
        places: list[tuple[int, int]] = []
        space = False
        for start, end in clusters(self.text):
            for letter in fold(self.text[start:end]):
                if letter == " " and space:
                    places[-1] = (places[-1][0], end)
                else:
                    places.append((start, end))
                space = letter == " "
        return places


class Joined:
    """Several texts, folded in one piece, that know which of them a place is in."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        joined = SEPARATOR.join(texts)
        self.lowered = joined.lower() if joined.isascii() and "\n" not in joined else fold_words(joined)
        """The same as `folded`, made four times as fast, unless one of `ODD` stands in it."""

    @cached_property
    def folded(self) -> str:
        """The folded texts with a separator between them; runs of white space are one space."""
        return fold_words(self.lowered)

    def written(self, places: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
        """Places in the folded texts, each (what, start, end) and inside one text, told as (index of the text, what,
        start, end in that text as it was written)."""
        which, searched = -1, Folded("")
        for what, start, end in places:
            found = bisect_right(self._starts, start) - 1
            if found != which:
                which, searched = found, Folded(self.texts[found])
            begin = self._starts[which]
            yield which, what, *searched.written(start - begin, end - begin)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each text starts in `folded`. A text that holds a separator itself is folded once more, to be sure."""
        parts = self.folded.split(SEPARATOR)
        if len(parts) != len(self.texts):
            parts = [fold_words(text) for text in self.texts]
        return list(accumulate((len(part) + 1 for part in parts[:-1]), initial=0))


def clusters(text: str) -> Iterator[tuple[int, int]]:
    """Spans of `text` that can be folded apart: a new one starts at each character that stands on its own."""
    start = 0
    for index in range(1, len(text)):
        if text[index].isascii() or _stands_alone(text[index]):
            yield start, index
            start = index
    if text:
        yield start, len(text)


@lru_cache(maxsize=4096)
def _stands_alone(one: str) -> bool:
    own = unicodedata.normalize("NFKD", one.translate(_SAME))
    return bool(own) and not unicodedata.combining(own[0]) and not _FIRST_ACCENTS.match(own)
