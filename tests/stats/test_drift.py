"""The answer of `drift` and of its split from sums: what changes nothing, and what there is nothing to say about."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from clearbar.model.estimate import Answer
from clearbar.stats.answers import add_movement, conclude_drift, periods
from clearbar.stats.answers.movement import NOBODY, conclude_movement

CHARTS = ("laney", "p", "u", "ewma", "cusum")
NUMBERS = ("week", "last_week", "n", "hits", "clusters", "nn", "nx", "xx", "exposure", "answers")


def sums(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Columns as an engine gives them."""
    texts = ("site", "kind", "label", "standard_of")
    columns: dict[str, Any] = {name: np.array([one.get(name, "") for one in rows], dtype=object) for name in texts}
    return columns | {name: np.array([one.get(name, np.nan) for one in rows], dtype=float) for name in NUMBERS}


def week(site: str | None, number: int, n: int, hits: int, each: int = 4) -> dict[str, Any]:
    """A week of n ratings, `each` of one person."""
    per, share = n // each, hits / n
    return {
        "site": site, "kind": "week", "week": number, "last_week": number, "n": n, "hits": hits, "clusters": per,
        "nn": per * each * each, "nx": each * hits, "xx": per * (each * share) ** 2 + per * 0.5, "exposure": n,
        "answers": n,
    }  # fmt: skip


def series(site: str | None = "a", weeks: int = 26, seed: int = 1, later: float = 0.8) -> list[dict[str, Any]]:
    dice = np.random.default_rng(seed)
    return [
        week(site, 202601 + i, 200, int(dice.binomial(200, 0.8 if i < weeks // 2 else later))) for i in range(weeks)
    ]


def told(answer: Answer) -> list[Any]:
    parts = [row for part in answer.parts for row in part.rows]
    return [(dict(row.keys), dict(row.figures), dict(row.facts)) for row in [*answer.rows, *parts]]


@pytest.mark.parametrize("chart", CHARTS)
def test_the_order_of_rows_does_not_matter(chart: str) -> None:
    rows = series("a") + series("b", seed=2, later=0.6) + series(None, seed=3)
    mixed = [rows[i] for i in np.random.default_rng(4).permutation(len(rows))]
    one, other = (conclude_drift(sums(each), ("site",), chart) for each in (rows, mixed))
    assert told(one) == told(other) and one.notes == other.notes


def test_other_series_change_no_limits_and_no_signal() -> None:
    alone = conclude_drift(sums(series("a", later=0.6)), ("site",))
    beside = conclude_drift(sums(series("a", later=0.6) + series("b", seed=9)), ("site",))
    ours = [row for row in beside.rows if row.keys["site"] == "a"]
    assert [dict(row.facts) for row in alone.rows] == [dict(row.facts) for row in ours]
    assert any(row.facts["signal"] == "below" for row in ours)


def test_another_name_changes_nothing_else() -> None:
    one, other = (conclude_drift(sums(series(name)), ("site",)) for name in ("a", "zz"))
    assert [dict(row.facts) for row in one.rows] == [dict(row.facts) for row in other.rows]


def test_of_many_calm_series_none_stands_and_of_one_that_fell_it_does() -> None:
    calm = [row for i in range(40) for row in series(f"s{i}", seed=100 + i)]
    answer = conclude_drift(sums(calm + series("fell", seed=5, later=0.55)), ("site",))
    (charts,) = [part for part in answer.parts if part.measure == "charts"]
    assert [row.keys["site"] for row in charts.rows if row.facts["stands"] == "yes"] == ["fell"]
    assert any(note.startswith("If nothing changed, 41 charts would give about 4") for note in answer.notes)


@pytest.mark.parametrize("chart", CHARTS)
def test_no_week_no_answer(chart: str) -> None:
    answer = conclude_drift(sums([]), (), chart)
    assert len(answer) == 0 and answer.notes == ()
    assert periods(answer) is None and add_movement(answer, {}, ()) is answer


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("hits", [0, 200])
def test_weeks_that_are_all_alike_have_no_signal(chart: str, hits: int) -> None:
    answer = conclude_drift(sums([week("a", 202601 + i, 200, hits) for i in range(20)]), ("site",), chart)
    assert not any(row.facts["signal"] for row in answer.rows)
    assert [len(part) for part in answer.parts] == [1, 0]


def test_one_week_has_no_limits_and_says_so() -> None:
    answer = conclude_drift(sums([week("a", 202601, 40, 30)]), ("site",))
    (row,) = answer.rows
    assert (row.facts["phase"], row.facts["centre"], row.facts["lower"]) == ("no limits", None, None)
    assert answer.notes == ("a: no limits, as a baseline needs 6 weeks of one instrument.",)


def test_weeks_with_few_answers_are_counted_and_left_out() -> None:
    hidden = {"site": "a", "kind": "week", "week": 202640, "last_week": 202640, "answers": 3}
    answer = conclude_drift(sums([*series("a"), hidden]), ("site",))
    assert answer.withheld == (("a", 202640),)
    assert answer.notes[0] == "1 group has fewer than 5 answers and cannot be shown."
    assert 202640 not in answer.keys["week"]


MOVED = {
    "n": 40, "n_before": 20, "n_after": 20, "y_before": 80, "y_after": 70, "x_before": 60, "x_after": 64,
    "experience": -0.5, "expectation": -0.2, "experience_square": 64.0, "expectation_square": 16.0, "mix_square": 0.0,
    "total_square": 100.0, "clusters": 11, "answers": 20,
}  # fmt: skip


def columns(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: np.array([one[name] for one in rows], dtype=float) for name in MOVED}


def test_the_parts_of_the_gap_add_up_and_their_intervals_are_t() -> None:
    answer = conclude_movement(columns([MOVED]), ())
    found = {row.keys["part"]: row.figures["moved"] for row in answer.rows}
    assert {part: round(figure.value, 9) for part, figure in found.items()} == {
        "total": -0.7, "experience": -0.5, "expectation": -0.2, "mix": 0.0
    }  # fmt: skip
    half = 2.228139 * (64 * 11 / 10) ** 0.5 / 40  # t with 10 degrees of freedom
    assert found["experience"].high - found["experience"].value == pytest.approx(half, rel=1e-6)
    assert (found["mix"].low, found["mix"].high) == pytest.approx((0, 0), abs=2e-8)


def test_one_person_alone_has_no_ends() -> None:
    answer = conclude_movement(columns([{**MOVED, "clusters": 1}]), ())
    assert all(np.isinf(row.figures["moved"].high) for row in answer.rows)


def test_where_nobody_told_what_they_expected_it_is_said() -> None:
    assert conclude_movement(columns([{**dict.fromkeys(MOVED, np.nan), "answers": 0}]), ()).notes == (NOBODY,)


def test_a_group_whose_instrument_changed_in_between_is_not_split() -> None:
    used = [
        {"site": "b", "kind": "instrument", "label": name, "week": first, "last_week": last, "n": 2600}
        for name, first, last in (("q1", 202601, 202615), ("q2", 202616, 202626))
    ]
    answer = conclude_drift(sums(series("a") + series("b", seed=2) + used), ("site",))
    counted = {**columns([MOVED, MOVED]), "site": np.array(["a", "b"], dtype=object)}
    split = add_movement(answer, counted, ("site",)).parts[0]
    assert set(split.keys["site"]) == {"a"}
    assert "Not identifiable: how the gap of 1 groups moved, as the instrument changed in between." in split.notes
