"""What the query of `severity` returns, on real evidence, against plain Python rating by rating."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clearbar import measures
from clearbar.measures import parse_where
from clearbar.model.errors import QuestionFault
from clearbar.model.evidence import Rating
from clearbar.model.question import FLOOR, Question
from tests.measures import oracle
from tests.measures.samples import START, keep, row, run
from tests.measures.test_agreement import drawn

ROWS = [
    *drawn(8),
    *(row(f"rare-{i}", rater="rare", person=f"p{i % 4}", rated_at=START, source="peer") for i in range(3)),
    *(row(f"lone-{i}", rater="ann", person="lone", rated_at=START, response="one") for i in range(7)),
]
WAYS: list[tuple[str, ...]] = [(), ("standard",), ("edition", "source"), ("site", "standard")]


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(tmp_path_factory.mktemp("evidence"), ROWS)


def kept(by: tuple[str, ...]) -> dict[oracle.Key, list[Rating]]:
    """Of each group, the ratings that count: of one rater the latest in a unit; those without an interaction all."""
    latest: dict[oracle.Key, Rating] = {}
    alone = []
    for one in ROWS:
        if not oracle.everyday(one) or one.rater is None or one.person is None:
            continue
        if one.interaction is None:
            alone.append(one)
            continue
        key = (
            *(oracle.value(one, name) for name in by),
            one.interaction,
            one.person,
            one.edition,
            one.source,
            one.rater,
        )
        before = latest.get(key)
        if before is None or (one.rated_at, one.rating) > (before.rated_at, before.rating):  # type: ignore[operator]
            latest[key] = one
    return oracle.grouped([*latest.values(), *alone], by, lambda one: True)


def rows_of(found: list[dict[str, Any]], by: tuple[str, ...], key: oracle.Key, kind: str) -> list[dict[str, Any]]:
    return [one for one in found if tuple(one[name] for name in by) == key and one["kind"] == kind]


@pytest.mark.parametrize("by", WAYS, ids=lambda by: "+".join(by) or "all")
def test_cells_hold_what_each_rater_said_of_each_person(evidence: Path, by: tuple[str, ...]) -> None:
    found = run(evidence, measures.severity.query(Question(by)))
    for key, inside in kept(by).items():
        persons, raters = sorted({one.person for one in inside}), sorted({one.rater for one in inside})  # type: ignore[type-var]
        expected = oracle.cells(inside, ("person", "rater"), lambda one: one.level)
        rows = rows_of(found, by, key, "cell")
        assert len(rows) == len(expected)
        for one in rows:
            cell = expected[persons[one["person"] - 1], raters[one["rater"] - 1]]
            assert (one["n"], one["s"], one["q"]) == cell


@pytest.mark.parametrize("by", WAYS, ids=lambda by: "+".join(by) or "all")
def test_nobody_is_named_behind_whom_fewer_than_five_answers_stand(evidence: Path, by: tuple[str, ...]) -> None:
    found = run(evidence, measures.severity.query(Question(by)))
    hidden = 0
    for key, inside in kept(by).items():
        for kind in ("person", "rater"):
            names = sorted({getattr(one, kind) for one in inside})
            for one in rows_of(found, by, key, kind):
                name = names[one[kind] - 1]
                answers = len({other.response for other in inside if getattr(other, kind) == name})
                assert one["answers"] == answers
                assert one["name"] == (name if answers >= FLOOR else None)
                hidden += one["name"] is None
    assert hidden


@pytest.mark.parametrize("by", WAYS, ids=lambda by: "+".join(by) or "all")
def test_units_are_counted_by_how_many_rated_them(evidence: Path, by: tuple[str, ...]) -> None:
    found = run(evidence, measures.severity.query(Question(by)))
    several = 0
    for key, inside in kept(by).items():
        persons = sorted({one.person for one in inside})  # type: ignore[type-var]
        units: dict[oracle.Key, list[int]] = defaultdict(list)
        for one in inside:
            units[one.person, one.edition, one.source, one.interaction or one.rating].append(one.level)
        expected: Counter[tuple[int, int]] = Counter()
        squares: Counter[tuple[int, int]] = Counter()
        for (person, *_), levels in units.items():
            at = (persons.index(person) + 1, len(levels))  # type: ignore[arg-type]
            expected[at] += 1
            squares[at] += sum(levels) ** 2
        rows = rows_of(found, by, key, "shared")
        assert {(one["person"], one["rater"]): one["n"] for one in rows} == expected
        assert {(one["person"], one["rater"]): one["q"] for one in rows} == squares
        several += sum(size > 1 for _, size in expected)
    assert several


def test_the_filter_of_the_question_holds(evidence: Path) -> None:
    found = run(evidence, measures.severity.query(Question((), parse_where("source = 'peer'"))))
    peers = [one for one in kept(())[()] if one.source == "peer"]
    assert sum(one["n"] for one in found if one["kind"] == "cell") == len(peers) > 0


def test_a_rating_of_rehearsal_or_in_dispute_is_not_read(tmp_path: Path) -> None:
    seen = row("seen", rater="a", person="p", rated_at=START)
    apart = [replace(seen, rating=name, response=name, **of) for name, of in (
        ("off", {"setting": "rehearsal"}), ("open", {"disputed": True}))]  # fmt: skip
    found = run(keep(tmp_path, [seen, *apart]), measures.severity.query(Question()))
    assert [one["n"] for one in found if one["kind"] == "cell"] == [1]


@pytest.mark.parametrize("by", [("person",), ("standard", "rater"), ("nothing",)])
def test_persons_and_raters_are_compared_and_not_grouped_by(by: tuple[str, ...]) -> None:
    with pytest.raises(QuestionFault) as told:
        measures.severity.query(Question(by))
    assert [fault.code for fault in told.value.faults] == ["CQ002"]
