"""What is concluded about an effect: invented people whose truth is known, floors, and input with nothing in it."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

import numpy as np
import pytest

from clearbar.model.estimate import Answer, Estimate
from clearbar.model.question import Sums
from clearbar.stats.answers import Design, conclude_effect
from clearbar.stats.answers.periods import first_week

Rows = list[dict[str, Any]]
FIRST = 26300
"""Period of four weeks that begins in 2017."""


def columns(rows: Rows, by: tuple[str, ...] = ()) -> Sums:
    """Rows as an engine returns them."""
    names = (*by, "person", "team", "start", "period", "n", "s", "q", "edition_low", "edition_high")
    found: dict[str, Any] = {}
    for name in names:
        values = [row.get(name, 1 if name.startswith("edition") else None) for row in rows]
        text = name in {"person", "team", *by}
        found[name] = np.array(values, dtype=object) if text else np.array(values, dtype=float)
    return found


def people(seed: int, size: int = 120, periods: int = 9, *, lift: Callable[[int, int], float] | None = None,
           ratings: float = 6, drift: float = 0.0, waves: tuple[int, ...] = (2, 5)) -> Rows:  # fmt: skip
    """People with shares of their own, rated now and then. In each wave, one in six is chosen, of those left, for the
    lowest share seen in that period, and coached from the next one on; `lift` says what that adds by wave and time."""
    dice = np.random.default_rng(seed)
    share = np.clip(dice.beta(6, 3, size)[:, None] + np.cumsum(dice.normal(0, drift, (size, periods)), axis=1), 0, 1)
    share = np.clip(share + 0.05 * np.sin(np.arange(periods)), 0.01, 0.95)
    n = dice.poisson(ratings, (size, periods)) * (dice.random((size, periods)) < 0.9)
    start = np.full(size, inf)
    hits = np.zeros((size, periods))
    for at in range(periods):
        added = np.array([0.0 if at < begun or not lift else lift(int(begun), int(at - begun)) for begun in start])
        hits[:, at] = dice.binomial(n[:, at], np.clip(share[:, at] + added, 0, 1))
        if at in waves:
            seen = np.where((n[:, at] > 0) & np.isinf(start), hits[:, at] / np.maximum(n[:, at], 1), inf)
            start[np.argsort(seen, kind="stable")[: size // 6]] = at + 1
    return [
        {
            "person": f"p{i}", "period": FIRST + at, "start": None if start[i] == inf else FIRST + start[i],
            "n": n[i, at], "s": hits[i, at], "q": hits[i, at],
        }
        for i in range(size) for at in range(periods) if n[i, at]
    ]  # fmt: skip


def effect(answer: Answer, part: str = "") -> Estimate:
    table = next(one for one in answer.parts if one.measure == part) if part else answer
    (row,) = table.rows
    return row.figures["effect"]


def part(answer: Answer, name: str) -> Answer:
    return next(one for one in answer.parts if one.measure == name)


def covers(one: Estimate, truth: float) -> bool:
    return one.low <= truth <= one.high


@pytest.fixture(scope="module")
def left_alone() -> list[tuple[Answer, Answer]]:
    """Answers about people who were chosen for being low and then left alone; with a period left out, and without."""
    drawn = [columns(people(seed)) for seed in range(60)]
    return [(conclude_effect(one, ()), conclude_effect(one, (), Design(lead=0))) for one in drawn]


def test_people_chosen_for_being_low_rise_by_themselves_and_the_effect_is_none(
    left_alone: list[tuple[Answer, Answer]],
) -> None:
    rises = [next(iter(part(one, "regression to the mean").rows)).figures for one, _ in left_alone]
    assert all(one["rise"].low > 0.1 for one in rises), "before and after, coaching looks like a success"
    expected, seen = (np.mean([one[name].value for one in rises]) for name in ("expected", "rise"))
    assert expected == pytest.approx(seen, abs=0.03)
    assert np.mean([covers(effect(one), 0) for one, _ in left_alone]) >= 0.9
    assert abs(np.mean([effect(one).value for one, _ in left_alone])) < 0.01
    assert np.mean([covers(effect(dipped), 0) for _, dipped in left_alone]) < 0.1, "the base must not hold the dip"


def test_the_rise_is_told_in_a_sentence_beside_what_was_to_be_expected(left_alone: list[tuple[Answer, Answer]]) -> None:
    notes = left_alone[0][0].notes
    assert any(note.startswith("Those who were coached rose by ") and "if they were chosen for being low" in note
               for note in notes)  # fmt: skip
    assert any("wait-list" in note for note in notes)
    assert any("low" in note or "proves little" in note for note in part(left_alone[0][0], "by-time").notes)


@pytest.mark.slow
@pytest.mark.parametrize("drift", [0.0, 0.02], ids=["shares that stay", "shares that wander"])
def test_intervals_cover_the_effect_as_often_as_they_say(drift: float) -> None:
    """Binary ratings, gaps, people of unequal chance: nothing of it is in the estimator's model."""
    found = [
        effect(conclude_effect(columns(people(seed, lift=lambda begun, since: 0.1, drift=drift, ratings=5)), ()))
        for seed in range(1000, 1400)
    ]
    # shares are held at one: those who are nearly there gain less than all of a tenth
    truth = float(np.mean([one.value for one in found]))
    assert truth == pytest.approx(0.1, abs=0.015)
    assert 0.92 <= np.mean([covers(one, 0.095) for one in found]) <= 0.98


