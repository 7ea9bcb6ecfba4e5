"""Oracles: lme4 1.1-31 (R 4.2.2), the tests of MixedModels.jl, and the model as a dense covariance matrix."""

from __future__ import annotations

import csv
import gzip
from functools import cache
from math import inf
from pathlib import Path

import numpy as np
import pytest

from clearbar.stats.cells import CellTable
from clearbar.stats.cross_counts import count
from clearbar.stats.crossed import crossed, crossed_effects
from clearbar.stats.crossed_likelihood import CrossedLikelihood
from clearbar.stats.nested import PersonSums, nested, nested_effects

DATA = Path(__file__).parent.parent / "data" / "variance"


def cells(y: np.ndarray, factors: dict[str, np.ndarray], fixed: dict[str, np.ndarray] | None = None) -> CellTable:
    """The group-by that an engine would do."""
    fixed = fixed or {}
    named = {**factors, **fixed}
    coded = np.column_stack([np.unique(labels, return_inverse=True)[1] for labels in named.values()])
    first, at = np.unique(coded, axis=0, return_index=True, return_inverse=True)[1:]
    at = at.reshape(-1)
    return CellTable(
        np.bincount(at),
        np.bincount(at, y),
        np.bincount(at, y * y),
        {name: labels[first] for name, labels in factors.items()},
        {name: labels[first] for name, labels in fixed.items()},
    )


def columns(name: str) -> dict[str, np.ndarray]:
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([row[key] for row in rows]) for key in rows[0]}


@cache
def insteval(folder: Path) -> dict[str, np.ndarray]:
    with gzip.open(folder / "insteval" / "insteval.csv.gz", "rt", encoding="utf-8") as file:
        names = file.readline().strip().replace('"', "").split(",")
        rows = np.loadtxt(file, delimiter=",", dtype=np.int64)
    return dict(zip(names, rows.T, strict=True))


def small(seed: int = 3) -> tuple[np.ndarray, dict[str, np.ndarray], np.ndarray]:
    rng = np.random.default_rng(seed)
    size = 90
    factors = {"a": rng.integers(0, 4, size), "b": rng.integers(0, 9, size), "c": rng.integers(0, 5, size)}
    y = sum(rng.normal(size=9)[codes] for codes in factors.values())
    return y + rng.normal(3, 1, size), factors, rng.integers(0, 3, size)


def dense_answer(y, factors, columns_fixed, variances, *, reml):
    kernels = [(f[:, None] == f).astype(float) for f in factors.values()] + [np.eye(y.size)]
    v = sum(value * kernel for value, kernel in zip(variances, kernels, strict=True))
    inverse, x = np.linalg.inv(v), columns_fixed
    middle = x.T @ inverse @ x
    project = inverse - inverse @ x @ np.linalg.solve(middle, x.T @ inverse)
    trace_of, py = (project if reml else inverse), project @ y
    criterion = (y.size - reml * x.shape[1]) * np.log(2 * np.pi) + np.linalg.slogdet(v)[1] + y @ py
    criterion += reml * np.linalg.slogdet(middle)[1]
    score = [-(np.trace(trace_of @ k) - py @ k @ py) / 2 for k in kernels]
    information = [[py @ k @ project @ m @ py / 2 for k in kernels] for m in kernels]
    return criterion, np.array(score), np.array(information)


@pytest.mark.parametrize("reml", [True, False])
@pytest.mark.parametrize("variances", [[0.1, 0.2, 0.3, 1], [0, 0.2, 0.3, 1], [0.1, 0, 0.3, 1], [1e-9, 0.2, 0, 0.8]])
def test_the_likelihood_is_that_of_the_full_covariance_matrix(reml, variances):
    y, factors, group = small()
    likelihood = CrossedLikelihood(count(cells(y, factors, {"group": group})), reml)
    point = likelihood(np.array(variances))
    x = np.column_stack([np.ones(y.size), group == 1, group == 2]).astype(float)
    criterion, score, information = dense_answer(y, factors, x, variances, reml=reml)
    assert point.criterion == pytest.approx(criterion, abs=1e-9)
    assert point.score == pytest.approx(score, rel=1e-6, abs=1e-8)
    assert point.information == pytest.approx(information, rel=1e-9)


