"""What the queries of `waits` return, on real evidence, against plain Python wait by wait."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from clearbar import measures
from clearbar.model.errors import QuestionFault
from clearbar.model.evidence import Rating
from clearbar.model.question import FLOOR, Question
from clearbar.model.waiting import ALL, DAY, EXACT_UP_TO, HOUR, HOUR_DAY, PERSON, STEPS, length
from tests.measures import oracle
from tests.measures.samples import OF_EDITION, keep, row, run

START = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)


def drawn(seed: int, n: int = 500) -> list[Rating]:
    """Waits of a millisecond to a week, some not ended, with the quality beside some of them."""
    dice = random.Random(seed)
    rows = []
    for i in range(n):
        of: dict[str, Any] = {
            "interaction": dice.choice([f"i{i}", f"i{i}", None]), "response": f"r{i}", "week": 202602 + i % 3,
            "person": dice.choice(["p1", "p2", "p3", None]),
            "site": "few" if i < 4 else dice.choice(["s1", "s2", None]),
            "day": dice.choice([20260105, 20260106, None]), "disputed": dice.random() < 0.05,
            "rated_at": dice.choice([START + timedelta(minutes=37 * i), None]),
        }  # fmt: skip
        millis = dice.choice([1, 60_000, 60_001, 3_600_000, 3_600_001, 7 * 86_400_000, int(10 ** dice.uniform(2, 8))])
        timed = {
            "millis": millis,
            "censored": dice.random() < 0.2,
            "source": dice.choice(["check", "check", "customer"]),
        }
        rows.append(row(f"{i}", edition="e3", level=4, **timed, **of))
        if dice.random() < 0.6:
            rows.append(row(f"{i}-warm", edition=dice.choice(["e1", "e2"]), level=dice.randint(1, 5), **of))
        if dice.random() < 0.2:
            rows.append(row(f"{i}-right", edition="e4", level=4, millis=5000, **of))
    return rows


ROWS = drawn(5)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(tmp_path_factory.mktemp("evidence"), ROWS)


def timed(by: tuple[str, ...]) -> dict[oracle.Key, list[Rating]]:
    return oracle.grouped(ROWS, by, lambda one: oracle.everyday(one) and one.millis is not None)


def step(block: str, millis: int) -> int:
    """Looked for one by one: the first step that is long enough."""
    seconds = -(-millis // 1000)
    found = 0
    while length(block, found) < seconds:
        found += 1
    return found


def steps(block: str, waits: list[Rating], promise: float = 0) -> Counter[tuple[int, int, bool]]:
    return Counter(
        (step(block, one.millis or 0), int(bool(promise) and (one.millis or 0) > 60_000 * promise), one.censored)
        for one in waits
    )


def counted(rows: list[dict[str, Any]]) -> Counter[tuple[int, int, bool]]:
    found: Counter[tuple[int, int, bool]] = Counter()
    for one in rows:
        found[one["step"], one["late"], False] += one["ended"]
        found[one["step"], one["late"], True] += one["waiting"]
    return +found


WAYS: list[tuple[tuple[str, ...], float]] = [
    (("standard",), 0), (("standard", "site"), 1), (("edition", "person"), 0.5), (("standard", "week", "source"), 100),
]  # fmt: skip


@pytest.mark.parametrize(("by", "promise"), WAYS)
def test_waits_are_counted_by_length_and_by_the_promise(evidence: Path, by: tuple[str, ...], promise: float) -> None:
    expected = timed(by)
    found = run(evidence, measures.waits.query(Question(by, options=(("promise", promise),))))
    assert {tuple(one[name] for name in by) for one in found} == set(expected)
    for key, waits in expected.items():
        rows = [one for one in found if tuple(one[name] for name in by) == key and one["block"] == ALL]
        assert {one["answers"] for one in rows} == {len(waits)}
        if len(waits) < FLOOR:
            assert [one["ended"] for one in rows] == [None] and rows[0]["step"] is None
            continue
        assert counted(rows) == steps(ALL, waits, promise)
        pairs = {OF_EDITION[one.edition].pair for one in waits}
        assert {one[end] for one in rows for end in ("pair_low", "pair_high")} == pairs


def test_some_groups_are_shown_and_some_are_not(evidence: Path) -> None:
    found = run(evidence, measures.waits.query(Question(("standard", "site"))))
    assert {one["ended"] is None for one in found} == {True, False}


@pytest.mark.parametrize("zone", [0, -5, 3])
def test_hours_are_those_of_utc_and_the_zone(evidence: Path, zone: int) -> None:
    (waits,) = (waits for key, waits in timed(("standard",)).items() if key == ("fast",))
    hours: dict[int, list[Rating]] = defaultdict(list)
    for one in waits:
        if one.rated_at:
            hours[(one.rated_at.hour + zone) % 24].append(one)
    found = run(evidence, measures.waits.query(Question(("standard",), options=(("ahead", zone),))))
    rows = [one for one in found if one["standard"] == "fast" and one["block"] == HOUR]
    assert {one["part"] for one in rows} == set(hours) and min(map(len, hours.values())) >= FLOOR
    for hour, inside in hours.items():
        assert counted([one for one in rows if one["part"] == hour]) == steps(HOUR, inside)


def test_an_hour_with_few_waits_tells_nothing(evidence: Path) -> None:
    by = ("standard", "week", "person")
    found = run(evidence, measures.waits.query(Question(by)))
    hours = Counter(
        (*(oracle.value(one, name) for name in by), one.rated_at.hour)
        for waits in timed(by).values() for one in waits if one.rated_at
    )  # fmt: skip
    few = {key for key, n in hours.items() if n < FLOOR}
    assert few and len(few) < len(hours)
    hidden = {
        (*(one[name] for name in by), one["part"]) for one in found if one["block"] == HOUR and one["ended"] is None
    }
    assert hidden == few


@pytest.mark.parametrize(("block", "name"), [(PERSON, "person"), (DAY, "day")])
def test_buckets_hold_whole_persons_and_whole_days_of_a_site(evidence: Path, block: str, name: str) -> None:
    (waits,) = (waits for key, waits in timed(("standard",)).items() if key == ("fast",))
    whole: dict[Any, list[Rating]] = defaultdict(list)
    for one in waits:
        key = one.person if name == "person" else (one.day or one.week, one.site)
        if key is not None:
            whole[key].append(one)
    found = run(evidence, measures.waits.query(Question(("standard",))))
    rows = [one for one in found if one["standard"] == "fast" and one["block"] == block]
    buckets = [counted([one for one in rows if one["part"] == part]) for part in {one["part"] for one in rows}]
    as_set = {frozenset(one.items()) for one in buckets}
    assert as_set == {frozenset(steps(block, inside).items()) for inside in whole.values()}
    daily = [one for one in found if one["standard"] == "fast" and one["block"] == HOUR_DAY]
    assert sum(one["ended"] + one["waiting"] for one in daily) == sum(one.rated_at is not None for one in waits)


def test_the_quality_is_that_of_the_same_interactions(evidence: Path) -> None:
    by = ("standard", "source")
    found = {tuple(one[name] for name in by): one for one in run(evidence, measures.waits.pairs(Question(by)))}
    for key, waits in timed(by).items():
        told = {one.interaction or ("of", one.response) for one in waits if OF_EDITION[one.edition].pair}
        beside = [
            one for one in ROWS
            if one.standard == "warm" and oracle.everyday(one) and (one.interaction or ("of", one.response)) in told
        ]  # fmt: skip
        if not beside:
            assert key not in found
            continue
        hits = [one for one in beside if oracle.is_hit(one)]
        assert (found[key]["pair"], found[key]["n"], found[key]["hits"]) == ("warm", len(beside), len(hits))
        sizes = Counter(one.person or ("alone", one.interaction or one.response) for one in beside)
        cleared = Counter(one.person or ("alone", one.interaction or one.response) for one in hits)
        assert found[key]["clusters"] == len(sizes)
        assert found[key]["nn"] == sum(n * n for n in sizes.values())
        assert found[key]["nx"] == sum(n * cleared[who] for who, n in sizes.items())


def test_each_step_is_a_little_longer_than_the_one_before() -> None:
    for block, end in EXACT_UP_TO.items():
        ends = [length(block, place) for place in range(end + 40)]
        assert ends[: end + 1] == list(range(end + 1)) and ends == sorted(ends)
        assert length(block, end + 30) == pytest.approx(end * STEPS[block] ** 30, abs=1)


def test_waits_for_different_things_are_not_mixed() -> None:
    with pytest.raises(QuestionFault):
        measures.waits.query(Question(("site",)))
