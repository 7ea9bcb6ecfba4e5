"""What the queries of `sampling` count and offer, on real evidence, against plain Python interaction by interaction."""

from __future__ import annotations

from collections import defaultdict
from hashlib import md5
from pathlib import Path
from typing import Any

import pytest

from clearbar import measures
from clearbar.model.errors import QuestionFault
from clearbar.model.evidence import Rating
from clearbar.model.question import FLOOR, Query, Question
from tests.measures import oracle
from tests.measures.samples import drawn, keep, row, run

ROWS = [
    *drawn(21, 600),
    # One interaction that two people shared: it is whose overall verdict it has.
    row("two-a", interaction="two", person="p0", site="s1", edition="e1"),
    row("two-b", interaction="two", person="p9", site="s1", edition="e5"),
    # Reviewed long ago: it stays reviewed, whatever the filter reads.
    row("old", interaction="long-ago", site="s1", week=202502, source="reviewer"),
    row("new", interaction="long-ago", site="s1", week=202602),
    # Reviewed in a rehearsal only: nobody has reviewed it live.
    row("stage", interaction="staged", site="s1", setting="rehearsal", source="reviewer"),
    row("live", interaction="staged", site="s1"),
]
WAYS: list[tuple[str, ...]] = [(), ("site",), ("person",), ("site", "channel"), ("topic", "week"), ("team", "day")]
ANSWERS_OF_STANDARDS: list[tuple[str, ...]] = [("standard",), ("site", "edition"), ("journey", "dimension")]


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(tmp_path_factory.mktemp("evidence"), ROWS)


def reviewed(who: str = "reviewer") -> set[str]:
    return {one.interaction for one in ROWS if one.source == who and one.setting == "live" and one.interaction}


def cell(ratings: list[Rating], name: str) -> Any:
    """Where an interaction stands, by what its ratings say."""
    known = [value for one in ratings if (value := getattr(one, name)) is not None]
    if name in {"day", "week"}:
        return min(known, default=None)
    overall = [getattr(one, name) for one in ratings if one.standard == "overall" and getattr(one, name) is not None]
    return max(overall or known, default=None)


def interactions(read: oracle.Pick = oracle.everyday) -> dict[str, list[Rating]]:
    found: dict[str, list[Rating]] = defaultdict(list)
    for one in ROWS:
        if read(one) and one.interaction is not None:
            found[one.interaction].append(one)
    return found


@pytest.mark.parametrize("by", WAYS, ids="+".join)
def test_every_interaction_is_counted_in_one_cell(evidence: Path, by: tuple[str, ...]) -> None:
    expected: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for name, ratings in interactions().items():
        key = tuple(cell(ratings, column) for column in by)
        expected[key][0] += 1
        expected[key][1] += name in reviewed()
    found = run(evidence, measures.sampling.query(Question(by)))
    anonymous = len({one.response for one in ROWS if oracle.everyday(one) and one.interaction is None})
    assert {tuple(one[name] for name in by) for one in found} == set(expected)
    for one in found:
        total, seen = expected[tuple(one[name] for name in by)]
        shown = total >= FLOOR
        assert (one["answers"], one["anonymous"]) == (total, anonymous)
        assert (one["interactions"], one["rated"]) == ((total, seen) if shown else (None, None))


@pytest.mark.parametrize("by", [*WAYS, *ANSWERS_OF_STANDARDS], ids="+".join)
def test_what_reviewers_said_is_counted_as_clearance_is(evidence: Path, by: tuple[str, ...]) -> None:
    def read(one: Rating) -> bool:
        return oracle.everyday(one) and one.source == "reviewer"

    groups = oracle.grouped(ROWS, by, read)
    for one in run(evidence, measures.sampling.query(Question(by))):
        inside = groups.get(tuple(one[name] for name in by), [])
        shown = one["interactions"] is not None and oracle.answers(inside, by) >= FLOOR
        expected = oracle.share_sums(inside, by, oracle.is_hit) if shown else dict.fromkeys(("n", "hits", "xx"))
        assert {name: one[name] for name in expected} == pytest.approx(expected), by


@pytest.mark.parametrize("by", ANSWERS_OF_STANDARDS, ids="+".join)
def test_cells_of_standards_hold_the_interactions_that_anybody_rated_on_them(
    evidence: Path, by: tuple[str, ...]
) -> None:
    expected: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    seen: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for one in ROWS:
        if oracle.everyday(one) and one.interaction is not None:
            key = tuple(oracle.value(one, name) for name in by)
            expected[key].add(one.interaction)
            seen[key] |= {one.interaction} if one.source == "reviewer" else set()
    for one in run(evidence, measures.sampling.query(Question(by))):
        key = tuple(one[name] for name in by)
        if one["interactions"] is not None:
            assert (one["interactions"], one["rated"]) == (len(expected[key]), len(seen[key]))


def test_an_interaction_is_whose_overall_verdict_it_has_and_stays_reviewed(evidence: Path) -> None:
    where = measures.parse_where("week >= 202601")
    found = run(evidence, measures.sampling.to_draw(Question(("person",), where), 1.0, "7:"))
    (two,) = [one for one in found if one["interaction"] == "two"]
    names = {one["interaction"] for one in found}
    assert two["person"] == "p9"
    assert "long-ago" not in names
    assert "staged" in names


@pytest.mark.parametrize("by", [(), ("site",), ("topic", "channel")], ids="+".join)
def test_all_that_nobody_reviewed_is_offered_in_an_order_of_its_own(evidence: Path, by: tuple[str, ...]) -> None:
    left = {name: ratings for name, ratings in interactions().items() if name not in reviewed()}
    groups: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for name, ratings in left.items():
        groups[tuple(cell(ratings, column) for column in by)].append(name)
    expected = {}
    for key, inside in groups.items():
        marked = sorted((md5(f"7:{name}".encode()).hexdigest(), name) for name in inside)
        expected |= {name: (key, place, len(inside)) for place, (_, name) in enumerate(marked, 1)}
    rows = run(evidence, measures.sampling.to_draw(Question(by), 1.0, "7:"))
    assert {one["interaction"]: (tuple(one[key] for key in by), one["place"], one["size"]) for one in rows} == expected


def test_only_as_many_as_can_be_drawn_leave_the_engine(evidence: Path) -> None:
    found = run(evidence, measures.sampling.to_draw(Question(("site",)), 0.1, "7:"))
    every = run(evidence, measures.sampling.to_draw(Question(("site",)), 1.0, "7:"))
    assert {one["interaction"] for one in found} == {
        one["interaction"] for one in every if one["place"] <= 1 + 0.1 * one["size"]
    }


@pytest.mark.parametrize("by", [("rater",), ("source",), ("site", "setting"), ("instrument",), ("nonsense",)])
def test_cells_that_nobody_knows_before_a_review_are_refused(by: tuple[str, ...]) -> None:
    with pytest.raises(QuestionFault, match="CQ002"):
        measures.sampling.query(Question(by))


@pytest.mark.parametrize("make", [measures.sampling.every_cell, lambda asked: measures.sampling.to_draw(asked, 1, "")])
def test_interactions_are_not_drawn_by_standard(make: Any) -> None:
    with pytest.raises(QuestionFault, match="CQ002"):
        make(Question(("standard",)))


def test_the_seed_reaches_the_engine_as_a_bound_value_only() -> None:
    query = measures.sampling.to_draw(Question(), 0.5, "'; drop table ratings; --")
    assert isinstance(query, Query)
    assert "drop" not in query.sql and query.values[-2:] == ("'; drop table ratings; --", 0.5)
