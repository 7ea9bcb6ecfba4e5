"""People beside others: differences by hand, how often a verdict is wrong, and what must not change it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from clearbar.model.seeing import Sees
from clearbar.stats.answers import conclude_compass
from clearbar.stats.compass import compass

Sums = dict[str, np.ndarray]


def person(own: list[list[float]], others: list[list[float]]) -> dict[str, float]:
    """The sums of one person from levels by edition, each in an interaction of its own."""
    total: dict[str, float] = dict.fromkeys(("weight", "own_mean", "other_mean", "own_price", "other_price"), 0.0)
    for a, b in zip(own, others, strict=True):
        omega = len(a) * len(b) / (len(a) + len(b))
        total["weight"] += omega
        total["own_mean"] += omega * float(np.mean(a))
        total["other_mean"] += omega * float(np.mean(b))
        total["own_price"] += omega * omega / len(a)
        total["other_price"] += omega * omega / len(b)
    for side, given in (("own", own), ("other", others)):
        flat = np.concatenate([np.asarray(levels, float) - 3 for levels in given])
        n = len(flat)
        total |= {f"{side}_n": n, f"{side}_inside": sum(((np.asarray(x) - np.mean(x)) ** 2).sum() for x in given),
                  f"{side}_free": n - len(given), f"{side}_size": n, f"{side}_clusters": n, f"{side}_r": flat.sum(),
                  f"{side}_nn": n, f"{side}_nr": flat.sum(), f"{side}_rr": (flat * flat).sum(),
                  f"{side}_square": (flat * flat).sum()}  # fmt: skip
    return total


def table(people: list[dict[str, float]]) -> Sums:
    return {name: np.array([one[name] for one in people], dtype=float) for name in people[0]}


def answered(people: dict[str, dict[str, float]], source: str = "customer") -> dict[str, Any]:
    columns: dict[str, Any] = table(list(people.values()))
    many = len(people)
    columns |= {"who": np.array(list(people), dtype=object), "source": np.array([source] * many, dtype=object),
                "answers": columns["own_n"], "edition_low": np.ones(many), "edition_high": np.ones(many)}  # fmt: skip
    return columns


def test_a_difference_by_hand() -> None:
    """Two editions: (4.5 − 3) and (4 − 3), weights 2·2/4 and 4·4/8."""
    found = compass(table([person([[4, 5], [4, 4, 4, 4]], [[2, 4], [3, 3, 3, 3]])]))
    assert found.difference[0] == pytest.approx((1 * 1.5 + 2 * 1) / 3)
    inside = {"own": 0.5, "other": 2.0}
    variance = sum((each + 2.0) / (4 + 2) * (1 / 2 + 4 / 4) / 9 for each in inside.values())
    assert found.error[0] == pytest.approx(np.sqrt(variance))


def test_standards_are_not_mixed() -> None:
    """Others rate the hard standard more often; on each they say the same as the person does."""
    found = compass(table([person([[5] * 10, [2] * 10], [[5] * 2, [2] * 50])]))
    assert found.difference[0] == pytest.approx(0)


def simulated(seed: int, gaps: np.ndarray, halo: float = 0.0) -> Sums:
    rng = np.random.default_rng(seed)
    people = []
    for gap in gaps:
        skill = rng.normal(3.6, 0.3)

        def levels(shift: float, n: int) -> list[list[float]]:
            mood = halo * rng.standard_t(5, size=n)
            return [np.clip(np.round(skill + shift + mood + rng.normal(size=n)), 1, 5).tolist() for _ in range(2)]  # noqa: B023

        people.append(person(levels(gap, 6), levels(0.0, 15)))
    return answered({f"p{i:03d}": one for i, one in enumerate(people)})


def verdicts(sums: Sums) -> list[Sees]:
    return list(conclude_compass(sums, ["person"]).facts["sees"])


def test_who_differs_is_told_and_few_of_the_others_are() -> None:
    """Of 60 people eight see themselves a level and a half too high; the others as they are."""
    gaps = np.array([1.5] * 8 + [0.0] * 52)
    wrong = right = said = 0
    for seed in range(30):
        found = verdicts(simulated(seed, gaps))
        right += sum(one is Sees.HIGHER for one in found[:8])
        said += sum(one in {Sees.HIGHER, Sees.LOWER} for one in found)
        wrong += sum(one in {Sees.HIGHER, Sees.LOWER} for one in found[8:])
    assert right / (30 * 8) > 0.5
    assert wrong / said < 0.07


def test_where_nobody_differs_hardly_anybody_is_named() -> None:
    """At a rate of false discoveries of 5 %, one firm in twenty would name anyone."""
    named = [
        any(one in {Sees.HIGHER, Sees.LOWER} for one in verdicts(simulated(100 + seed, np.zeros(40))))
        for seed in range(60)
    ]
    assert np.mean(named) < 0.1


def test_intervals_of_single_persons_hold_the_truth() -> None:
    """Levels are cut and rounded, which the estimator does not know; the truth is found by drawing very often."""
    inside = []
    for seed in range(20):
        sums = simulated(200 + seed, np.zeros(60))
        figure = conclude_compass(sums, ["person"]).figures["difference"]
        inside += [low <= 0 <= high for low, high in zip(figure.low, figure.high, strict=True)]
    assert 0.93 < np.mean(inside) < 0.98


def test_persons_stand_in_the_order_of_their_names() -> None:
    sums = simulated(1, np.linspace(-1, 1, 12))
    order = np.random.default_rng(1).permutation(12)
    answer = conclude_compass({name: column[order] for name, column in sums.items()}, ["person"])
    assert list(answer.keys["person"]) == sorted(answer.keys["person"])
    assert answer == conclude_compass(sums, ["person"])
    assert not set(answer.facts) & {"rank", "place"}


def test_without_persons_it_counts_them() -> None:
    sums = simulated(3, np.array([2.0] * 6 + [0.0] * 30))
    (found,) = conclude_compass(sums, []).rows
    by_name = verdicts(sums)
    assert found.keys == {"source": "customer"}
    assert found.facts["persons"] == 36
    assert found.facts["higher"] == by_name.count(Sees.HIGHER) > 0
    assert sum(found.facts[name] for name in ("higher", "lower", "alike", "cannot_tell")) == 36
    assert found.figures["difference"].low < 12 / 36 < found.figures["difference"].high + 0.2


def test_fewer_than_five_persons_are_not_counted() -> None:
    answer = conclude_compass(simulated(3, np.zeros(4)), [])
    assert (len(answer), answer.withheld) == (0, (("customer",),))
    assert any("fewer than 5 persons" in note for note in answer.notes)


def test_who_has_too_few_answers_is_left_out_and_nobody_is_no_answer() -> None:
    sums = simulated(4, np.zeros(6))
    sums["weight"][2] = np.nan
    answer = conclude_compass(sums, ["person"])
    assert answer.withheld == (("p002", "customer"),)
    empty = {name: column[:0] for name, column in sums.items()}
    assert [note for note in conclude_compass(empty, ["person"]).notes if note.startswith("Not identifiable")]
    assert len(conclude_compass(empty, [])) == 0


def test_if_all_agree_it_is_no_certainty() -> None:
    people = {f"p{i}": person([[4] * 5], [[4] * 5]) for i in range(3)}
    figure = conclude_compass(answered(people), ["person"]).figures["difference"]
    assert all(low < -0.05 and high > 0.05 for low, high in zip(figure.low, figure.high, strict=True))


def test_adding_a_level_to_all_changes_no_difference() -> None:
    first = compass(table([person([[2, 3], [1, 3, 4]], [[2, 2, 3], [4, 4]]), person([[2], [3, 2]], [[1, 2], [3]])]))
    more = compass(table([person([[3, 4], [2, 4, 5]], [[3, 3, 4], [5, 5]]), person([[3], [4, 3]], [[2, 3], [4]])]))
    assert more.difference == pytest.approx(first.difference)


def test_a_hundred_thousand_persons_are_reckoned_at_once() -> None:
    one = person([[3, 4, 4, 5, 3]], [[3, 4, 4, 2, 3]])
    found = compass({name: np.full(100_000, float(value)) for name, value in one.items()})
    assert np.ptp(found.difference) == 0
