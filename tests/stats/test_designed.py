"""Variances over clusters, and calibrated weights: published tables of R's survey package and of Petersen 2009."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.stats.designed import calibrate, ratio, scatter, unexplained, variance_of_sum

DATA = Path(__file__).parent.parent / "data" / "weights"


def table(name: str) -> dict[str, np.ndarray]:
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    words = {column: [row[column] for row in rows] for column in rows[0]}
    numeric = {name: not any(value[:1].isalpha() for value in values) for name, values in words.items()}
    return {name: np.array(values, dtype=float if numeric[name] else str) for name, values in words.items()}


def codes(column: np.ndarray) -> np.ndarray:
    return np.unique(column, return_inverse=True)[1]


def by(column: np.ndarray, parts: np.ndarray) -> np.ndarray:
    return np.bincount(codes(column), parts)


SCHOOLS = table("apiclus1")
DISTRICTS = {"strata": None, "fraction": 15 / 757}
WEIGHT, INDEX, PUPILS = SCHOOLS["pw"], SCHOOLS["api00"], SCHOOLS["enroll"]


def test_a_mean_and_a_total_of_whole_districts_are_those_of_survey() -> None:
    """svymean(~api00, dclus1): 644.17, SE 23.542; svytotal(~enroll): 3404940, SE 932235."""
    value, parts = ratio(WEIGHT * INDEX, WEIGHT)
    assert value == pytest.approx(644.17, abs=0.005)
    assert variance_of_sum(by(SCHOOLS["dnum"], parts), **DISTRICTS) ** 0.5 == pytest.approx(23.542, abs=0.0005)
    assert (WEIGHT * PUPILS).sum() == pytest.approx(3404940, abs=0.5)
    error = variance_of_sum(by(SCHOOLS["dnum"], WEIGHT * PUPILS), **DISTRICTS) ** 0.5
    assert error == pytest.approx(932235, abs=0.5)


def test_a_mean_of_schools_drawn_within_types_is_that_of_survey() -> None:
    """svymean(~api00, dstrat): 662.29, SE 9.4089; svytotal(~enroll): 3687178, SE 114642."""
    drawn = table("apistrat")
    types, weight = codes(drawn["stype"]), drawn["pw"]
    fraction = np.bincount(types) / np.array([drawn["fpc"][types == at][0] for at in range(3)])
    value, parts = ratio(weight * drawn["api00"], weight)
    assert value == pytest.approx(662.29, abs=0.005)
    assert variance_of_sum(parts, types, fraction) ** 0.5 == pytest.approx(9.4089, abs=0.00005)
    assert variance_of_sum(weight * drawn["enroll"], types, fraction) ** 0.5 == pytest.approx(114642, abs=0.5)


def test_calibration_to_a_known_mean_is_that_of_survey() -> None:
    """calibrate(dclus1, ~api99, c(6194, 3914069)): mean of api00 666.72, SE 3.2959."""
    x = np.column_stack([np.ones(WEIGHT.size), SCHOOLS["api99"]])
    weights = calibrate(WEIGHT, x, [6194, 3914069])
    np.testing.assert_allclose(weights @ x, [6194, 3914069])
    assert (weights / WEIGHT).min() == pytest.approx(0.5236169, abs=1e-6)
    value, parts = ratio(weights * INDEX, weights)
    assert value == pytest.approx(666.72, abs=0.005)
    left = weights * unexplained(parts / weights, x, WEIGHT)
    assert variance_of_sum(by(SCHOOLS["dnum"], left), **DISTRICTS) ** 0.5 == pytest.approx(3.2959, abs=0.00005)


def test_the_errors_of_petersens_slope_by_firm_by_year_and_by_both() -> None:
    """1.0348; White .0284, firm .0506, year .0334, firm and year .0536 (the last with White for firm by year)."""
    firms, years, rows = table("petersen_firms"), table("petersen_years"), table("petersen_rows")
    slope, by_firm = ratio(firms["xy"], firms["xx"])
    assert slope == pytest.approx(1.0348, abs=0.00005)
    assert ratio(years["xy"], years["xx"])[0] == pytest.approx(slope, rel=1e-9)
    squares = rows["xyxy"] - 2 * slope * rows["xxxy"] + slope**2 * rows["xxxx"]
    white = float(scatter(5000, 0.0, squares[0])) / float(rows["xx"][0]) ** 2
    firm, year = (variance_of_sum(ratio(sums["xy"], sums["xx"])[1]) for sums in (firms, years))
    found = [white**0.5, firm**0.5, year**0.5, (firm + year - white) ** 0.5]
    assert found == pytest.approx([0.0284, 0.0506, 0.0334, 0.0536], abs=0.00005)
    assert variance_of_sum(by_firm) == firm
    # That the table is Petersen's: what independent rows with one variance would give, .0286.
    rest = float(rows["yy"][0] - slope * rows["xy"][0])
    assert (rest / 4998 / rows["xx"][0]) ** 0.5 == pytest.approx(0.0286, abs=0.00005)


def test_one_cluster_tells_nothing_of_the_variation_between_clusters() -> None:
    assert np.isnan(variance_of_sum([3.0]))
    assert np.isnan(scatter(1, 3.0, 9.0))
    assert np.isnan(variance_of_sum([1.0, 2.0, 3.0], np.array([0, 0, 1])))


def test_a_ratio_to_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="divide by"):
        ratio([1.0], [0.0])


def test_columns_that_depend_on_each_other_explain_as_much_as_one_of_them() -> None:
    rng = np.random.default_rng(3)
    x, y, w = rng.normal(size=(40, 2)), rng.normal(size=40), rng.uniform(1, 2, 40)
    twice = np.column_stack([x, x @ [1.0, -2.0]])
    np.testing.assert_allclose(unexplained(y, twice, w), unexplained(y, x, w), atol=1e-9)
    np.testing.assert_allclose(twice.T @ (w * unexplained(y, twice, w)), 0, atol=1e-9)


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=20), st.floats(-100, 100))
def test_a_constant_added_to_every_part_changes_no_variance(parts: list[float], constant: float) -> None:
    moved = np.array(parts) + constant
    assert variance_of_sum(moved) == pytest.approx(variance_of_sum(parts), rel=1e-6, abs=1e-6)
    assert variance_of_sum(parts[::-1]) == pytest.approx(variance_of_sum(parts), rel=1e-9, abs=1e-9)
