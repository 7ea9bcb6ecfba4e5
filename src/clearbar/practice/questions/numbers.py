"""What is asked about the number in a promise: the same sentence with other numbers, of which one is ours.

Numbers are swapped for others that people would say: 15 minutes for 5, 10, 20 or 30, 90 % for 70, 80 or 95. Words for
numbers stay words. One alone stays what it is, because what is counted would change its form with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from clearbar.model.quiz import Question
from clearbar.practice.questions.place import LEAST, SHOWN, Place, option

Quantities = Mapping[str, Mapping[str, str]]
"""Number words by language: word → its value in digits."""
Spans = Mapping[str, list[tuple[int, int]]]
"""For each promise that names a quantity, where in the text it stands, end exclusive."""

LADDER = (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 24, 30, 40, 45, 48, 60, 70, 75, 80, 85, 90, 95, 100, 120, 150, 180, 240)
"""Numbers that people promise."""
_NEAR = 4
"""A wrong number is at most so many times larger or smaller: others are no temptation."""
_DIGITS = re.compile(r"(?<![\w.,:])\d+(?![\w.,:]*\d)")


def number(place: Place, spans: list[tuple[int, int]], words: Quantities) -> Iterator[Question]:
    """Which number is promised: one question for the first quantity that has one number that can be swapped."""
    text = place.standard.promise
    known = words.get(place.book.language.partition("-")[0].lower(), {})
    for start, end in spans:
        found = _numbers(text[start:end], known)
        if len(found) != 1:
            continue
        (first, last), value = found[0]
        wrong = _others(value, "%" in text[start:end], known if not text[start + first].isdigit() else None)
        if len(wrong) < LEAST - 1:
            continue
        swapped = [text[: start + first] + one + text[start + last :] for one in wrong]
        options = (option(text, 1.0), *map(option, swapped))
        explanation = place.said.book_says.format(text)
        yield place.question("number", place.said.number, options, explanation, shown=SHOWN)
        return


def _numbers(text: str, words: Mapping[str, str]) -> list[tuple[tuple[int, int], int]]:
    """Whole numbers of 2 and more in a text, with their places; in digits or in words."""
    found = [(match.span(), int(match[0])) for match in _DIGITS.finditer(text)]
    for match in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*", text):
        value = words.get(match[0].lower(), "")
        if value.isdigit():
            found.append((match.span(), int(value)))
    return [one for one in found if one[1] >= LADDER[0]]


def _others(value: int, share: bool, words: Mapping[str, str] | None) -> list[str]:
    """Other numbers near this one, in digits, or in words where those are given."""
    near = [one for one in LADDER if one != value and value / _NEAR <= one <= value * _NEAR]
    near = [one for one in near if one <= 100] if share else near
    if words is None:
        return [str(one) for one in near]
    spelled = {int(digits): word for word, digits in reversed(list(words.items())) if digits.isdigit()}
    return [spelled[one] for one in near if one in spelled]


__all__ = ["Quantities", "Spans", "number"]
