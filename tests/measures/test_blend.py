"""What the query of `blend` returns, on real evidence, against plain Python rating by rating."""

from __future__ import annotations

import random
from collections import defaultdict
from hashlib import md5
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from clearbar import measures
from clearbar.measures.blend import CHECKED, LINEAR, PRODUCTS, SEEN, fold
from clearbar.model.errors import QuestionFault
from clearbar.model.evidence import Rating
from clearbar.model.question import FLOOR, Question, Value
from tests.measures import oracle
from tests.measures.samples import keep, row, run

EDITIONS = ("e1", "e2", "e3", "e4")


def drawn(seed: int, n: int = 300) -> list[Rating]:
    """Interactions that were checked, reviewed or both; some reviewed twice, some with a probability that nobody knows,
    some read by two versions of the check."""
    dice = random.Random(seed)
    rows = []
    for i in range(n):
        here: dict[str, Any] = {
            "interaction": f"i{i}", "person": dice.choice(["p1", "p2", "p3", None]), "week": 202602 + i % 2,
            "site": dice.choice(["s1", "s1", "s2", None]), "channel": dice.choice(["chat", "counter", None]),
            "topic": dice.choice(["new", "fix"]),
        }  # fmt: skip
        reviewed, learned = dice.random() < 0.5, dice.random() < 0.5
        chosen = dice.choice([0.1, 1 / 3, 1 / 3, 1.0, None])
        part = fold(f"i{i}", 5) if dice.random() < 0.9 else 9
        version = f"learned:tone/1/without-{part}-of-5" if learned else "check:tone/1"
        for edition in EDITIONS:
            level = lambda yes_no=edition == "e3": dice.choice([2, 4]) if yes_no else dice.randint(1, 5)  # noqa: E731
            more = {"edition": edition, **here, "setting": dice.choice(["live"] * 19 + ["walk"])}
            if dice.random() < 0.9:
                rows.append(
                    row(f"c{i}-{edition}", level=level(), source="check", instrument=version, inclusion=1.0, **more)
                )
            if dice.random() < 0.01:
                rows.append(row(f"d{i}-{edition}", level=level(), source="check", instrument="check:tone/2", **more))
            if reviewed and dice.random() < 0.9:
                rows += [row(f"v{i}-{edition}-{rater}", level=level(), source="reviewer", rater=f"x{rater}",
                             inclusion=chosen, disputed=dice.random() < 0.05, response=f"v{i}-{rater}", **more)
                         for rater in range(dice.choice([1, 1, 1, 2]))]  # fmt: skip
        rows.append(row(f"k{i}", level=3, source="customer", **here))
    return [*rows, row("alone", source="reviewer", interaction=None, inclusion=0.1)]


ROWS = drawn(5)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(tmp_path_factory.mktemp("evidence"), ROWS)


Key = tuple[Any, ...]
Unit = tuple[Rating, list[Rating], list[Rating]]


def value(one: Rating, name: str) -> Any:
    return oracle.value(one, name)


def units(rows: list[Rating], read: oracle.Pick) -> list[tuple[list[Rating], list[Rating]]]:
    """Reviews of each interaction, edition and person, with the checks of the same."""
    found: dict[Key, tuple[list[Rating], list[Rating]]] = defaultdict(lambda: ([], []))
    for one in rows:
        if one.setting == "live" and not one.disputed and one.interaction and one.source in ("reviewer", "check"):
            found[one.interaction, one.edition, one.person][one.source == "check"].append(one)
    return [(reviews, checks) for reviews, checks in found.values() if reviews and (not checks or read(checks[0]))]


def outcome(one: Rating, of: str) -> float:
    return one.level if of else float(oracle.is_hit(one))


def by_hand(by: Key, strata: Key, folds: int, of: str, read: oracle.Pick) -> dict[Key, dict[Key, dict[str, float]]]:
    """Everything that the query returns, per group and (stratum, fold)."""
    checks = [one for one in ROWS if one.source == "check" and oracle.everyday(one) and read(one)]
    everything = units(ROWS, read)
    lost = sum(1 for _, found in everything if not found)
    groups: dict[Key, dict[Key, dict[str, float]]] = {}
    for key in {tuple(value(one, name) for name in by) for one in checks}:
        inside = [one for one in checks if tuple(value(one, name) for name in by) == key]
        beside = [unit for unit in everything if unit[1] and tuple(value(unit[1][0], name) for name in by) == key]
        groups[key] = group(inside, beside, strata, folds, of, "person" in by, lost)
    return groups


