"""Who stands behind a group, on real evidence, against plain Python rating by rating."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clearbar import measures
from clearbar.measures.respondents import Behind, at_least, query
from clearbar.model.evidence import Rating
from clearbar.model.question import Question
from tests.measures import oracle
from tests.measures.samples import drawn, keep, run

DRAWN = drawn(11, 300)
ROWS = [replace(one, customer=f"c{i % 40}" if i % 3 else None) for i, one in enumerate(DRAWN)]
OWN = ("p1", "p4")
Test = Callable[[Rating], bool]
PARTS: dict[str, list[tuple[str, Test]]] = {
    "": [],
    "topic = 'new'": [("topic = 'new'", lambda one: one.topic == "new")],
    "topic = 'new' and (week >= 202605 or site is null)": [
        ("topic", lambda one: one.topic == "new"),
        ("week", lambda one: one.week >= 202605 or one.site is None),
    ],
    "(channel <> 'chat' and (level in (4, 5) and not source = 'check'))": [
        ("channel", lambda one: one.channel is not None and one.channel != "chat"),
        ("level", lambda one: one.level in (4, 5)),
        ("source", lambda one: one.source != "check"),
    ],
}


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(tmp_path_factory.mktemp("evidence"), ROWS)


def behind(one: Rating) -> str:
    """Who answered; of those who rate by office, what they rated."""
    if one.source in {"check", "reviewer", "coach", "shopper"}:
        return one.interaction or one.response
    return one.rater or one.customer or one.response


def counted(rows: list[Rating]) -> dict[str, int]:
    others = [one for one in rows if one.person not in OWN]
    return {
        "respondents": len({behind(one) for one in rows}),
        "others": len({behind(one) for one in others}),
        "persons": len({one.person for one in others} - {None}),
        "unknown": sum(one.person is None for one in rows),
    }


def cuts(rows: list[Rating], tests: list[Test]) -> dict[str, list[Rating]]:
    """The ratings that are asked for, those that one part alone keeps out, and all that are kept out."""
    found = {"all": [one for one in rows if all(test(one) for test in tests)]}
    if len(tests) > 1:
        for i, test in enumerate(tests):
            rest = [other for j, other in enumerate(tests) if j != i]
            found[f"but_{i}"] = [one for one in rows if all(it(one) for it in rest) and not test(one)]
        found[f"but_{len(tests)}"] = [one for one in rows if not all(test(one) for test in tests)]
    elif tests:
        found["but_0"] = [one for one in rows if not tests[0](one)]
    return found


@pytest.mark.parametrize("where", PARTS)
@pytest.mark.parametrize("by", [(), ("site",), ("standard", "week"), ("team", "source")], ids="+".join)
def test_respondents_are_counted_for_what_is_asked_and_for_what_is_left_out(
    evidence: Path, where: str, by: tuple[str, ...]
) -> None:
    parts = tuple(measures.parse_parts(where)) if where else ()
    tests = [test for _, test in PARTS[where]]
    found = run(evidence, query(Behind("clearance", Question(by), parts, OWN)))
    assert len(found) == len(oracle.grouped(ROWS, by)) > 0
    for key, rows in oracle.grouped(ROWS, by).items():
        (one,) = [row for row in found if tuple(row[name] for name in by) == key]
        for cut, inside in cuts(rows, tests).items():
            expected = {f"{name}_{cut}": count for name, count in counted(inside).items()}
            assert {name: one[name] for name in expected} == expected, (key, cut)


def test_the_quick_count_is_at_most_the_true_one_and_none_only_where_there_is_none(evidence: Path) -> None:
    asked = Behind("clearance", Question(("site", "standard")), tuple(measures.parse_parts("topic = 'new'")), OWN)
    true = {(row["site"], row["standard"]): row for row in run(evidence, query(asked))}
    quick = run(evidence, at_least(asked))
    assert len(quick) == len(true) > 5
    for row in quick:
        exact = true[row["site"], row["standard"]]
        for name in (name for name in row if name.startswith(("respondents_", "others_", "persons_"))):
            assert row[name] <= exact[name]
            assert (row[name] == 0) == (exact[name] == 0)
        assert row["ratings_all"] == exact["ratings_all"]


def test_of_named_groups_alone_the_counts_are_the_same(evidence: Path) -> None:
    asked = Behind("clearance", Question(("site", "topic")), (), OWN)
    every = run(evidence, query(asked))
    named = [(row["site"], row["topic"]) for row in every if row["site"] is None or row["topic"] == "fix"]
    found = run(evidence, query(asked, named))
    assert sorted(found, key=str) == sorted((row for row in every if (row["site"], row["topic"]) in named), key=str)
    assert 0 < len(found) < len(every)


def test_only_ratings_that_the_measure_reads_count(evidence: Path) -> None:
    (told,) = run(evidence, query(Behind("met", Question())))
    expected = [one for one in ROWS if oracle.everyday(one) and one.expected is not None]
    assert told["respondents_all"] == len({behind(one) for one in expected})


def test_parts_are_what_and_joins(evidence: Path) -> None:
    del evidence
    texts: dict[str, list[Any]] = {
        "site = 's1' and (week > 202601 and level = 5)": ["r.site = ?", "r.week > ?", "r.level = ?"],
        "(site = 's1' or week > 202601)": ["(r.site = ? or r.week > ?)"],
        "not (site = 's1' and week > 202601)": ["not ((r.site = ? and r.week > ?))"],
    }
    for text, parts in texts.items():
        assert [part.sql for part in measures.parse_parts(text)] == parts
