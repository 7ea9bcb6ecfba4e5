"""Oracles: published values, the `krippendorff` package, the definition of α pair by pair, and coverage in a world that
the estimator does not know."""

from __future__ import annotations

import csv
from itertools import product
from pathlib import Path

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t as student

from clearbar.stats.agreement import (
    alpha,
    alpha_error,
    gwet,
    gwet_error,
    identity_weights,
    interval,
    interval_weights,
    nominal,
    ordinal,
    ordinal_weights,
    ratio,
)
from clearbar.stats.patterns import SEED, Patterns, Way, coefficients, jackknife, left_out, patterns, resampled, unpack

METRICS = {"nominal": nominal, "ordinal": ordinal, "interval": interval, "ratio": ratio}
TEXTBOOK = ["11.1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", ".555", "..11", "..3."]
"""Krippendorff's twelve units and four raters (2011, section D), also Gwet's `cac.raw4raters`."""


def counted(rows) -> np.ndarray:
    return np.array([[sum(str(level) == one for one in row) for level in range(1, 6)] for row in rows], dtype=float)


def packed(counts) -> np.ndarray:
    return (np.asarray(counts, dtype=np.int64) << 12 * np.arange(5)).sum(axis=1)


# Published values


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_the_textbook_example_is_the_published_one(metric, published):
    (found,) = alpha(counted(TEXTBOOK), np.ones(12), METRICS[metric])
    assert found == pytest.approx(published, abs=5e-4)


def test_ac1_and_its_error_and_interval_are_the_published_ones(real_data: Path):
    with (real_data / "irr_gwet" / "cac.raw4raters.csv").open(newline="", encoding="utf-8") as file:
        rows = [list(row.values()) for row in csv.DictReader(file)]
    counts = counted(rows)
    assert counts.tolist() == counted(TEXTBOOK).tolist()
    (found,) = gwet(counts, np.ones(12), identity_weights(5))
    error = gwet_error(counts, np.ones(12), identity_weights(5))
    assert (found, error) == pytest.approx((0.77544, 0.14295), abs=5e-6)
    half = student.ppf(0.975, 11) * error
    assert (round(found - half, 3), min(found + half, 1)) == (0.461, 1)
    assert alpha(counts, np.ones(12), nominal)[0] == pytest.approx(0.74342, abs=5e-6)


def test_ordinal_weights_are_the_published_ones():
    """Of three levels 1, 2/3, 0 (irrCAC's page on weights)."""
    assert ordinal_weights(3)[0] == pytest.approx([1, 2 / 3, 0])
    assert ordinal_weights(5)[0] == pytest.approx([1, 0.9, 0.7, 0.4, 0])


