"""Whether who knows also does: found where it is so, "cannot tell" where it is not, nothing of fewer than five."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from clearbar.stats.answers.knowing import NOT_THE_SAME, conclude_knowing


def sums(seed: int, people: int, link: float, each: int = 40) -> dict[str, Any]:
    """People whose knowledge and doing are linked so far, by a simulator of its own."""
    dice = random.Random(seed)
    rows: dict[str, list[Any]] = {name: [] for name in ("standard", "person", "asked", "right", "n", "hits")}
    for person in range(people):
        knows = dice.gauss(0, 1)
        does = link * knows + (1 - link**2) ** 0.5 * dice.gauss(0, 1)
        shares = [min(0.95, max(0.05, 0.6 + 0.2 * one)) for one in (knows, does)]
        rows["standard"].append("a.b")
        rows["person"].append(f"p{person}")
        for count, hits, share in (("asked", "right", shares[0]), ("n", "hits", shares[1])):
            rows[count].append(each)
            rows[hits].append(sum(dice.random() < share for _ in range(each)))
    return {name: np.array(column) for name, column in rows.items()}


def test_what_goes_together_is_found_without_the_part_of_chance() -> None:
    answer = conclude_knowing(sums(1, 150, 0.7))
    (row,) = answer.rows
    assert row.figures["association"].value == pytest.approx(0.7, abs=0.12)
    assert row.facts["verdict"] == "goes together" and row.facts["people"] == 150
    assert row.figures["association"].low > 0 and NOT_THE_SAME in answer.notes


def test_what_does_not_cannot_be_told_and_never_counts_as_an_effect() -> None:
    told = [next(iter(conclude_knowing(sums(seed, 40, 0.0)).rows)).facts["verdict"] for seed in range(40)]
    assert told.count("cannot tell") >= 34


def test_the_other_way_round_is_said() -> None:
    (row,) = conclude_knowing(sums(2, 150, -0.8)).rows
    assert row.facts["verdict"] == "goes the other way"


def test_few_people_and_people_who_are_all_alike_give_no_figure_and_a_note() -> None:
    few = conclude_knowing(sums(3, 4, 0.9))
    assert len(few) == 0 and "fewer than 5 people" in few.notes[0]
    alike = sums(4, 10, 0.9)
    alike["right"] = alike["asked"].copy()
    answer = conclude_knowing(alike)
    assert len(answer) == 0 and "do not differ" in answer.notes[0]


def test_who_was_not_rated_or_not_asked_does_not_count() -> None:
    rows = sums(5, 8, 0.5)
    rows["n"][:4] = rows["hits"][:4] = 0
    assert "fewer than 5" in conclude_knowing(rows).notes[0]
    rows = sums(5, 8, 0.5)
    rows["asked"][:4] = rows["right"][:4] = 0
    assert "fewer than 5" in conclude_knowing(rows).notes[0]


def test_without_a_grouping_all_standards_are_one() -> None:
    (row,) = conclude_knowing(sums(6, 30, 0.5), ()).rows
    assert row.facts["people"] == 30 and row.keys == {}
