"""All languages promise the same.

"Within two minutes" in one language and "within five" in another are two standards under one id, and the figures pool
them. The rule compares the numbers of each promise and level, written as digits or as words in English, German and
Dutch, and ordinals ("the third ring") with them; that the rest means the same is for a reader to say.

**Missed by**

    promise: {en: An answer within 2 minutes., nl: Een antwoord binnen 5 minuten.}

**Met by**

    promise: {en: An answer within 2 minutes., nl: Een antwoord binnen 2 minuten.}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.standards.written import Passage, Written

CODE = "CB182"
NAME = "translation-differs"
TEST = Test.TRANSLATED
SUMMARY = "Translations promise the same numbers."

_VALUES = (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 20, 24, 30, 40, 45, 48, 50, 60, 90, 100)
_WORDS = {
    language: dict(zip(words.split(), _VALUES, strict=True))
    for language, words in {
        "en": "two three four five six seven eight nine ten eleven twelve fifteen twenty twenty-four thirty forty"
        " forty-five forty-eight fifty sixty ninety hundred",
        "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf fünfzehn zwanzig vierundzwanzig dreißig"
        " vierzig fünfundvierzig achtundvierzig fünfzig sechzig neunzig hundert",
        "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf vijftien twintig vierentwintig dertig veertig"
        " vijfenveertig achtenveertig vijftig zestig negentig honderd",
    }.items()
}
"""Number words of the languages that the rule reads."""
_ORDINALS = {
    "en": "third fourth fifth sixth seventh eighth ninth tenth",
    "de": "dritt viert fünft sechst siebt acht neunt zehnt",
    "nl": "derde vierde vijfde zesde zevende achtste negende tiende",
}
"""Their ordinals from three to ten; the German ones without their endings."""
_SECOND = re.compile(r"\b(?:second|zweite[nmrs]?|tweede)\b", re.IGNORECASE)
"""The ordinal of two. It is a unit of time as well, so a text that has it is not compared by its twos."""


def check(written: Written) -> Iterator[Finding]:
    """Translations whose numbers are not those of the book's own language."""
    for one in written.standards:
        own = {each.key: each for each in one.said(written.book.language)}
        for each in one.passages:
            first = own.get(each.key)
            if first is None or each is first or _of(first) is None or _of(each) is None:
                continue
            here, there = _numbers(each), _numbers(first)
            if _SECOND.search(each.text) or _SECOND.search(first.text):
                here, there = ([number for number in told if number != "2"] for told in (here, there))
            if here != there:
                told = f"this says {_list(here)} where `{first.language}` says {_list(there)}"
                yield each.finding(CODE, told, "make them the same, or write two standards", length=0)


def _of(passage: Passage) -> dict[str, int] | None:
    return _WORDS.get(passage.language.partition("-")[0])


def _numbers(passage: Passage) -> list[str]:
    """The numbers of a text from two on, in order of size; one is an article in many languages."""
    words = _of(passage) or {}
    found = [match.replace(",", ".") for match in re.findall(r"\d+(?:[.,]\d+)?", passage.text)]
    said = re.findall(r"[\w-]+", passage.text.lower())
    found += [str(words[word]) for word in said if word in words]
    found += [str(number) for word in said for number in _ordinal(word, passage.language.partition("-")[0])]
    return sorted((number for number in found if number not in {"0", "1"}), key=float)


def _ordinal(word: str, language: str) -> list[int]:
    """The number of an ordinal; none for other words."""
    stem = re.sub("e[nmrs]?$", "", word) if language == "de" and re.search("e[nmrs]?$", word) else word
    known = _ORDINALS[language].split()
    return [known.index(stem) + 3] if stem in known and (language != "de" or stem != word) else []


def _list(numbers: list[str]) -> str:
    return " and ".join(numbers) or "no number"