def test_bluebirds_agree_as_much_as_the_package_says(real_data: Path):
    """108 pictures, 39 workers each, yes or no: real ratings with many raters."""
    with (real_data / "crowd" / "duck" / "answer.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    units = sorted({row["question"] for row in rows})
    values = sorted({row["answer"] for row in rows})
    counts = np.zeros((len(units), 2))
    for row in rows:
        counts[units.index(row["question"]), values.index(row["answer"])] += 1
    assert counts.sum() == 4212
    expected = krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")
    assert alpha(counts, np.ones(len(units)), nominal)[0] == pytest.approx(expected, abs=1e-12)
    assert alpha(counts, np.ones(len(units)), ordinal)[0] == pytest.approx(expected, abs=1e-12)


# Against the package and the definition

TABLES = st.lists(st.lists(st.integers(0, 3), min_size=5, max_size=5), min_size=2, max_size=12).filter(
    lambda rows: sum(sum(row) >= 2 for row in rows) >= 2
)


@settings(max_examples=150)
@given(TABLES, st.sampled_from(sorted(METRICS)))
def test_alpha_is_that_of_the_package(rows, metric):
    counts = np.array(rows, dtype=float)
    used = counts[counts.sum(axis=1) >= 2].any(axis=0).sum()
    (found,) = alpha(counts, np.ones(len(rows)), METRICS[metric])
    if used < 2:
        assert np.isnan(found)
        return
    theirs = krippendorff.alpha(value_counts=counts, value_domain=[1, 2, 3, 4, 5], level_of_measurement=metric)
    assert found == pytest.approx(theirs, abs=1e-9)


def by_pairs(units, far) -> float:
    """α by its definition: the mean disagreement of pairs within units, over that of all pairs of ratings."""
    shared = [unit for unit in units if len(unit) > 1]
    every = [level for unit in shared for level in unit]
    within = sum(
        far(a, b) / (len(unit) - 1) for unit in shared for i, a in enumerate(unit) for j, b in enumerate(unit) if i != j
    )
    across = sum(far(a, b) for (i, a), (j, b) in product(enumerate(every), repeat=2) if i != j)
    return 1 - (within / len(every)) / (across / (len(every) * (len(every) - 1)))


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=4), min_size=3, max_size=10))
def test_alpha_is_the_disagreement_of_pairs(units):
    every = [level for unit in units if len(unit) > 1 for level in unit]
    counts = np.array([[unit.count(level) for level in range(1, 6)] for unit in units], dtype=float)
    found = {name: alpha(counts, np.ones(len(units)), METRICS[name])[0] for name in ("nominal", "interval", "ordinal")}
    if len(set(every)) < 2:
        assert all(np.isnan(value) for value in found.values())
        return

    def ranks(a, b):
        low, high = min(a, b), max(a, b)
        between = sum(low <= level <= high for level in every)
        return (between - (every.count(low) + every.count(high)) / 2) ** 2 if a != b else 0

    assert found["nominal"] == pytest.approx(by_pairs(units, lambda a, b: a != b))
    assert found["interval"] == pytest.approx(by_pairs(units, lambda a, b: (a - b) ** 2))
    assert found["ordinal"] == pytest.approx(by_pairs(units, ranks))


@settings(max_examples=60)
@given(TABLES, st.booleans())
def test_ac_is_agreement_beyond_chance_unit_by_unit(rows, weighted):
    agreeing = ordinal_weights(5) if weighted else identity_weights(5)
    seen, margins = [], np.zeros(5)
    rated = [row for row in rows if sum(row)]
    for row in rated:
        levels = [level for level in range(5) for _ in range(row[level])]
        margins += np.array(row) / len(levels) / len(rated)
        pairs = [agreeing[a, b] for i, a in enumerate(levels) for j, b in enumerate(levels) if i != j]
        seen += [np.mean(pairs)] if pairs else []
    chance = agreeing.sum() / 20 * (margins * (1 - margins)).sum()
    (found,) = gwet(np.array(rated, dtype=float), np.ones(len(rated)), agreeing)
    assert found == pytest.approx((np.mean(seen) - chance) / (1 - chance))


def test_yes_no_ratings_need_no_metric_of_their_own():
    counts = np.array([[0, 2, 0, 0, 0], [0, 1, 0, 1, 0], [0, 0, 0, 3, 0], [0, 2, 0, 1, 0]], dtype=float)
    values = [alpha(counts, [5, 3, 8, 2], metric)[0] for metric in (nominal, ordinal, interval)]
    assert values == pytest.approx([values[0]] * 3)
    assert alpha(counts[:, [1, 3]], [5, 3, 8, 2])[0] == pytest.approx(values[0])


# Patterns


def test_patterns_are_unpacked_merged_and_put_in_order():
    counts = counted(TEXTBOOK)
    assert unpack(packed(counts)).tolist() == counts.tolist()
    order = np.random.default_rng(1).permutation(24)
    twice = np.concatenate([packed(counts), packed(counts)])
    found, other = patterns(twice, np.ones(24), False), patterns(twice[order], np.ones(24)[order], False)
    assert found.units.sum() == 24 and len(found.units) == len({tuple(row) for row in counts.tolist()})
    assert (found.counts.tolist(), found.units.tolist()) == (other.counts.tolist(), other.units.tolist())
    assert (found.n, found.telling) == (22, 18)


