"""What the query of `drivers` returns, on real evidence, against plain Python response by response."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clearbar import measures
from clearbar.measures.drivers import BUCKETS
from clearbar.model.errors import QuestionFault
from clearbar.model.evidence import Rating
from clearbar.model.question import FLOOR, Question
from tests.measures import oracle
from tests.measures.samples import OF_EDITION, keep, row, run

PRODUCTS: dict[str, tuple[int, int]] = {
    "product": (0, 0), "level_low": (0, 1), "level_high": (0, 2), "low_low": (1, 1), "low_high": (1, 2),
    "high_low": (2, 1), "high_high": (2, 2),
}  # fmt: skip
"""Which of level, missed and at level five are multiplied, of the first and of the second standard."""


def drawn(seed: int, n: int = 300) -> list[Rating]:
    """Responses that rate some of four standards and mostly all in all; interactions that two sources spoke of."""
    dice = random.Random(seed)
    rows = []
    for i in range(n):
        of: dict[str, Any] = {
            "response": f"r{i}", "interaction": dice.choice([f"i{i // 2}", f"i{i // 2}", None]),
            "person": dice.choice([f"p{k}" for k in range(9)] + [None]), "site": dice.choice(["s1", "s2", "s3", None]),
            "source": "customer" if i % 2 else dice.choice(["reviewer", "check"]), "week": 202602 + i % 2,
            "setting": dice.choice(["live"] * 9 + ["walk"]),
        }  # fmt: skip
        for edition, often in (("e1", 0.5), ("e2", 0.3), ("e3", 0.8), ("e4", 0.6), ("e6", 0.2), ("e5", 0.9)):
            if dice.random() < often:
                level = dice.choice([2, 4]) if edition == "e3" else dice.randint(1, 5)
                rows.append(row(f"{i}-{edition}", edition=edition, level=level, disputed=dice.random() < 0.04, **of))
    return rows


ROWS = drawn(3)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(tmp_path_factory.mktemp("evidence"), ROWS)


Vector = tuple[int, int, int]
Response = tuple[dict[str, Vector], Any]
"""Level, missed and at level five by standard (the verdict under ""), and the cluster."""


def together(one: Rating, other: Rating) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in ("response", "source", "setting", "interaction"))


def between_sources(one: Rating, other: Rating) -> bool:
    known = one.interaction is not None and one.interaction == other.interaction
    return known and one.source == "reviewer" and other.source == "customer" and one.setting == other.setting


def responses(
    by: tuple[str, ...],
    joined: Callable[[Rating, Rating], bool] = together,
    cluster: Callable[[Rating, Rating], Any] | None = None,
    verdict: str = "overall",
) -> dict[oracle.Key, list[Response]]:
    """The responses of each group."""
    verdicts = [one for one in ROWS if one.standard == verdict and not one.disputed]
    found: dict[oracle.Key, dict[Any, dict[str, list[Any]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for one in ROWS:
        if not oracle.everyday(one) or one.standard in {"overall", verdict}:
            continue
        for other in verdicts:
            if joined(one, other):
                unit = (one.response, one.source, one.setting, one.interaction, other.response)
                inside = found[tuple(oracle.value(one, name) for name in by)][unit]
                bar = OF_EDITION[one.edition].bar
                inside[one.standard].append((one.level, int(one.level < bar), int(one.level == 5 and bar < 5)))
                inside[""].append((other.level, 0, 0))
                alone = ("alone", other.interaction or other.response)
                whose = alone if other.person is None or "person" in by else ("person", other.person)
                inside["cluster"].append(cluster(one, other) if cluster else whose)
    told = {}
    for key, units in found.items():
        told[key] = [
            (
                {
                    name: (min(v[0] for v in got), max(v[1] for v in got), min(v[2] for v in got))
                    for name, got in unit.items()
                    if name != "cluster"
                },
                unit["cluster"][0],
            )
            for unit in units.values()
        ]
    return told


def block(units: list[Response]) -> tuple[list[str], list[Response]]:
    """The set of standards whose full responses hold most ratings, and those responses."""
    count = Counter(name for unit, _ in units for name in unit if name)
    order = sorted(count, key=lambda name: (-count[name], name))
    sets = {frozenset(unit) - {""} for unit, _ in units}

    def worth(one: frozenset[str]) -> tuple[int, int, int]:
        full = sum(one <= set(unit) for unit, _ in units)
        return full * len(one), len(one), -sum(1 << order.index(name) for name in one)

    best = max(sets, key=worth)
    return [name for name in order if name in best], [unit for unit in units if best <= set(unit[0])]


def told(found: list[dict[str, Any]], by: tuple[str, ...]) -> dict[oracle.Key, dict[str, Any]]:
    """The query's rows by group: names by place, and sums over buckets by pair of names."""
    groups: dict[oracle.Key, dict[str, Any]] = {}
    for one in found:
        group = groups.setdefault(tuple(one[name] for name in by), {"names": {0: ""}, "rows": []})
        if one["bucket"] == -1:
            group["names"][one["first"]] = one["standard"]
        else:
            group["rows"].append(one)
    return groups


WAYS: list[tuple[str, ...]] = [(), ("source",), ("site", "week"), ("person",), ("journey", "stage", "source")]


