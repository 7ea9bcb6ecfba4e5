"""Hearing intents without any model: each way of saying an intent as a vector of weighted words and runs of letters.

What somebody says is taken apart into sentences and clauses. Each is held against every way of saying every intent by
the cosine of their weighted features (TF-IDF; Spärck Jones 1972, Journal of Documentation 28:11), and is heard as the
intent of the nearest, where that is near enough. The bounds were chosen on invented lines of staff; how well they do on
others stands in docs/benchmarks.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from math import log, sqrt
from typing import TYPE_CHECKING

from clearbar.practice.customer.features import features, weight
from clearbar.practice.customer.hearing import heard_in
from clearbar.practice.customer.matching import Match
from clearbar.practice.customer.units import Unit, unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEAR_ENOUGH, PART_NEAR_ENOUGH = 0.33, 0.55
"""The least cosine of a sentence, and of a clause that is a part of one."""
_UNKNOWN = 0.6
"""What a feature that no way of saying has counts beside the rarest one that some has: a sentence with more in it than
the intent is still heard."""


class TfIdf:
    """Hears the intents of one scenario. Made once for an edition: that takes some milliseconds."""

    def __init__(self, intents: Mapping[str, Sequence[str]]) -> None:
        import numpy as np  # here, so that whoever only reads scenarios does not wait for it

        self._np = np
        said = [(intent, features(unit(text).clauses)) for intent, texts in sorted(intents.items()) for text in texts]
        known = [(intent, counted) for intent, counted in said if counted]
        self._names = sorted({intent for intent, _ in known})
        numbers = {name: number for number, name in enumerate(self._names)}
        self._intent = np.array([numbers[intent] for intent, _ in known], np.intp)
        within = Counter(feature for _, counted in known for feature in counted)
        self._rare = {feature: log((1 + len(known)) / (1 + count)) + 1 for feature, count in within.items()}
        self._unheard = (log(1 + len(known)) + 1) * _UNKNOWN
        self._index = self._indexed([counted for _, counted in known])

    def heard(self, text: str, near: Collection[str] = ()) -> tuple[Match, ...]:
        """The intents in `text`, best first; nothing where none is sure enough."""
        return heard_in(text, self.scores, near, NEAR_ENOUGH, PART_NEAR_ENOUGH)

    def scores(self, said: Unit) -> dict[str, float]:
        """How near something said is to each intent: the cosine (0..1) to the nearest way of saying it."""
        np = self._np
        sums = np.zeros(len(self._intent))
        for feature, value in self._vector(features(said.clauses)).items():
            if feature in self._index:
                where, others = self._index[feature]
                sums[where] += value * others
        best = np.zeros(len(self._names))
        np.maximum.at(best, self._intent, sums)
        return {self._names[number]: min(1.0, float(best[number])) for number in np.flatnonzero(best)}

    def _indexed(self, known: Sequence[Mapping[str, int]]) -> dict[str, tuple[NDArray[np.int32], NDArray[np.float32]]]:
        """For each feature the ways of saying that have it, and its part in each of their vectors."""
        np = self._np
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, counted in enumerate(known):
            for feature, value in self._vector(counted).items():
                found[feature].append((number, value))
        return {
            feature: (np.array([one for one, _ in places], np.int32), np.array([one for _, one in places], np.float32))
            for feature, places in found.items()
        }

    def _vector(self, counted: Mapping[str, int]) -> dict[str, float]:
        """Weights of features, of length one."""
        weights = {
            feature: (1 + log(count)) * self._rare.get(feature, self._unheard) * weight(feature)
            for feature, count in counted.items()
        }
        length = sqrt(sum(one * one for one in weights.values())) or 1.0
        return {feature: one / length for feature, one in weights.items()}
