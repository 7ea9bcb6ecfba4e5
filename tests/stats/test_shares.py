"""Oracles: the profile of the likelihood by brute force, and the share of intervals that hold a known truth."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from clearbar.stats.cells import CellTable
from clearbar.stats.components import Split
from clearbar.stats.crossed import crossed
from clearbar.stats.nested import PersonSums, nested, read
from clearbar.stats.nested_likelihood import NestedLikelihood
from clearbar.stats.shares import by_delta, by_profile, shares, stretches

pytestmark = pytest.mark.long

DATA = Path(__file__).parent.parent / "data" / "variance"
DRAWS = {
    "normal": lambda rng, size: rng.normal(size=size),
    "heavy": lambda rng, size: rng.standard_t(5, size) / np.sqrt(5 / 3),
    "skewed": lambda rng, size: (rng.gamma(4, size=size) - 4) / 2,
}


def sums_of(name: str) -> PersonSums:
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    n, total, square, site = (np.array([float(row[key]) for row in rows]) for key in ("n", "sum", "square", "site"))
    return PersonSums(n, total, square, site)


def drawn(rng, sites: int, persons: int, ratings: int, variances, kind: str) -> PersonSums:
    draw = DRAWS[kind]
    top, unit, rest = variances
    site = np.repeat(np.arange(sites), persons)
    true = draw(rng, sites)[site] * top**0.5 + draw(rng, site.size) * unit**0.5
    y = true[:, None] + draw(rng, site.size * ratings).reshape(-1, ratings) * rest**0.5
    n = np.full(site.size, ratings)
    return PersonSums(n, y.sum(axis=1), (y * y).sum(axis=1), site if sites > 1 else None)


def coverage(design, variances, kind: str, *, draws: int, seed: int) -> dict[str, float]:
    """The share of intervals that hold the true share, by component."""
    rng = np.random.default_rng(seed)
    true = dict(zip(("site", "person", "occasion"), np.array(variances) / sum(variances), strict=True))
    held: dict[str, list[bool]] = {}
    for _ in range(draws):
        people = drawn(rng, *design, variances, kind)
        for name, share in shares(people, nested(people)).items():
            held.setdefault(name, []).append(share.low <= true[name] <= share.high)
    return {name: float(np.mean(found)) for name, found in held.items()}


def by_grid(likelihood: NestedLikelihood, people: PersonSums, part: int) -> Callable[[float], float]:
    """The profile by a plain grid over the one share that is left free, the total in closed form."""
    freedom = people.n.sum() - 1

    def at(ratios: np.ndarray) -> float:
        """Criterion at these shares and the best total: y'Py scales as 1/total, log|V| as its logarithm."""
        point = likelihood(ratios)
        square = freedom + 2 * float(point.score @ ratios)
        return point.criterion - square + freedom + freedom * np.log(square / freedom)

    def profile(share: float) -> float:
        free, other = (k for k in range(3) if k != part)
        found = []
        for split in np.concatenate([[0], np.linspace(1e-4, 1 - 1e-4, 3001)]):
            ratios = np.zeros(3)
            ratios[[part, free, other]] = share, (1 - share) * split, (1 - share) * (1 - split)
            found.append(at(ratios))
        return min(found)

    return profile


@pytest.mark.parametrize("name", ["unbalanced", "zero_site"])
@pytest.mark.parametrize("part", [0, 1, 2])
def test_an_interval_ends_where_the_profile_has_fallen_by_the_quantile(name, part):
    people = sums_of(name)
    likelihood = NestedLikelihood(read(people).design, True)
    peak = np.array([component.variance for component in nested(people).components])
    best, profile = likelihood(peak).criterion, by_grid(likelihood, people, part)
    low, high = by_profile(likelihood, peak, part, 1.959964)
    assert profile(high) - best == pytest.approx(3.8415, abs=0.02)
    if low > 0:
        assert profile(low) - best == pytest.approx(3.8415, abs=0.02)
    else:
        assert profile(0.0) - best < 3.8415


