"""What the questions about one standard are made from: the standard where it stands, the rest of its book to draw wrong
answers from, and the words to ask in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from clearbar.model.book import Book, Journey, Placed, Standard, Step
from clearbar.model.quiz import Kind, Option, Question
from clearbar.practice.questions.lots import id_of
from clearbar.practice.questions.wordings import Wordings

SHOWN = 4
"""Choices of a question with one right answer."""
LEAST = 3
"""Fewer choices make no question with one right answer: two are won by a coin."""
ALIKE = 0.5
"""Texts that share this part of their words may mean the same, and are never offered as right and wrong."""
_WORD = re.compile(r"\w{3,}")
_WORDS_A_SECOND = 3.0
_TO_DECIDE = 8.0


@dataclass(frozen=True)
class Place:
    """A standard of a book, with the journey and step that it stands in."""

    book: Book
    standard: Standard
    journey: Journey
    step: Step
    said: Wordings

    def others(self) -> list[Placed]:
        """The standards of other journeys; of all other steps, where those are too few. Steps with the same title are
        no others."""
        other = [one for one in self.book.placed() if one.step is not None and one.step.title != self.step.title]
        far = [one for one in other if one.journey is not None and one.journey.id != self.journey.id]
        return far if len(far) >= SHOWN else other

    def question(
        self,
        about: str,
        stem: str,
        options: Sequence[Option],
        explanation: str,
        *,
        kind: Kind = Kind.SINGLE,
        shown: int = 0,
    ) -> Question:
        """A question about this standard; `about` tells it from the others about it."""
        standard = self.standard
        return Question(
            id_of(standard.id, standard.edition, kind.value, about),
            standard.id,
            standard.edition,
            kind,
            self.book.language,
            stem,
            tuple(options),
            explanation,
            about.partition(":")[0],
            shown=shown if 0 < shown < len(options) else 0,
            seconds=seconds(stem, options, shown),
        )


def option(text: str, worth: float = 0.0, says: str = "") -> Option:
    """An option, whose id follows from its text."""
    return Option(id_of(text), text, worth, says)


def single(right: str, wrong: Sequence[str]) -> tuple[Option, ...] | None:
    """One right option and the wrong ones that surely mean something else, each once; None where too few are left."""
    kept: list[str] = []
    for one in wrong:
        if not any(alike(one, other) for other in (right, *kept)):
            kept.append(one)
    return (option(right, 1.0), *map(option, kept)) if right and len(kept) >= LEAST - 1 else None


def alike(one: str, other: str) -> bool:
    """Whether two texts have so many words in common that they may mean the same."""
    first, second = _words(one), _words(other)
    both = first | second
    return not both or len(first & second) / len(both) >= ALIKE


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def seconds(stem: str, options: Sequence[Option], shown: int = 0, lines: Sequence[str] = ()) -> int:
    """About how long reading and deciding takes."""
    words = [len(one.text.split()) for one in options]
    part = min(1.0, shown / len(words)) if shown and words else 1.0
    read = len(stem.split()) + sum(words) * part + sum(len(one.split()) for one in lines)
    return round(_TO_DECIDE + read / _WORDS_A_SECOND)
