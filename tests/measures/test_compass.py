"""What the query of `compass` returns, on real evidence, against plain Python rating by rating."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from clearbar import measures
from clearbar.measures.compass import OTHERS, SUMS
from clearbar.model.errors import QuestionFault
from clearbar.model.evidence import Rating
from clearbar.model.question import FLOOR, Question
from tests.measures import oracle
from tests.measures.samples import keep, row, run


def drawn(seed: int, n: int = 400) -> list[Rating]:
    dice = random.Random(seed)
    rows = []
    for i in range(n):
        here: dict[str, Any] = {
            "person": dice.choice(["p1", "p2", "p3", "p4", None]), "site": dice.choice(["s1", "s2", None]),
            "source": dice.choice(["self", "self", "peer", "customer", "reviewer", "check"]), "week": 202602 + i % 2,
            "interaction": dice.choice([f"i{i // 3}", f"i{i // 3}", None]), "response": f"r{i}",
            "setting": dice.choice(["live"] * 9 + ["rehearsal"]), "disputed": dice.random() < 0.05,
        }  # fmt: skip
        if here["person"] == "p4" and here["source"] == "self":
            here["source"] = "peer"  # never speaks of themselves
        for edition in ("e1", "e2", "e3"):
            if dice.random() < 0.7 and not (edition == "e2" and here["source"] == "customer"):
                level = dice.choice([2, 4]) if edition == "e3" else dice.randint(1, 5)
                rows.append(row(f"{i}-{edition}", edition=edition, level=level, **here))
    return rows


ROWS = drawn(4)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(tmp_path_factory.mktemp("evidence"), ROWS)


Key = tuple[Any, ...]


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def by_hand(keys: Key, of: str) -> dict[Key, dict[str, float]]:
    def outcome(one: Rating) -> float:
        return float(oracle.is_hit(one)) if of == "clearance" else float(one.level)

    speakers = {"self", *(source.value for source in OTHERS)}
    heard = [one for one in ROWS if oracle.everyday(one) and one.person and one.source in speakers]
    selves = {one.person for one in heard if one.source == "self"}
    heard = [one for one in heard if one.person in selves]
    usual = {(s, e): mean([outcome(one) for one in heard if (one.source, one.edition) == (s, e)])
             for s, e in {(one.source, one.edition) for one in heard}}  # fmt: skip
    groups: dict[Key, dict[str, list[Rating]]] = defaultdict(lambda: defaultdict(list))
    for one in heard:
        groups[(*(oracle.value(one, name) for name in keys), one.person)][one.source].append(one)
    found = {}
    for key, sources in groups.items():
        for source, theirs in sources.items():
            shared = {one.edition for one in sources["self"]} & {one.edition for one in theirs}
            if source != "self" and shared:
                pair = compared(sources["self"], theirs, sorted(shared), outcome)
                for side, rows in (("own", sources["self"]), ("other", theirs)):
                    pair |= {f"{side}_{name}": value for name, value in halo(rows, usual, outcome).items()}
                found[(*key, source)] = pair
    return found


def compared(own: list[Rating], theirs: list[Rating], shared: list[str], outcome: Any) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for edition in shared:
        a, b = ([outcome(one) for one in side if one.edition == edition] for side in (own, theirs))
        omega = 1 / (1 / len(a) + 1 / len(b))
        for name, value in (("weight", omega), ("own_mean", omega * mean(a)), ("other_mean", omega * mean(b)),
                            ("own_price", omega**2 / len(a)), ("other_price", omega**2 / len(b)), ("own_n", len(a)),
                            ("other_n", len(b)), ("own_free", len(a) - 1), ("other_free", len(b) - 1),
                            ("own_inside", sum((y - mean(a)) ** 2 for y in a)),
                            ("other_inside", sum((y - mean(b)) ** 2 for y in b))):  # fmt: skip
            total[name] += value
    numbers = [("e1", "e2", "e3").index(edition) + 1 for edition in shared]
    answers = min(len({one.response for one in own}), len({one.response for one in theirs}))
    return {**total, "edition_low": min(numbers), "edition_high": max(numbers), "answers": answers}


def halo(rows: list[Rating], usual: dict[Any, float], outcome: Any) -> dict[str, float]:
    visits: dict[Any, list[float]] = defaultdict(list)
    for one in rows:
        visits[one.interaction or ("alone", one.response)].append(outcome(one) - usual[one.source, one.edition])
    parts = list(visits.values())
    return {"size": len(rows), "clusters": len(parts), "r": sum(map(sum, parts)), "nn": sum(len(r) ** 2 for r in parts),
            "nr": sum(len(r) * sum(r) for r in parts), "rr": sum(sum(r) ** 2 for r in parts),
            "square": sum(x * x for r in parts for x in r)}  # fmt: skip


@pytest.mark.parametrize("of", ["", "clearance"])
@pytest.mark.parametrize("by", [(), ("person",), ("standard", "person"), ("site", "week"), ("person", "edition")])
def test_people_are_held_against_others_on_the_same_standards(evidence: Path, by: Key, of: str) -> None:
    keys = tuple(name for name in by if name != "person")
    expected = by_hand(keys, of)
    found = run(evidence, measures.compass.query(Question(by, of=of)))
    assert {tuple(one[name] for name in (*keys, "who", "source")) for one in found} == set(expected)
    for one in found:
        wanted = expected[tuple(one[name] for name in (*keys, "who", "source"))]
        if wanted["answers"] < FLOOR:
            assert {one[name] for name in SUMS} == {None}
            wanted = {"answers": wanted["answers"]}
        assert {name: one[name] for name in wanted} == pytest.approx(wanted, abs=1e-7), one


def test_some_are_shown_some_are_not_and_some_never_spoke_of_themselves(evidence: Path) -> None:
    found = run(evidence, measures.compass.query(Question(("site",))))
    assert {one["weight"] is None for one in found} == {True, False}
    assert "p4" not in {one["who"] for one in found}
    assert "check" not in {one["source"] for one in found}


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (Question(("source",)), "CQ002"),
        (Question(("person", "rater")), "CQ002"),
        (Question(of="gap"), "CQ003"),
        (Question((), measures.parse_where("source = 'self'")), "CQ001"),
    ],
)
def test_what_cannot_be_asked_is_refused(question: Question, code: str) -> None:
    with pytest.raises(QuestionFault) as caught:
        measures.compass.query(question)
    assert {fault.code for fault in caught.value.faults} == {code}