def test_an_interval_reaches_into_a_second_valley_far_from_a_peak_where_sites_do_not_differ():
    """At the peak sites do not differ; where the rest is held at 60 %, they do and the criterion is lower by 2."""
    rng = np.random.default_rng(5)
    people = [drawn(rng, 8, 5, 10, (0.0, 0.15, 0.85), "skewed") for _ in range(8)][-1]
    likelihood = NestedLikelihood(read(people).design, True)
    peak = np.array([component.variance for component in nested(people).components])
    assert peak[0] == 0
    low, _ = by_profile(likelihood, peak, 2, 3.2)
    fallen = by_grid(likelihood, people, 2)(low) - likelihood(peak).criterion
    assert fallen == pytest.approx(3.2**2, abs=0.02)


def test_shares_of_nested_and_crossed_fits_of_the_same_data_agree():
    """At an outcome with light tails, where the nested interval is not stretched."""
    people = drawn(np.random.default_rng(3), 8, 4, 3, (0.3, 0.3, 0.6), "normal")
    person = np.arange(people.n.size)
    table = CellTable(people.n, people.total, people.square, {"site": people.site, "person": person})
    one, other = shares(people, nested(people)), shares(table, crossed(table))
    likelihood = NestedLikelihood(read(people).design, True)
    variances = np.array([component.variance for component in nested(people).components])
    stretch = dict(zip(one, stretches(likelihood, variances), strict=True))
    for name, share in other.items():
        assert share.value == pytest.approx(one[name].value, abs=1e-3)
        if stretch[name] == 1:
            assert (share.low, share.high) == pytest.approx((one[name].low, one[name].high), abs=2e-3)
        else:
            assert one[name].low <= share.low + 1e-3 and share.high - 1e-3 <= one[name].high
    assert 1.0 in stretch.values()


def test_a_share_of_zero_has_room_above_it_only():
    found = shares(sums_of("zero_site"), nested(sums_of("zero_site")))
    assert (found["site"].value, found["site"].low) == (0, 0)
    assert 0.05 < found["site"].high < 0.6
    assert found["site"].clusters == 6
    assert found["person"].n == 90


def test_every_variance_but_the_last_at_zero_still_gives_intervals():
    y = np.array([1.0, 5, 2, 4, 1, 5, 3, 3])
    split = nested(PersonSums(np.full(4, 2), y.reshape(4, 2).sum(1), (y * y).reshape(4, 2).sum(1)))
    assert split.variance("person") == 0
    people = PersonSums(np.full(4, 2), y.reshape(4, 2).sum(1), (y * y).reshape(4, 2).sum(1))
    found = shares(people, split)
    assert (found["person"].value, found["person"].low) == (0, 0)
    assert (found["occasion"].value, found["occasion"].high) == (1, 1)
    assert found["occasion"].low == pytest.approx(1 - found["person"].high, abs=2e-3)
    assert 0.02 < found["person"].high < 1


def test_shares_add_to_one_and_lie_in_their_intervals():
    found = shares(sums_of("unbalanced"), nested(sums_of("unbalanced")))
    assert sum(share.value for share in found.values()) == pytest.approx(1)
    for share in found.values():
        assert 0 <= share.low < share.value < share.high <= 1


def test_less_confidence_makes_a_shorter_interval():
    people = sums_of("unbalanced")
    wide, narrow = shares(people, nested(people)), shares(people, nested(people), confidence=0.8)
    for name, share in narrow.items():
        assert wide[name].low <= share.low and share.high < wide[name].high
        assert share.confidence == 0.8


def test_nothing_to_share_gives_no_shares():
    n = np.array([2, 3, 4])
    equal = PersonSums(n, n * 4, n * 16)
    assert shares(equal, nested(equal)) == {}
    steady = PersonSums(n, n * np.array([1, 2, 5]), n * np.array([1, 4, 25]))
    assert shares(steady, nested(steady)) == {}
    single = PersonSums(np.array([3]), np.array([6]), np.array([14]))
    assert shares(single, nested(single)) == {}


def test_heavy_tails_stretch_an_interval_and_light_tails_do_not():
    rng = np.random.default_rng(11)
    site = np.repeat(np.arange(30), 20)
    n = np.full(600, 10)

    def people(effect: np.ndarray) -> PersonSums:
        y = effect[:, None] + rng.normal(size=(600, 10))
        return PersonSums(n, y.sum(1), (y * y).sum(1), site)

    def stretch(effect: np.ndarray) -> float:
        data = people(effect)
        variances = np.array([component.variance for component in nested(data).components])
        return stretches(NestedLikelihood(read(data).design, True), variances)[1]

    heavy = rng.exponential(size=600) - 1
    assert stretch(heavy) > 1.3
    assert stretch(rng.choice([-1.0, 1.0], 600)) == 1
    assert stretch(rng.normal(size=600)) < 1.15


