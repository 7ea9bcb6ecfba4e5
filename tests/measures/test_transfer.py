"""What the queries of `transfer` return, on real evidence, against plain Python rating by rating."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clearbar import measures
from clearbar.engines import Evidence
from clearbar.model.errors import QuestionFault
from clearbar.model.evidence import Event, Rating
from clearbar.model.question import Question
from tests.measures import oracle
from tests.measures.samples import STANDARDS, run
from tests.measures.test_effect import EVENTS, ROWS, begun, counted, hit, monday, number

KINDS = ("rehearsed", "ready")


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evidence")
    kept = Evidence.create(folder)
    kept.keep(ROWS, STANDARDS)
    kept.keep_beside(EVENTS)
    return folder


def rehearsals(person: str | None, standard: str) -> list[Rating]:
    return [
        one for one in ROWS
        if one.setting == "rehearsal" and not one.disputed and (one.person, one.standard) == (person, standard)
    ]  # fmt: skip


RATED = [
    Event(one.rating, "ready", int(monday(one.week).strftime("%Y%m%d")), one.standard, one.person, None)
    for one in ROWS
    if one.setting == "rehearsal" and not one.disputed and one.person
]
"""Each rating of a rehearsal as the event that it is."""


def person_by_person(by: tuple[str, ...], read: oracle.Pick = oracle.everyday) -> dict[tuple[Any, ...], dict[str, Any]]:
    found = {}
    for key, inside in oracle.grouped(ROWS, (*by, "person"), lambda one: read(one) and one.person is not None).items():
        practised = rehearsals(inside[0].person, inside[0].standard)
        last = max((number(monday(one.week)) for one in practised), default=10**9)
        later = [one for one in inside if number(monday(one.week)) > last]
        levels = [one.level for one in practised]
        found[key] = {
            "n": len(inside), "hits": sum(map(hit, inside)), "later": len(later), "later_hits": sum(map(hit, later)),
            "rated": len(levels) or None, "s": sum(levels) or None, "q": sum(y * y for y in levels) or None,
            "began": max(int(begun(one, KINDS, RATED) is not None) for one in inside),
        }  # fmt: skip
    return found


@pytest.mark.parametrize("by", [(), ("standard",), ("person",), ("site",), ("edition",)], ids="+".join)
def test_each_person_is_counted_in_rehearsal_and_live(evidence: Path, by: tuple[str, ...]) -> None:
    question = Question(by)
    groups = measures.transfer.groups(question)
    assert "person" not in groups and {"standard", "edition"} & set(groups)
    expected = person_by_person(groups)
    found = run(evidence, measures.transfer.query(question))
    assert len(found) == len(expected)
    for one in found:
        key = tuple(one[name] for name in (*groups, "person"))
        assert {name: one[name] for name in expected[key]} == pytest.approx(expected[key], nan_ok=True), key
    assert {one["began"] for one in found} == {0, 1} and any(one["later"] for one in found)


def test_a_filter_is_about_live_ratings_alone(evidence: Path) -> None:
    found = run(evidence, measures.transfer.query(Question((), measures.parse_where("site = 's1'"))))
    expected = person_by_person(("standard",), lambda one: oracle.everyday(one) and one.site == "s1")
    assert {(one["standard"], one["person"]): (one["n"], one["rated"]) for one in found} == {
        key: (told["n"], told["rated"]) for key, told in expected.items()
    }


def test_who_has_rehearsed_is_told_by_events_and_by_ratings(evidence: Path) -> None:
    found = run(evidence, measures.transfer.beside(Question()))
    expected = counted(("standard", "person"), KINDS, 4, hit, oracle.everyday, RATED)
    assert {(o["standard"], o["person"], o["start"], o["period"]): (o["n"], o["s"]) for o in found} == {
        key: (len(inside), sum(inside)) for key, inside in expected.items()
    }


@pytest.mark.parametrize("by", ["rater", "week", "day", "setting"])
def test_what_splits_rehearsal_from_live_is_no_group(by: str) -> None:
    with pytest.raises(QuestionFault):
        measures.transfer.query(Question((by,)))


def test_a_filter_does_not_speak_of_the_setting() -> None:
    with pytest.raises(QuestionFault, match="both rehearsal and live"):
        measures.transfer.query(Question((), measures.parse_where("setting = 'live'")))
