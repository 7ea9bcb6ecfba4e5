"""Differences-in-differences with staggered starts: published figures, an oracle unit by unit, what must not matter."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest
from tests.stats import panels
from tests.stats.panels import built, gappy

from clearbar.stats.panel import Panel, panel
from clearbar.stats.staggered import Effect, effects

COUNTIES = panels.mpdta()


def same(one: Effect | None, value: str, se: str) -> bool:
    assert one is not None
    return one.value == pytest.approx(float(value), abs=1e-12) and one.se == pytest.approx(float(se), abs=1e-12)


@pytest.mark.parametrize("control", ["never", "waiting"])
def test_every_figure_of_the_published_example_with_its_standard_error(control: str) -> None:
    found = effects(COUNTIES, never=control == "never", varying=True)
    cells = {(str(one.cohort), str(one.period)): one for one in found.cells}
    published = panels.reference(control, "cell")
    assert len(cells) == len(published) == 12
    assert all(same(cells[row["cohort"], row["at"]], row["value"], row["se"]) for row in published)
    for name, one in (("group", found.by_cohort), ("dynamic", found.by_time), ("calendar", found.by_period)):
        rows = panels.reference(control, f"by {name}")
        assert len(rows) == len(one)
        of = {str({"group": e.cohort, "dynamic": e.since, "calendar": e.period}[name]): e for e in one}
        assert all(same(of[row["at"]], row["value"], row["se"]) for row in rows)
    for name in ("simple", "group", "dynamic", "calendar"):
        (row,) = panels.reference(control, name)
        assert same(getattr(found, name), row["value"], row["se"]), name


def test_the_figures_that_the_paper_prints() -> None:
    found = effects(COUNTIES, varying=True)
    values = [round(one.value, 4) for one in found.cells]
    assert values == [-0.0105, -0.0704, -0.1373, -0.1008, 0.0065, -0.0028, -0.0046, -0.0412, 0.0305, -0.0027, -0.0311,
                      -0.0261]  # fmt: skip
    assert [round(one.se, 5) for one in found.cells if one.cohort == 2004][::3] == [0.02325, 0.03436]
    overall = [(round(one.value, 5), round(one.se, 5)) for one in (found.simple, found.group, found.dynamic) if one]
    assert overall == [(-0.03995, 0.01203), (-0.03102, 0.01245), (-0.07724, 0.01996)]
    assert found.calendar and (round(found.calendar.value, 4), round(found.calendar.se, 5)) == (-0.0417, 0.01597)


def test_before_a_start_each_period_is_compared_with_the_base_unless_told_otherwise() -> None:
    units = panels.counties()
    rows = [(start or inf, values) for start, values in units]
    for lead in (0, 1):
        for one in effects(COUNTIES, lead=lead).cells:
            assert one.cohort and one.period
            base = one.cohort - 2003 - 1 - lead
            by_hand = panels.att_by_hand(rows, one.cohort, base, one.period - 2003, [inf])
            assert one.value == pytest.approx(by_hand, abs=1e-12), one


def test_the_base_lies_before_the_periods_left_out_but_who_is_about_to_start_is_still_a_control() -> None:
    rows = [(start or inf, values) for start, values in panels.counties()]
    found = effects(COUNTIES, lead=1, never=False)
    cells = {(one.cohort, one.period): one for one in found.cells}
    assert (2004, 2005) not in cells, "2004 has no period before the one that is left out"
    assert found.left_out == sum(1 for start, _ in rows if start == 2004)
    for cohort, base in ((2006, 2004), (2007, 2005)):
        for period in (year for year in panels.YEARS if year != base):
            others = [start for start in (2006, 2007, inf) if start != cohort and start > max(period, base)]
            by_hand = panels.att_by_hand(rows, cohort, base - 2003, period - 2003, others)
            assert cells[cohort, period].value == pytest.approx(by_hand, abs=1e-12), (cohort, period)


def test_who_was_not_rated_in_both_periods_is_left_out_of_that_comparison_alone() -> None:
    rows = gappy()
    found = effects(built(rows), never=False)
    assert len(found.cells) == 3 * 6
    for one in found.cells:
        assert one.cohort is not None and one.period is not None
        base = one.cohort - 1
        others = [start for start in (3.0, 4.0, 6.0, inf) if start != one.cohort and start > max(one.period, base)]
        by_hand = panels.att_by_hand(rows, one.cohort, base, one.period, others)
        assert one.value == pytest.approx(by_hand, abs=1e-12)
        inside = [
            v for start, v in rows if start == one.cohort and v[base] == v[base] and v[one.period] == v[one.period]
        ]
        assert one.treated == len(inside)


def test_the_standard_error_of_one_comparison_is_that_of_two_means() -> None:
    rows = gappy()
    found = next(one for one in effects(built(rows)).cells if (one.cohort, one.period) == (4, 5))
    rises: dict[float, list[float]] = {4.0: [], inf: []}
    for start, values in rows:
        if start in rises and values[5] - values[3] == values[5] - values[3]:
            rises[start].append(values[5] - values[3])
    squares = [sum((one - sum(side) / len(side)) ** 2 for one in side) / len(side) ** 2 for side in rises.values()]
    assert found.se == pytest.approx(sum(squares) ** 0.5, abs=1e-12)


def figures(one: Panel, **how: bool | int) -> list[tuple[float, ...]]:
    found = effects(one, **how)  # type: ignore[arg-type]
    listed = [*found.cells, *found.by_cohort, *found.by_time, *found.by_period]
    listed += [each for each in (found.simple, found.group, found.dynamic, found.calendar) if each]
    return [(each.value, each.se, each.n, each.treated, each.control, each.clusters) for each in listed]


def close(one: list[tuple[float, ...]], other: list[tuple[float, ...]]) -> bool:
    return len(one) == len(other) and np.allclose(one, other, rtol=1e-9, atol=1e-12)


def test_nothing_hangs_on_the_order_of_units_nor_on_a_constant_of_each_unit_or_period() -> None:
    rows = gappy()
    expected = figures(built(rows))
    assert close(figures(built(rows[::-1])), expected)
    dice = np.random.default_rng(1)
    one = built(rows)
    moved = replace(one, mean=one.mean + dice.normal(size=one.start.size) + dice.normal(size=(7, 1)))
    assert close(figures(moved), expected)


def test_units_of_one_cluster_count_once_in_the_standard_error() -> None:
    """Everybody there twice tells no more than once."""
    rows = gappy()
    once, twice = built(rows), built([*rows, *rows])
    together = replace(twice, cluster=np.concatenate([once.cluster, once.cluster]))
    single, both = effects(once).group, effects(together).group
    assert single and both
    assert (both.value, both.se, both.clusters) == pytest.approx((single.value, single.se, single.clusters))
    apart = effects(twice).group
    assert apart and apart.se == pytest.approx(single.se / 2**0.5)


def test_sums_of_a_unit_may_come_in_several_rows() -> None:
    unit, period = np.array([0, 1, 0, 1, 0]), np.array([2, 2, 3, 3, 3])
    start, cluster = np.array([3.0, inf]), np.array([0, 1])
    found = panel(unit, period, [2, 1, 1, 4, 3], [6, 2, 5, 8, 3], start, cluster)
    assert found.mean.tolist() == [[3.0, 2.0], [2.0, 2.0]]
    assert found.count.tolist() == [[2, 1], [4, 4]]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [(inf, [1.0] * 7)],
        [(3.0, [1.0] * 7)],
        [(3.0, [1.0] * 7), (3.0, [2.0] * 7)],
        [(inf, [1.0] * 7), (9.0, [2.0] * 7)],
        [(0.0, [1.0] * 7), (inf, [2.0] * 7)],
        [(3.0, [nan] * 7), (inf, [nan] * 7)],
    ],
    ids=["nobody", "no start", "no control", "all at once", "later than all", "from the first", "never seen"],
)
def test_where_nothing_can_be_compared_nothing_is_told(rows: list[tuple[float, list[float]]]) -> None:
    found = effects(built(rows), never=False)
    assert (found.cells, found.group, found.simple, found.dynamic, found.calendar) == ((), None, None, None, None)


def test_where_all_are_alike_the_effect_is_none_and_certain() -> None:
    one = effects(built([(3.0, [2.0] * 7)] * 6 + [(inf, [2.0] * 7)] * 6)).group
    assert one and (one.value, one.se, one.interval()) == (0.0, 0.0, (0.0, 0.0))


def test_without_a_second_cluster_anything_is_possible() -> None:
    assert Effect(0.2, 0.1, 10, 1, 5, 1).interval() == (-inf, inf)


def test_a_panel_of_uneven_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="mean and a count"):
        Panel(np.zeros((2, 3)), np.zeros((2, 3)), np.zeros(2), np.zeros(2, dtype=int), np.arange(2))
    with pytest.raises(ValueError, match="ascend"):
        Panel(np.zeros((2, 1)), np.zeros((2, 1)), np.zeros(1), np.zeros(1, dtype=int), np.array([2, 1]))
