"""Oracles: the textbook analysis of variance, REML on balanced data, and pairs of ratings counted one by one."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from clearbar.stats.cells import CellTable
from clearbar.stats.crossed import crossed
from clearbar.stats.moments import moments, number

DATA = Path(__file__).parent.parent / "data" / "variance"


def rows(name: str) -> dict[str, np.ndarray]:
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    return {key: np.array([row[key] for row in found]) for key in found[0]}


@pytest.mark.parametrize(
    ("name", "outcome", "factors"),
    [
        ("dyestuff", "Yield", ["Batch"]),
        ("penicillin", "diameter", ["plate", "sample"]),
        ("pastes", "strength", ["sample", "batch"]),
    ],
)
def test_on_balanced_data_moments_are_reml(name, outcome, factors):
    table = rows(name)
    y, chosen = table[outcome].astype(float), {factor: table[factor] for factor in factors}
    one = np.ones(y.size)
    found = moments(one, y, y * y, chosen)
    split = crossed(CellTable(one, y, y * y, chosen))
    assert found.variances == pytest.approx({c.name: c.variance for c in split.components}, rel=1e-4)


def test_one_way_moments_are_the_analysis_of_variance():
    """Dyestuff: mean squares 11271.5 between and 2451.25 within, 5 per batch."""
    table = rows("dyestuff")
    y = table["Yield"].astype(float)
    found = moments(np.ones(30), y, y * y, {"batch": table["Batch"]}, rest="within")
    assert found.raw == pytest.approx({"batch": (11271.5 - 2451.25) / 5, "within": 2451.25})


def test_moments_of_cells_are_those_of_their_ratings():
    rng = np.random.default_rng(2)
    person, rater = rng.integers(0, 6, 80), rng.integers(0, 4, 80)
    y = rng.normal(3, 1, 80)
    cell = person * 4 + rater
    kept, at = np.unique(cell, return_inverse=True)
    by_cell = moments(np.bincount(at), np.bincount(at, y), np.bincount(at, y * y), {"p": kept // 4, "r": kept % 4})
    by_row = moments(np.ones(80), y, y * y, {"p": person, "r": rater})
    assert by_cell.raw == pytest.approx(by_row.raw)


def test_moments_solve_the_equations_of_pairs():
    """Gao & Owen: half the squared difference of two ratings has the mean σ_e² + Σ σ_f² over factors that differ."""
    rng = np.random.default_rng(4)
    person, rater = rng.integers(0, 7, 40), rng.integers(0, 5, 40)
    y = rng.normal(size=7)[person] + rng.normal(size=40)
    equations, observed = [], []
    for grouping in (np.zeros(40), person, rater):
        size = {value: np.sum(grouping == value) for value in np.unique(grouping)}
        row, total = np.zeros(3), 0.0
        for i, j in combinations(range(40), 2):
            if grouping[i] == grouping[j]:
                row += np.array([person[i] != person[j], rater[i] != rater[j], 1]) / size[grouping[i]]
                total += (y[i] - y[j]) ** 2 / 2 / size[grouping[i]]
        equations.append(row)
        observed.append(total)
    expected = np.linalg.solve(np.array(equations), np.array(observed))
    found = moments(np.ones(40), y, y * y, {"person": person, "rater": rater})
    assert list(found.raw.values()) == pytest.approx(expected)


def test_a_category_is_swept_out():
    rng = np.random.default_rng(6)
    person, group = rng.integers(0, 9, 200), rng.integers(0, 3, 200)
    y = rng.normal(size=9)[person] + rng.normal(size=200)
    moved = y + np.array([0.0, 50.0, -7.0])[group]
    one = np.ones(200)
    plain = moments(one, y, y * y, {"person": person}, fixed=[group])
    other = moments(one, moved, moved * moved, {"person": person}, fixed=[group])
    assert other.raw == pytest.approx(plain.raw)


def test_a_negative_variance_is_shown_raw_and_reported_as_zero():
    y = np.array([1.0, 5, 1, 5, 1, 5])
    found = moments(np.ones(6), y, y * y, {"person": np.array([0, 0, 1, 1, 2, 2])})
    assert found.raw["person"] == pytest.approx(-4)
    assert found.variances["person"] == 0


def test_labels_of_any_kind_are_numbered_in_their_order():
    for labels in (np.array([7, -2, 7, 10**12]), np.array(["b", "a", "b", "c"]), np.array([2.5, 1.0, 2.5, 9.0])):
        codes, levels = number(labels)
        assert codes.tolist() == [1, 0, 1, 2]
        assert levels[codes].tolist() == labels.tolist()
    codes, levels = number(np.array([5, 3, 9], dtype=np.int8))
    assert (codes.tolist(), levels.tolist()) == ([1, 0, 2], [3, 5, 9])
