"""What the queries of `agreement` return, on real evidence, against plain Python unit by unit."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from clearbar import measures
from clearbar.model.errors import QuestionFault
from clearbar.model.evidence import Rating
from clearbar.model.question import FLOOR, Question
from tests.measures import oracle
from tests.measures.samples import OF_EDITION, START, keep, row, run

WAYS: list[tuple[str, ...]] = [
    ("standard",), ("edition",), ("standard", "source"), ("site", "standard"), ("standard", "person"),
    ("edition", "week"), ("journey", "standard", "channel"), ("source", "standard", "setting"),
]  # fmt: skip


def drawn(seed: int, n: int = 900) -> list[Rating]:
    """Few interactions and raters, so that units have several of them, and raters who come twice."""
    dice = random.Random(seed)
    rows = []
    for i in range(n):
        edition = dice.choice(["e1", "e1", "e1", "e2", "e3", "e4", "e5"])
        yes_no = OF_EDITION[edition].scale == "yes_no"
        interaction = dice.randrange(45)
        rows.append(
            row(
                f"{seed}-{i:04d}", edition=edition, interaction=dice.choice([f"i{interaction}"] * 9 + [None]),
                response=f"r{i}", source=dice.choice(["reviewer", "reviewer", "peer"]),
                rater=dice.choice(["ann", "bob", "cy", "dee", "eve", None]), week=202602 + interaction % 3,
                person=dice.choice([f"p{interaction % 4}"] * 5 + [None]), site=dice.choice(["s1", "s1", "s2", None]),
                channel=dice.choice(["chat", None]), setting=dice.choice(["live"] * 9 + ["rehearsal"]),
                rated_at=dice.choice([None, START, START + timedelta(hours=i % 7)]) if i % 3 == 0 else START,
                level=dice.choice([2, 4]) if yes_no else dice.choice([1, 2, 3, 4, 5]), disputed=dice.random() < 0.05,
            )
        )  # fmt: skip
    return [one for one in rows if one.rated_at is not None]


ROWS = drawn(5)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(tmp_path_factory.mktemp("evidence"), ROWS)


def number(edition: str) -> int:
    return sorted(OF_EDITION).index(edition) + 1


def kinds(units: Sequence[oracle.Unit]) -> dict[str, Any]:
    """How many units there are of each edition and pattern, and what may not be shown."""
    shared = sum(len(unit) for unit in units if len(unit) > 1)
    counts: Counter[tuple[Any, ...]] = Counter()
    for unit in units:
        first = next(iter(unit.values()))
        shown = len(unit) == 1 or shared >= FLOOR
        yes_no = int(OF_EDITION[first.edition].scale == "yes_no")
        counts[number(first.edition), yes_no, oracle.pattern(unit) if shown else 0] += 1
    return {"answers": sum(map(len, units)), "raters": len({name for unit in units for name in unit}), "counts": counts}


@pytest.mark.parametrize("by", WAYS, ids="+".join)
def test_units_are_counted_by_their_pattern(evidence: Path, by: tuple[str, ...]) -> None:
    expected = {key: kinds(units) for key, units in oracle.units(ROWS, by).items()}
    found = run(evidence, measures.agreement.query(Question(by)))
    assert {tuple(one[name] for name in by) for one in found} == set(expected)
    for key, kind in expected.items():
        rows = [one for one in found if tuple(one[name] for name in by) == key]
        assert {one["answers"] for one in rows} == {kind["answers"]}
        if kind["answers"] < FLOOR:
            (hidden,) = rows
            assert (hidden["pattern"], hidden["units"], hidden["raters"], hidden["number"]) == (0, None, None, None)
            continue
        assert {one["raters"] for one in rows} == {kind["raters"]}
        assert Counter({(r["number"], r["yes_no"], r["pattern"]): r["units"] for r in rows}) == kind["counts"]


@pytest.mark.parametrize("by", WAYS, ids="+".join)
def test_ratings_of_shared_units_are_counted_by_rater(evidence: Path, by: tuple[str, ...]) -> None:
    expected: Counter[tuple[Any, ...]] = Counter()
    for key, units in oracle.units(ROWS, by).items():
        for unit in (unit for unit in units if len(unit) > 1):
            for name, one in unit.items():
                expected[*key, name, number(one.edition), oracle.pattern(unit), one.level] += 1
    found = run(evidence, measures.agreement.raters(Question(by)))
    columns = (*by, "rater", "number", "pattern", "level")
    assert Counter({tuple(one[name] for name in columns): one["units"] for one in found}) == expected


def test_a_rater_who_shares_few_units_comes_with_nothing_but_the_name(evidence: Path) -> None:
    by = ("standard", "source", "week", "rater")
    shared: Counter[tuple[Any, ...]] = Counter()
    for key, units in oracle.units(ROWS, by).items():
        shared.update((*key, name) for unit in units if len(unit) > 1 for name in unit)
    found = run(evidence, measures.agreement.query(Question(by)))
    assert min(shared.values()) < FLOOR <= max(shared.values())
    assert {tuple(one[name] for name in by): one["answers"] for one in found} == shared
    for one in found:
        hidden = {one[name] for name in ("number", "yes_no", "level", "units")} == {None} and one["pattern"] == 0
        assert hidden == (one["answers"] < FLOOR)


def test_only_the_standards_that_are_named_are_looked_at_by_rater(evidence: Path) -> None:
    where = measures.parse_where("site = 's1'")
    found = run(evidence, measures.agreement.raters(Question(("standard",), where), ["warm", "right"]))
    every = run(evidence, measures.agreement.raters(Question(("standard",), where)))
    assert {one["standard"] for one in found} == {"warm", "right"} < {one["standard"] for one in every}
    assert sorted(map(repr, found)) == sorted(repr(one) for one in every if one["standard"] in ("warm", "right"))


@pytest.mark.parametrize("raters", [3, 50, 51, 130])
def test_a_rater_counts_once_however_many_raters_there_are(tmp_path: Path, raters: int) -> None:
    """Marks repeat from the fifty-first rater on: units are counted again, and none of them wrongly."""
    dice = random.Random(raters)
    names = [f"rater-{k:03d}" for k in range(raters)]
    rows = []
    for unit in range(150):
        for k, name in enumerate(dice.sample(names, 3)):
            for time in range(1 if dice.random() < 0.8 else 3):
                at = START + timedelta(hours=dice.randrange(9))
                one = row(f"{unit}-{k}-{time}", interaction=f"i{unit}", rater=name, source="peer", rated_at=at)
                rows.append(Rating(**{**vars(one), "level": dice.randint(1, 5)}))
    folder = keep(tmp_path / "evidence", rows)
    (units,) = oracle.units(rows, ("standard",)).values()
    assert sum(map(len, units)) < len(rows)
    found = run(folder, measures.agreement.query(Question(("standard",))))
    assert {one["pattern"]: one["units"] for one in found} == dict(Counter(map(oracle.pattern, units)))
    by_rater = run(folder, measures.agreement.raters(Question(("standard",))))
    assert sum(one["units"] for one in by_rater) == sum(map(len, units))


def test_units_never_mix_editions_sources_or_persons(tmp_path: Path) -> None:
    """Four ratings of one interaction that share nothing but the interaction, and two that are a unit."""
    of = {"interaction": "i1", "rated_at": START}
    rows = [
        row("1", rater="a", source="peer", edition="e1", level=1, **of),
        row("2", rater="b", source="peer", edition="e2", level=5, **of),
        row("3", rater="c", source="coach", edition="e1", level=5, **of),
        row("4", rater="d", source="peer", edition="e1", level=5, person="p", **of),
        row("5", rater="e", source="coach", edition="e1", level=2, **of),
    ]
    folder = keep(tmp_path / "evidence", rows)
    found = run(folder, measures.agreement.query(Question(("standard",))))
    assert sorted(one["units"] for one in found) == [1, 1, 1, 1]
    assert [one["units"] for one in found if one["pattern"] == 0] == [1]  # two ratings are too few to be shown


@pytest.mark.parametrize("measure", [measures.agreement, measures.difference])
@pytest.mark.parametrize("by", [(), ("source",), ("rater",), ("journey", "step")])
def test_only_one_standard_at_a_time_can_be_agreed_on(measure: Any, by: tuple[str, ...]) -> None:
    with pytest.raises(QuestionFault) as caught:
        measure.query(Question(by))
    (fault,) = caught.value.faults
    assert fault.code == "CQ002" and "--by standard,source" in fault.hint


@pytest.mark.parametrize("measure", [measures.agreement, measures.difference])
def test_no_ratings_at_all_give_no_rows(tmp_path: Path, measure: Any) -> None:
    folder = keep(tmp_path / "evidence", [])
    assert run(folder, measure.query(Question(("standard", "source")))) == []
