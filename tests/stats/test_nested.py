"""Oracles: lme4 1.1-31 (R 4.2.2) and the same model written out as a dense covariance matrix.

unbalanced.csv and zero_site.csv were made, and their answers found, by these lines of R:

    library(lme4); set.seed(20240); ctl <- lmerControl(optimizer="bobyqa", optCtrl=list(rhoend=1e-10))
    d <- NULL; id <- 0; ps <- c(1,2,3,4,4,5,6,6,7)
    for (s in 1:9) { a <- rnorm(1,0,.4); for (p in 1:ps[s]) { id <- id+1; b <- rnorm(1,0,.5)
      n <- sample(c(1,1,2,3,5,9),1); d <- rbind(d, data.frame(site=s, person=id, y=round(3.5+a+b+rnorm(n),2))) } }
    lmer(y ~ 1+(1|site)+(1|person), d, control=ctl)
    set.seed(7)  # zero_site: repeated until isSingular() with a person variance above .05
    z <- NULL; id <- 0; for (s in 1:6) for (p in 1:4) { id <- id+1; b <- rnorm(1,0,.5); n <- sample(2:5,1)
      z <- rbind(z, data.frame(site=s, person=id, y=round(3.5+b+rnorm(n),2))) }
"""

from __future__ import annotations

import csv
from math import inf, isfinite
from pathlib import Path

import numpy as np
import pytest

from clearbar.stats.nested import PersonSums, nested, nested_effects, read
from clearbar.stats.nested_likelihood import NestedLikelihood

DATA = Path(__file__).parent.parent / "data" / "variance"


def columns(path: Path) -> dict[str, np.ndarray]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def sums_of(name: str, *, sites: bool = True) -> PersonSums:
    table = {key: column.astype(float) for key, column in columns(DATA / f"{name}.csv").items()}
    return PersonSums(table["n"], table["sum"], table["square"], table["site"] if sites else None)


def sums(person: np.ndarray, y: np.ndarray, site_of: np.ndarray | None = None) -> PersonSums:
    levels, codes = np.unique(person, return_inverse=True)
    site = None
    if site_of is not None:
        site = np.array([site_of[person == level][0] for level in levels])
    return PersonSums(np.bincount(codes), np.bincount(codes, y), np.bincount(codes, y * y), site)


def generated(persons: int, sites: int, seed: int) -> PersonSums:
    rng = np.random.default_rng(seed)
    site = rng.integers(0, sites, persons)
    n = rng.integers(1, 40, persons)
    true = 3.5 + rng.normal(0, 0.2, sites)[site] + rng.normal(0, 0.3, persons)
    mean = true + rng.normal(size=persons) / np.sqrt(n)
    inside = np.where(n > 1, rng.chisquare(np.maximum(n - 1, 1)), 0.0)
    return PersonSums(n, n * mean, inside + n * mean**2, site)


def dense_answer(people: PersonSums, variances: list[float], *, reml: bool) -> tuple[float, np.ndarray]:
    """Criterion and score from the full covariance matrix of one invented row per rating."""
    rows, person, site = [], [], []
    for k, (n, total, square) in enumerate(zip(people.n, people.total, people.square, strict=True)):
        n = int(n)
        mean, inside = total / n, max(square - total * total / n, 0.0)
        off = np.zeros(n)
        if n > 1:
            off[0], off[1] = 1.0, -1.0
            off *= np.sqrt(inside / 2)
        rows += list(mean + off)
        person += [k] * n
        site += [people.site[k]] * n
    y, p, s = np.array(rows), np.array(person), np.array(site)
    kernels = [(s[:, None] == s).astype(float), (p[:, None] == p).astype(float), np.eye(y.size)]
    v = sum(value * kernel for value, kernel in zip(variances, kernels, strict=True))
    inverse = np.linalg.inv(v)
    one = np.ones(y.size)
    weight = one @ inverse @ one
    project = inverse - np.outer(inverse @ one, inverse @ one) / weight
    criterion = (y.size - reml) * np.log(2 * np.pi) + np.linalg.slogdet(v)[1] + y @ project @ y
    trace_of = project if reml else inverse
    score = [-(np.trace(trace_of @ k) - y @ project @ k @ project @ y) / 2 for k in kernels]
    return criterion + reml * np.log(weight), np.array(score)


@pytest.mark.parametrize(
    ("reml", "batch", "residual", "criterion", "error"),
    [
        (True, 1764.05, 2451.25, 319.654276842, 19.3834119437),
        (False, 1388.3333, 2451.25, 327.327059881, 17.6945537378),
    ],
)
def test_dyestuff_is_as_lme4_has_it(reml, batch, residual, criterion, error):
    table = columns(DATA / "dyestuff.csv")
    split = nested(sums(table["Batch"], table["Yield"].astype(float)), reml=reml)
    assert split.variance("person") == pytest.approx(batch, rel=1e-6)
    assert split.variance("occasion") == pytest.approx(residual, rel=1e-6)
    assert split.criterion == pytest.approx(criterion, abs=1e-6)
    assert split.mean.value == pytest.approx(1527.5)
    assert split.mean.se == pytest.approx(error, rel=1e-6)