@pytest.mark.slow
def test_imputation_covers_it_too() -> None:
    found = [
        effect(conclude_effect(columns(people(seed, lift=lambda begun, since: 0.1, ratings=5)), ()), "imputed")
        for seed in range(2000, 2300)
    ]
    assert 0.90 <= np.mean([covers(one, 0.095) for one in found]) <= 0.99


def two_way(rows: Rows) -> float:
    """The effect as two-way fixed effects have it: one dummy for "has started"."""
    persons, periods = (
        {one: i for i, one in enumerate(sorted({row[k] for row in rows}))} for k in ("person", "period")
    )
    x = np.zeros((len(rows), len(persons) + len(periods) + 1))
    for i, row in enumerate(rows):
        x[i, persons[row["person"]]] = x[i, len(persons) + periods[row["period"]]] = 1
        x[i, -1] = row["start"] is not None and row["period"] >= row["start"]
    return float(np.linalg.lstsq(x, np.array([row["s"] / row["n"] for row in rows]), rcond=None)[0][-1])


def test_effects_that_grow_and_differ_are_told_where_two_way_fixed_effects_are_wrong() -> None:
    """Everybody starts at last; who starts early gains most, and more each period."""
    gains = {2: 0.30, 4: 0.15, 6: 0.0}
    rows, truth = [], []
    for i in range(120):
        begun = (2, 4, 6, 8)[i % 4]
        for at in range(8):
            gain = (1 + at - begun) * gains.get(begun, 0.0) / 3 if at >= begun else 0.0
            hits = 200 * (0.2 + 0.001 * (i % 10) + 0.01 * at + gain)
            rows.append(
                {"person": f"p{i}", "period": FIRST + at, "start": FIRST + begun, "n": 1000, "s": hits, "q": hits}
            )
            truth += [hits / 1000 - 200 * (0.2 + 0.001 * (i % 10) + 0.01 * at) / 1000] if at >= begun else []
    answer = conclude_effect(columns(rows), (), Design(lead=0))
    averages = {row.keys["average"]: row.figures["effect"] for row in part(answer, "averages").rows}
    assert averages["person and period"].value == pytest.approx(np.mean(truth), abs=1e-9)
    assert effect(answer, "imputed").value == pytest.approx(np.mean(truth), abs=1e-9)
    assert two_way(rows) < 0.85 * np.mean(truth)


def test_neither_order_nor_names_nor_splitting_rows_nor_a_constant_matter() -> None:
    rows = people(1)
    expected = conclude_effect(columns(rows), ())
    whole = [dict(row, n=row["n"], s=row["s"] + 2 * row["n"], q=row["q"] + 4 * row["s"] + 4 * row["n"]) for row in rows]
    named = [dict(row, person=f"x{row['person']}") for row in rows]
    split = [part_ for row in rows if row["n"] > 1 for part_ in (dict(row, n=1, s=1, q=1), dict(row, n=row["n"] - 1))]
    joined = [dict(row, s=row["s"] + 1, q=row["q"] + 1) for row in rows if row["n"] > 1]
    for one, other in ((rows[::-1], rows), (named, rows), (whole, rows), (split, joined)):
        ours, theirs = effect(conclude_effect(columns(one), ())), effect(conclude_effect(columns(other), ()))
        assert vars(ours) == pytest.approx(vars(theirs))
    assert effect(expected).n > 0


def test_parts_say_the_same_as_their_effects() -> None:
    answer = conclude_effect(columns(people(1)), ())
    cohorts = list(part(answer, "by-cohort").rows)
    assert [row.keys["started"] for row in cohorts] == [first_week(FIRST + at, 4) for at in (3, 6)]
    weights = [row.figures["effect"].clusters or 0 for row in cohorts]
    average = np.average([row.figures["effect"].value for row in cohorts], weights=[20, 20])
    assert effect(answer).value == pytest.approx(average)
    assert sum(weights) == effect(answer).clusters
    assert [row.keys["since"] for row in part(answer, "by-time").rows] == [-6, -5, -4, -3, -1, 0, 1, 2, 3, 4, 5]


