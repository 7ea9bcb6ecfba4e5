"""What the queries of `drift` return, on real evidence, against plain Python rating by rating."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import clearbar
from clearbar import measures
from clearbar.engines import Evidence
from clearbar.model.errors import QuestionFault
from clearbar.model.evidence import Event, EventKind, Rating
from clearbar.model.question import FLOOR, Question
from clearbar.stats.answers.movement import conclude_movement
from tests.measures import oracle
from tests.measures.samples import drawn, keep, row, run

ROWS = drawn(31, 1200)
WAYS: list[tuple[str, ...]] = [(), ("standard",), ("site", "source"), ("person",), ("topic", "channel")]
BEFORE, AFTER = (202602, 202606), (202607, 202611)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(tmp_path_factory.mktemp("evidence"), ROWS)


def key(one: dict[str, Any], by: Sequence[str]) -> tuple[Any, ...]:
    return tuple(one[name] for name in by)


@pytest.mark.parametrize("by", WAYS, ids="+".join)
def test_weeks_are_counted_with_their_clusters_and_interactions(evidence: Path, by: tuple[str, ...]) -> None:
    groups = oracle.grouped(ROWS, (*by, "week"))
    found = {
        key(one, (*by, "week")): one
        for one in run(evidence, measures.drift.query(Question(by)))
        if one["kind"] == "week"
    }
    assert set(found) == set(groups)
    hidden = 0
    for name, inside in groups.items():
        answers = oracle.answers([*inside], ())
        expected: dict[str, Any] = oracle.share_sums(inside, by, oracle.is_hit)
        expected = {one: expected[one] for one in ("n", "hits", "clusters", "nn", "nx", "xx")}
        expected["exposure"] = len({one.interaction or f"response {one.response}" for one in inside})
        if answers < FLOOR:
            expected, hidden = dict.fromkeys(expected), hidden + 1
        assert {one: found[name][one] for one in expected} == expected
        assert found[name]["answers"] == answers
    assert hidden or not by


@pytest.mark.parametrize("by", [(), ("standard",), ("site",)], ids="+".join)
def test_instruments_and_editions_are_told_with_their_weeks(evidence: Path, by: tuple[str, ...]) -> None:
    rows = run(evidence, measures.drift.query(Question(by)))
    for kind in ("instrument", "edition"):
        groups: dict[Any, list[Rating]] = defaultdict(list)
        for one in filter(oracle.everyday, ROWS):
            label = (getattr(one, kind), one.standard if kind == "edition" else "")
            groups[(*(oracle.value(one, name) for name in by), *label)].append(one)
        expected = {
            name: (min(one.week for one in inside), max(one.week for one in inside), len(inside))
            for name, inside in groups.items()
            if len(inside) >= FLOOR
        }
        told = [one for one in rows if one["kind"] == kind]
        named = (*by, "label", "standard_of")
        assert {key(one, named): (one["week"], one["last_week"], one["n"]) for one in told} == expected


def test_events_are_told_with_the_ratings_they_concern(tmp_path: Path) -> None:
    keep(tmp_path, ROWS)
    events = [
        Event("a", EventKind.BAR_CHANGED, 20260202, "warm", None, None),
        Event("b", EventKind.WORDING_CHANGED, 20260209, None, None, "s1"),
        Event("c", EventKind.BAR_CHANGED, 20260216, "unheard", None, None),
        Event("d", EventKind.COACHED, 20260216, None, "p1", None),
    ]
    Evidence(tmp_path).keep_beside(events)
    told = [one for one in run(tmp_path, measures.drift.query(Question(("site",)))) if one["kind"] == "event"]
    expected: dict[Any, int] = {}
    for site in {one.site for one in ROWS}:
        here = [one for one in ROWS if one.site == site and oracle.everyday(one)]
        warm = sum(one.standard == "warm" for one in here)
        expected |= {(site, "bar changed", 20260202): warm} if warm >= FLOOR else {}
        expected |= {(site, "wording changed", 20260209): len(here)} if site == "s1" else {}
    assert {(one["site"], one["label"], one["week"]): one["n"] for one in told} == expected


def statistics(cells: dict[Any, dict[int, list[float]]]) -> dict[str, float]:
    """The parts of Δgap from weighted sums (n, Σy, Σx) of each cell and period, cell by cell."""
    total = {t: sum(sums[t][0] for sums in cells.values()) for t in (0, 1)}
    parts = {"experience": 0.0, "expectation": 0.0, "mix": 0.0, "total": 0.0}
    for sums in cells.values():
        share = {t: sums[t][0] / total[t] for t in (0, 1)}
        mean = {t: (sums[t][1] / sums[t][0], sums[t][2] / sums[t][0]) for t in (0, 1) if sums[t][0]}
        y = {t: mean.get(t, mean.get(1 - t, (0, 0)))[0] for t in (0, 1)}
        x = {t: mean.get(t, mean.get(1 - t, (0, 0)))[1] for t in (0, 1)}
        middle = (share[0] + share[1]) / 2
        parts["experience"] += middle * (y[1] - y[0])
        parts["expectation"] -= middle * (x[1] - x[0])
        parts["mix"] += (share[1] - share[0]) * ((y[0] + y[1]) - (x[0] + x[1])) / 2
        parts["total"] += share[1] * (y[1] - x[1]) - share[0] * (y[0] - x[0])
    return parts


def cells_of(told: list[Rating], by: Sequence[str], weight: dict[Any, float]) -> dict[Any, dict[int, list[float]]]:
    cells: dict[Any, dict[int, list[float]]] = defaultdict(lambda: {0: [0.0] * 3, 1: [0.0] * 3})
    for one in told:
        cell = tuple(getattr(one, name) for name in ("standard", "topic", "channel") if name not in by)
        w = weight.get(cluster(one, by), 1.0)
        sums = cells[cell][int(one.week >= AFTER[0])]
        for place, value in enumerate((1, one.level, one.expected or 0)):
            sums[place] += w * value
    return cells


def cluster(one: Rating, by: Sequence[str]) -> Any:
    label = one.interaction if "person" in by else one.person
    return label if label is not None else ("alone", one.rating)


@pytest.mark.parametrize("by", WAYS, ids="+".join)
def test_the_split_and_its_variance_are_those_of_weights_moved_by_hand(evidence: Path, by: tuple[str, ...]) -> None:
    """What a cluster adds is how the split answers to a little more weight on it."""
    groups = oracle.grouped(ROWS, by, lambda one: oracle.everyday(one) and one.expected is not None)
    found = {key(one, by): one for one in run(evidence, measures.movement.query(Question(by), BEFORE, AFTER))}
    shown = 0
    for name, inside in groups.items():
        told = [one for one in inside if BEFORE[0] <= one.week <= AFTER[1]]
        sides = [[one for one in told if (one.week >= AFTER[0]) == side] for side in (False, True)]
        answers = min(len({one.response for one in side}) for side in sides)
        assert found[name]["answers"] == answers
        if answers < FLOOR:
            assert found[name]["n"] is None
            continue
        shown += 1
        parts = statistics(cells_of(told, by, {}))
        assert parts["total"] == pytest.approx(sum(parts[one] for one in ("experience", "expectation", "mix")))
        squares = dict.fromkeys(parts, 0.0)
        labels = {cluster(one, by) for one in told}
        for label in labels:
            up, down = (statistics(cells_of(told, by, {label: 1 + h})) for h in (1e-5, -1e-5))
            for part in squares:
                squares[part] += (len(told) * (up[part] - down[part]) / 2e-5) ** 2
        one = found[name]
        assert (one["n"], one["clusters"]) == (len(told), len(labels))
        for side, ratings in zip(("before", "after"), sides, strict=True):
            assert one[f"y_{side}"] == sum(rating.level for rating in ratings)
            assert one[f"x_{side}"] == sum(rating.expected or 0 for rating in ratings)
        for part in ("experience", "expectation"):
            assert one[part] == pytest.approx(parts[part], abs=2e-9)
        for part, square in squares.items():
            assert one[f"{part}_square"] == pytest.approx(square, rel=1e-5, abs=1e-6), part
    assert shown


@pytest.mark.parametrize("name", ["week", "day"])
def test_weeks_and_days_are_no_groups(name: str) -> None:
    with pytest.raises(QuestionFault, match="cannot be grouped by"):
        measures.drift.query(Question((name,)))


def series(weeks: int, shares: Sequence[float], seed: int = 2, **of: Any) -> list[Rating]:
    """Forty ratings a week whose share above the bar is what it is told to be."""
    dice = random.Random(seed)
    found = []
    for week in range(weeks):
        at = datetime(2025, 9, 1, tzinfo=UTC) + timedelta(weeks=week)
        year, number, _ = at.isocalendar()
        for i in range(40):
            level = 4 if dice.random() < shares[week] else 2
            more = {"week": year * 100 + number, "day": int(at.strftime("%Y%m%d")), "person": f"p{i % 8}"}
            found.append(row(f"{seed}-{week}-{i}", level=level, expected=3, edition="e1", **more, **of))
    return found


def test_a_change_of_instrument_is_a_break_and_no_signal(tmp_path: Path) -> None:
    """A new form halves the share: with the instrument known no week is called out, and limits start anew."""
    rows = series(36, [0.9] * 18 + [0.45] * 18)
    hidden = clearbar.measure("drift", keep(tmp_path / "same", rows))
    assert sum(row.facts["signal"] == "below" for row in hidden.rows) >= 15
    weeks = sorted({one.week for one in rows})
    marked = [replace(one, instrument="q2") if one.week >= weeks[18] else one for one in rows]
    answer = clearbar.measure("drift", keep(tmp_path / "marked", marked))
    assert not any(row.facts["signal"] for row in answer.rows)
    assert [row.keys["week"] for row in answer.rows if row.facts["began"]] == [weeks[18]]
    phases = [str(row.facts["phase"]) for row in answer.rows]
    assert phases == (["baseline"] * 9 + ["watched"] * 9) * 2
    (broken,) = [part for part in answer.parts if part.measure == "breaks"]
    assert [(row.facts["kind"], row.keys["week"], dict(row.figures)) for row in broken.rows] == [
        ("instrument", weeks[18], {})
    ]
    assert any("limits start anew" in note and "q2 begins" in note for note in answer.notes)
    (split,) = [part for part in answer.parts if part.measure == "split"]
    assert split.notes[0] == f"Weeks {weeks[18]} to {weeks[26]} are compared with weeks {weeks[27]} to {weeks[35]}."


def test_an_event_that_changes_the_bar_is_a_break(tmp_path: Path) -> None:
    rows = series(30, [0.9] * 15 + [0.5] * 15)
    keep(tmp_path, rows)
    day = next(one.day for one in rows if one.week == sorted({each.week for each in rows})[15])
    Evidence(tmp_path).keep_beside([Event("bar", EventKind.BAR_CHANGED, day or 0, "warm", None, None)])
    answer = clearbar.measure("drift", tmp_path, by="standard")
    assert not any(row.facts["signal"] for row in answer.rows)
    assert [row.facts["began"] for row in answer.rows if row.facts["began"]] == ["bar changed"]


def test_a_fall_is_called_out_dated_and_split(tmp_path: Path) -> None:
    rows = series(30, [0.9] * 18 + [0.55] * 12)
    answer = clearbar.measure("drift", keep(tmp_path, rows))
    weeks = [row.keys["week"] for row in answer.rows]
    called = [row.keys["week"] for row in answer.rows if row.facts["signal"] == "below"]
    assert called and called[0] >= weeks[15] and set(weeks[19:]) - set(called) == set()
    parts = {part.measure: part for part in answer.parts}
    (chart,) = parts["charts"].rows
    assert (chart.facts["stands"], chart.facts["signals"]) == ("yes", len(called))
    assert chart.figures["change"].high < 0
    (fell,) = parts["breaks"].rows
    assert (fell.facts["what"], fell.keys["week"]) == ("fell", weeks[18])
    moved = {row.keys["part"]: row.figures["moved"] for row in parts["split"].rows}
    assert moved["total"].value == pytest.approx(sum(moved[one].value for one in ("experience", "expectation", "mix")))
    assert moved["experience"].high < 0 and moved["expectation"].value == 0
    assert any("false alarms in a year" in note for note in answer.notes)


def logit(x: float) -> float:
    return 1 / (1 + 2.718281828459045**-x)


def person_share(dice: random.Random, period: int) -> float:
    """The chance of a person to clear the bar: most are good, some far from it, and each has a better or worse time."""
    return logit(1.4 - dice.expovariate(1.0) + dice.gauss(0, 0.4) - 0.5 * period)


def test_the_split_covers_the_truth_where_ratings_of_a_person_resemble_each_other(tmp_path: Path) -> None:
    """Each site is one trial: 14 people, some with many ratings, in two topics whose mix shifts. Expectation rises."""
    dice, rows = random.Random(77), []
    for trial in range(400):
        for i in range(14):
            low = dice.expovariate(1.0)
            for period, week in ((0, 202602), (1, 202607)):
                share = logit(1.4 - low + dice.gauss(0, 0.4) - 0.5 * period)
                for k in range(1 + min(int(dice.paretovariate(1.2)), 12)):
                    of = {"site": f"s{trial}", "person": f"p{trial}-{i}", "week": week, "edition": "e1"}
                    of |= {"topic": "b" if dice.random() < 0.3 + 0.3 * period else "a"}
                    hard = of["topic"] == "b"
                    level = 4 if dice.random() < share * (0.8 if hard else 1.0) else 2
                    expected = 3 if dice.random() < 0.6 - 0.2 * period else 4
                    rows.append(row(f"{trial}-{i}-{period}-{k}", level=level, expected=expected, **of))
    found = run(keep(tmp_path, rows), measures.movement.query(Question(("site",)), (202602, 202602), (202607, 202607)))
    truth = truths()
    answered = conclude_movement(columns(found), ("site",))
    held = {part: [0, 0] for part in truth}
    for one in answered.rows:
        figure, counted = one.figures["moved"], held[one.keys["part"]]
        counted[0] += figure.low <= truth[one.keys["part"]] <= figure.high
        counted[1] += 1
    for part, (inside, trials) in held.items():
        assert trials == 400
        assert 0.92 <= inside / trials <= 0.985, (part, inside / trials)


def columns(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Rows as the columns that an engine gives."""
    kinds = {name: object if name == "site" else float for name in found[0]}
    return {name: np.array([one[name] for one in found], dtype=kind) for name, kind in kinds.items()}


def truths() -> dict[str, float]:
    """The parts of Δgap of that simulation, by what it was drawn from."""
    dice = random.Random(1)
    share = [sum(person_share(dice, period) for _ in range(200_000)) / 200_000 for period in (0, 1)]
    level = {(t, topic): 2 + 2 * share[t] * ease for t in (0, 1) for topic, ease in (("a", 1.0), ("b", 0.8))}
    weight = {(0, "a"): 0.7, (0, "b"): 0.3, (1, "a"): 0.4, (1, "b"): 0.6}
    middle = {topic: (weight[0, topic] + weight[1, topic]) / 2 for topic in "ab"}
    experience = sum(middle[topic] * (level[1, topic] - level[0, topic]) for topic in "ab")
    mix = sum((weight[1, topic] - weight[0, topic]) * ((level[0, topic] + level[1, topic]) / 2 - 3.5) for topic in "ab")
    return {"total": experience - 0.2 + mix, "experience": experience, "expectation": -0.2, "mix": mix}