def test_pastes_is_as_lme4_has_it():
    table = columns(DATA / "pastes.csv")
    split = nested(sums(table["sample"], table["strength"].astype(float), table["batch"]))
    assert np.sqrt([c.variance for c in split.components]) == pytest.approx([1.2874, 2.9041, 0.8234], abs=1e-4)
    assert split.criterion == pytest.approx(246.990745853, abs=1e-6)
    assert split.groups == {"site": 10, "person": 30}


@pytest.mark.parametrize(
    ("reml", "variances", "criterion", "mean", "error"),
    [
        (True, [0.0463730, 0.3420139, 0.9762485], 344.693442671, 3.71602839873, 0.164317639567),
        (False, [0.0247447, 0.3290338, 0.9802077], 342.855571544, 3.70933012154, 0.154331016241),
    ],
)
def test_unbalanced_data_with_persons_rated_once_is_as_lme4_has_it(reml, variances, criterion, mean, error):
    split = nested(sums_of("unbalanced"), reml=reml)
    assert split.converged
    assert split.criterion == pytest.approx(criterion, abs=1e-6)
    assert split.criterion < criterion + 1e-8
    assert [c.variance for c in split.components] == pytest.approx(variances, abs=1e-5)
    assert (split.mean.value, split.mean.se) == pytest.approx((mean, error), abs=2e-6)


def test_without_sites_the_same_persons_are_as_lme4_has_them():
    split = nested(sums_of("unbalanced", sites=False))
    assert [c.name for c in split.components] == ["person", "occasion"]
    assert [c.variance for c in split.components] == pytest.approx([0.363391997, 0.986370939], abs=1e-6)
    assert split.criterion == pytest.approx(344.969861321, abs=1e-6)


def test_a_site_variance_of_zero_is_found_and_held():
    split = nested(sums_of("zero_site"))
    assert split.converged
    assert split.variance("site") == 0
    assert split.variance("person") == pytest.approx(0.225487672691, abs=1e-5)
    assert split.variance("occasion") == pytest.approx(0.837828252185, abs=1e-5)
    assert split.criterion == pytest.approx(257.123769483, abs=1e-6)


def test_a_person_variance_of_zero_leaves_the_pooled_variance():
    """Dyestuff2 of lme4: batch 0, residual 13.8063, criterion 161.828277812."""
    y = np.array(
        [
            (7.298, 3.846, 2.434, 9.566, 7.99),
            (5.22, 6.556, 0.608, 11.788, -0.892),
            (0.11, 10.386, 13.434, 5.51, 8.166),
            (2.212, 4.852, 7.092, 9.288, 4.98),
            (0.282, 9.014, 4.458, 9.446, 7.198),
            (1.722, 4.782, 8.106, 0.758, 3.758),
        ]
    )
    split = nested(sums(np.repeat(np.arange(6), 5), y.ravel()))
    assert split.variance("person") == 0
    assert split.variance("occasion") == pytest.approx(13.8063096276, rel=1e-8)
    assert split.criterion == pytest.approx(161.828277812, abs=1e-6)


@pytest.mark.parametrize("reml", [True, False])
@pytest.mark.parametrize("variances", [[0.1, 0.3, 0.9], [0.0, 0.3, 0.9], [0.2, 0.0, 1.1]])
def test_the_likelihood_is_that_of_the_full_covariance_matrix(reml, variances):
    people = sums_of("unbalanced")
    design = read(people).design
    likelihood = NestedLikelihood(design, reml)
    point = likelihood(np.array(variances))
    criterion, score = dense_answer(people, variances, reml=reml)
    assert point.criterion == pytest.approx(criterion, abs=1e-9)
    assert point.score == pytest.approx(score, abs=1e-9)
    top, units = likelihood.contributions(np.array(variances))
    assert [top.sum(), *units.sum(axis=1)] == pytest.approx(score, abs=1e-9)


