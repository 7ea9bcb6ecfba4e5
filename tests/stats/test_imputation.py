"""The effect by imputation: the published figure, and least squares by brute force."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest
from tests.stats import panels
from tests.stats.panels import built, gappy

from clearbar.stats.imputation import imputed
from clearbar.stats.panel import Panel


def test_the_published_example_to_its_printed_digits() -> None:
    one = imputed(panels.mpdta())
    assert one and (round(one.value, 5), round(one.se, 5)) == (-0.04771, 0.01322)


def brute(one: Panel, lead: int) -> tuple[float, float]:
    """Value and standard error from dummies of all units and periods, and the weights written out."""
    seen = [(t, u) for t, u in zip(*np.nonzero(~np.isnan(one.mean)), strict=True)]
    before = [(t, u) for t, u in seen if one.periods[t] < one.start[u] - lead]
    after = [(t, u) for t, u in seen if one.periods[t] >= one.start[u] and any(u == other for _, other in before)]

    def dummies(at: list[tuple[int, int]]) -> np.ndarray:
        rows = np.zeros((len(at), one.periods.size + one.start.size))
        for row, (t, u) in enumerate(at):
            rows[row, t] = rows[row, one.periods.size + u] = 1
        return rows

    x, x_after = dummies(before), dummies(after)
    y, y_after = (np.array([one.mean[place] for place in at]) for at in (before, after))
    fit = np.linalg.pinv(x)
    off = y_after - x_after @ (fit @ y)
    pull = (x_after.sum(axis=0) / len(after)) @ fit
    cohorts = [(t, one.start[u]) for t, u in after]
    means = {key: np.mean([off[i] for i, other in enumerate(cohorts) if other == key]) for key in set(cohorts)}
    errors = np.zeros(one.start.size)
    for i, (_, u) in enumerate(after):
        errors[u] += (off[i] - means[cohorts[i]]) / len(after)
    for weight, error, (_, u) in zip(pull, y - x @ (fit @ y), before, strict=True):
        errors[u] -= weight * error
    return float(off.mean()), float(np.linalg.norm(errors))


@pytest.mark.parametrize("lead", [0, 1])
def test_gaps_and_all_it_is_least_squares(lead: int) -> None:
    for one in (built(gappy()), panels.of([s for s, _ in gappy(9, 16)], [v for _, v in gappy(9, 16)], range(7))):
        found = imputed(one, lead=lead)
        assert found and (found.value, found.se) == pytest.approx(brute(one, lead), abs=1e-9)


def test_a_period_in_which_everybody_had_started_cannot_be_imputed() -> None:
    rows = [(3.0, [1.0, 2.0, 3.0, 9.0, 5.0, 5.0, 5.0]), (4.0, [1.0, 2.0, 3.0, 4.0, 9.0, 9.0, 9.0])]
    found = imputed(built(rows))
    assert found and found.value == pytest.approx(5.0)  # 9 less 4 in period 3 alone
    assert (found.n, found.treated, found.control) == (1, 1, 1)


def test_nothing_is_told_where_nothing_can_be_imputed() -> None:
    assert imputed(built([])) is None
    assert imputed(built([(inf, [1.0] * 7)])) is None
    assert imputed(built([(0.0, [1.0] * 7), (0.0, [2.0] * 7)])) is None
    assert imputed(built([(3.0, [nan] * 3 + [1.0] * 4), (inf, [1.0] * 7)])) is None


def test_what_each_unit_and_period_adds_does_not_matter() -> None:
    one = built(gappy())
    dice = np.random.default_rng(1)
    moved = replace(one, mean=one.mean + dice.normal(size=one.start.size) + dice.normal(size=(7, 1)))
    first, second = imputed(one), imputed(moved)
    assert first and second and (first.value, first.se) == pytest.approx((second.value, second.se), abs=1e-10)
