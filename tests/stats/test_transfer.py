"""What is concluded about rehearsal: rows by standard, what cannot be told, and a wait-list drawn by lot."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.stats.test_effect import columns as sums_of_periods
from tests.stats.test_effect import people

from clearbar.model.estimate import Answer
from clearbar.model.question import Sums
from clearbar.stats.answers import add_before_and_after, conclude_transfer

Rows = list[dict[str, Any]]
BY = ("standard",)


def drawn(seed: int, size: int = 60, standard: str = "greet", rehearsed: float = 0.7, slope: float = 0.2) -> Rows:
    """People rated in rehearsal on levels around their own, and live by shares that go with it."""
    dice = np.random.default_rng(seed)
    rows = []
    for i in range(size):
        skill = dice.normal(0, 0.6)
        n, later = 40, 30
        hits = dice.binomial(later, np.clip(0.6 + slope * skill, 0, 1))
        row = {
            "standard": standard,
            "person": f"p{i:02}",
            "n": n,
            "hits": hits + 5,
            "began": 0,
            "later": 0,
            "later_hits": 0,
        }
        if dice.random() < rehearsed:
            levels = np.clip(np.rint(3.4 + skill + dice.normal(0, 0.6, 6)), 1, 5)
            row |= {"began": 1, "later": later, "later_hits": hits, "rated": 6, "s": levels.sum(), "q": levels @ levels}
        rows.append(row)
    return rows


def columns(rows: Rows) -> Sums:
    names = ("rated", "s", "q", "n", "hits", "later", "later_hits", "began")
    found: dict[str, Any] = {name: np.array([row.get(name) for row in rows], dtype=float) for name in names}
    found |= {name: np.array([row[name] for row in rows], dtype=object) for name in ("standard", "person")}
    ones = np.ones(len(rows))
    return found | {"edition_low": ones, "edition_high": np.array([row.get("edition", 1) for row in rows], dtype=float)}


def answer(rows: Rows, **how: Any) -> Answer:
    return conclude_transfer(columns(rows), BY, **how)


def test_each_standard_has_a_row_with_what_goes_together() -> None:
    found = answer([*drawn(2, standard="thank"), *drawn(1)])
    assert list(found.keys["standard"]) == ["greet", "thank"]
    for row in found.rows:
        assert row.figures["slope"].low > 0 and 0.1 < row.figures["slope"].value < 0.35
        assert 0 < row.figures["association"].low <= row.figures["association"].value <= 1
        assert row.facts["people"] + row.facts["waiting"] == 60
        assert row.figures["slope"].n == 30 * row.facts["people"]
        assert 0.5 < row.facts["dependable"] < 1


def test_the_warning_always_stands_beside_and_the_design_that_would_tell_for_sure() -> None:
    for rows in (drawn(1), drawn(1, 4)):
        assert any("may have been better before" in note for note in answer(rows).notes)
    assert any("drawn by lot" in note and "greet: " in note for note in answer(drawn(1)).notes)


def test_a_wait_list_is_drawn_only_where_people_are_asked_for() -> None:
    rows = drawn(1)
    assert answer(rows).parts == ()
    (first,) = answer(rows, listed=True).parts
    waiting = {row["person"] for row in rows if not row["began"]}
    assert set(first.keys["person"]) == waiting
    halves = list(first.keys["half"])
    assert abs(halves.count("first") - halves.count("later")) <= 1
    assert halves == sorted(halves)
    (again,) = answer(rows[::-1], listed=True).parts
    assert list(again.keys["person"]) == list(first.keys["person"]), "the same number draws the same list"
    (other,) = answer(rows, listed=True, draw=2).parts
    assert list(other.keys["person"]) != list(first.keys["person"])


def test_nobody_with_few_ratings_stands_on_the_wait_list() -> None:
    rows = drawn(1)
    for row in rows[::2]:
        row |= {"n": 4, "hits": 2}
    (part,) = answer(rows, listed=True).parts
    assert min(part.figures["clearance"].n) >= 5
    assert len(part) == sum(1 for row in rows if not row["began"] and row["n"] >= 5)


def test_every_place_is_as_likely_for_everyone() -> None:
    rows = drawn(1, 10, rehearsed=0.0)
    firsts = [answer(rows, listed=True, draw=draw).parts[0].keys["person"][0] for draw in range(600)]
    shares = [firsts.count(f"p{i:02}") / 600 for i in range(10)]
    assert min(shares) > 0.05 and max(shares) < 0.16


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (drawn(1, 5), "fewer than 5 people"),
        ([dict(row, later=0, later_hits=0) for row in drawn(1)], "fewer than 5 people"),
        ([dict(row, rated=2, s=6, q=18) if row["began"] else row for row in drawn(1)], "do not differ"),
        ([dict(row, rated=1, q=row["s"] ** 2) if row["began"] else row for row in drawn(1)], "as counted"),
    ],
    ids=["few", "never live", "all alike", "rated once"],
)
def test_what_cannot_be_told_is_said(rows: Rows, why: str) -> None:
    found = answer(rows)
    assert any(why in note for note in found.notes)
    assert len(found) == ("as counted" in why)


def test_editions_that_are_pooled_are_told() -> None:
    changed = [dict(row, edition=2) for row in drawn(1)]
    assert any("greet changed within what was read" in note for note in answer(changed).notes)


def test_how_people_changed_stands_in_a_table_of_its_own() -> None:
    rows = [dict(row, standard="greet") for row in people(1, lift=lambda begun, since: 0.2)]
    found = add_before_and_after(answer(drawn(1)), sums_of_periods(rows, BY), weeks=4, lead=1)
    (part,) = found.parts
    assert part.measure == "before and after" and part.parts == ()
    assert next(iter(part.rows)).figures["effect"].low > 0
    assert not [note for note in part.notes if "the table" in note]


def test_no_row_has_no_answer() -> None:
    assert len(answer([])) == 0
