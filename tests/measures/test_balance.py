"""What the queries of `balance` return, on real evidence, against plain Python rating by rating."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import log
from pathlib import Path
from typing import Any

import pytest

import clearbar
from clearbar import measures
from clearbar.model.errors import QuestionFault
from clearbar.model.evidence import Rating
from clearbar.model.question import FLOOR, Question
from tests.measures import oracle
from tests.measures.samples import drawn, keep, row, run

DICE = random.Random(5)
ROWS = [replace(one, customer=DICE.choice([None, *(f"c{i}" for i in range(40))])) for one in drawn(41, 1500)]
WAYS: list[tuple[str, ...]] = [(), ("site",), ("person",), ("topic", "team")]


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(tmp_path_factory.mktemp("evidence"), ROWS)


def series_of(one: Rating) -> str | None:
    """`warm` is the pair of the timed standard, so that courtesy is that alone; no outcome is paired."""
    timed = one.standard == "fast" and one.millis is not None and not one.censored
    return "time" if timed else {"warm": "courtesy", "right": "outcome"}.get(one.standard)


def value(one: Rating) -> float:
    return log(1 + (one.millis or 0) / 1000) if series_of(one) == "time" else float(oracle.is_hit(one))


def day(one: Rating) -> int:
    at = one.day or 0
    return date(at // 10_000, at // 100 % 100, at % 100).toordinal()


def repeats(by: Sequence[str]) -> dict[Any, list[float]]:
    """Whether each contact of a known customer was followed by another within seven days, by group and week."""
    known = [one for one in ROWS if oracle.everyday(one) and one.customer and one.interaction]
    contacts: dict[tuple[str, str], int] = {}
    for one in known:
        name = (one.customer or "", one.interaction or "")
        contacts[name] = min(day(one), contacts.get(name, 10**9))
    last = max(contacts.values())
    ordered = sorted(contacts, key=lambda name: (name[0], contacts[name], name[1]))
    back = {}
    for name, after in zip(ordered, [*ordered[1:], ("", "")], strict=True):
        back[name] = float(name[0] == after[0] and contacts[after] - contacts[name] <= 7)
    places: dict[Any, int] = {}
    for one in known:
        place = (*(oracle.value(one, name) for name in by), one.customer, one.interaction)
        places[place] = min(one.week, places.get(place, 10**9))
    found: dict[Any, list[float]] = defaultdict(list)
    for place, week in places.items():
        if contacts[place[-2:]] <= last - 7:
            found[(*place[:-2], week)].append(back[place[-2:]])
    return found


@pytest.mark.parametrize("by", WAYS, ids="+".join)
def test_each_series_is_counted_week_by_week(evidence: Path, by: tuple[str, ...]) -> None:
    groups: dict[Any, list[Rating]] = defaultdict(list)
    strata: dict[Any, list[float]] = defaultdict(list)
    for one in filter(oracle.everyday, ROWS):
        if name := series_of(one):
            group = tuple(oracle.value(one, column) for column in by)
            groups[(*group, one.week, name)].append(one)
            strata[(*group, name, *mix(one))].append(value(one))
    found = {
        tuple(one[name] for name in (*by, "week", "series")): one
        for one in run(evidence, measures.balance.query(Question(by)))
    }
    again = repeats(by)
    assert set(found) == set(groups) | {(*key, "repeats") for key in again}
    for key, inside in groups.items():
        group, counted = key[: len(by)], found[key]
        answers = len({rating.response for rating in inside})
        assert counted["answers"] == answers
        if answers < FLOOR:
            assert counted["n"] is None
            continue
        parts = [(len(part), sum(map(value, part))) for part in clusters(inside, by)]
        averages = [mean(strata[(*group, key[-1], *mix(rating))]) for rating in inside]
        expected = {
            "n": len(inside), "s": sum(map(value, inside)), "clusters": len(parts), "nn": sum(n * n for n, _ in parts),
            "ns": sum(n * s for n, s in parts), "ss": sum(s * s for _, s in parts),
            "q": sum(value(rating) ** 2 for rating in inside),
            "adj": sum(map(value, inside)) - sum(averages), "guarded": int(key[-1] == "courtesy"),
        }  # fmt: skip
        assert {name: counted[name] for name in expected} == pytest.approx(expected, abs=2e-9), key
    for key, hits in again.items():
        counted = found[(*key, "repeats")]
        assert (counted["n"], counted["s"]) == ((len(hits), sum(hits)) if len(hits) >= FLOOR else (None, None))
    assert sum(map(sum, again.values())) > 20


def mix(one: Rating) -> tuple[Any, ...]:
    return (one.standard, one.topic, one.channel)


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def clusters(inside: list[Rating], by: Sequence[str]) -> list[list[Rating]]:
    return oracle.clusters(inside, by)


def test_slopes_are_those_within_person_and_work_by_hand(tmp_path: Path) -> None:
    dice = random.Random(9)
    rows = []
    for i in range(240):
        of = {"interaction": f"i{i}", "person": f"p{i % 6}", "topic": dice.choice(["a", None]), "response": f"r{i}"}
        rows.append(row(f"t{i}", edition="e3", millis=dice.randrange(5_000, 90_000), source="check", **of))
        for k in range(1 + i % 2):
            rows.append(row(f"q{i}-{k}", edition="e1", level=dice.choice([2, 4, 5]), **of))
    keep(tmp_path, rows)
    (found,) = run(tmp_path, measures.balance.slopes(Question()))
    points = []
    for i in range(240):
        timed = next(one for one in rows if one.rating == f"t{i}")
        hits = [oracle.is_hit(one) for one in rows if one.rating.startswith(f"q{i}-")]
        points.append((timed.person, timed.topic, value(timed), mean([float(hit) for hit in hits])))
    a: dict[Any, float] = defaultdict(float)
    b: dict[Any, float] = defaultdict(float)
    for person, topic, x, y in points:
        like = [one for one in points if one[:2] == (person, topic)]
        dx, dy = x - mean([one[2] for one in like]), y - mean([one[3] for one in like])
        a[person] += dx * dx
        b[person] += dx * dy
    expected = {
        "n": 240, "clusters": 6, "xx": sum(a.values()), "xy": sum(b.values()),
        "sxx": sum(v * v for v in a.values()), "sxy": sum(a[one] * b[one] for one in a),
        "syy": sum(v * v for v in b.values()),
    }  # fmt: skip
    assert found["series"] == "courtesy"
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("name", ["standard", "week", "source", "dimension"])
def test_time_and_quality_cannot_be_told_apart_by_standard(name: str) -> None:
    with pytest.raises(QuestionFault, match="cannot be grouped by"):
        measures.balance.query(Question((name,)))


def worked(weeks: int, quick: int, courtesy: Sequence[float], seed: int = 3) -> list[Rating]:
    """Sixty interactions a week, which take half the time from week `quick` on, with the courtesy they are told."""
    dice = random.Random(seed)
    found = []
    for week in range(weeks):
        at = datetime(2025, 9, 1, tzinfo=UTC) + timedelta(weeks=week)
        year, number, _ = at.isocalendar()
        for i in range(60):
            of = {"week": year * 100 + number, "day": int(at.strftime("%Y%m%d")), "person": f"p{i % 10}",
                  "interaction": f"i{week}-{i}", "response": f"r{week}-{i}", "customer": f"c{week}-{i}"}  # fmt: skip
            millis = int(1000 * 120 * dice.lognormvariate(0, 0.6) * (0.5 if week >= quick else 1))
            level = 4 if dice.random() < courtesy[week] else 2
            found.append(row(f"t{week}-{i}", edition="e3", millis=millis, source="check", **of))
            found.append(row(f"q{week}-{i}", edition="e1", level=level, **of))
    return found


def test_speed_that_is_bought_with_courtesy_is_called_out(tmp_path: Path) -> None:
    answer = clearbar.measure("balance", keep(tmp_path, worked(30, 18, [0.85] * 18 + [0.6] * 12)))
    alarms = [row.facts["alarm"] for row in answer.rows]
    assert alarms[:18] == [None] * 18
    assert [one for one in alarms[21:] if one != "quicker, less courtesy"] == []
    assert any("people are quicker and courtesy falls" in note for note in answer.notes)
    (joint,) = [part for part in answer.parts if part.measure == "joint"]
    assert list(joint.rows)[-1].facts["signal"] == "yes"


def test_speed_that_comes_with_better_courtesy_is_not(tmp_path: Path) -> None:
    answer = clearbar.measure("balance", keep(tmp_path, worked(30, 18, [0.7] * 18 + [0.9] * 12)))
    assert not any(row.facts["alarm"] for row in answer.rows)
    assert min(row.facts["time_trend"] or 0 for row in answer.rows) < -5


def test_courtesy_that_falls_without_speed_hardly_ever_is(tmp_path: Path) -> None:
    alarms = []
    for seed in range(4):
        rows = worked(30, 99, [0.85] * 18 + [0.6] * 12, seed)
        answer = clearbar.measure("balance", keep(tmp_path / str(seed), rows))
        alarms += [bool(row.facts["alarm"]) for row in answer.rows if row.facts["phase"] == "watched"]
        assert min(row.facts["courtesy_trend"] or 0 for row in answer.rows) < -3
    assert len(alarms) == 60 and sum(alarms) <= 3
