"""Verdicts on raters in worlds whose truth is known: what happened is a number with heavy tails, a rater sees it with
noise and a lean, and cuts it into levels. Nothing of this is in the estimators."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from clearbar.model.agreement import Agreeing, Lean
from clearbar.model.estimate import Answer
from clearbar.stats.answers import conclude_agreement, settle, unsettled
from clearbar.stats.severity import Judged, coded, severities, without

CUTS = (-1.6, -0.9, -0.1, 1.0)
Units = list[dict[str, int]]


def world(
    seed: int, units: int, raters: int, noise: float, *, lean: dict[str, float] | None = None, each: int = 2,
    cuts: tuple[float, ...] = CUTS,
) -> Units:  # fmt: skip
    """Units rated by `each` of the raters r0, r1, …; `lean` moves what a rater sees."""
    rng = np.random.default_rng(seed)
    names = [f"r{k}" for k in range(raters)]
    found: Units = []
    for happened in rng.standard_t(5, units) / np.sqrt(5 / 3):
        chosen = rng.permutation(names)[:each]
        seen = {name: happened + noise * rng.standard_normal() + (lean or {}).get(name, 0.0) for name in chosen}
        levels = {name: 1 + sum(value > cut for cut in cuts) for name, value in seen.items()}
        found.append(levels if len(cuts) > 1 else {name: 2 * level for name, level in levels.items()})
    return found


def sums(groups: dict[str, Units], yes_no: bool = False, floor: int = 5) -> dict[str, Any]:
    """What the query of patterns returns."""
    rows = []
    for standard, units in groups.items():
        answers = sum(map(len, units))
        shared = sum(len(unit) for unit in units if len(unit) > 1)
        raters = len({name for unit in units for name in unit})
        kinds = Counter(
            sum(4096 ** (level - 1) for level in unit.values()) if len(unit) == 1 or shared >= floor else 0
            for unit in units
        )
        if answers < floor:
            rows.append((standard, np.nan, np.nan, np.nan, 0, np.nan, answers))
        else:
            rows += [(standard, 1, int(yes_no), raters, kind, count, answers) for kind, count in kinds.items()]
    names = ("standard", "number", "yes_no", "raters", "pattern", "units", "answers")
    found = {name: np.array(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    return {**found, "standard": found["standard"].astype(object)}


def by_rater(groups: dict[str, Units]) -> dict[str, Any]:
    """What the query by rater returns."""
    counts: Counter[tuple[str, str, int, int]] = Counter()
    for standard, units in groups.items():
        for unit in (unit for unit in units if len(unit) > 1):
            for name, level in unit.items():
                counts[standard, name, sum(4096 ** (one - 1) for one in unit.values()), level] += 1
    rows = [(*key, count) for key, count in counts.items()]
    names = ("standard", "rater", "pattern", "level", "units")
    found = {name: np.array(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    return {name: column.astype(object) if name in ("standard", "rater") else column for name, column in found.items()}


def concluded(units: Units, yes_no: bool = False) -> Answer:
    first = conclude_agreement(sums({"s": units}, yes_no), ("standard",))
    return settle(first, by_rater({"s": units})) if unsettled(first) else first


def verdict(units: Units, yes_no: bool = False) -> tuple[Agreeing, Lean | None]:
    (row,) = concluded(units, yes_no).rows
    return row.facts["verdict"], row.facts["lean"]


@pytest.mark.parametrize("seed", range(5))
def test_raters_who_see_the_same_agree(seed: int) -> None:
    assert verdict(world(seed, 400, 6, 0.2)) == (Agreeing.AGREE, None)
    assert verdict(world(seed, 400, 6, 0.15, cuts=(-0.7,)), yes_no=True) == (Agreeing.AGREE, None)


@pytest.mark.parametrize("seed", range(5))
def test_a_standard_that_all_read_in_their_own_way_is_vague(seed: int) -> None:
    assert verdict(world(seed, 400, 6, 1.2)) == (Agreeing.VAGUE, None)
    assert verdict(world(seed, 400, 6, 1.2, cuts=(-0.7,)), yes_no=True) == (Agreeing.VAGUE, None)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("shift", "lean"), [(-1.6, Lean.HARSH), (1.6, Lean.MILD)])
def test_one_rater_who_stands_apart_is_found_and_which_way(seed: int, shift: float, lean: Lean) -> None:
    assert verdict(world(seed, 500, 4, 0.3, lean={"r2": shift})) == (Agreeing.HARSH, lean)


@pytest.mark.parametrize("seed", range(5))
def test_a_vague_standard_stays_vague_where_a_rater_is_harsh_besides(seed: int) -> None:
    assert verdict(world(seed, 1500, 5, 0.9, lean={"r1": -1.8})) == (Agreeing.VAGUE, Lean.HARSH)


@pytest.mark.parametrize("seed", range(3))
def test_three_raters_of_every_unit_show_the_harsh_one_too(seed: int) -> None:
    assert verdict(world(seed, 200, 3, 0.25, lean={"r0": -1.6}, each=3)) == (Agreeing.HARSH, Lean.HARSH)


def test_of_two_raters_nobody_can_tell_who_is_harsh() -> None:
    units = world(2, 400, 2, 0.25, lean={"r1": -1.5})
    assert verdict(units) == (Agreeing.CANNOT_TELL, None)
    (note,) = concluded(units).notes
    assert "its two raters differ" in note and "third" in note and "r1" not in note
    assert verdict(world(2, 400, 2, 1.3)) == (Agreeing.VAGUE, None)


def test_a_harsh_rater_in_every_pair_leaves_nobody_to_compare() -> None:
    """The three others have never met: they may all be mild, or the one harsh."""
    units = [unit for unit in world(3, 900, 4, 0.25, lean={"r0": -1.6}) if "r0" in unit]
    assert len(units) > 300
    assert verdict(units) == (Agreeing.CANNOT_TELL, None)
    assert "share too little" in concluded(units).notes[0]


def test_who_met_the_harsh_rater_more_often_is_not_taken_for_mild() -> None:
    """r1 was nearly only held against r0, and so differs as much as r0 does."""
    units = [unit for unit in world(3, 1500, 4, 0.25, lean={"r0": -1.6}) if set(unit) != {"r1", "r2"}]
    units = [unit for unit in units if set(unit) != {"r1", "r3"}]
    answer = conclude_agreement(asked_by_rater(units), ("standard", "rater"))
    assert answer.figures["severity"].value[1] > -answer.figures["severity"].value[0] - 0.2
    assert verdict(units) == (Agreeing.HARSH, Lean.HARSH)


def test_nobody_overlaps() -> None:
    (row,) = concluded([{f"r{i % 4}": 1 + i % 5} for i in range(60)]).rows
    assert row.facts["verdict"] is Agreeing.LITTLE and row.figures == {}
    assert (row.facts["units"], row.facts["ratings"], row.facts["raters"]) == (0, 60, 4)


def test_few_overlap() -> None:
    singles: Units = [{"a": 3}] * 30
    (row,) = concluded([*singles, *world(1, 12, 3, 0.2)]).rows
    assert row.facts["verdict"] is Agreeing.LITTLE and row.facts["units"] == 12
    assert row.figures["alpha"].n == 12
    (two,) = concluded([*singles, {"a": 4, "b": 4}, {"a": 2, "b": 3}]).rows
    assert two.facts["verdict"] is Agreeing.LITTLE and two.facts["units"] is None and two.figures == {}


def test_an_interval_from_chance_to_good_says_nothing() -> None:
    pairs = [(2, 2), (4, 4), (4, 2)]
    units: Units = [dict(zip("ab", pairs[0], strict=True))] * 3 + [{"a": 4, "b": 4}] * 25 + [{"a": 4, "b": 2}] * 7
    (row,) = concluded(units, yes_no=True).rows
    assert row.figures["alpha"].low <= 0 and row.figures["alpha"].high >= 0.67
    assert row.facts["verdict"] is Agreeing.LITTLE


def test_where_all_is_one_level_the_verdict_rests_on_ac() -> None:
    (row,) = concluded([{"a": 4, "b": 4}] * 80).rows
    assert (row.facts["verdict"], row.facts["rests_on"]) == (Agreeing.AGREE, "ac")
    assert set(row.figures) == {"ac"}
    (rare,) = concluded([{"a": 4, "b": 4}] * 95 + [{"a": 4, "b": 2}] * 5, yes_no=True).rows
    assert rare.figures["alpha"].high < 0.1 < 0.8 < rare.figures["ac"].low
    assert (rare.facts["verdict"], rare.facts["rests_on"]) == (Agreeing.AGREE, "ac")


def test_misses_that_nobody_sees_alike_are_no_agreement_however_rare() -> None:
    """Nine in ten agree by chance alone; AC is high, and the verdict still not fooled."""
    rng = np.random.default_rng(7)
    units: Units = [{"a": 2 if a else 4, "b": 2 if b else 4} for a, b in rng.random((1500, 2)) < 0.08]
    (row,) = concluded(units, yes_no=True).rows
    assert row.figures["ac"].low > 0.67
    assert row.facts["verdict"] is Agreeing.VAGUE


def test_fewer_than_five_answers_are_not_shown() -> None:
    answer = conclude_agreement(sums({"few": [{"a": 1, "b": 1}, {"a": 2, "b": 2}], "s": [{"a": 1}] * 6}), ("standard",))
    assert [row.keys["standard"] for row in answer.rows] == ["s"]
    assert answer.withheld == (("few",),)
    assert answer.notes == ("1 group has fewer than 5 answers and cannot be shown.",)


def test_the_order_of_rows_and_other_groups_change_nothing() -> None:
    units = world(9, 300, 5, 0.6)
    alone = conclude_agreement(sums({"s": units}), ("standard",))
    many = sums({"other": world(1, 200, 5, 0.2), "s": units})
    order = np.random.default_rng(1).permutation(len(many["units"]))
    both = conclude_agreement({name: column[order] for name, column in many.items()}, ("standard",))
    assert list(both.rows)[1] == next(iter(alone.rows))
    assert list(both.keys["standard"]) == ["other", "s"]


def test_no_rater_is_named_unless_asked_for() -> None:
    units = world(1, 500, 4, 0.3, lean={"r2": -1.6})
    answer = concluded(units)
    assert answer.facts["verdict"] == [Agreeing.HARSH]
    assert not any(f"r{k}" in repr(vars(answer)) for k in range(4))


# Severity


def asked_by_rater(units: Units) -> dict[str, Any]:
    found = by_rater({"s": units})
    return {**found, "answers": found["units"], "number": found["units"], "yes_no": found["units"] * 0}


def test_severities_are_those_of_plain_arithmetic() -> None:
    units = world(4, 120, 5, 0.8, each=3)
    answer = conclude_agreement(asked_by_rater(units), ("standard", "rater"))
    for row in answer.rows:
        own = [unit for unit in units if row.keys["rater"] in unit]
        d = []
        for unit in own:
            others = [level for name, level in unit.items() if name != row.keys["rater"]]
            d.append(unit[row.keys["rater"]] - sum(others) / len(others))
        figure = row.figures["severity"]
        assert (figure.value, figure.n) == pytest.approx((np.mean(d), len(d)))
        assert (figure.high - figure.low) / 2 == pytest.approx(
            np.std(d, ddof=1) / len(d) ** 0.5 * 1.99, rel=0.02
        )  # fmt: skip
    assert len(answer) == 5


def test_a_lean_is_told_only_where_it_is_clear_and_matters() -> None:
    answer = conclude_agreement(asked_by_rater(world(4, 600, 5, 0.3, lean={"r1": -1.5})), ("standard", "rater"))
    assert dict(zip(answer.keys["rater"], answer.facts["apart"], strict=True)) == {
        "r0": None, "r1": Lean.HARSH, "r2": None, "r3": None, "r4": None,
    }  # fmt: skip
    slight = conclude_agreement(asked_by_rater(world(4, 5000, 5, 0.3, lean={"r1": -0.3})), ("standard", "rater"))
    assert slight.figures["severity"].high[1] < -0.1
    assert set(slight.facts["apart"]) == {None}


def test_intervals_of_severities_hold_the_truth_about_as_often_as_they_say() -> None:
    """Raters without any lean: their true severity is 0."""
    held = []
    for seed in range(300):
        figures = conclude_agreement(asked_by_rater(world(seed, 60, 4, 0.7)), ("standard", "rater")).figures["severity"]
        held += [low <= 0 <= high for low, high in zip(figures.low, figures.high, strict=True)]
    assert 0.93 <= np.mean(held) <= 0.97


def test_without_a_rater_the_others_are_what_they_would_be_alone() -> None:
    units = world(6, 150, 4, 0.6, each=3)
    found = by_rater({"s": units})
    names, rater = coded(found["rater"])
    counts = np.array([[pattern >> 12 * k & 4095 for k in range(5)] for pattern in found["pattern"].tolist()], float)
    judged = Judged(rater, counts, found["level"].astype(float), found["units"].astype(float))
    rest = without(judged, names.index("r1"))
    others = [{name: level for name, level in unit.items() if name != "r1"} for unit in units]
    (row,) = conclude_agreement(sums({"s": others}), ("standard",)).rows
    assert rest is not None
    assert (rest.n, rest.alpha.value) == pytest.approx((row.facts["units"], row.figures["alpha"].value))
    assert rest.gain.low <= rest.gain.value <= rest.gain.high
    assert severities(judged).n.sum() == sum(map(len, units))
