"""Finding phrases in texts, the way a reader would.

What makes no difference stands in `text.fold`. A phrase is found as whole words: its first and last letter do not touch
another letter or digit. Scripts that write no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) have
no such edges to ask for. A found place is told in the text as it was written.

All phrases are found in one pass (Aho & Corasick 1975, Commun. ACM 18:333), so hundreds cost little more than one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from ahocorasick_rs import AhoCorasick, Implementation
from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from clearbar.text.fold import ODD, SEPARATOR, Folded, Joined, fold

_SMALL = 30_000
"""Letters of all phrases up to which a table with every step of the automaton is built: half as fast again, and at most
some 15 MB."""
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def _is_letter(one: str) -> bool:
    """Whether words are made of this folded character."""
    return one.isalnum() or one == "_"


def _is_mark(one: str) -> bool:
    """Whether this character is a mark or vowel sign of the letter before it."""
    return not one.isascii() and unicodedata.category(one)[0] == "M"


def _has_edge(one: str) -> bool:
    """Whether a phrase that starts or ends with this letter must start or end a word, too."""
    return _is_letter(one) and not _UNSPACED.match(one)


@dataclass(frozen=True)
class Phrase:
    """A phrase as somebody wrote it, ready to be searched for. It has a visible character."""

    text: str

    @cached_property
    def folded(self) -> str:
        """The phrase, folded; runs of white space are one space."""
        return " ".join(fold(self.text).replace(SEPARATOR, " ").split())

    @cached_property
    def _edges(self) -> tuple[bool, bool]:
        """Whether the phrase must start and end where a word does."""
        folded = self.folded
        last = next((one for one in reversed(folded) if not _is_mark(one)), folded[-1])
        return _has_edge(folded[0]), _has_edge(last)

    def spans(self, searched: Folded) -> Iterator[tuple[int, int]]:
        """Every place of the phrase, as a span of the original text, in order and not overlapping."""
        text, start, length = searched.folded, 0, len(self.folded)
        while (start := text.find(self.folded, start)) >= 0:
            if self.is_whole(text, start, start + length):
                yield searched.written(start, start + length)
                start += length
            else:
                start += 1

    def is_whole(self, text: str, start: int, end: int) -> bool:
        """Whether no word, and no letter with its marks, is cut at either end of a span of a folded text."""
        starts_word, ends_word = self._edges
        if starts_word and start and (_is_letter(text[start - 1]) or _is_mark(text[start - 1])):
            return False
        return end == len(text) or not (_is_mark(text[end]) or (ends_word and _is_letter(text[end])))


class Phrases:
    """Many phrases, found in one pass over a text."""

    def __init__(self, phrases: Sequence[str]) -> None:
        """`phrases` as they were written, each with a visible character."""
        self.phrases = tuple(Phrase(text) for text in phrases)
        sought = [phrase.folded for phrase in self.phrases]
        small = sum(map(len, sought)) <= _SMALL
        kind = Implementation.DFA if small else Implementation.ContiguousNFA
        self._automaton = AhoCorasick([*sought, *ODD], implementation=kind) if sought else None

    def find(self, searched: Folded) -> Iterator[tuple[int, int, int]]:
        """Every place of every phrase, also of one inside another: (index of the phrase, start, end in the original).

        In the order in which the places end. Places of one phrase do not overlap each other.
        """
        text = searched.folded
        for index, start, end in self._whole(text, self._found(text), once=False):
            yield index, *searched.written(start, end)

    def find_in(self, texts: Joined, *, once: bool = False) -> list[tuple[int, int, int, int]]:
        """As `find`, in several texts at once: (index of the text, index of the phrase, start, end in that text).

        With `once`, the first place of each phrase only. All texts are passed in one go: for short messages a pass each
        would take many times as long. For the same reason the automaton also looks for what folding would change, and
        only a text that has such a thing is folded and passed again.
        """
        found = self._found(texts.lowered)
        if found and max(found)[0] >= len(self.phrases):
            found = self._found(texts.folded)
        return list(texts.written(self._whole(texts.folded, found, once=once))) if found else []

    def _found(self, text: str) -> list[tuple[int, int, int]]:
        """Every place in a folded text, whole words or not."""
        return self._automaton.find_matches_as_indexes(text, overlapping=True) if self._automaton else []

    def _whole(self, text: str, found: Sequence[tuple[int, int, int]], *, once: bool) -> Iterator[tuple[int, int, int]]:
        """Those of the places that are whole words and do not overlap one of the same phrase."""
        ends: dict[int, int] = {}
        for index, start, end in found:
            if start >= ends.get(index, 0) and self.phrases[index].is_whole(text, start, end):
                ends[index] = len(text) + 1 if once else end
                yield index, start, end


def _has_letters(phrase: str) -> str:
    if not Phrase(phrase).folded:
        raise PydanticCustomError("phrase", "a phrase has at least one visible character")
    return phrase


PhraseText = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_has_letters)]
"""A setting that is a phrase."""
