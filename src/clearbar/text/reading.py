"""How hard a text is to read, as the school grade that it asks for.

- English: Flesch-Kincaid grade level, 0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid, Fishburne,
  Rogers & Chissom 1975, Naval Technical Training Command, Research Branch Report 8-75).
- German: fourth Wiener Sachtextformel, 0.2656 words per sentence + 0.2744 times the percentage of words with three or
  more syllables - 1.693 (Bamberger & Vanecek 1984, Lesen - Verstehen - Lernen - Schreiben), made for grades 4 to 15.
- Spanish: 0.049 syllables per 100 words - 0.205 sentences per 100 words - 3.407 (Crawford 1989, Lectura y Vida 10(4)),
  made for the grades of primary school.

Other languages have formulas of ease (Douma, Kandel & Moles) or schooling by range (Gulpease), but none that was found
gives a grade from words and sentences alone. They have no grade here rather than one that nobody has fitted.

A grade counts lengths. It does not know whether the words are known ones, or whether the text says anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from clearbar.text.sentences import sentences, words
from clearbar.text.syllables import syllables

__all__ = ["GRADED", "grade", "syllables"]


def grade(text: str, language: str) -> float | None:
    """The school grade that `text` asks for; None for a language without a formula, and for a text without words.

    `language` is a tag such as `en` or `de-AT`. Below 1 where sentences and words are very short. Numbers, addresses
    and codes are left out; each list item is a sentence.
    """
    formula = _FORMULAS.get(_primary(language))
    if formula is None:
        return None
    counted = [spoken for start, end in sentences(text) if (spoken := _spoken(text[start:end]))]
    if not counted:
        return None
    said = [word for sentence in counted for word in sentence]
    return formula([_counted(word, _primary(language)) for word in said], len(counted))


def _primary(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


def _spoken(sentence: str) -> list[str]:
    """The words of a sentence that are made of letters."""
    found = (sentence[start:end] for start, end in words(sentence))
    return [word for word in found if not any(one.isdigit() or one in "@_" for one in word) and word.count(".") < 1]


@lru_cache(maxsize=50_000)
def _counted(word: str, language: str) -> int:
    return syllables(word, language) or 1


def _kincaid(counts: Sequence[int], sentence_count: int) -> float:
    return 0.39 * len(counts) / sentence_count + 11.8 * sum(counts) / len(counts) - 15.59


def _wiener(counts: Sequence[int], sentence_count: int) -> float:
    long = 100 * sum(count >= 3 for count in counts) / len(counts)
    return 0.2656 * len(counts) / sentence_count + 0.2744 * long - 1.693


def _crawford(counts: Sequence[int], sentence_count: int) -> float:
    return 4.9 * sum(counts) / len(counts) - 20.5 * sentence_count / len(counts) - 3.407


_FORMULAS: dict[str, Callable[[Sequence[int], int], float]] = {"en": _kincaid, "de": _wiener, "es": _crawford}
GRADED = frozenset(_FORMULAS)
"""The languages that have a grade."""
