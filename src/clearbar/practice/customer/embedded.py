"""Hearing intents by what is meant, where the extra with a model is installed: other words for the same thing.

Each sentence is held against every way of saying every intent twice: by its words (`tfidf`) and by its meaning, and the
two are averaged. Words keep apart what meaning confuses, most of all yes and no: a way of saying counts less where one
of the two is negated and the other is not. Where the words alone are sure, the model is not asked; nor is it for more
than `MOST_LETTERS` of one message, since it takes about 0.25 ms a letter. What comes after is heard by its words.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from clearbar.practice.customer.hearing import heard_in
from clearbar.practice.customer.matching import Match
from clearbar.practice.customer.tfidf import NEAR_ENOUGH, PART_NEAR_ENOUGH, TfIdf
from clearbar.practice.customer.units import Kind, Unit, unit
from clearbar.text.vectors import Embedder

MOST_LETTERS = 64
SURE = 0.6
"""A cosine of words from which on the model is not asked."""
_NOTHING_ALIKE, _NEGATION = 0.82, 0.08
"""The cosine of two texts that have nothing in common, for this model; what it loses where only one is negated."""


class Embedded:
    """Hears the intents of one scenario by words and meaning. To make one takes about 10 ms for each way of saying."""

    def __init__(self, intents: Mapping[str, Sequence[str]], embedder: Embedder) -> None:
        import numpy as np  # here, so that whoever only reads scenarios does not wait for it

        self._np = np
        self._words = TfIdf(intents)
        self._embedder = embedder
        said = [(intent, text) for intent, texts in sorted(intents.items()) for text in texts]
        self._intents = [intent for intent, _ in said]
        self._negated = np.array([unit(text).is_negated for _, text in said], bool)
        vectors = [embedder.vector(text) for _, text in said]
        self._vectors = np.array(vectors, np.float32) if vectors else np.zeros((0, 1), np.float32)

    def heard(self, text: str, near: Collection[str] = ()) -> tuple[Match, ...]:
        """The intents in `text`, best first; nothing where none is sure enough."""
        return heard_in(text, _Message(self).scores, near, NEAR_ENOUGH, PART_NEAR_ENOUGH)

    def by_words(self, said: Unit) -> dict[str, float]:
        """How near something said is to each intent by its words."""
        return self._words.scores(said)

    def by_meaning(self, said: Unit) -> dict[str, float]:
        """How near something said is to each intent by its meaning, 0..1."""
        np = self._np
        if not self._intents:
            return {}
        cosines = self._vectors @ self._embedder.vector(said.text) - _NEGATION * (self._negated != said.is_negated)
        near = np.clip((cosines - _NOTHING_ALIKE) / (1 - _NOTHING_ALIKE), 0, 1)
        best: dict[str, float] = {}
        for intent, value in zip(self._intents, near.tolist(), strict=True):
            best[intent] = max(value, best.get(intent, 0.0))
        return best


class _Message:
    """One message, with the letters of it that the model may still be asked about."""

    def __init__(self, matcher: Embedded) -> None:
        self._matcher = matcher
        self._left = MOST_LETTERS

    def scores(self, said: Unit) -> dict[str, float]:
        """How near a part of the message is to each intent."""
        words = self._matcher.by_words(said)
        if said.kind is not Kind.SENTENCE or len(said.text) > self._left or max(words.values(), default=0.0) >= SURE:
            return words
        self._left -= len(said.text)
        return {intent: (near + words.get(intent, 0.0)) / 2 for intent, near in self._matcher.by_meaning(said).items()}