def test_effects_are_those_of_the_mixed_model_equations():
    y, factors, group = small()
    table = cells(y, factors, {"group": group})
    split = crossed(table)
    *variances, rest = (component.variance for component in split.components)
    incidence = [(f[:, None] == np.unique(f)).astype(float) for f in factors.values()]
    x = np.column_stack([np.ones(y.size), group == 1, group == 2])
    w = np.column_stack([x, *incidence])
    penalty = np.repeat([0, *(rest / np.array(variances))], [3, *(z.shape[1] for z in incidence)])
    inverse = np.linalg.inv(w.T @ w + np.diag(penalty))
    values, errors = inverse @ w.T @ y, np.sqrt(rest * np.diag(inverse))
    assert [c.value for c in split.coefficients] == pytest.approx(values[:3])
    assert [c.se for c in split.coefficients] == pytest.approx(errors[:3])
    assert [c.name for c in split.coefficients] == ["mean", "group=1", "group=2"]
    effects = crossed_effects(table, split)
    assert list(effects) == ["a", "b", "c"]
    assert np.concatenate([e.values for e in effects.values()]) == pytest.approx(values[3:])
    assert np.concatenate([e.ses for e in effects.values()]) == pytest.approx(errors[3:])


@pytest.mark.parametrize(
    ("reml", "variances", "criterion", "error"),
    [
        (True, [0.716908176766, 3.730917588346, 0.302415462713], 330.860588991, 0.808573360599),
        (False, [0.714992330415, 3.135188832046, 0.302425417624], 332.188348669, 0.744595860598),
    ],
)
def test_penicillin_is_as_lme4_has_it(reml, variances, criterion, error):
    table = columns("penicillin")
    split = crossed(
        cells(table["diameter"].astype(float), {"plate": table["plate"], "sample": table["sample"]}), reml=reml
    )
    assert [c.variance for c in split.components] == pytest.approx(variances, rel=2e-4)
    assert split.criterion == pytest.approx(criterion, abs=1e-5)
    assert (split.mean.value, split.mean.se) == pytest.approx((22.9722222222, error), rel=1e-4)
    assert split.parts == {("plate", "sample"): 1}


@pytest.mark.parametrize(("reml", "criterion"), [(True, 246.990745853), (False, 247.994465862)])
def test_pastes_by_labels_is_as_lme4_has_it(reml, criterion):
    table = columns("pastes")
    split = crossed(
        cells(table["strength"].astype(float), {"sample": table["sample"], "batch": table["batch"]}), reml=reml
    )
    assert split.criterion == pytest.approx(criterion, abs=1e-5)
    batch = 1.657309129511 if reml else 1.199155798721
    assert [c.variance for c in split.components] == pytest.approx([8.4336666, batch, 0.678], rel=1e-4)
    assert split.parts == {("sample", "batch"): 10}


@pytest.mark.parametrize("name", ["unbalanced", "zero_site"])
@pytest.mark.parametrize("reml", [True, False])
def test_nested_labels_give_what_the_nested_fit_gives(name, reml):
    table = {key: column.astype(float) for key, column in columns(name).items()}
    by_cell = CellTable(table["n"], table["sum"], table["square"], {"site": table["site"], "person": table["person"]})
    people = PersonSums(table["n"], table["sum"], table["square"], table["site"])
    one, other = crossed(by_cell, reml=reml), nested(people, reml=reml)
    assert one.converged
    assert one.criterion == pytest.approx(other.criterion, abs=1e-6)
    assert [c.variance for c in one.components] == pytest.approx([c.variance for c in other.components], abs=1e-4)
    effects, expected = crossed_effects(by_cell, one), nested_effects(people, other)
    for level in ("site", "person"):
        assert effects[level].values == pytest.approx(expected[level].values, abs=1e-4)
        assert effects[level].ses == pytest.approx(expected[level].ses, abs=1e-4)


