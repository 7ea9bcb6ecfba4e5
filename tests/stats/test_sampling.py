"""Ratings needed and reviews shared out, against direct search and Cochran's formulas; what is drawn has the
probability that is written beside it."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from clearbar.stats.answers import Plan, conclude_sampling, draw
from clearbar.stats.intervals import wilson
from clearbar.stats.sampling import guessed_spread, neyman, ratings_for_width, shuffled, whole


@pytest.mark.parametrize("share", [0.0, 0.03, 0.5, 0.8, 1.0])
@pytest.mark.parametrize("width", [0.02, 0.1, 0.3])
def test_so_many_ratings_make_the_interval_that_narrow_and_one_less_does_not(share: float, width: float) -> None:
    n = float(ratings_for_width(share, 1.0, width))
    for size, is_enough in ((n * 1.001, True), (n * 0.97, False)):
        low, high = wilson(share * size, size)
        assert bool((high - low) / 2 <= width) is is_enough


def test_ratings_that_count_for_less_are_needed_more_often() -> None:
    assert float(ratings_for_width(0.7, 2.5, 0.05)) == pytest.approx(2.5 * float(ratings_for_width(0.7, 1, 0.05)))
    # By hand: for a share of one half, 1.96² / (4 · 0.05²) − 1.96² = 380.3.
    assert float(ratings_for_width(0.5, 1, 0.05)) == pytest.approx(1.959964**2 / (4 * 0.05**2) - 1.959964**2, rel=1e-6)
    with pytest.raises(ValueError, match="half a width"):
        ratings_for_width(0.5, 1, 0.5)


def test_reviews_fall_to_cells_by_size_and_spread() -> None:
    """Cochran 1977, section 5.5: n_h is proportional to N_h S_h."""
    size, spread = np.array([1000, 3000, 2000]), np.array([0.5, 0.3, 0.4])
    assert neyman(size, spread, 100, floor=0) == pytest.approx(100 * size * spread / (size @ spread))


cells = st.lists(st.tuples(st.integers(0, 400), st.floats(0.01, 0.5)), min_size=1, max_size=12)


@given(cells, st.integers(1, 600), st.sampled_from([0.0, 0.5, 0.8, 1.0]))
def test_no_cell_has_less_than_its_floor_or_more_than_there_are(
    rows: list[tuple[int, float]], budget: int, floor: float
) -> None:
    size, spread = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    found, total = neyman(size, spread, budget, floor), size.sum()
    assert np.all(found <= size + 1e-9)
    assert found.sum() == pytest.approx(min(budget, total), rel=1e-6)
    if budget < total:
        assert np.all(found >= floor * budget * size / total - 1e-6)
    if floor == 1.0 and budget < total:
        assert found == pytest.approx(budget * size / total, rel=1e-6)


def test_no_other_sharing_within_the_bounds_would_know_more() -> None:
    size, spread, budget = np.array([500.0, 60, 900, 20]), np.array([0.1, 0.5, 0.3, 0.5]), 200.0
    found, least = neyman(size, spread, budget), 0.5 * budget * size / size.sum()

    def variance(n: np.ndarray) -> float:
        return float((size**2 * spread**2 / n).sum())

    other = minimize(
        variance, least + 1, bounds=list(zip(least, size, strict=True)), method="SLSQP",
        constraints={"type": "eq", "fun": lambda n: n.sum() - budget}, options={"maxiter": 500, "ftol": 1e-12},
    )  # fmt: skip
    assert variance(found) <= other.fun * (1 + 1e-6)
    assert found == pytest.approx(other.x, rel=0.02)


def test_what_is_known_of_other_cells_is_lent_to_those_nobody_rated() -> None:
    spread = guessed_spread([80, 0, 9, 0], [100, 0, 10, 0])
    assert spread[1] == spread[3] == pytest.approx(np.sqrt(0.809 * 0.191), abs=0.003)
    assert spread[0] == pytest.approx(0.4, abs=0.002)
    assert guessed_spread([0, 0], [0, 0]).tolist() == [0.5, 0.5]
    assert np.all(guessed_spread([100, 0], [100, 100]) > 0.05)  # never nothing to find out


@given(st.lists(st.floats(0, 5), min_size=1, max_size=20), st.floats(0, 0.999))
def test_whole_numbers_are_next_to_the_expected_ones_and_sum_to_them(expected: list[float], start: float) -> None:
    found = whole(expected, start)
    assert np.all((found >= np.floor(np.array(expected) - 1e-8)) & (found <= np.ceil(np.array(expected) + 1e-8)))
    assert abs(found.sum() - sum(expected)) < 1 + 1e-6


def test_over_all_starts_each_number_is_right_on_average() -> None:
    expected = [0.3, 1.7, 2.0, 0.05, 3.95]
    starts = (np.arange(4000) + 0.5) / 4000
    assert np.mean([whole(expected, start) for start in starts], axis=0) == pytest.approx(expected, abs=1e-3)
    assert {int(whole(expected, start).sum()) for start in starts} == {8}


def test_what_looks_like_chance_is_spread_evenly_and_the_same_everywhere() -> None:
    found = np.array([shuffled(7, "cell", str(i)) for i in range(5000)])
    assert np.histogram(found, 10, (0, 1))[0] == pytest.approx(500, rel=0.15)
    assert shuffled(1, "start", "") == int(sha256(b"1:start:").hexdigest()[:12], 16) / 16**12


# Drawing

POPULATION = {"a": 300, "b": 60, "c": 7, "d": 1}
SHARE = {"a": 0.9, "b": 0.5, "c": 0.3, "d": 1.0}


def offered(seed: int) -> tuple[Plan, dict[str, np.ndarray]]:
    """A plan over four cells, and all their interactions in an order that the seed shuffles."""
    size = np.array(list(POPULATION.values()), dtype=float)
    spread = np.array([np.sqrt(share * (1 - share)) + 0.05 for share in SHARE.values()])
    made = Plan({"site": list(POPULATION)}, size, neyman(size, spread, 40), 40, 4)
    site = [name for name, count in POPULATION.items() for _ in range(count)]
    names = [f"{name}-{i}" for name, count in POPULATION.items() for i in range(count)]
    mark = [f"{shuffled(seed, 'mark', name):.12f}" for name in names]
    rank = {name: place for place, name in enumerate(sorted(names, key=lambda n: mark[names.index(n)]))}
    place = [1 + sum(rank[o] < rank[n] for o, s in zip(names, site, strict=True) if s == site[names.index(n)])
             for n in names]  # fmt: skip
    columns = {"interaction": names, "site": site, "mark": mark, "place": place}
    return made, {name: np.array(column, dtype=object if name != "place" else None) for name, column in columns.items()}


def test_over_many_seeds_every_interaction_is_drawn_as_often_as_is_written_and_the_share_is_right() -> None:
    """Ratings of one cell depend on the interaction: the Hájek mean Σ(y/π) / Σ(1/π) over draws is the true share."""
    made, columns = offered(1)
    truth = {name: float(shuffled(0, "truth", name) < SHARE[name[0]]) for name in columns["interaction"]}
    times = 1500
    counts, means = dict.fromkeys(columns["interaction"], 0), []
    for seed in range(times):
        order = np.argsort([shuffled(seed, "m", name) for name in columns["interaction"]])
        place, seen = np.zeros(len(order), dtype=int), dict.fromkeys(POPULATION, 0)
        for i in order:
            seen[columns["site"][i]] += 1
            place[i] = seen[columns["site"][i]]
        drawn = draw(made, {**columns, "place": place}, ("site",), seed)
        assert len(drawn) == 40
        assert sum(each.twice for each in drawn) == 4
        for each in drawn:
            counts[columns["interaction"][each.at]] += 1
        weight = np.array([1 / each.inclusion for each in drawn])
        y = np.array([truth[columns["interaction"][each.at]] for each in drawn])
        means.append(float(weight @ y / weight.sum()))
    for site, rate in zip(POPULATION, made.rate, strict=True):
        mine = np.array([count for name, count in counts.items() if name[0] == site]) / times
        assert mine.mean() == pytest.approx(rate, abs=4 * np.sqrt(rate * (1 - rate) / times / len(mine)) + 1e-9)
        assert np.abs(mine - rate).max() < 5 * np.sqrt(rate * (1 - rate) / times) + 1e-9
    true_share = np.mean(list(truth.values()))
    error = np.std(means) / np.sqrt(times)
    print(f"\ntrue {true_share:.4f}, mean of draws {np.mean(means):.4f} ± {error:.4f}")
    assert np.mean(means) == pytest.approx(true_share, abs=4 * error + 0.002)  # Hájek's ratio is off by about 1/n


def test_a_draw_is_the_same_whatever_the_order_of_the_rows_and_another_for_another_seed() -> None:
    made, columns = offered(3)
    turned = np.random.default_rng(2).permutation(len(columns["interaction"]))

    def names(of: dict[str, np.ndarray], seed: int) -> list[tuple[str, bool]]:
        return [(str(of["interaction"][each.at]), each.twice) for each in draw(made, of, ("site",), seed)]

    other = {name: column[turned] for name, column in columns.items()}
    assert names(columns, 3) == names(other, 3)
    assert {name for name, _ in names(columns, 3)} != {name for name, _ in names(offered(4)[1], 4)}


# What is told


def sums(**columns: list[float]) -> dict[str, np.ndarray]:
    size = len(columns["n"])
    plain = {name: np.array(column, dtype=float) for name, column in columns.items()}
    n, hits = plain["n"], plain["hits"]
    known = ~np.isnan(n)
    rest = {
        "clusters": n, "nn": n, "nx": hits, "xx": hits,
        "target_low": np.where(known, 0.8, np.nan), "target_high": np.where(known, 0.8, np.nan),
        "edition_low": np.ones(size), "edition_high": np.ones(size), "anonymous": np.full(size, 3),
        "site": np.array([f"s{i}" for i in range(size)], dtype=object), "answers": plain["interactions"],
    }  # fmt: skip
    return {**rest, **plain}


NONE = float("nan")


def test_a_cell_that_nobody_rated_is_planned_with_what_the_others_say() -> None:
    told = sums(n=[100, NONE], hits=[70, NONE], interactions=[500, 400], rated=[100, 0])
    answer = conclude_sampling(told, ("site",), width=0.05, budget=90, overlap=0.0)
    first, second = answer.rows
    assert (first.facts["left"], second.facts["left"]) == (400, 400)
    assert "clearance" not in second.figures
    assert first.facts["reviews"] + second.facts["reviews"] == 90
    needed = float(ratings_for_width(0.7, 1, 0.05))
    assert needed <= second.facts["for_width"] < 1.1 * needed + 1
    assert needed - 100 <= first.facts["for_width"] < 1.1 * needed
    assert any("3 answers" in note for note in answer.notes)
    assert any("1 of 2 cells" in note for note in answer.notes)
    assert any("fewer than 20 interactions seen by two" in note.lower() for note in answer.notes)


def test_a_verdict_that_stands_needs_no_more_and_one_out_of_reach_says_so() -> None:
    told = sums(n=[400, 40, 300], hits=[380, 32, 241], interactions=[900, 60, 320], rated=[400, 40, 300])
    answer = conclude_sampling(told, ("site",), width=0.2, budget=50, overlap=0.1)
    verdicts = [row.facts["verdict"].value for row in answer.rows]
    assert verdicts == ["clears", "cannot tell yet", "cannot tell yet"]
    assert next(answer.rows).facts["for_verdict"] is None
    assert answer.facts["for_width"] == [0, 0, 0]
    assert any("for a verdict" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("budget", "overlap", "drawn", "twice"), [(110, 0.1, 100, 10), (50, 0, 50, 0), (30, 0.5, 20, 10)]
)
def test_second_looks_are_part_of_the_budget(budget: int, overlap: float, drawn: int, twice: int) -> None:
    told = sums(n=[100], hits=[70], interactions=[5000], rated=[100])
    answer = conclude_sampling(told, ("site",), width=0.05, budget=budget, overlap=overlap)
    assert answer.facts["reviews"] == [drawn]
    assert f"{budget:,} reviews: {drawn:,} interactions, {twice:,} of them" in " ".join(answer.notes)


def test_nothing_to_plan_and_nothing_left_are_said() -> None:
    nobody = conclude_sampling(sums(n=[], hits=[], interactions=[], rated=[]), ("site",), 0.1, 10, 0.1)
    assert (len(nobody), len(nobody.notes)) == (0, 1)
    done = conclude_sampling(sums(n=[50], hits=[40], interactions=[50], rated=[50]), ("site",), 0.1, 10, 0.1)
    assert done.facts["reviews"] == [0]
    assert any("nothing left" in note for note in done.notes)