def test_a_resample_has_as_many_shared_and_single_units_as_the_sample():
    found = Patterns(counted(TEXTBOOK), np.arange(1.0, 13))
    drawn = resampled(found, 50, 3)
    assert set(drawn[:, found.shared].sum(axis=1)) == {found.units[found.shared].sum()}
    assert set(drawn[:, ~found.shared].sum(axis=1)) == {12.0}
    assert (drawn == resampled(found, 50, 3)).all() and (drawn != resampled(found, 50, 4)).any()


def test_the_bootstrap_of_patterns_is_that_of_units():
    """Unit by unit, in a loop, with the package for α: the same spread as one multinomial draw."""
    rng = np.random.default_rng(8)
    counts = np.repeat(counted(TEXTBOOK), 6, axis=0)
    draws = (counts[rng.integers(0, len(counts), len(counts))] for _ in range(1500))
    slow = [krippendorff.alpha(value_counts=draw, level_of_measurement="ordinal") for draw in draws]
    found = patterns(packed(counts), np.ones(len(counts)), False)
    fast = alpha(found.counts, resampled(found, 4000, SEED))
    assert fast.mean() == pytest.approx(np.mean(slow), abs=0.005)
    assert np.quantile(fast, [0.025, 0.25, 0.75, 0.975]) == pytest.approx(
        np.quantile(slow, [0.025, 0.25, 0.75, 0.975]), abs=0.015
    )


def test_the_spread_of_the_bootstrap_is_the_linearised_error():
    counts, units = counted(TEXTBOOK)[:11], np.full(11, 40.0)
    agreeing = identity_weights(5)
    drawn = resampled(Patterns(counts, units), 6000, 2)
    assert gwet(counts, drawn, agreeing).std() == pytest.approx(gwet_error(counts, units, agreeing), rel=0.06)


@pytest.mark.parametrize("metric", [nominal, ordinal, interval])
def test_the_linearised_error_of_alpha_is_that_of_leaving_units_out(metric):
    """Unit by unit, with the package for α."""
    counts = np.repeat(counted(TEXTBOOK)[:11], 30, axis=0)
    level = {nominal: "nominal", ordinal: "ordinal", interval: "interval"}[metric]
    left = [np.delete(counts, 30 * place, axis=0) for place in range(11)]
    values = np.repeat([krippendorff.alpha(value_counts=one, level_of_measurement=level) for one in left], 30)
    slow = np.sqrt((len(values) - 1) / len(values) * ((values - values.mean()) ** 2).sum())
    assert alpha_error(counted(TEXTBOOK)[:11], np.full(11, 30.0), metric) == pytest.approx(slow, rel=0.01)


def test_the_linear_interval_is_the_published_one():
    _, ac = coefficients(patterns(packed(counted(TEXTBOOK)), np.ones(12), False), Way("nominal", "linear"))
    assert ac is not None
    assert (round(ac.value, 5), round(ac.low, 3), ac.high) == (0.77544, 0.461, 1)


