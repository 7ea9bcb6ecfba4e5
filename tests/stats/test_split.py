"""What is said of variation that cannot be split."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from clearbar.model.estimate import Answer
from clearbar.stats.answers import Model, conclude_split


def _sums(cells: list[tuple[str | None, int, float, float]]) -> dict[str, Any]:
    persons, n, s, q = zip(*cells, strict=True)
    return {"person": np.array(persons, dtype=object), "n": np.array(n), "s": np.array(s), "q": np.array(q)}


def test_ratings_that_are_all_the_same_have_no_variation() -> None:
    answer = conclude_split(_sums([("a", 10, 40, 160), ("b", 10, 40, 160)]), (), Model(("person",), True))
    assert len(answer) == 0
    assert "all ratings are the same" in answer.notes[0]


def test_persons_who_differ_but_never_vary_are_not_said_to_be_alike() -> None:
    answer = conclude_split(
        _sums([("a", 10, 40, 160), ("b", 10, 20, 40), ("c", 10, 30, 90)]), (), Model(("person",), True)
    )
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


def _columns(rows: list[dict[str, Any]], *names: str) -> dict[str, Any]:
    """Cells of these ratings by these columns, as the query counts them."""
    cells: dict[tuple[Any, ...], list[float]] = {}
    for row in rows:
        cells.setdefault(tuple(row[name] for name in names), []).append(row["y"])
    found: dict[str, Any] = {name: np.array([key[i] for key in cells], dtype=object) for i, name in enumerate(names)}
    sums = {"n": map(len, cells.values()), "s": map(sum, cells.values())}
    found |= {name: np.array(list(values), dtype=float) for name, values in sums.items()}
    return {**found, "q": np.array([sum(y * y for y in ys) for ys in cells.values()])}


def _world(seed: int = 5, harm: float = 1.5) -> list[dict[str, Any]]:
    """Persons at sites serve one topic or two, of which one is harder."""
    rng = np.random.default_rng(seed)
    rows = []
    for p in range(40):
        own = rng.normal(0, 0.4)
        for _ in range(12):
            topic = "hard" if rng.random() < (0.9 if p % 2 else 0.1) else "easy"
            y = 3 + own - harm * (topic == "hard") + rng.normal(0, 0.8)
            rows.append(
                {"site": f"s{p % 5}", "person": f"p{p}", "topic": topic, "rater": f"r{rng.integers(4)}", "y": y}
            )
    return rows


def _facts(answer: Answer, name: str = "variance") -> dict[str, float]:
    return {row.keys["part"]: row.facts[name] for row in answer.rows}


def test_what_a_category_explains_is_no_variation_between_persons() -> None:
    plain = conclude_split(_columns(_world(), "person"), (), Model(("person",), True))
    swept = conclude_split(_columns(_world(), "person", "topic"), (), Model(("person",), True, ("topic",)))
    assert _facts(plain)["person"] > 1.8 * _facts(swept)["person"]
    assert _facts(swept)["person"] == pytest.approx(0.16, abs=0.12)
    (means,) = swept.parts
    (row,) = means.rows
    assert (row.keys["column"], row.keys["level"]) == ("topic", "hard")
    assert row.figures["difference"].low < -1.5 < row.figures["difference"].high


def test_a_category_swept_out_is_the_likelihood_of_the_whole_covariance_matrix() -> None:
    """Criterion by criterion: no variances near those that were found fit better."""
    rows = _world(8)[:150]
    y = np.array([row["y"] for row in rows])
    x = np.column_stack([np.ones(150), [row["topic"] == "hard" for row in rows]])
    persons = np.array([row["person"] for row in rows])
    same = (persons[:, None] == persons).astype(float)

    def criterion(person: float, rest: float) -> float:
        v = person * same + rest * np.eye(150)
        inverse = np.linalg.inv(v)
        middle = x.T @ inverse @ x
        left = y - x @ np.linalg.solve(middle, x.T @ inverse @ y)
        return float(np.linalg.slogdet(v)[1] + np.linalg.slogdet(middle)[1] + left @ inverse @ left)

    found = _facts(conclude_split(_columns(rows, "person", "topic"), (), Model(("person",), True, ("topic",))))
    best = criterion(found["person"], found["occasion"])
    for turn in (0.97, 1.03):
        assert criterion(found["person"] * turn, found["occasion"]) > best
        assert criterion(found["person"], found["occasion"] * turn) > best


def test_nested_and_crossed_roads_to_one_model_agree() -> None:
    """A category of a single level changes nothing, but the model goes another way."""
    rows = [{**row, "topic": "one"} for row in _world(6)]
    one = conclude_split(_columns(rows, "site", "person"), (), Model(("site", "person"), True))
    other = conclude_split(_columns(rows, "site", "person", "topic"), (), Model(("site", "person"), True, ("topic",)))
    assert _facts(one) == pytest.approx(_facts(other), rel=1e-4)
    assert _facts(one, "groups") == _facts(other, "groups") == {"site": 5, "person": 40, "occasion": None}


def test_standard_errors_are_told_beside_the_variances() -> None:
    answer = conclude_split(_columns(_world(7), "person", "rater"), (), Model(("person", "rater"), False))
    errors = _facts(answer, "se")
    freedom = 480 - 40 - 4 + 1
    assert errors["occasion"] == pytest.approx(_facts(answer)["occasion"] * (2 / freedom) ** 0.5, rel=0.02)
    assert all(error > 0 for error in errors.values())


def test_moments_are_told_without_intervals_and_may_be_negative() -> None:
    rows = [{"person": f"p{i % 9}", "y": float((i // 9) % 5)} for i in range(90)]
    answer = conclude_split(_columns(rows, "person"), (), Model(("person",), True, instant=True))
    (person, rest) = answer.rows
    assert "share" not in person.figures and "without intervals" in answer.notes[0]
    assert person.facts["variance"] == 0 > person.facts["raw"] and rest.facts["about"] == 1


def test_three_crossed_factors_and_a_combined_one_are_split() -> None:
    rows = _world(9)
    answer = conclude_split(
        _columns(rows, "person", "rater", "site", "topic"), (), Model(("person", "rater", "site:topic"), False)
    )
    joined = [
        {"person": row["person"], "rater": row["rater"], "both": f"{row['site']}-{row['topic']}", "y": row["y"]}
        for row in rows
    ]
    other = conclude_split(_columns(joined, "person", "rater", "both"), (), Model(("person", "rater", "both"), False))
    assert list(_facts(answer).values()) == pytest.approx(list(_facts(other).values()), rel=1e-6)
    assert list(_facts(answer)) == ["person", "rater", "site:topic", "occasion"]
