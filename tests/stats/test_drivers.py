"""Oracles: the published shares of R's relaimpo, all orders one by one, least squares on the rows themselves."""

from __future__ import annotations

import csv
from itertools import permutations
from math import factorial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from clearbar.stats.drivers import EXACT, Jackknifed, Moments, explained, ranks, relative_weights, shares, slopes

Floats = npt.NDArray[np.float64]
SWISS = Path(__file__).parent.parent / "data" / "drivers" / "swiss.csv"


def swiss() -> Floats:
    with SWISS.open(newline="", encoding="utf-8") as file:
        return np.array([[float(value) for value in row] for row in list(csv.reader(file))[1:]])


def cross(rows: Floats) -> Floats:
    apart = rows - rows.mean(axis=0)
    return np.asarray((apart.T @ apart)[None])


def drawn(seed: int, n: int, p: int) -> Floats:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, p)) @ rng.normal(size=(p, p))
    return np.column_stack([x, x @ rng.normal(size=p) + 2 * rng.normal(size=n)])


def r_squared(rows: Floats, use: tuple[int, ...]) -> float:
    """By least squares on the rows, with an intercept."""
    y = rows[:, -1] - rows[:, -1].mean()
    x = np.column_stack([np.ones(len(rows)), rows[:, list(use)]])
    left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return 1 - float(left @ left) / float(y @ y)


def test_shares_of_the_swiss_provinces_are_the_published_ones() -> None:
    """Agriculture, Examination, Education, Catholic, Infant.Mortality: relaimpo, calc.relimp(Fertility ~ ., "lmg")."""
    found = shares(cross(swiss()))[0]
    assert found == pytest.approx([0.0571, 0.1712, 0.2601, 0.1056, 0.1128], abs=5e-5)
    assert found.sum() == pytest.approx(0.7067, abs=5e-5)


def test_r_squared_of_each_set_is_that_of_least_squares() -> None:
    rows = swiss()
    found = explained(cross(rows))[0]
    for place in range(32):
        use = tuple(k for k in range(5) if place >> k & 1)
        assert found[place] == pytest.approx(r_squared(rows, use) if use else 0.0, abs=1e-12)


def test_a_share_is_the_mean_over_all_orders_of_what_a_standard_adds() -> None:
    rows = drawn(4, 60, 5)
    added = np.zeros(5)
    for order in permutations(range(5)):
        before = 0.0
        for place in range(5):
            now = r_squared(rows, tuple(order[: place + 1]))
            added[order[place]] += now - before
            before = now
    assert shares(cross(rows))[0] == pytest.approx(added / factorial(5), abs=1e-10)


def test_shares_follow_their_standards_and_no_scale() -> None:
    rows = drawn(1, 200, 6)
    found = shares(cross(rows))[0]
    order = np.array([3, 0, 5, 1, 4, 2])
    moved = np.column_stack([rows[:, order] * [1, 10, 0.1, 5, 2, 3] + 7, 100 - 4 * rows[:, -1]])
    assert shares(cross(moved))[0] == pytest.approx(found[order], abs=1e-10)


def test_twins_share_alike_and_one_that_never_varies_has_no_share() -> None:
    rows = drawn(2, 100, 3)
    doubled = np.column_stack([rows[:, 0], rows[:, 0], np.full(100, 3.0), rows[:, 1:]])
    found = shares(cross(doubled))[0]
    assert found[0] == pytest.approx(found[1], abs=1e-9) and found[2] == 0
    assert found.sum() == pytest.approx(shares(cross(rows))[0].sum(), abs=1e-9)
    slope = slopes(cross(doubled))[0]
    assert slope[0] == pytest.approx(slope[1], abs=1e-6) and slope[2] == 0
    assert 2 * slope[0] == pytest.approx(slopes(cross(rows))[0, 0], abs=1e-6)


def test_a_verdict_that_never_varies_leaves_nothing_to_share() -> None:
    rows = drawn(2, 100, 3)
    rows[:, -1] = 4
    assert np.isnan(shares(cross(rows))).all() and np.isnan(relative_weights(cross(rows))).all()


def test_uncorrelated_standards_have_their_own_squared_correlations_either_way() -> None:
    rng = np.random.default_rng(3)
    x = np.linalg.qr(rng.normal(size=(80, 5)) - 0.0)[0]
    x -= x.mean(axis=0)
    x = np.linalg.qr(x)[0]
    rows = np.column_stack([x, x @ [3.0, 2, 1, 1, 0] + 0.3 * rng.normal(size=80)])
    alone = np.corrcoef(rows.T)[-1, :-1] ** 2
    assert shares(cross(rows))[0] == pytest.approx(alone, abs=1e-8)
    assert relative_weights(cross(rows))[0] == pytest.approx(alone, abs=1e-8)


def test_beyond_sixteen_standards_relative_weights_add_up_to_the_same() -> None:
    rows = drawn(5, 400, EXACT + 2)
    found = shares(cross(rows))[0]
    assert found == pytest.approx(relative_weights(cross(rows))[0])
    assert found.sum() == pytest.approx(r_squared(rows, tuple(range(EXACT + 2))), abs=1e-9)
    few = drawn(5, 400, 8)
    assert relative_weights(cross(few))[0] == pytest.approx(shares(cross(few))[0], abs=0.05)


def test_slopes_are_those_of_least_squares() -> None:
    rows = drawn(6, 90, 4)
    x = np.column_stack([np.ones(90), rows[:, :-1]])
    assert slopes(cross(rows))[0] == pytest.approx(np.linalg.lstsq(x, rows[:, -1], rcond=None)[0][1:], abs=1e-9)