def probability(reviews: list[Rating]) -> float | None:
    said = {one.inclusion for one in reviews}
    return said.pop() if len(said) == 1 else None


def is_leaked(check: Rating, folds: int) -> bool:
    if folds == 1 or not check.instrument.startswith("learned:"):
        return False
    own = int(md5((check.interaction or "").encode()).hexdigest()[:3], 16) % folds
    return not check.instrument.endswith(f"/without-{own}-of-{folds}")


def group(
    inside: list[Rating], beside: list[Any], strata: Key, folds: int, of: str, is_alone: bool, lost: int
) -> dict[Key, dict[str, float]]:
    used = [(reviews, checks[0]) for reviews, checks in beside
            if len(checks) == 1 and probability(reviews) is not None and not is_leaked(checks[0], folds)]  # fmt: skip
    seen = {
        "unknown": sum(len(checks) == 1 and probability(reviews) is None for reviews, checks in beside),
        "leaked": sum(len(checks) == 1 and is_leaked(checks[0], folds) for _, checks in beside),
        "doubled": sum(len(checks) for _, checks in beside if len(checks) > 1),
        "learned": sum(len(checks) == 1 and checks[0].instrument.startswith("learned:") for _, checks in beside),
        "rated": sum(len(reviews) for reviews, _ in used), "answers": len(used), "unchecked": lost,
    }  # fmt: skip
    found: dict[Key, dict[str, float]] = {}
    for stratum in {tuple(value(one, name) for name in strata) for one in inside}:
        here = [one for one in inside if tuple(value(one, name) for name in strata) == stratum]
        mine = [unit for unit in used if tuple(value(unit[1], name) for name in strata) == stratum]
        of_stratum = {**checked(here, of), **products(mine, of, is_alone)}
        parts = {fold(str(check.interaction), folds) if folds > 1 else 0 for _, check in mine} or {0}
        for part in parts:
            own = [unit for unit in mine if folds == 1 or fold(str(unit[1].interaction), folds) == part]
            found[(*stratum, part)] = {**linear(own, of), **of_stratum, **seen}
    return found


def checked(here: list[Rating], of: str) -> dict[str, float]:
    targets = [value(one, "target") or 0 for one in here]
    places = [EDITIONS.index(one.edition) + 1 for one in here]
    return {"checks": len(here), "f_checks": sum(outcome(one, of) for one in here), "edition_low": min(places),
            "edition_high": max(places), "target_low": min(targets), "target_high": max(targets)}  # fmt: skip


def linear(own: list[Any], of: str) -> dict[str, float]:
    total = dict.fromkeys(LINEAR, 0.0)
    for reviews, check in own:
        pi = probability(reviews) or 0.0
        y, f = sum(outcome(one, of) for one in reviews) / len(reviews), outcome(check, of)
        if pi == 1:
            total["sure"] += 1
            total["sure_y"] += y
            total["sure_f"] += f
            continue
        w, v, vv = 1 / pi, sqrt(1 - pi) / pi, (1 - pi) / pi**2
        for name, number in (("n", 1), ("w", w), ("wy", w * y), ("wf", w * f), ("v", v), ("vv", vv), ("vvy", vv * y),
                             ("vvf", vv * f), ("vvyy", vv * y * y), ("vvyf", vv * y * f),
                             ("vvff", vv * f * f)):  # fmt: skip
            total[name] += number
    return total


