"""The answer of `balance` from sums: what changes nothing, and what there is nothing to say about."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from clearbar.model.estimate import Answer
from clearbar.stats.answers import add_slopes, conclude_balance
from clearbar.stats.answers.balance import NO_QUALITY, NO_TIMES

NUMBERS = ("week", "n", "s", "adj", "q", "clusters", "nn", "ns", "ss", "guarded", "answers")


def sums(rows: list[dict[str, Any]]) -> dict[str, Any]:
    columns: dict[str, Any] = {
        name: np.array([one.get(name) for one in rows], dtype=object) for name in ("site", "series")
    }
    return columns | {name: np.array([one.get(name, np.nan) for one in rows], dtype=float) for name in NUMBERS}


def weekly(series: str, week: int, value: float, n: int = 60, site: str = "a", guarded: int = 0) -> dict[str, Any]:
    """A week of n ratings of this mean, each by another person; the mix changes nothing."""
    s = value * n
    q = s if series != "time" else n * (value * value + 0.3)
    return {
        "site": site, "series": series, "week": week, "n": n, "s": s, "adj": s - n * _OVERALL[series], "q": q,
        "clusters": n, "nn": n, "ns": s, "ss": q, "guarded": guarded, "answers": n,
    }  # fmt: skip


_OVERALL = {"time": 4.5, "outcome": 0.9, "courtesy": 0.8, "repeats": 0.1}


def rows(
    time: float = 0.0, courtesy: float = 0.0, weeks: int = 30, site: str = "a", seed: int = 1
) -> list[dict[str, Any]]:
    """Weeks that move by so much after the first half."""
    dice, found = np.random.default_rng(seed), []
    for i in range(weeks):
        moved = float(i >= weeks // 2)
        noise = dice.normal(size=4)
        values = {
            "time": 4.5 + 0.06 * noise[0] + time * moved, "outcome": 0.9 + 0.03 * noise[1],
            "courtesy": 0.8 + 0.05 * noise[2] + courtesy * moved, "repeats": 0.1 + 0.02 * noise[3],
        }  # fmt: skip
        for name, value in values.items():
            share = min(round(value * 60), 60) / 60 if name != "time" else value
            found.append(weekly(name, 202601 + i, share, site=site, guarded=int(name == "courtesy")))
    return found


def told(answer: Answer) -> list[Any]:
    parts = [row for part in answer.parts for row in part.rows]
    return [(dict(row.keys), dict(row.figures), dict(row.facts)) for row in [*answer.rows, *parts]]


def test_what_falls_together_is_told_with_its_first_week() -> None:
    answer = conclude_balance(sums(rows(-0.6, -0.25)), ("site",))
    alarms = [row.keys["week"] for row in answer.rows if row.facts["alarm"] == "quicker, less courtesy"]
    assert len(alarms) >= 12 and alarms[0] <= 202619
    assert f"a: from week {alarms[0]} on, in {len(alarms)} of 15 weeks, people are quicker and courtesy falls." in (
        answer.notes
    )
    assert "Quality is that of the standards that the book pairs with timed ones: courtesy." in answer.notes
    assert any("at most 0.52 weeks" in note for note in answer.notes)


@pytest.mark.parametrize(("time", "courtesy"), [(-0.6, 0.15), (0.6, -0.25), (0.0, 0.0)])
def test_what_does_not_fall_together_is_not(time: float, courtesy: float) -> None:
    assert not any(row.facts["alarm"] for row in conclude_balance(sums(rows(time, courtesy)), ("site",)).rows)


def test_the_order_of_rows_does_not_matter() -> None:
    given = rows(-0.6, -0.25) + rows(site="b", seed=2)
    mixed = [given[i] for i in np.random.default_rng(3).permutation(len(given))]
    one, other = (conclude_balance(sums(each), ("site",)) for each in (given, mixed))
    assert told(one) == told(other) and one.notes == other.notes


def test_other_groups_change_no_trend() -> None:
    alone = conclude_balance(sums(rows(-0.3)), ("site",))
    beside = conclude_balance(sums(rows(-0.3) + rows(site="b", seed=2)), ("site",))
    ours = [dict(row.facts) for row in beside.rows if row.keys["site"] == "a"]
    assert [dict(row.facts) for row in alone.rows] == ours


def test_no_row_and_nobody_timed_and_nobody_rated() -> None:
    assert conclude_balance(sums([]), ()).notes == (NO_TIMES,)
    untimed = [one for one in rows() if one["series"] != "time"]
    answer = conclude_balance(sums(untimed), ("site",))
    assert answer.notes == (NO_TIMES,) and len(answer) == 30
    alone = [one for one in rows() if one["series"] in ("time", "repeats")]
    assert conclude_balance(sums(alone), ("site",)).notes == (NO_QUALITY,)


def test_few_weeks_are_not_watched() -> None:
    answer = conclude_balance(sums(rows(-2.0, -0.5, weeks=5)), ("site",))
    assert {str(row.facts["phase"]) for row in answer.rows} == {"no limits"}
    assert "1 of 1 groups have too few weeks of both to be watched." in answer.notes


def test_weeks_that_are_all_alike_raise_no_alarm() -> None:
    same = [weekly(name, 202601 + i, _OVERALL[name]) for i in range(20) for name in _OVERALL]
    answer = conclude_balance(sums(same), ("site",))
    assert not any(row.facts["alarm"] for row in answer.rows)
    assert all(row.facts["time_trend"] is None for row in answer.rows)


SLOPE = {"n": 200, "xx": 100.0, "xy": 10.0, "sxx": 1000.0, "sxy": 100.0, "syy": 14.0, "clusters": 20, "answers": 200}


def sloped(**of: float) -> Any:
    counted = {name: np.array([value], dtype=float) for name, value in {**SLOPE, **of}.items()}
    given = counted | {"series": np.array(["courtesy"], dtype=object)}
    return add_slopes(conclude_balance(sums(rows()), ()), given, ()).parts[0]


def test_slopes_are_points_for_twice_the_time() -> None:
    (row,) = sloped().rows
    figure = row.figures["twice"]
    assert figure.value == pytest.approx(0.1 * np.log(2))
    # k = 100²/1000 = 10 people as good as these; Σ(b − βa)² = 14 − 20 + 10 = 4; t with 9 degrees of freedom
    assert figure.high - figure.value == pytest.approx(2.262157 * (4 * 10 / 9) ** 0.5 / 100 * np.log(2), rel=1e-6)
    assert row.facts["reads"] == "quicker is worse"


def test_slopes_that_cannot_be_told_are_said_to_be_so() -> None:
    assert next(iter(sloped(xy=0.0, sxy=0.0).rows)).facts["reads"] == "cannot tell"
    assert len(sloped(xx=0.0)) == len(sloped(clusters=1)) == 0