@pytest.mark.parametrize("reml", [True, False])
def test_the_information_is_the_variance_of_the_score(reml):
    """Expected information = covariance of the score over data drawn from the model."""
    rng = np.random.default_rng(5)
    n, site = np.array([1, 2, 5, 3, 4, 1, 6, 2]), np.array([0, 0, 0, 1, 1, 2, 2, 2])
    variances = np.array([0.5, 0.4, 1.0])
    scores = []
    for _ in range(2500):
        mean = rng.normal(0, 0.5**0.5, 3)[site] + rng.normal(0, 0.4**0.5, 8) + rng.normal(size=8) / np.sqrt(n)
        inside = np.where(n > 1, rng.chisquare(np.maximum(n - 1, 1)), 0)
        design = read(PersonSums(n, n * mean, inside + n * mean**2, site)).design
        point = NestedLikelihood(design, reml)(variances)
        scores.append(point.score)
    found = np.cov(np.array(scores).T)
    if reml:
        assert found == pytest.approx(point.information, rel=0.2, abs=0.04)
    else:
        assert np.all(np.diag(found) < 1.1 * np.diag(point.information))


def test_effects_are_those_of_lme4():
    people = sums_of("unbalanced")
    effects = nested_effects(people, nested(people))
    lme4_sites = [0.05807790, -0.02215344, 0.06549385, 0.05761580, 0.03363335]
    lme4_sites += [-0.11178811, -0.05179648, -0.15801907, 0.12893621]
    assert effects["site"].values == pytest.approx(np.array(lme4_sites), abs=2e-5)
    lme4_persons = [0.42834039, -0.12087153, -0.04251620, 0.22438201, 0.11635436, 0.14229868]
    assert effects["person"].values[:6] == pytest.approx(np.array(lme4_persons), abs=2e-5)
    assert np.all(effects["person"].ses[:5] > [0.4220666, 0.3755655, 0.5060277, 0.3748865, 0.5059440])


def test_standard_errors_of_effects_are_those_of_the_mixed_model_equations():
    people = sums_of("unbalanced")
    split = nested(people)
    effects = nested_effects(people, split)
    s, u, e = (component.variance for component in split.components)
    sites = (people.site[:, None] == np.unique(people.site)).astype(float)
    design = np.column_stack([np.ones(people.n.size), sites, np.eye(people.n.size)])
    left = design.T @ (people.n[:, None] * design) / e
    left[np.arange(1, 10), np.arange(1, 10)] += 1 / s
    left[np.arange(10, 48), np.arange(10, 48)] += 1 / u
    inverse = np.linalg.inv(left)
    values = inverse @ (design.T @ people.total / e)
    assert split.mean.se == pytest.approx(np.sqrt(inverse[0, 0]))
    assert effects["site"].values == pytest.approx(values[1:10])
    assert effects["site"].ses == pytest.approx(np.sqrt(np.diag(inverse)[1:10]))
    assert effects["person"].values == pytest.approx(values[10:])
    assert effects["person"].ses == pytest.approx(np.sqrt(np.diag(inverse)[10:]))


@pytest.mark.parametrize(
    ("item", "reml", "company", "residual", "criterion", "mean", "error"),
    [
        ("LEAD01", True, 0.0752909, 1.1983317, 6225.08678554, 3.1158026, 0.0484408),
        ("LEAD01", False, 0.0726177, 1.1984157, 6220.85737417, 3.1152667, 0.0478424),
        ("LEAD05", True, 0.1388364, 1.1335814, 6134.69792093, 2.9248677, 0.0604129),
        ("LEAD", True, 0.0743466, 0.6151375, 4886.55874149, 3.0422069, 0.0442693),
    ],
)
def test_soldiers_rating_their_leaders_are_as_lme4_has_them(
    real_data, item, reml, company, residual, criterion, mean, error
):
    """`lmer(LEAD01 ~ 1 + (1|COMPID), lq2002)`: 2,042 soldiers in 49 companies."""
    table = columns(real_data / "multilevel" / "lq2002.csv")
    split = nested(sums(table["COMPID"], table[item].astype(float)), reml=reml)
    assert [c.variance for c in split.components] == pytest.approx([company, residual], abs=1e-6)
    assert split.criterion == pytest.approx(criterion, abs=1e-6)
    assert (split.mean.value, split.mean.se) == pytest.approx((mean, error), abs=1e-6)


def test_one_site_is_not_told_from_its_persons():
    people = sums_of("unbalanced")
    alone = PersonSums(people.n, people.total, people.square, np.zeros(people.n.size, int))
    split = nested(alone)
    assert [c.name for c in split.components] == ["person", "occasion"]
    assert split.notes == ("only one site: variation between them cannot be seen",)
    assert split.criterion == pytest.approx(nested(sums_of("unbalanced", sites=False)).criterion)
    assert list(nested_effects(alone, split)) == ["person"]


def test_sites_of_a_single_person_are_told_as_persons():
    people = sums_of("unbalanced")
    split = nested(PersonSums(people.n, people.total, people.square, np.arange(people.n.size)))
    assert [c.name for c in split.components] == ["person", "occasion"]
    assert "told together, as person" in split.notes[0]


