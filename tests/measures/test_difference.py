"""What the query of `difference` returns, on real evidence, against plain Python rating by rating."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from clearbar import measures
from clearbar.model.evidence import Rating
from clearbar.model.question import FLOOR, Question
from tests.measures import oracle
from tests.measures.samples import keep, row, run

WAYS: list[tuple[str, ...]] = [
    ("standard",), ("edition",), ("standard", "source"), ("site", "standard"), ("standard", "person"),
    ("standard", "week", "channel"),
]  # fmt: skip


def drawn(seed: int, n: int = 260) -> list[Rating]:
    """Responses of several ratings, most of them with an overall verdict; some speak of two interactions."""
    dice = random.Random(seed)
    rows = []
    for i in range(n):
        of: dict[str, Any] = {
            "response": f"r{i // 2}", "interaction": dice.choice([f"i{i // 4}-{i % 2}", None]),
            "person": dice.choice(["p1", "p2", "p3", "p4", None]), "site": dice.choice(["s1", "s2", None]),
            "source": dice.choice(["customer", "customer", "reviewer"]), "week": 202602 + i % 2,
            "setting": dice.choice(["live"] * 9 + ["walk"]),
        }  # fmt: skip
        for edition in ("e1", "e2", "e3", "e4", "e5"):
            if dice.random() < 0.7:
                level = dice.choice([2, 4]) if edition == "e3" else dice.randint(1, 5)
                rows.append(row(f"{i}-{edition}", edition=edition, level=level, disputed=dice.random() < 0.04, **of))
    return rows


ROWS = drawn(3)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(tmp_path_factory.mktemp("evidence"), ROWS)


def sums(side: list[tuple[Any, bool]]) -> dict[str, int]:
    clusters: dict[Any, list[bool]] = defaultdict(list)
    for cluster, hit in side:
        clusters[cluster].append(hit)
    parts = [(len(hits), sum_of(hits)) for hits in clusters.values()]
    return {
        "n": len(side), "hits": sum_of(hit for _, hit in side), "clusters": len(parts),
        "nn": sum(n * n for n, _ in parts), "nx": sum(n * x for n, x in parts), "xx": sum(x * x for _, x in parts),
    }  # fmt: skip


def sum_of(hits: Any) -> int:
    return sum(1 for hit in hits if hit)


@pytest.mark.parametrize("by", WAYS, ids="+".join)
def test_both_sides_are_counted_with_the_verdict_given_beside(evidence: Path, by: tuple[str, ...]) -> None:
    expected = oracle.sides(ROWS, by)
    found = run(evidence, measures.difference.query(Question(by)))
    assert len(found) == sum(1 for both in expected.values() for side in both if side)
    for one in found:
        both = expected[tuple(one[name] for name in by)]
        assert one["answers"] == len(both[0]) + len(both[1])
        shown = min(map(len, both)) >= FLOOR
        for name, total in sums(both[one["cleared"]]).items():
            assert one[name] == (total if shown else None), (one, name)


def test_some_groups_are_shown_and_some_are_not(evidence: Path) -> None:
    found = run(evidence, measures.difference.query(Question(("standard", "week", "channel", "site", "person"))))
    assert {one["n"] is None for one in found} == {True, False}


def test_a_filter_reads_the_ratings_of_the_standard(evidence: Path) -> None:
    where = measures.parse_where("level <= 4 and source = 'customer'")
    expected = oracle.sides(
        ROWS, ("standard",), lambda one: oracle.everyday(one) and one.level <= 4 and one.source == "customer"
    )
    found = run(evidence, measures.difference.query(Question(("standard",), where)))
    assert {(one["standard"], one["cleared"]): one["n"] for one in found} == {
        (key[0], side): len(both[side]) for key, both in expected.items() for side in (0, 1)
    }
    assert any(one.standard == "overall" and one.level == 5 for one in ROWS)
