"""Clusters other than persons, and the zone of tolerance, against plain Python rating by rating."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from clearbar import measures
from clearbar.model.errors import QuestionFault
from clearbar.model.evidence import Rating
from clearbar.model.question import FLOOR, Question
from tests.measures import oracle
from tests.measures.samples import drawn, keep, row, run

ROWS = [
    *drawn(7),
    *(
        row(f"wish-{i}", edition=("e1", "e5")[i % 2], level=1 + i % 5, expected=1 + i * 7 % 5, desired=1 + i * 3 % 5,
            person=(None, "p1", "p2")[i % 3], site=("s1", "s2", None, "s3")[i % 4], channel=("chat", None)[i % 2])
        for i in range(160)
    ),
]  # fmt: skip
WAYS: list[tuple[str, ...]] = [(), ("standard",), ("week",), ("channel", "edition"), ("topic",)]


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(tmp_path_factory.mktemp("evidence"), ROWS)


def alike(one: Rating, other: Rating, names: Sequence[str]) -> bool:
    """Whether two ratings share at least one of their clusters."""
    return any(getattr(one, name) is not None and getattr(one, name) == getattr(other, name) for name in names)


def product(ratings: list[Rating], names: Sequence[str], a: Callable[[Rating], int], b: Callable[[Rating], int]) -> int:
    """Σ over all ordered pairs of ratings that are alike, each with itself too: Cameron, Gelbach & Miller 2011, 2.3."""
    own = sum(a(one) * b(one) for one in ratings)
    pairs = ((i, j) for i, j in combinations(ratings, 2) if alike(i, j, names))
    return own + sum(a(i) * b(j) + a(j) * b(i) for i, j in pairs)


def fewest(ratings: list[Rating], names: Sequence[str]) -> int:
    def number(name: str) -> int:
        return len({getattr(one, name) for one in ratings} - {None}) + sum(getattr(r, name) is None for r in ratings)

    return min(number(name) for name in names)


def compared(found: list[dict[str, Any]], groups: dict[Any, list[Rating]], by: Sequence[str], of: Any) -> None:
    assert len(found) == len(groups)
    for one in found:
        inside = groups[tuple(one[name] for name in by)]
        shown = oracle.answers(inside, by) >= FLOOR
        for name, total in of(inside).items():
            assert one[name] == (total if shown else None), (one, name)


@pytest.mark.parametrize("cluster", ["site", "person+site"])
@pytest.mark.parametrize("by", WAYS, ids="+".join)
def test_products_are_those_of_all_pairs_that_share_a_cluster(
    evidence: Path, by: tuple[str, ...], cluster: str
) -> None:
    names = cluster.split("+")

    def sums(inside: list[Rating]) -> dict[str, int]:
        def each(one: Rating) -> int:
            return 1

        return {
            "n": len(inside), "hits": sum(map(oracle.is_hit, inside)), "clusters": fewest(inside, names),
            "nn": product(inside, names, each, each), "nx": product(inside, names, each, oracle.is_hit),
            "xx": product(inside, names, oracle.is_hit, oracle.is_hit),
        }  # fmt: skip

    found = run(evidence, measures.clearance.query(Question(by, options=(("cluster", cluster),))))
    compared(found, oracle.grouped(ROWS, by), by, sums)


@pytest.mark.parametrize("cluster", ["person", "site", "person+site"])
@pytest.mark.parametrize("by", WAYS[:3], ids="+".join)
def test_the_zone_counts_below_and_above_with_the_distances_to_both_ends(
    evidence: Path, by: tuple[str, ...], cluster: str
) -> None:
    names = cluster.split("+")
    outcomes: dict[str, Callable[[Rating], int]] = {
        "below": lambda one: int(one.level < (one.expected or 0)),
        "above": lambda one: int(one.level >= max(one.expected or 0, one.desired or 0)),
        "adequate": lambda one: one.level - (one.expected or 0),
        "superior": lambda one: one.level - (one.desired or 0),
    }

    def sums(inside: list[Rating]) -> dict[str, int]:
        found = {"n": len(inside), "below_above": product(inside, names, outcomes["below"], outcomes["above"])}
        for name, of in outcomes.items():
            found |= {
                name: sum(map(of, inside)),
                f"n_{name}": product(inside, names, lambda one: 1, of),
                f"{name}_{name}": product(inside, names, of, of),
            }
        for name in ("adequate", "superior"):
            found[f"q_{name}"] = sum(outcomes[name](one) ** 2 for one in inside)
        return found | {
            "level": sum(one.level for one in inside),
            "level_expected": sum(one.level * (one.expected or 0) for one in inside),
        }

    def read(one: Rating) -> bool:
        return oracle.everyday(one) and one.expected is not None and one.desired is not None

    found = run(evidence, measures.zone.query(Question(by, options=(("cluster", cluster),))))
    compared(found, oracle.grouped(ROWS, by, read), by, sums)


@pytest.mark.parametrize(
    ("by", "cluster"), [(("site",), "site"), (("person",), "person+site"), (("site", "week"), "person+site")]
)
def test_a_group_that_lies_within_one_cluster_is_refused(by: tuple[str, ...], cluster: str) -> None:
    with pytest.raises(QuestionFault) as caught:
        measures.met.query(Question(by, options=(("cluster", cluster),)))
    (fault,) = caught.value.faults
    assert fault.code == "CQ007" and "leave" in fault.hint


def test_nothing_chosen_asks_the_same_query_as_the_usual_choice() -> None:
    for by in WAYS:
        usual = measures.clearance.query(Question(by, options=(("cluster", "person"),)))
        assert usual == measures.clearance.query(Question(by))
        assert "over (partition" not in usual.sql.replace("over (order by", "")


def test_within_one_person_sites_may_still_be_clusters(evidence: Path) -> None:
    found = run(evidence, measures.clearance.query(Question(("person",), options=(("cluster", "site"),))))
    groups = oracle.grouped(ROWS, ("person",))
    compared(found, groups, ("person",), lambda inside: {"clusters": fewest(inside, ("site",))})