def test_persons_rated_once_are_told_as_occasions():
    y = np.array([3.0, 5, 4, 2, 1, 4, 3, 5, 5, 2, 1, 1])
    site = np.repeat(np.arange(3), 4)
    split = nested(PersonSums(np.ones(12), y, y * y, site))
    by_site = nested(sums(site, y))
    assert [c.name for c in split.components] == ["site", "occasion"]
    assert split.criterion == pytest.approx(by_site.criterion)
    assert split.variance("site") == pytest.approx(by_site.variance("person"))
    assert "rated once" in split.notes[0]


@pytest.mark.parametrize("site", [None, np.zeros(5, int)])
def test_one_rating_each_and_no_sites_leave_one_variance(site):
    y = np.array([1.0, 2, 3, 4, 5])
    split = nested(PersonSums(np.ones(5, int), y, y * y, site))
    assert [(c.name, c.variance) for c in split.components] == [("occasion", pytest.approx(2.5))]
    assert split.mean.se == pytest.approx(np.sqrt(0.5))
    squares = np.sum((y - 3) ** 2)
    expected = 4 * np.log(2 * np.pi * 2.5) + np.log(5) + squares / 2.5
    assert split.criterion == pytest.approx(expected)
    assert split.notes


def test_a_single_person_leaves_one_variance():
    split = nested(PersonSums(np.array([4]), np.array([10]), np.array([30]), np.array([1])))
    assert [(c.name, c.variance) for c in split.components] == [("occasion", pytest.approx(5 / 3))]
    assert len(split.notes) == 2


def test_a_single_rating_has_no_variation_to_split():
    split = nested(PersonSums(np.array([1]), np.array([4]), np.array([16])))
    assert split.components == ()
    assert split.mean.value == 4
    assert not isfinite(split.mean.se)
    assert nested_effects(PersonSums(np.array([1]), np.array([4]), np.array([16])), split) == {}


@pytest.mark.parametrize("level", [4.0, 0.1, 1e6 / 3])
def test_equal_ratings_have_no_variation(level):
    n = np.array([1, 2, 3, 7, 10])
    people = PersonSums(n, n * level, n * level * level, np.array([0, 0, 1, 1, 1]))
    split = nested(people)
    assert [c.variance for c in split.components] == [0, 0, 0]
    assert split.criterion == -inf
    assert split.mean.value == pytest.approx(level)
    assert split.mean.se == 0
    effects = nested_effects(people, split)
    assert not effects["person"].values.any() and not effects["site"].ses.any()


def test_persons_who_never_vary_are_the_occasions_of_their_sites():
    means = np.array([1.0, 2, 4, 5, 3, 3.5, 1, 4])
    site = np.repeat(np.arange(4), 2)
    people = PersonSums(np.full(8, 5), 5 * means, 5 * means**2, site)
    split = nested(people)
    of_means = nested(PersonSums(np.ones(8), means, means**2, site))
    assert split.variance("occasion") == 0
    assert split.variance("person") == pytest.approx(of_means.variance("occasion"))
    assert split.variance("site") == pytest.approx(of_means.variance("site"))
    effects = nested_effects(people, split)
    person = split.mean.value + effects["site"].values[site] + effects["person"].values
    assert person == pytest.approx(means)


def test_the_order_of_persons_and_the_names_of_sites_do_not_matter():
    people = sums_of("unbalanced")
    turn = np.random.default_rng(0).permutation(people.n.size)
    named = np.array([f"shop {int(k)}" for k in people.site])
    other = nested(PersonSums(people.n[turn], people.total[turn], people.square[turn], named[turn]))
    first = nested(people)
    assert other.criterion == pytest.approx(first.criterion, abs=1e-9)
    assert [c.variance for c in other.components] == pytest.approx([c.variance for c in first.components], rel=1e-6)


def test_another_unit_of_the_outcome_only_rescales():
    people = sums_of("unbalanced")
    scaled = PersonSums(people.n, people.total * 1e4, people.square * 1e8, people.site)
    first, other = nested(people), nested(scaled)
    assert np.array([c.variance for c in other.components]) / 1e8 == pytest.approx(
        np.array([c.variance for c in first.components]), rel=1e-4
    )


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="equal length"):
        PersonSums(np.ones(3), np.ones(2), np.ones(3))
    with pytest.raises(ValueError, match="at least one rating"):
        PersonSums(np.array([1, 0]), np.ones(2), np.ones(2))


def test_twenty_thousand_persons_give_back_what_they_were_made_with():
    split = nested(generated(20_000, 200, 1))
    assert split.converged
    truth = {"site": 0.04, "person": 0.09, "occasion": 1.0}
    for component in split.components:
        assert abs(component.variance - truth[component.name]) < 4 * component.se
