"""Finding phrases in messages, the way a reader would.

Upper and lower case, kinds of apostrophe, quote and dash, runs of white space, ligatures and full-width letters, and
invisible characters make no difference; accents do. A phrase is found as whole words: its first and last letter do
not touch another letter or digit. Scripts that write no spaces between words (Chinese, Japanese, Thai, Lao, Khmer,
Burmese) have no such edges to ask for. A found place is told in the text as it was written.

Text is folded by Unicode's own rules: compatibility decomposition (NFKD), full case folding, and decomposition once
more (the Unicode Standard, section 3.13, caseless matching).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

_APOSTROPHES = "’‘‛ʼʹ′‵`´＇"
_QUOTES = "“”„‟«»″‶＂"
_DASHES = "‐‑‒–—―−﹘﹣－"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SAME = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_QUOTES, '"'),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_INVISIBLE, ""),
    }
)
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def fold(text: str) -> str:
    """`text` with everything taken out that makes no difference, except white space."""
    if text.isascii():
        return text.lower().replace("`", "'")
    decomposed = unicodedata.normalize("NFKD", text.translate(_SAME))
    return unicodedata.normalize("NFKD", decomposed.casefold().translate(_SAME))


@dataclass(frozen=True)
class Folded:
    """A text, folded for searching, that knows where each of its folded letters was written."""

    text: str

    @cached_property
    def folded(self) -> str:
        """The folded text."""
        return fold(self.text)

    def written(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that folds to `start` to `end`, ends exclusive."""
        if self.text.isascii():
            return start, end
        return self._places[start][0], self._places[end - 1][1]

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        """For each folded letter the span of the cluster (a letter and its accents) that it comes from."""
        places: list[tuple[int, int]] = []
        for start, end in _clusters(self.text):
            places.extend([(start, end)] * len(fold(self.text[start:end])))
        return places


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Spans of `text` that can be folded apart: a new one starts at each character that stands on its own."""
    start = 0
    for index in range(1, len(text)):
        own = unicodedata.normalize("NFKD", text[index].translate(_SAME))
        if own and not unicodedata.combining(own[0]):
            yield start, index
            start = index
    if text:
        yield start, len(text)


def _is_letter(one: str) -> bool:
    """Whether words are made of this folded character."""
    return one.isalnum() or one == "_"


def _is_mark(one: str) -> bool:
    """Whether this character is an accent or vowel sign of the letter before it."""
    return unicodedata.category(one)[0] == "M"


def _has_edge(one: str) -> bool:
    """Whether a phrase that starts or ends with this letter must start or end a word, too."""
    return _is_letter(one) and not _UNSPACED.match(one)


@dataclass(frozen=True)
class Phrase:
    """A phrase as written in the book, ready to be searched for."""

    text: str

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(r"\s+".join(re.escape(word) for word in fold(self.text).split()))

    @cached_property
    def _edges(self) -> tuple[bool, bool]:
        """Whether the phrase must start and end where a word does."""
        folded = fold(self.text).strip()
        last = next((one for one in reversed(folded) if not _is_mark(one)), folded[-1])
        return _has_edge(folded[0]), _has_edge(last)

    def spans(self, searched: Folded) -> Iterator[tuple[int, int]]:
        """Every place of the phrase, as a span of the original text, in order and not overlapping."""
        text, start = searched.folded, 0
        while match := self._pattern.search(text, start):
            if self._is_whole(text, match.start(), match.end()):
                yield searched.written(match.start(), match.end())
                start = match.end()
            else:
                start = match.start() + 1

    def _is_whole(self, text: str, start: int, end: int) -> bool:
        """Whether no word, and no letter with its accents, is cut at either end."""
        starts_word, ends_word = self._edges
        if starts_word and start and (_is_letter(text[start - 1]) or _is_mark(text[start - 1])):
            return False
        return end == len(text) or not (_is_mark(text[end]) or (ends_word and _is_letter(text[end])))


def _has_letters(phrase: str) -> str:
    if not fold(phrase).strip():
        raise PydanticCustomError("phrase", "a phrase has at least one visible character")
    return phrase


PhraseText = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_has_letters)]
"""A setting that is a phrase."""