def products(mine: list[Any], of: str, is_alone: bool) -> dict[str, float]:
    clusters: dict[Any, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for reviews, check in mine:
        pi = probability(reviews) or 0.0
        if pi == 1:
            continue
        v = sqrt(1 - pi) / pi
        alone = is_alone or check.person is None
        sums = clusters["alone" if alone else "person", check.interaction if alone else check.person]
        sums[0] += v
        sums[1] += v * sum(outcome(one, of) for one in reviews) / len(reviews)
        sums[2] += v * outcome(check, of)
    pairs = {"aa": (0, 0), "ay": (0, 1), "af": (0, 2), "yy": (1, 1), "yf": (1, 2), "ff": (2, 2)}
    return {"clusters": len(clusters)} | {
        name: sum(one[i] * one[j] for one in clusters.values()) for name, (i, j) in pairs.items()
    }


WAYS: list[tuple[tuple[str, ...], tuple[str, ...], int, str]] = [
    (("standard",), (), 1, ""), (("edition",), (), 1, "level"), (("site", "standard"), ("channel",), 1, ""),
    (("standard", "person"), (), 1, ""), (("standard",), ("topic", "channel"), 5, ""),
    (("edition", "week"), (), 3, "level"),
    (("step", "site", "standard", "channel", "week", "person"), (), 1, ""),
]  # fmt: skip


def asked(by: Key, strata: Key, folds: int, of: str, where: Any = None) -> Question:
    options: list[tuple[str, Value]] = [("folds", folds)] if folds > 1 else []
    options += [("strata", ",".join(strata))] if strata else []
    return Question(by, where, of, options=tuple(options))


def compare(
    found: list[dict[str, Any]], expected: dict[Key, dict[Key, dict[str, float]]], by: Key, strata: Key
) -> None:
    seen: dict[Key, set[Key]] = defaultdict(set)
    held = [f"h{place}" for place in range(len(strata))]
    for one in found:
        key = tuple(one[name] for name in by)
        rows = expected[key]
        answers = next(iter(rows.values()))["answers"]
        assert one["answers"] == answers
        if answers < FLOOR:
            assert {one[name] for name in (*held, "fold", *LINEAR, *PRODUCTS, *CHECKED, *SEEN)} == {None}
            seen[key].add(())
            continue
        place = (*(one[name] for name in held), one["fold"])
        seen[key].add(place)
        wanted = rows[place]
        assert {name: one[name] for name in wanted} == pytest.approx(wanted, rel=1e-9, abs=1e-8), (key, place)
    assert set(seen) == set(expected)
    for key, rows in expected.items():
        assert seen[key] == (set(rows) if next(iter(rows.values()))["answers"] >= FLOOR else {()})


@pytest.mark.parametrize("way", WAYS, ids=lambda way: "+".join((*way[0], *way[1], str(way[2]), way[3])))
def test_the_sums_are_those_of_reviews_one_by_one(evidence: Path, way: tuple[Key, Key, int, str]) -> None:
    by, strata, _, _ = way
    compare(run(evidence, measures.blend.query(asked(*way))), by_hand(*way, lambda one: True), by, strata)


def test_a_filter_chooses_interactions_by_their_check(evidence: Path) -> None:
    where = measures.parse_where("instrument <> 'check:tone/2' and channel = 'chat' and target > 0.5")
    found = run(evidence, measures.blend.query(asked(("standard",), (), 1, "", where)))
    by_standard = {one["standard"]: one for one in found}
    mine = [one for one in ROWS if one.source == "check" and oracle.everyday(one) and one.channel == "chat"
            and one.instrument != "check:tone/2"]  # fmt: skip
    assert set(by_standard) == {"warm", "fast"}
    for name, one in by_standard.items():
        assert one["checks"] == sum(1 for check in mine if check.standard == name)
        assert one["n"] > 0
        assert one["doubled"] == 0  # one version of the check was chosen


def test_some_groups_are_shown_and_some_are_not(evidence: Path) -> None:
    found = run(evidence, measures.blend.query(asked(*WAYS[-1])))
    assert {one["n"] is None for one in found} == {True, False}


def test_other_people_may_be_right(evidence: Path) -> None:
    question = Question(("standard",), options=(("truth", "customer"),))
    assert all(
        one["answers"] < FLOOR for one in run(evidence, measures.blend.query(question)) if one["standard"] != "warm"
    )


@pytest.mark.parametrize("folds", [2, 5, 50])
def test_folds_are_those_that_python_counts_and_about_as_large(folds: int) -> None:
    sizes = [0] * folds
    for i in range(5000):
        sizes[fold(f"visit-{i}", folds)] += 1
    assert max(sizes) < 1.5 * 5000 / folds
    assert fold("visit-7", folds) == int(md5(b"visit-7").hexdigest()[:3], 16) % folds


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (Question(()), "CQ002"),
        (Question(("site",)), "CQ002"),
        (Question(("standard", "rater")), "CQ002"),
        (Question(("standard", "source")), "CQ002"),
        (Question(("standard",), of="gap"), "CQ003"),
        (Question(("standard",), options=(("strata", "channel,nonsense"),)), "CQ002"),
        (Question(("standard",), options=(("strata", "topic, topic"),)), "CQ002"),
        (Question(("standard",), measures.parse_where("source = 'reviewer'")), "CQ001"),
        (Question(("standard",), measures.parse_where("rater = 'x'")), "CQ001"),
    ],
)
def test_what_cannot_be_asked_is_refused(question: Question, code: str) -> None:
    with pytest.raises(QuestionFault) as caught:
        measures.blend.query(question)
    assert {fault.code for fault in caught.value.faults} == {code}
