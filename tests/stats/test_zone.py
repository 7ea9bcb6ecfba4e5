"""The zone of tolerance, how dependable differences are, the interval that was chosen, and two ways to cluster."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from clearbar.model.estimate import Answer, Estimates
from clearbar.stats.answers import add_zone, conclude_clearance, conclude_met
from clearbar.stats.clusters import ClusterSums, share
from clearbar.stats.intervals import INTERVALS, jeffreys, wilson
from clearbar.stats.reliability import of_difference

GAP = Answer("gap", (), {}, {"gap": Estimates((0.0,), (-1.0,), (1.0,), (10,))}, {})


def zone_sums(ratings: list[tuple[int, int, int]], persons: list[int]) -> dict[str, Any]:
    """Sums of (level, expected, desired), each of a person."""
    level, expected, desired = np.array(ratings).T
    people = np.unique(persons, return_inverse=True)[1]
    outcomes = {
        "below": level < expected, "above": (level >= desired) & (level >= expected),
        "adequate": level - expected, "superior": level - desired,
    }  # fmt: skip
    n = np.bincount(people)
    found: dict[str, float] = {"n": len(ratings), "answers": len(ratings), "clusters": n.size, "nn": n @ n,
                               "edition_low": 1, "edition_high": 1, "target_low": 0.8, "target_high": 0.8}  # fmt: skip
    for name, y in outcomes.items():
        by = np.bincount(people, y)
        found |= {name: y.sum(), f"n_{name}": n @ by, f"{name}_{name}": by @ by, f"q_{name}": (y * y).sum()}
    found["below_above"] = np.bincount(people, outcomes["below"]) @ np.bincount(people, outcomes["above"])
    found |= {"level": level.sum(), "expected": expected.sum(), "q_level": level @ level,
              "q_expected": expected @ expected, "level_expected": level @ expected}  # fmt: skip
    return {name: np.array([float(value)]) for name, value in found.items()}


TOLD = [(3, 4, 5), (4, 4, 5), (5, 4, 5), (5, 3, 4), (2, 3, 4), (3, 3, 5), (4, 3, 5), (4, 4, 4), (1, 2, 5), (5, 5, 5)]


def test_three_counts_that_add_up_with_the_distance_to_both_ends() -> None:
    """Below: 3 (of 4), 2 (of 3), 1 (of 2). Above: 5 of 5, 5 of 4, 4 of 4, 5 of 5. The three others lie inside."""
    (part,) = add_zone(GAP, zone_sums(TOLD, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]), ()).parts
    (row,) = part.rows
    assert [row.figures[name].hits for name in ("below", "inside", "above")] == [3, 3, 4]
    assert row.figures["adequate"].value == pytest.approx(np.mean([a - b for a, b, _ in TOLD]))
    assert row.figures["superior"].value == pytest.approx(np.mean([a - c for a, _, c in TOLD]))


def test_the_interval_of_those_inside_is_that_of_their_own_sums() -> None:
    rng = np.random.default_rng(1)
    told = [tuple(rng.integers(1, 6, 3).tolist()) for _ in range(120)]
    persons = rng.integers(0, 15, 120)
    (part,) = add_zone(GAP, zone_sums(told, persons.tolist()), ()).parts
    inside = np.array([not a < b and not (a >= c and a >= b) for a, b, c in told])
    n, x = np.bincount(persons), np.bincount(persons, inside)
    own = share(ClusterSums.of(n=120, s=x.sum(), clusters=(n > 0).sum(), nn=n @ n, ns=n @ x, ss=x @ x))
    found = next(part.rows).figures["inside"]
    assert (found.low, found.high) == pytest.approx((own.low[0], own.high[0]))


def test_where_nobody_told_what_they_wished_for_there_is_no_zone() -> None:
    empty = {name: np.array([np.nan]) for name in zone_sums(TOLD, [0] * 10)} | {"answers": np.array([0.0])}
    assert add_zone(GAP, empty, ()) is GAP


def test_levels_that_never_vary_say_nothing_of_dependability() -> None:
    (part,) = add_zone(GAP, zone_sums([(4, 4, 5)] * 8, list(range(8))), ()).parts
    assert not [note for note in part.notes if "go together" in note]
    assert next(part.rows).figures["inside"].hits == 8


def test_the_reliability_of_a_difference_by_hand() -> None:
    """Both dependable to .8 and correlated .6: (.8 + .8 − 1.2) / (2 − 1.2) = .5; uncorrelated .8 stays."""
    assert of_difference(0.8, 0.8, 0.6) == pytest.approx(0.5)
    assert of_difference(0.8, 0.8, 0.0) == pytest.approx(0.8)
    assert of_difference(0.9, 0.7, 0.5, 2.0) == pytest.approx((0.9 * 4 + 0.7 - 2) / 3)
    assert of_difference(0.7, 0.7, 0.9) == 0
    assert np.isnan(of_difference(0.8, 0.8, 1.0))


def sums(**more: float) -> dict[str, Any]:
    plain = {"n": 40, "hits": 36, "clusters": 40, "nn": 40, "nx": 36, "xx": 36, "target_low": 0.85,
             "target_high": 0.85, "edition_low": 1, "edition_high": 1, "answers": 40}  # fmt: skip
    return {name: np.array([float(value)]) for name, value in {**plain, **more}.items()}


def test_the_interval_that_was_chosen_is_given() -> None:
    for name, ends in (("wilson", wilson), ("jeffreys", jeffreys)):
        for conclude in (conclude_clearance, conclude_met):
            figure = next(iter(next(conclude(sums(), (), interval=name).rows).figures.values()))
            assert (figure.low, figure.high) == pytest.approx(tuple(map(float, ends(36, 40, 0.95))), abs=1e-7)
    assert set(INTERVALS) == {"wilson", "jeffreys"}


def test_an_answer_says_whose_ratings_were_taken_together() -> None:
    assert conclude_clearance(sums(), ()).notes == ()
    assert "sites like these" in conclude_clearance(sums(), (), cluster="site").notes[0]
    assert "people and sites" in conclude_clearance(sums(), (), cluster="person+site").notes[0]


def test_met_says_where_nobody_told_what_they_expected() -> None:
    nothing = {name: np.array([np.nan]) for name in sums()} | {"answers": np.array([0.0])}
    assert conclude_met(nothing, ()).notes == ("Nobody told what they had expected.",)


# How often the truth is held with two ways to cluster


def covered(sites: int, spread: float, times: int) -> tuple[float, float]:
    """60 people, each seen at several sites; site and person effects that are skewed and not normal."""
    rng, held = np.random.default_rng(29), np.zeros(2)
    quantiles = -np.log(1 - (np.arange(400) + 0.5) / 400) - 1
    logit = 1 + spread * (quantiles[:, None] + quantiles[None, :])
    truth = float((1 / (1 + np.exp(-logit))).mean())
    for _ in range(times):
        person, site = rng.integers(0, 60, 900), rng.integers(0, sites, 900)
        effect = rng.exponential(1, 60)[person] + rng.exponential(1, sites)[site] - 2
        hit = (rng.random(900) < 1 / (1 + np.exp(-1 - spread * effect))).astype(int)
        products = {}
        for name, code in (("person", person), ("site", site), ("both", person * sites + site)):
            n, x = np.bincount(code), np.bincount(code, hit)
            products[name] = np.array([n @ n, n @ x, x @ x])
        for at, (nn, nx, xx) in enumerate(
            (products["person"], products["person"] + products["site"] - products["both"])
        ):
            figures = share(
                ClusterSums.of(n=900, s=hit.sum(), clusters=min(sites, 60), nn=nn, ns=nx, ss=xx), pool=False
            )
            held[at] += figures.low[0] <= truth <= figures.high[0]
    return float(held[0] / times), float(held[1] / times)


@pytest.mark.parametrize("sites", [8, 25])
def test_two_ways_to_cluster_hold_the_truth_where_one_does_not(sites: int) -> None:
    one, both = covered(sites, 0.6, 400)
    print(sites, one, both)
    assert one < 0.9
    assert 0.92 <= both <= 0.985