def test_students_rating_lecturers_by_ml_is_as_published(real_data):
    """MixedModels.jl test/pls.jl: y ~ 1 + service + (1|s) + (1|d) + (1|dept)."""
    rows = insteval(real_data)
    table = cells(rows["y"].astype(float), {k: rows[k] for k in ("s", "d", "dept")}, {"service": rows["service"]})
    split = crossed(table, reml=False)
    assert split.criterion == pytest.approx(237721.7687745563, abs=1e-4)
    variances = [c.variance for c in split.components]
    assert variances == pytest.approx([0.105968, 0.265207, 0.006165, 1.386490], abs=5e-6)
    assert [c.value for c in split.coefficients] == pytest.approx([3.282581, -0.092589], abs=2e-6)
    effects = crossed_effects(table, split)
    fitted = split.mean.value + split.coefficients[1].value * rows["service"][0]
    for name in ("s", "d", "dept"):
        fitted += effects[name].values[effects[name].labels == rows[name][0]][0]
    assert fitted == pytest.approx(3.17876, abs=1e-5)
    assert rows["y"][0] - fitted == pytest.approx(1.82124, abs=1e-5)


def test_students_rating_lecturers_with_an_interaction_is_as_published(real_data):
    """MixedModels.jl test/pls.jl: y ~ 1 + service*dept + (1|s) + (1|d)."""
    rows = insteval(real_data)
    both = rows["service"] * 100 + rows["dept"]
    split = crossed(
        cells(rows["y"].astype(float), {"s": rows["s"], "d": rows["d"]}, {"service and dept": both}), reml=False
    )
    assert split.criterion == pytest.approx(237585.5534151694, abs=1e-4)


def test_students_rating_lecturers_by_reml_is_as_lme4_has_it(real_data):
    """lmer(y ~ service + (1|s) + (1|d) + (1|dept:service), InstEval)."""
    rows = insteval(real_data)
    factors = {"s": rows["s"], "d": rows["d"], "dept:service": rows["dept"] * 2 + rows["service"]}
    table = cells(rows["y"].astype(float), factors, {"service": rows["service"]})
    split = crossed(table)
    assert split.criterion == pytest.approx(237661.5357, abs=1e-4)
    variances = [c.variance for c in split.components]
    assert variances == pytest.approx([0.105427, 0.262569, 0.012024, 1.384960], abs=2e-6)
    service = split.coefficients[1]
    assert (service.value, service.se) == pytest.approx((-0.053496, 0.044544), abs=2e-6)
    assert [c.se for c in split.components] == pytest.approx([0.0045, 0.0131, 0.0045, 0.0074], abs=6e-5)
    assert split.groups == {"s": 2972, "d": 1128, "dept:service": 28}


def test_a_category_that_others_tell_is_left_out():
    y, factors, group = small()
    once = crossed(cells(y, factors, {"group": group}))
    twice = crossed(cells(y, factors, {"group": group, "again": group + 5, "constant": 0 * group}))
    assert [c.name for c in twice.coefficients] == ["mean", "group=1", "group=2"]
    assert twice.criterion == pytest.approx(once.criterion, abs=1e-9)


def test_raters_who_share_no_person_are_reported_as_apart():
    rng = np.random.default_rng(1)
    person = np.repeat(np.arange(20), 6)
    rater = np.where(person < 10, rng.integers(0, 3, 120), rng.integers(3, 6, 120))
    y = rng.normal(size=120)
    assert crossed(cells(y, {"person": person, "rater": rater})).parts == {("person", "rater"): 2}
    rater[0] = 5
    assert crossed(cells(y, {"person": person, "rater": rater})).parts == {("person", "rater"): 1}


