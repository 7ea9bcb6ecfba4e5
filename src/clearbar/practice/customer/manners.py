"""What a customer in a mood notices in the way that they are spoken to, and what that does to their patience."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from clearbar.model.scenario import Mood
from clearbar.practice.customer.clauses import clauses
from clearbar.practice.customer.sayings import Sayings, phrases_of, sayings_of
from clearbar.text.fold import Folded
from clearbar.text.sentences import sentences, words

CONFUSED_WORDS, HEARD_WORDS, LONG_MESSAGE = 18, 15, 45
"""The longest sentence that a confused customer follows, and one who hears badly; words of a long message."""
_MOST = 4000
"""Letters of a message that a customer takes notice of."""
_ABBREVIATION = re.compile(r"\b[A-ZÄÖÜ]{2,5}\b")
_QUESTION = re.compile(r"\?+")


class Note(StrEnum):
    """What a customer noticed."""

    LONG_SENTENCE = "long sentence"
    SEVERAL_QUESTIONS = "several questions"
    ABBREVIATION = "abbreviation"
    LONG_MESSAGE = "long message"
    ACKNOWLEDGED = "acknowledged"
    CONTRADICTED = "contradicted"
    PUT_RIGHT = "put right"


@dataclass(frozen=True)
class Manner:
    """How a customer takes one thing that was said. Where they do not follow it, they ask again.

    `asked_before`: they had to ask again just before, too; `acknowledged_before`: how often they were already;
    `put_right_before`: somebody put right kindly already what they had wrong.
    """

    mood: Mood = Mood.CALM
    follows: bool = True
    notes: tuple[Note, ...] = ()
    asked_before: bool = False
    acknowledged_before: int = 0
    put_right_before: bool = False

    def change(self, patience: int, *, moved: bool) -> int:
        """What the customer gains or loses, where a branch gives them `patience` and the talk has `moved` on or not."""
        return patience + sum(count for count, _ in self.beside(patience, moved=moved))

    def beside(self, patience: int, *, moved: bool) -> tuple[tuple[int, str], ...]:
        """What the mood adds to that: each change of patience, and why it came."""
        if not self.follows:
            return ((-1, "they had to ask again more than once"),) if self.asked_before else ()
        return tuple(self._beside(patience, moved))

    def _beside(self, patience: int, moved: bool) -> Iterator[tuple[int, str]]:
        if self.mood is Mood.ANGRY and patience < 0:
            yield -1, "an angry customer loses patience faster"
        if self.mood is Mood.ANGRY and Note.ACKNOWLEDGED in self.notes and self.acknowledged_before < 2:
            yield 1, "what they feel was acknowledged"
        if self.mood is Mood.HURRIED and not moved:
            yield -1, "they are in a hurry and got no further"
        if self.mood is Mood.HURRIED and Note.LONG_MESSAGE in self.notes:
            yield -1, "the message was long for somebody in a hurry"
        if self.mood is Mood.MISTAKEN and Note.CONTRADICTED in self.notes:
            yield -1, "they were contradicted bluntly"
        if self.mood is Mood.MISTAKEN and Note.PUT_RIGHT in self.notes and not self.put_right_before:
            yield 1, "what they had wrong was put right kindly"


@lru_cache(maxsize=8192)
def notes_of(mood: Mood, text: str, language: str, known: frozenset[str] = frozenset()) -> tuple[Note, ...]:
    """What a customer in this mood notices in `text`. `known` are abbreviations that they know."""
    said = sayings_of(language)
    return tuple(_notes(mood, text[:_MOST], said, known))


def abbreviations(texts: Iterable[str]) -> frozenset[str]:
    """The abbreviations in some texts."""
    return frozenset(found for text in texts for found in _ABBREVIATION.findall(text))


def unknown_in(text: str, known: frozenset[str]) -> str:
    """The first abbreviation of `text` that is not known; "" where there is none. What is all in capitals is shouted,
    not abbreviated."""
    if text.isupper():
        return ""
    return next((found for found in _ABBREVIATION.findall(text) if found not in known), "")


def _notes(mood: Mood, text: str, said: Sayings | None, known: frozenset[str]) -> Iterator[Note]:
    if mood in (Mood.CONFUSED, Mood.HARD_OF_HEARING):
        most = CONFUSED_WORDS if mood is Mood.CONFUSED else HEARD_WORDS
        if any(len(words(text[start:end])) > most for start, end in sentences(text)):
            yield Note.LONG_SENTENCE
    if mood is Mood.CONFUSED and len(_QUESTION.findall(text)) > 1:
        yield Note.SEVERAL_QUESTIONS
    if mood is Mood.HARD_OF_HEARING and unknown_in(text, known):
        yield Note.ABBREVIATION
    if mood is Mood.HURRIED and len(words(text)) > LONG_MESSAGE:
        yield Note.LONG_MESSAGE
    if said is not None and mood in (Mood.ANGRY, Mood.MISTAKEN):
        yield from _spoken(text, said)


def _spoken(text: str, said: Sayings) -> Iterator[Note]:
    acknowledged = _says(text, said.acknowledges)
    contradicted = bool(_any(text, said.contradicts))
    if acknowledged:
        yield Note.ACKNOWLEDGED
    if contradicted:
        yield Note.CONTRADICTED
    elif acknowledged and _any(text, said.corrects):
        yield Note.PUT_RIGHT


def _says(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether one of the phrases is said, and not "I do not understand" for "I understand"."""
    return any(_any(clause, phrases) for clause, negated in clauses(text) if not negated)


def _any(text: str, phrases: tuple[str, ...]) -> bool:
    return any(True for _ in phrases_of(phrases).find(Folded(text)))
