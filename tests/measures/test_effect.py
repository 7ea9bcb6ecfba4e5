"""What the query of `effect` returns, on real evidence, against plain Python rating by rating."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from clearbar import measures
from clearbar.engines import Evidence
from clearbar.model.errors import QuestionFault
from clearbar.model.evidence import Event, Rating
from clearbar.model.question import Question, Value
from tests.measures import oracle
from tests.measures.samples import STANDARDS, row, run

DAY = date(2025, 11, 24)
KINDS = ("coached", "rehearsed", "ready")


def drawn(seed: int, n: int = 700) -> list[Rating]:
    """Ratings over twenty weeks across the end of a year, of people who move between sites, some of nobody."""
    dice = random.Random(seed)
    rows = []
    for i in range(n):
        year, week, _ = (DAY + timedelta(days=dice.randrange(140))).isocalendar()
        of: dict[str, Any] = {
            "person": dice.choice([*(f"p{k}" for k in range(9)), None]), "site": dice.choice(["s1", "s2", None]),
            "team": dice.choice(["t1", "t2", None]), "week": 100 * year + week,
            "setting": "live", "disputed": dice.random() < 0.05,
            "millis": dice.choice([None, 900, 60_000]), "expected": dice.choice([None, 3]),
        }  # fmt: skip
        edition = dice.choice(["e1", "e2", "e3", "e5"])
        level = dice.choice([2, 4]) if edition == "e3" else dice.randint(1, 5)
        if i % 9 == 0 and of["person"] not in ("p7", "p8"):
            of["setting"] = "rehearsal"
        rows.append(row(str(i), edition=edition, level=level, **of))
    return rows


def happened(seed: int) -> list[Event]:
    dice = random.Random(seed)
    found = []
    for i in range(30):
        day = DAY + timedelta(days=dice.randrange(-10, 150))
        whom: dict[str, Any] = {"person": f"p{dice.randrange(5)}", "site": dice.choice([None, "s9"])}
        if i % 4 == 0:
            whom = {"person": None, "site": dice.choice(["s2", None])}
            day = max(day, date(2026, 3, 1))
        kind = (
            "coached"
            if whom["site"] == "s2"
            else "taught"
            if not whom["person"]
            else dice.choice([*KINDS, "coached", "taught"])
        )
        found.append(
            Event(str(i), kind, int(day.strftime("%Y%m%d")), dice.choice([None, None, "warm", "fast"]), **whom)
        )
    return found


ROWS, EVENTS = drawn(5), happened(8)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evidence")
    kept = Evidence.create(folder)
    kept.keep(ROWS, STANDARDS)
    kept.keep_beside(EVENTS)
    return folder


def monday(week: int) -> date:
    return date.fromisocalendar(week // 100, week % 100, 1)


def number(day: date) -> int:
    """Weeks since the one that begins on 1 January of year 1, a Monday."""
    return (day - date(1, 1, 1)).days // 7


def begun(one: Rating, kinds: tuple[str, ...], more: list[Event] | None = None) -> int | None:
    """The week after the first event that concerns the person and standard of a rating."""
    weeks = []
    for event in [*EVENTS, *(more or [])]:
        whom = event.person == one.person if event.person else event.site in (None, one.site)
        if event.kind in kinds and whom and event.standard in (None, one.standard):
            weeks.append(number(datetime.strptime(str(event.day), "%Y%m%d").date()) + 1)  # noqa: DTZ007  a local day
    return min(weeks, default=None)


Y = Callable[[Rating], float]


def counted(
    by: tuple[str, ...], kinds: tuple[str, ...], weeks: int, y: Y, read: oracle.Pick, more: list[Event] | None = None
) -> dict[tuple[Any, ...], list[float]]:
    found: dict[tuple[Any, ...], list[float]] = defaultdict(list)
    for one in ROWS:
        if not read(one) or one.person is None:
            continue
        week, start = number(monday(one.week)), begun(one, kinds, more)
        if start is not None and start // weeks == week // weeks and week < start:
            continue
        key = (*(oracle.value(one, name) for name in by), None if start is None else start // weeks, week // weeks)
        found[key].append(y(one))
    return found


def hit(one: Rating) -> float:
    return float(oracle.is_hit(one))


WAYS: list[tuple[tuple[str, ...], dict[str, Value], str]] = [
    ((), {}, ""), (("standard",), {}, ""), (("site", "edition"), {"weeks": 1}, ""), ((), {"after": "taught"}, "level"),
    (("standard",), {"weeks": 6, "after": "ready"}, "gap"), ((), {"weeks": 2}, "millis"),
]  # fmt: skip


@pytest.mark.parametrize(("by", "options", "of"), WAYS)
def test_each_person_is_counted_in_each_period_with_the_one_they_started_in(
    evidence: Path, by: tuple[str, ...], options: dict[str, Value], of: str
) -> None:
    question = Question(by, None, of, "", tuple(sorted(options.items())))
    y, has = oracle.outcome(of) if of else (hit, lambda one: True)
    kinds, weeks = (str(options.get("after", "coached")),), int(options.get("weeks", 4))
    expected = counted((*by, "person"), kinds, weeks, y, lambda one: oracle.everyday(one) and has(one))
    found = run(evidence, measures.effect.query(question))
    assert {tuple(one[name] for name in (*by, "person", "start", "period")) for one in found} == set(expected)
    for one in found:
        inside = expected[tuple(one[name] for name in (*by, "person", "start", "period"))]
        sums = (len(inside), sum(inside), sum(value * value for value in inside))
        assert (one["n"], one["s"], one["q"]) == pytest.approx(sums, abs=1e-8)
    assert len({one["start"] for one in found}) > 1


def test_coached_as_a_team_the_team_stands_beside(evidence: Path) -> None:
    found = run(evidence, measures.effect.query(Question(options=(("together", "team"),))))
    expected = counted(("person", "team"), ("coached",), 4, hit, oracle.everyday)
    assert {(o["person"], o["team"], o["start"], o["period"]): (o["n"], o["s"]) for o in found} == {
        key: (len(inside), sum(inside)) for key, inside in expected.items()
    }


def test_a_filter_reads_ratings_and_leaves_events_as_they_are(evidence: Path) -> None:
    where = measures.parse_where("site = 's1' and week >= 202552")
    found = run(evidence, measures.effect.query(Question((), where)))
    expected = counted(
        ("person",), ("coached",), 4, hit, lambda one: oracle.everyday(one) and one.site == "s1" and one.week >= 202552
    )
    assert {(one["person"], one["start"], one["period"]): one["n"] for one in found} == {
        key: len(inside) for key, inside in expected.items()
    }


@pytest.mark.parametrize("column", ["person", "rater", "week", "day", "setting"])
def test_what_would_split_the_comparison_is_no_group(column: str) -> None:
    with pytest.raises(QuestionFault, match=column):
        measures.effect.query(Question((column,)))