@pytest.mark.parametrize(("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
@pytest.mark.parametrize("error", ["bootstrap", "linear"])
def test_the_metric_of_the_asker_gives_the_published_alpha(metric, error, published):
    one, _ = coefficients(patterns(packed(counted(TEXTBOOK)), np.ones(12), False), Way(metric, error))
    assert one is not None
    assert one.value == pytest.approx(published, abs=5e-4)
    assert one.low < one.value < one.high <= 1


def test_interval_weights_are_quadratic():
    """Of three levels 1, 3/4, 0 (irrCAC's page on weights)."""
    assert interval_weights(3)[0] == pytest.approx([1, 0.75, 0])


def test_persons_are_left_out_one_by_one():
    """Three persons of four units each, with the package on what is left."""
    counts, person = counted(TEXTBOOK), np.arange(12) % 3
    found = patterns(packed(counts), np.ones(12), False, person)
    values = [
        krippendorff.alpha(value_counts=counts[person != one], level_of_measurement="ordinal") for one in range(3)
    ]
    error = np.sqrt(2 / 3 * ((np.array(values) - np.mean(values)) ** 2).sum())
    assert jackknife(alpha(found.counts, left_out(found))) == pytest.approx(error)
    one, _ = coefficients(found, Way(error="person"))
    assert one is not None
    assert one.low == pytest.approx(one.value - student.ppf(0.975, 2) * error)


def test_one_person_gives_no_interval():
    found = patterns(packed(counted(TEXTBOOK)), np.ones(12), False, np.zeros(12))
    assert coefficients(found, Way(error="person")) == (None, None)


# Edges


def test_raters_who_always_give_one_level_have_an_ac_and_no_alpha():
    one, ac = coefficients(Patterns(np.array([[0, 0, 0, 2.0, 0]]), np.array([60.0])))
    assert one is None and ac is not None
    assert ac.value == 1 and 0.95 < ac.low < 1 and ac.high == 1


def test_raters_who_never_differ_are_not_certain_never_to():
    found = Patterns(np.array([[0, 2.0], [2, 0]]), np.array([15.0, 15.0]))
    one, ac = coefficients(found)
    assert one is not None and ac is not None
    assert (one.value, one.high, ac.value, ac.high) == pytest.approx((1, 1, 1, 1))
    # 1 − 0.025^(1/30) = 0.116 of units may differ, of which half by chance
    assert one.low == pytest.approx(1 - 0.116 / 0.5, abs=0.02) and ac.low == pytest.approx(one.low, abs=0.02)


def test_one_shared_unit_or_none_has_no_figure():
    assert coefficients(Patterns(np.array([[1.0, 1], [1, 0]]), np.array([1.0, 9]))) == (None, None)
    assert coefficients(Patterns(np.array([[0.0, 1], [1, 0]]), np.array([4.0, 9]))) == (None, None)
    assert coefficients(Patterns(np.zeros((0, 5)), np.zeros(0))) == (None, None)


def test_a_few_rare_levels_do_not_make_an_alpha():
    found = Patterns(np.array([[0.0, 2], [1, 1]]), np.array([200.0, 4]))
    one, ac = coefficients(found)
    assert one is None and ac is not None and ac.low > 0.9


# Coverage


def world(rng, units: int, reliability: float, cuts, raters: int) -> np.ndarray:
    """What raters see is what happened, heavy-tailed, and noise; levels are cut from it."""
    happened = rng.standard_t(5, units) / np.sqrt(5 / 3) * np.sqrt(reliability)
    seen = happened[:, None] + rng.standard_normal((units, raters)) * np.sqrt(1 - reliability)
    level = sum((seen > cut).astype(int) for cut in cuts)
    return np.stack([(level == k).sum(axis=1) for k in range(len(cuts) + 1)], axis=1).astype(float)


def sample(counts) -> Patterns:
    each, units = np.unique(counts, axis=0, return_counts=True)
    return Patterns(each, units.astype(float))


@pytest.mark.parametrize(
    ("cuts", "reliability", "units", "least"),
    [
        ((-1.5, -0.8, 0, 1), 0.3, 40, 0.90), ((-1.5, -0.8, 0, 1), 0.75, 40, 0.91), ((-1.5, -0.8, 0, 1), 0.9, 20, 0.91),
        ((-0.8,), 0.7, 100, 0.89), ((-0.8,), 0.9, 60, 0.89),
    ],
)  # fmt: skip
def test_intervals_hold_the_truth_about_as_often_as_they_say(cuts, reliability, units, least):
    rng = np.random.default_rng(4)
    whole = sample(world(rng, 300_000, reliability, cuts, 3))
    size = len(cuts) + 1
    agreeing = ordinal_weights(size) if size > 2 else identity_weights(size)
    truth = alpha(whole.counts, whole.units)[0], gwet(whole.counts, whole.units, agreeing)[0]
    held = []
    for _ in range(400):
        both = coefficients(sample(world(rng, units, reliability, cuts, 3)), Way(times=400))
        held.append([one is not None and one.low <= true <= one.high for one, true in zip(both, truth, strict=True)])
    found = np.mean(held, axis=0)
    print(cuts, reliability, units, found)
    assert (found >= (least, 0.87)).all() and (found <= 0.99).all()