@pytest.mark.parametrize("by", WAYS, ids="+".join)
def test_products_are_those_of_the_full_responses(evidence: Path, by: tuple[str, ...]) -> None:
    expected = responses(by)
    found = told(run(evidence, measures.drivers.query(Question(by))), by)
    assert set(found) == set(expected)
    assert any(len(block(units)[1]) >= FLOOR for units in expected.values())
    for key, units in expected.items():
        names, full = block(units)
        group = found[key]
        assert {one["answers"] for one in group["rows"]} == {len(units)}
        if len(full) < FLOOR:
            assert len(group["rows"]) == 1 and group["rows"][0]["n"] is None
            continue
        sums: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for one in group["rows"]:
            pair = group["names"][one["first"]], group["names"][one["second"]]
            sums[pair].update({name: one[name] for name in ("n", "total", *PRODUCTS)})
        members = ["", *names]
        assert set(sums) == {(a, b) for i, a in enumerate(members) for b in members[i:]}
        for (a, b), got in sums.items():
            wanted = {"n": len(full), "total": sum(unit[a][0] for unit, _ in full)}
            wanted |= {name: sum(u[a][x] * u[b][y] for u, _ in full) for name, (x, y) in PRODUCTS.items()}
            assert dict(got) == wanted, (key, a, b)
        assert max(one["clusters"] for one in group["rows"]) == len({cluster for _, cluster in full})


def test_a_cluster_is_never_parted_by_buckets(evidence: Path) -> None:
    """Each bucket holds whole clusters, dealt out as evenly as can be: with fewer than 64, a bucket is a cluster."""
    (units,) = responses(()).values()
    _, full = block(units)
    sizes = Counter(cluster for _, cluster in full)
    (group,) = told(run(evidence, measures.drivers.query(Question())), ()).values()
    got = sorted(one["n"] for one in group["rows"] if one["first"] == one["second"] == 0)
    assert sum(got) == len(full)
    assert len(got) == min(len(sizes), BUCKETS)
    if len(sizes) <= BUCKETS:
        assert got == sorted(sizes.values())


@pytest.mark.parametrize("inside", ["person", "site"])
def test_held_persons_and_sites_come_with_the_products_of_their_sums(evidence: Path, inside: str) -> None:
    def whose(one: Rating, other: Rating) -> Any:
        known = other.person if inside == "person" else one.site
        return known or ("alone", other.interaction or other.response)

    (units,) = responses((), cluster=whose).values()
    names, full = block(units)
    parts: dict[Any, list[dict[str, Vector]]] = defaultdict(list)
    for unit, cluster in full:
        parts[cluster].append(unit)
    (group,) = told(run(evidence, measures.drivers.query(Question(options=(("inside", inside),)))), ()).values()
    sums: dict[tuple[str, str, str], float] = Counter()
    for one in group["rows"]:
        for name in PRODUCTS:
            sums[group["names"][one["first"]], group["names"][one["second"]], name] += one[f"between_{name}"]
    assert len(sums) == len(PRODUCTS) * (len(names) + 1) * (len(names) + 2) / 2
    for (a, b, name), got in sums.items():
        x, y = PRODUCTS[name]
        wanted = sum(sum(u[a][x] for u in part) * sum(u[b][y] for u in part) / len(part) for part in parts.values())
        assert got == pytest.approx(wanted, abs=1e-6), (a, b, name)


def test_standards_that_another_source_rated_are_joined_by_interaction(evidence: Path) -> None:
    (units,) = responses((), between_sources).values()
    _, full = block(units)
    (group,) = told(run(evidence, measures.drivers.query(Question(options=(("rated", "reviewer"),)))), ()).values()
    assert sum(one["n"] for one in group["rows"] if one["first"] == one["second"] == 0) == len(full) >= FLOOR
    assert {one["answers"] for one in group["rows"]} == {len(units)}


def test_another_standard_may_hold_the_verdict_and_is_then_no_driver_of_itself(evidence: Path) -> None:
    (units,) = responses((), verdict="fast").values()
    names, full = block(units)
    (group,) = told(run(evidence, measures.drivers.query(Question(options=(("verdict", "fast"),)))), ()).values()
    first = [one for one in group["rows"] if one["first"] == one["second"] == 0]
    assert sum(one["n"] for one in first) == len(full) and {one["yes_no"] for one in first} == {1}
    assert "fast" not in group["names"].values() and names[0] in group["names"].values()
    assert sum(one["total"] for one in first) == sum(unit[""][0] for unit, _ in full)


def test_editions_that_were_pooled_are_marked(evidence: Path) -> None:
    found = run(evidence, measures.drivers.query(Question()))
    marks = {one["standard"]: (one["pooled"], one["yes_no"]) for one in found if one["bucket"] == -1}
    assert marks == {"warm": (1, 0), "fast": (0, 1), "right": (0, 0), "unheard": (0, 0)}


@pytest.mark.parametrize(
    ("by", "options", "code"),
    [(("standard",), (), "CQ002"), (("edition", "step"), (), "CQ002"), (("person",), (("inside", "person"),), "CQ007")],
)
def test_what_parts_or_holds_twice_is_refused(by: tuple[str, ...], options: Any, code: str) -> None:
    with pytest.raises(QuestionFault) as refused:
        measures.drivers.query(Question(by, options=options))
    assert {fault.code for fault in refused.value.faults} == {code}