def test_a_table_with_many_levels_gets_its_intervals_from_the_covariance():
    rng = np.random.default_rng(5)
    person, rater = rng.integers(0, 400, 6000), rng.integers(0, 250, 6000)
    y = rng.normal(0, 0.5, 400)[person] + rng.normal(0, 0.4, 250)[rater] + rng.normal(size=6000)
    one = np.ones(6000)
    table = CellTable(one, y, y * y, {"person": person, "rater": rater})
    split = crossed(table)
    found = shares(table, split)
    truth = {"person": 0.25 / 1.41, "rater": 0.16 / 1.41, "occasion": 1 / 1.41}
    for name, share in found.items():
        assert share.low < share.value < share.high
        assert share.low - 0.02 < truth[name] < share.high + 0.02
    assert found["person"].clusters == 400


def test_the_delta_interval_is_near_the_profile_when_there_is_much_data():
    people = drawn(np.random.default_rng(2), 150, 10, 8, (0.2, 0.3, 0.5), "normal")
    split: Split = nested(people)
    variances = np.array([component.variance for component in split.components])
    likelihood = NestedLikelihood(read(people).design, True)
    for part in range(3):
        delta = by_delta(variances, np.array(split.covariance), part, 1.96)
        assert delta == pytest.approx(by_profile(likelihood, variances, part, 1.96), abs=0.01)


def test_the_delta_interval_at_zero_has_room_above():
    low, high = by_delta(np.array([0.0, 1.0]), np.diag([0.04, 0.01]), 0, 1.96)
    assert low == 0
    assert high == pytest.approx(0.392 / 1.392)
    assert by_delta(np.array([0.0, 1.0]), np.zeros((0,)), 0, 1.96) == (0, 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("design", "variances", "kind"),
    [
        ((12, 13, 20), (0.05, 0.15, 0.8), "normal"),
        ((8, 5, 10), (0.0, 0.15, 0.85), "normal"),
        ((1, 40, 6), (0.0, 0.15, 0.85), "normal"),
        ((8, 5, 10), (0.05, 0.15, 0.8), "skewed"),
    ],
)
def test_intervals_hold_the_truth_about_as_often_as_they_say(design, variances, kind):
    held = coverage(design, variances, kind, draws=100, seed=1)
    assert 0.93 <= float(np.mean(list(held.values()))) <= 0.985
    assert min(held.values()) >= 0.89


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["normal", "heavy", "skewed"])
@pytest.mark.parametrize(
    ("design", "variances"),
    [
        ((12, 13, 20), (0.05, 0.15, 0.8)),
        ((12, 13, 20), (0.0, 0.15, 0.85)),
        ((8, 5, 10), (0.05, 0.15, 0.8)),
        ((8, 5, 10), (0.0, 0.15, 0.85)),
        ((1, 40, 6), (0.0, 0.15, 0.85)),
    ],
)
def test_coverage_over_the_grid(design, variances, kind):
    held = coverage(design, variances, kind, draws=500, seed=7)
    floor = 0.925 if kind == "normal" else 0.88
    assert min(held.values()) >= floor
    assert 0.90 <= float(np.mean(list(held.values()))) <= 0.985


def test_a_person_variance_that_dwarfs_the_rest_still_has_its_interval():
    """Persons 6 apart, sites and occasions hardly: the search runs close to 1 on every side."""
    rng = np.random.default_rng(9)
    n, site = np.array([8, 6, 1, 4, 4, 7, 3, 3, 8, 3]), np.array([0, 0, 1, 1, 0, 0, 1, 1, 0, 0])
    mean = np.array([-0.7, -6.6, 1.5, 0.5, 3.6, 9.6, -4.9, -2.4, -3.0, -2.3])
    inside = 1e-4 * rng.chisquare(np.maximum(n - 1, 1)) * (n > 1)
    people = PersonSums(n, n * mean, inside + n * mean**2, site)
    found = shares(people, nested(people))
    assert found["person"].high > 0.9999
    assert 0 < found["occasion"].low < found["occasion"].value < found["occasion"].high < 0.01
