"""The parts of a message in which one thing may be meant: a few sentences together, each one, and its clauses."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from clearbar.practice.customer.clauses import Clause, clauses
from clearbar.text.sentences import sentences

_MOST, _LETTERS, _TOGETHER = 12, 2000, 3
"""So many sentences of so many letters are listened to; so many may mean one thing together."""


class Kind(Enum):
    """What a part is: all that was said, a sentence of it, or a clause of a sentence."""

    WHOLE = "whole"
    SENTENCE = "sentence"
    CLAUSE = "clause"


class Unit(NamedTuple):
    """A part of a message, with its clauses."""

    text: str
    clauses: tuple[Clause, ...]
    kind: Kind = Kind.SENTENCE

    @property
    def is_negated(self) -> bool:
        """Whether one of its clauses is."""
        return any(clause.negated for clause in self.clauses)


def unit(text: str) -> Unit:
    """The whole of `text` as one."""
    return Unit(text, clauses(text))


def units(text: str) -> list[Unit]:
    """The parts of `text`: all of it where it is a few sentences, then each sentence in order, with its clauses after
    it where there are several."""
    heard = text[:_LETTERS]
    said = [one for start, end in sentences(heard)[:_MOST] if (one := unit(heard[start:end])).clauses]
    found = []
    if 1 < len(said) <= _TOGETHER:
        together = tuple(clause for one in said for clause in one.clauses)
        found.append(Unit(heard, together, Kind.WHOLE))
    for sentence in said:
        found.append(sentence)
        if len(sentence.clauses) > 1:
            found += [Unit(part.text, (part,), Kind.CLAUSE) for part in sentence.clauses]
    return found