# Buckets


def moments(rows: Floats, bucket: npt.NDArray[np.int64], cluster: npt.NDArray[np.int64] | None = None) -> Moments:
    """The sums that the query returns, from rows."""
    buckets = [rows[bucket == one] for one in np.unique(bucket)]
    between = None
    if cluster is not None:
        parts = []
        for one in np.unique(bucket):
            inside = [rows[(bucket == one) & (cluster == each)] for each in np.unique(cluster[bucket == one])]
            parts.append(sum(np.outer(part.sum(axis=0), part.sum(axis=0)) / len(part) for part in inside))
        between = np.array(parts)
    return Moments(
        np.array([len(part) for part in buckets], dtype=float),
        np.array([part.sum(axis=0) for part in buckets]),
        np.array([part.T @ part for part in buckets]),
        between,
    )


def test_cross_products_without_a_bucket_are_those_of_the_other_rows() -> None:
    rows = drawn(7, 120, 3)
    bucket = np.arange(120) % 5
    found = moments(rows, bucket).cross()
    assert found[0] == pytest.approx(cross(rows)[0])
    for one in range(5):
        assert found[1 + one] == pytest.approx(cross(rows[bucket != one])[0])


def test_holding_persons_still_leaves_what_differs_within_them() -> None:
    """As least squares with a constant for each person; a person with a single response tells nothing."""
    rng = np.random.default_rng(8)
    person = np.append(rng.integers(0, 12, 150), [12])
    rows = (
        np.vstack([drawn(8, 150, 3), [[9.0, 9, 9, 9]]]) + np.repeat(rng.normal(size=13) * 5, 4).reshape(13, 4)[person]
    )
    within = np.vstack([rows[person == one] - rows[person == one].mean(axis=0) for one in range(13)])
    assert moments(rows, person % 4, person).cross()[0] == pytest.approx(within.T @ within)


def test_the_jackknife_error_of_a_mean_is_the_usual_one() -> None:
    y = np.random.default_rng(9).normal(size=40)
    left = (y.sum() - y) / 39
    found = Jackknifed(np.array([y.mean()]), left[:, None])
    assert found.error[0] == pytest.approx(y.std(ddof=1) / np.sqrt(40))
    assert found.reach()[0] == pytest.approx(2.0226909 * found.error[0])
    one = Jackknifed(np.array([1.0]), np.zeros((1, 1)))
    assert np.isinf(one.reach()).all()


def test_ranks_are_told_apart_only_where_differences_are_clear() -> None:
    noise = np.random.default_rng(1).normal(size=(30, 3))
    clear = Jackknifed.of(np.vstack([[0.4, 0.2, 0.1], [0.4, 0.2, 0.1] + 1e-4 * noise]))
    assert [each.tolist() for each in ranks(clear)] == [[1, 2, 3], [1, 2, 3]]
    vague = Jackknifed.of(np.vstack([[0.4, 0.21, 0.2], [0.4, 0.21, 0.2] + 5e-3 * noise]))
    assert [each.tolist() for each in ranks(vague)] == [[1, 2, 2], [1, 3, 3]]
    alone = Jackknifed.of(np.array([[0.4, 0.2], [0.4, 0.2]]))
    assert [each.tolist() for each in ranks(alone)] == [[1, 1], [2, 2]]


def _world(rng: np.random.Generator, persons: int, each: int) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Levels cut from leanings that persons share, with a verdict that is no straight line of them and heavy tails: not
    what least squares takes for granted."""
    person = np.repeat(np.arange(persons), each)
    own = rng.normal(size=(persons, 4))[person]
    mood = rng.standard_t(5, size=(len(person), 1))
    latent = 0.5 * own + 0.6 * mood + rng.normal(size=(len(person), 4))
    x = np.clip(np.rint(3.6 + 0.9 * latent), 1, 5)
    pull = 0.7 * np.minimum(x[:, 0], 4) + 0.4 * x[:, 1] + 0.2 * x[:, 2] + 0.3 * own[:, 0]
    y = np.clip(np.rint(pull - 0.6 + rng.standard_t(4, size=len(person))), 1, 5)
    return np.column_stack([x, y]), person


@pytest.mark.slow
def test_intervals_of_shares_hold_the_truth_about_as_often_as_they_say() -> None:
    truth = shares(cross(_world(np.random.default_rng(0), 60_000, 8)[0]))[0]
    order = np.argsort(-truth)
    held, ranked = [], []
    for seed in range(1, 401):
        rows, person = _world(np.random.default_rng(seed), 80, 8)
        found = Jackknifed.of(shares(moments(rows, person % 64).cross()))
        reach = found.reach()
        held.append(np.abs(found.value - truth) <= reach)
        first, last = ranks(found)
        true = np.empty(4, dtype=int)
        true[order] = np.arange(1, 5)
        ranked.append((first <= true) & (true <= last))
    assert 0.92 <= np.mean(held) <= 0.985
    assert np.mean(held, axis=0).min() >= 0.90
    assert np.mean(ranked) >= 0.95


def test_a_million_sums_cost_little() -> None:
    """Sixteen standards with 64 buckets in some seconds, also where the machine is busy."""
    rows = drawn(1, 640, 16)
    found = Jackknifed.of(shares(moments(rows, np.arange(640) % 64).cross()))
    assert found.left.shape == (64, 16)
    assert found.value.sum() == pytest.approx(r_squared(rows, tuple(range(16))), abs=1e-9)