def test_factors_that_cannot_be_told_apart_are_named():
    y, factors, _ = small()
    known = {"b": factors["b"], "c": factors["c"]}
    extra = {"same": factors["b"] + 7, "single": np.zeros(y.size), "row": np.arange(y.size)}
    split, expected = crossed(cells(y, {**known, **extra})), crossed(cells(y, known))
    assert [c.name for c in split.components] == ["b", "c", "occasion"]
    assert split.criterion == pytest.approx(expected.criterion, abs=1e-7)
    assert split.notes == (
        "same and b always go together: they are told as b",
        "only one single: variation between them cannot be seen",
        "each row was rated once: row and occasion are told together, as occasion",
    )


@pytest.mark.parametrize("reml", [True, False])
def test_without_any_factor_to_tell_the_variance_is_that_about_the_categories(reml):
    y, _, group = small()
    table = cells(y, {"row": np.arange(y.size)}, {"group": group})
    split = crossed(table, reml=reml)
    means = np.array([y[group == k].mean() for k in range(3)])
    squares = np.sum((y - means[group]) ** 2)
    assert split.variance("occasion") == pytest.approx(squares / (y.size - 3 * reml))
    assert [c.value for c in split.coefficients] == pytest.approx([means[0], *(means[1:] - means[0])])
    x = np.column_stack([np.ones(y.size), group == 1, group == 2]).astype(float)
    expected = dense_answer(y, {}, x, [split.variance("occasion")], reml=reml)[0]
    assert split.criterion == pytest.approx(expected)
    assert crossed_effects(table, split) == {}


def test_equal_ratings_have_no_variation():
    _, factors, group = small()
    table = cells(np.full(group.size, 4.0), factors, {"group": group})
    split = crossed(table)
    assert [c.variance for c in split.components] == [0, 0, 0, 0]
    assert split.criterion == -inf
    assert [c.value for c in split.coefficients] == pytest.approx([4, 0, 0])
    assert not crossed_effects(table, split)["a"].values.any()


def test_no_more_ratings_than_coefficients_leave_nothing_to_split():
    table = cells(np.array([3.0, 4]), {"person": np.array([0, 0])}, {"group": np.array([0, 1])})
    split = crossed(table)
    assert split.components == ()
    assert "no more ratings than coefficients" in split.notes[-1]


def test_a_component_at_zero_is_held_and_the_rest_refitted():
    rng = np.random.default_rng(8)
    person, rater = np.repeat(np.arange(12), 5), np.tile(np.arange(5), 12)
    y = rng.normal(size=12)[person] + rng.normal(size=60)
    y = y - np.array([y[rater == k].mean() for k in range(5)])[rater]
    split = crossed(cells(y, {"person": person, "rater": rater}))
    alone = crossed(cells(y, {"person": person}))
    assert split.converged
    assert split.variance("rater") == 0
    assert split.criterion == pytest.approx(alone.criterion, abs=1e-7)


def test_columns_of_different_length_are_refused():
    three = np.ones(3)
    with pytest.raises(ValueError, match="equal length"):
        CellTable(three, three, three, {"a": np.ones(2)})
    with pytest.raises(ValueError, match="at least one factor"):
        CellTable(three, three, three, {})
    with pytest.raises(ValueError, match="at least one rating"):
        CellTable(0 * three, three, three, {"a": three})


def test_factors_that_explain_every_rating_are_said_to_have_no_peak():
    person, rater = np.repeat(np.arange(4), 3), np.tile(np.arange(3), 4)
    y = np.array([1.0, 2, 4, 7])[person] + np.array([0.0, 1, 3])[rater]
    split = crossed(cells(y, {"person": person, "rater": rater}))
    assert not split.converged
    assert "no variances fit best" in split.notes[-1]
    assert split.variance("occasion") < 1e-3 * split.total


def test_levels_that_do_not_differ_at_all_have_no_variance_by_ml_too():
    y = np.array([1.0, 5, 2, 4, 3, 3, 4, 2])
    split = crossed(cells(y, {"person": np.repeat(np.arange(4), 2)}), reml=False)
    assert split.converged
    assert split.variance("person") == 0
    assert split.variance("occasion") == pytest.approx(np.mean((y - 3) ** 2))