def test_people_coached_as_a_team_are_one_cluster() -> None:
    rows = people(1)
    teams = [dict(row, team=f"t{int(row['person'][1:]) % 8}") for row in rows]
    alone, together = (effect(conclude_effect(columns(teams), (), Design(together=on))) for on in (False, True))
    assert together.value == pytest.approx(alone.value)
    assert together.high - together.low != pytest.approx(alone.high - alone.low)
    nobody = conclude_effect(columns([dict(row, team="one") for row in rows]), (), Design(together=True))
    assert len(nobody) == 0 and "belong to one team" in nobody.notes[0]


def test_few_people_are_not_shown_and_few_of_a_cohort_count_in_the_whole_alone() -> None:
    rows = people(1, size=18)
    few = conclude_effect(columns(rows), ())
    assert len(few) == 1
    assert [one.measure for one in few.parts if one.measure == "by-cohort"] == []
    fewer = conclude_effect(columns([row for row in rows if row["start"] in (None, FIRST + 3)]), ())
    assert len(fewer) == 0 and "fewer than 5 people stand on one side" in fewer.notes[0]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([row for row in people(1) if row["start"] is None], "nobody was coached"),
        ([dict(row, start=FIRST + 4) for row in people(1)], "nobody was left to compare with"),
        ([row for row in people(1) if row["start"] is None or row["period"] < row["start"]], "not rated both before"),
        ([dict(row, n=1, s=1, q=1) for row in people(1)[:3]], "cannot be shown"),
    ],
    ids=["no start", "all at once", "never together", "three rows"],
)
def test_what_cannot_be_told_is_said(rows: Rows, why: str) -> None:
    answer = conclude_effect(columns(rows), ())
    assert len(answer) == 0
    assert why in " ".join(answer.notes)


def test_no_row_at_all_has_no_answer() -> None:
    assert len(conclude_effect(columns([]), ())) == 0
    assert len(conclude_effect(columns([], ("site",)), ("site",))) == 0


def test_all_alike_is_certain_and_expects_nothing() -> None:
    rows = [dict(row, s=row["n"], q=row["n"]) for row in people(1)]
    one = effect(conclude_effect(columns(rows), ()))
    assert (one.value, one.low, one.high) == (0, 0, 0)


def test_groups_are_answered_each_on_their_own() -> None:
    rows = [dict(row, site=site) for site, seed in (("s2", 1), ("s1", 2)) for row in people(seed)]
    answer = conclude_effect(columns(rows, ("site",)), ("site",))
    assert list(answer.keys["site"]) == ["s1", "s2"]
    alone = conclude_effect(columns(people(2)), ())
    assert vars(next(iter(answer.rows)).figures["effect"]) == pytest.approx(vars(effect(alone)))


def test_a_hundred_thousand_people_with_one_rating_each_tell_nothing_and_take_no_time() -> None:
    size = 100_000
    sums = {
        "person": np.array([f"p{i}" for i in range(size)], dtype=object), "start": np.full(size, np.nan),
        "period": (FIRST + np.arange(size) % 12).astype(float),
        **dict.fromkeys(("n", "s", "q", "edition_low", "edition_high"), np.ones(size)),
    }  # fmt: skip
    sums["start"][::2] = FIRST + 6
    assert len(conclude_effect(sums, ())) == 0


@pytest.mark.parametrize(("week", "weeks"), [(202001, 1), (202053, 1), (202101, 1), (202606, 4)])
def test_periods_are_named_by_their_first_week(week: int, weeks: int) -> None:
    from datetime import date

    number = (date.fromisocalendar(week // 100, week % 100, 1).toordinal() - 1) // 7
    named = first_week(number // weeks, weeks)
    monday = date.fromisocalendar(named // 100, named % 100, 1)
    assert 0 <= (date.fromisocalendar(week // 100, week % 100, 1) - monday).days < 7 * weeks


@pytest.mark.slow
def test_where_people_are_chosen_all_the_time_the_effect_is_told_too_small_rather_than_too_large() -> None:
    """Who is chosen later was spared before, by luck that does not last: the page of the measure says so."""
    found = [effect(conclude_effect(columns(people(seed, waves=(3, 4, 5))), ())).value for seed in range(60)]
    assert -0.08 < np.mean(found) < -0.02
