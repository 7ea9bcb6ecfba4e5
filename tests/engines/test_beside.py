"""Invitations and events are kept once each, and stand beside the ratings for every engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from clearbar.engines import Evidence, open_engine
from clearbar.model.evidence import Event, EventKind, Invitation
from clearbar.model.question import Query


def invitation(key: str, *, answered: bool = True) -> Invitation:
    return Invitation(key, None, "customer", "survey-1", "chat", "s01", 202610, answered, "r1" if answered else None)


def event(key: str, person: str = "p1") -> Event:
    return Event(key, EventKind.COACHED, 20260302, None, person, None)


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    return Evidence.create(tmp_path / "evidence")


def test_the_same_rows_again_change_nothing(evidence: Evidence) -> None:
    first = evidence.keep_beside([event("e1"), event("e2")])
    again = evidence.keep_beside([event("e2"), event("e1"), event("e3")])
    assert (first.new, first.same) == (2, 0)
    assert (again.new, again.same, again.refused) == (1, 2, 0)


def test_other_content_is_refused_with_what_differs_unless_it_corrects(evidence: Evidence) -> None:
    evidence.keep_beside([event("e1", "p1")])
    refused = evidence.keep_beside([event("e1", "p2")])
    assert (refused.new, refused.refused) == (0, 1)
    assert [(one.rating, one.columns) for one in refused.conflicts] == [("e1", ("person",))]
    corrected = evidence.keep_beside([event("e1", "p2"), event("e9")], correct=True)
    assert (corrected.new, corrected.corrected) == (1, 1)
    assert evidence.keep_beside([event("e1", "p2")]).same == 1


def test_an_id_that_comes_twice_counts_once_and_other_content_of_it_is_refused(evidence: Evidence) -> None:
    kept = evidence.keep_beside([event("e1", "p1"), event("e1", "p1"), event("e1", "p2")])
    assert (kept.new, kept.same, kept.refused) == (1, 1, 1)


def test_nothing_is_no_commit(evidence: Evidence) -> None:
    assert evidence.keep_beside([]).new == 0


def test_engines_count_them_beside_the_ratings(evidence: Evidence, engine: str) -> None:
    evidence.keep_beside([invitation("i1"), invitation("i2", answered=False)])
    evidence.keep_beside([event("e1")])
    opened = open_engine(engine, evidence)
    asked = Query(
        "select count(*) as n, sum(case when answered then 1 else 0 end) as yes from invitations", (), ("n", "yes")
    )
    assert {name: column.tolist() for name, column in opened.run(asked).items()} == {"n": [2], "yes": [1]}
    assert opened.run(Query("select max(day) as day from events", (), ("day",)))["day"].tolist() == [20260302]
    opened.close()
