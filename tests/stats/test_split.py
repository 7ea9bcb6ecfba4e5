"""What is said of variation that cannot be split."""

from __future__ import annotations

from typing import Any

import numpy as np

from clearbar.stats.answers import Model, conclude_split


def _sums(cells: list[tuple[str | None, int, float, float]]) -> dict[str, Any]:
    persons, n, s, q = zip(*cells, strict=True)
    return {"person": np.array(persons, dtype=object), "n": np.array(n), "s": np.array(s), "q": np.array(q)}


def test_ratings_that_are_all_the_same_have_no_variation() -> None:
    answer = conclude_split(_sums([("a", 10, 40, 160), ("b", 10, 40, 160)]), (), Model(("person",), True))
    assert len(answer) == 0
    assert "all ratings are the same" in answer.notes[0]


def test_persons_who_differ_but_never_vary_are_not_said_to_be_alike() -> None:
    answer = conclude_split(_sums([("a", 10, 40, 160), ("b", 10, 20, 40), ("c", 10, 30, 90)]), (), Model(("person",), True))
    assert len(answer) == 0
    assert "never differ" in answer.notes[0]
    assert not any("all ratings are the same" in note for note in answer.notes)


def test_ratings_without_a_person_are_left_out_and_counted() -> None:
    cells = [("a", 10, 40, 165), ("b", 10, 30, 95), (None, 7, 20, 60), ("c", 10, 35, 130)]
    answer = conclude_split(_sums(cells), (), Model(("person",), True))
    assert [row.keys["part"] for row in answer.rows] == ["person", "occasion"]
    assert next(iter(answer.rows)).figures["share"].n == 30
    assert answer.notes[0] == "7 ratings without person are left out."


def test_too_few_ratings_are_told() -> None:
    assert conclude_split(_sums([("a", 2, 8, 32)]), (), Model(("person",), True)).notes == (
        "too few ratings to split their variation.",
    )
