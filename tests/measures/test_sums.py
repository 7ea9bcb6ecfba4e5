"""The sums that each measure's query returns, on real evidence, against plain Python rating by rating."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from clearbar import measures
from clearbar.measures.outcomes import OUTCOMES
from clearbar.model.errors import QuestionFault
from clearbar.model.evidence import Rating
from clearbar.model.question import FLOOR, Query, Question
from tests.measures import oracle
from tests.measures.samples import drawn, keep, row, run

ROWS = drawn(7)
WAYS: list[tuple[str, ...]] = [
    (), ("site",), ("person",), ("standard",), ("edition",), ("standard", "source"), ("journey", "step"), ("week",),
    ("site", "week"), ("topic", "channel"), ("rater",), ("team", "person"), ("instrument", "setting"), ("dimension",),
    ("stage",), ("day",), ("source",), ("site", "standard", "person"),
]  # fmt: skip


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(tmp_path_factory.mktemp("evidence"), ROWS)


def compare(found: list[dict[str, Any]], expected: dict[tuple[Any, ...], dict[str, Any]], by: Sequence[str]) -> None:
    """Each group with each of its sums; nothing but null of a group with too few answers."""
    assert len(found) == len(expected)
    for one in found:
        sums = expected[tuple(one[name] for name in by)]
        shown = sums["answers"] >= FLOOR
        assert one["answers"] == sums["answers"]
        for name, total in sums.items():
            if name == "answers":
                continue
            if shown and total is not None:
                assert one[name] == pytest.approx(total, rel=1e-12, abs=2e-9), (one, name)
            else:
                assert one[name] is None, (one, name)


@pytest.mark.parametrize("by", WAYS, ids="+".join)
def test_clearance_is_counted_by_the_bar_of_each_edition(evidence: Path, by: tuple[str, ...]) -> None:
    expected = {
        key: {**oracle.share_sums(inside, by, oracle.is_hit), "answers": oracle.answers(inside, by)}
        for key, inside in oracle.grouped(ROWS, by).items()
    }
    compare(run(evidence, measures.clearance.query(Question(by))), expected, by)


@pytest.mark.parametrize("by", WAYS, ids="+".join)
def test_delight_leaves_yes_no_standards_out(evidence: Path, by: tuple[str, ...]) -> None:
    def read(one: Rating) -> bool:
        return oracle.everyday(one) and oracle.value(one, "scale") == "levels"

    expected = {
        key: {**oracle.share_sums(inside, by, oracle.is_delight), "answers": oracle.answers(inside, by)}
        for key, inside in oracle.grouped(ROWS, by, read).items()
    }
    compare(run(evidence, measures.delight.query(Question(by))), expected, by)


@pytest.mark.parametrize("by", WAYS, ids="+".join)
def test_the_gap_reads_only_who_told_what_they_expected(evidence: Path, by: tuple[str, ...]) -> None:
    def read(one: Rating) -> bool:
        return oracle.everyday(one) and one.expected is not None

    def sums(inside: list[Rating]) -> dict[str, Any]:
        return oracle.mean_sums(inside, by, lambda one: one.level, lambda one: one.expected or 0)

    expected = {
        key: {**sums(inside), "answers": oracle.answers(inside, by)}
        for key, inside in oracle.grouped(ROWS, by, read).items()
    }
    compare(run(evidence, measures.gap.query(Question(by))), expected, by)


@pytest.mark.parametrize("by", [way for way in WAYS if way], ids="+".join)
def test_shrinkage_counts_beside_each_group_what_its_mix_would_give(evidence: Path, by: tuple[str, ...]) -> None:
    beside = oracle.mixed(ROWS, by)
    expected = {
        key: {
            **oracle.share_sums(inside, by, oracle.is_hit),
            **beside[key],
            "answers": oracle.answers(inside, by),
        }
        for key, inside in oracle.grouped(ROWS, by).items()
    }
    compare(run(evidence, measures.shrinkage.query(Question(by))), expected, by)


@pytest.mark.parametrize("of", list(OUTCOMES))
@pytest.mark.parametrize("by", [("site",), ("person",), ("standard", "site"), ("week",)], ids="+".join)
def test_shrinkage_of_an_outcome_sums_it(evidence: Path, by: tuple[str, ...], of: str) -> None:
    y, has = oracle.outcome(of)

    def read(one: Rating) -> bool:
        return oracle.everyday(one) and has(one)

    expected = {
        key: {**oracle.mean_sums(inside, by, y, lambda one: 0), "answers": oracle.answers(inside, by)}
        for key, inside in oracle.grouped(ROWS, by, read).items()
    }
    compare(run(evidence, measures.shrinkage.query(Question(by, of=of))), expected, by)


def numbered(key: tuple[Any, ...], by: tuple[str, ...], nested: bool, factors: tuple[str, ...]) -> tuple[Any, ...]:
    """A cell as the query tells it: levels of crossed factors as their places among all that were ever heard of."""
    if nested:
        return key
    places = []
    for name, value in zip(factors, key[len(by) :], strict=True):
        every = sorted({getattr(one, name) for one in ROWS} - {None})
        places.append(None if value is None else every.index(value) + 1)
    return (*key[: len(by)], *places)


@pytest.mark.parametrize("of", ["", *OUTCOMES])
@pytest.mark.parametrize(
    ("by", "factors"),
    [
        ((), "person"), ((), "site/person"), ((), "person,rater"), (("standard",), "site/person"),
        (("site", "week"), "person,rater,topic"), (("edition",), "team/person"),
    ],
)  # fmt: skip
def test_consistency_returns_the_sums_of_each_cell(evidence: Path, by: tuple[str, ...], factors: str, of: str) -> None:
    y, has = oracle.outcome(of or "level")
    named, nested = measures.factors(factors)
    names = (*by, *named)
    read = [one for one in ROWS if oracle.everyday(one) and has(one)]
    expected = {numbered(key, by, nested, named): cell for key, cell in oracle.cells(read, names, y).items()}
    found = run(evidence, measures.consistency.query(Question(by, of=of, factors=factors)))
    assert len(found) == len(expected)
    for one in found:
        key = tuple(one[name] for name in names)
        assert (one["n"], one["s"], one["q"]) == pytest.approx(expected[key], rel=1e-12)


def test_totals_count_everything_once(evidence: Path) -> None:
    read = [one for one in ROWS if oracle.everyday(one)]

    def different(name: str) -> int:
        return len({getattr(one, name) for one in read} - {None})

    (found,) = run(evidence, measures.about.totals(Question()))
    assert found == {
        "ratings": len(read), "interactions": different("interaction"), "persons": different("person"),
        "sites": different("site"),
        "first_day": min(one.day or 0 for one in read), "last_day": max(one.day or 0 for one in read),
        "first_week": min(one.week for one in read), "last_week": max(one.week for one in read),
    }  # fmt: skip


def test_all_that_is_kept_is_counted_by_edition_source_and_setting(evidence: Path) -> None:
    keys = ("standard", "edition", "source", "setting", "disputed")
    found = run(evidence, measures.about.heard())
    counts = oracle.cells(ROWS, keys, lambda one: 1)
    assert {tuple(one[key] for key in keys): one["n"] for one in found} == {key: n for key, (n, _, _) in counts.items()}


# The evidence is worth its name


def test_the_evidence_of_these_tests_holds_every_kind_of_gap() -> None:
    for column in ("person", "site", "rater", "topic", "channel", "interaction", "expected", "millis"):
        assert any(getattr(one, column) is None for one in ROWS) and any(getattr(one, column) for one in ROWS), column
    sizes = [oracle.answers(inside, way) for way in WAYS for inside in oracle.grouped(ROWS, way).values()]
    assert {1, 2, 3, 4, 5} <= set(sizes) and max(sizes) > 50
    assert any(one.disputed for one in ROWS) and any(one.setting == "rehearsal" for one in ROWS)
    assert any(
        len(inside) > len({one.response for one in inside}) for inside in oracle.grouped(ROWS, ("site",)).values()
    )


# What is read


@pytest.mark.parametrize(
    ("where", "read"),
    [
        ("setting = 'rehearsal'", lambda one: one.setting == "rehearsal" and not one.disputed),
        ("setting in ('live', 'rehearsal')", lambda one: not one.disputed),
        ("disputed", lambda one: one.setting == "live" and one.disputed),
        ("disputed or not disputed", lambda one: one.setting == "live"),
        ("setting is not null and disputed is not null", lambda one: True),
        ("site = 's1' or site = 's2'", lambda one: oracle.everyday(one) and one.site in ("s1", "s2")),
        ("bar = 5 or target < 0.85", lambda one: oracle.everyday(one) and one.edition in ("e1", "e2")),
        ("journey is null", lambda one: oracle.everyday(one) and one.standard == "overall"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("by", [("site",), ("standard", "source"), ()], ids="+".join)
def test_live_undisputed_ratings_are_read_unless_the_filter_speaks_of_them(
    evidence: Path, by: tuple[str, ...], where: str, read: oracle.Pick
) -> None:
    question = Question(by, measures.parse_where(where))
    expected = {
        key: {**oracle.share_sums(inside, by, oracle.is_hit), "answers": oracle.answers(inside, by)}
        for key, inside in oracle.grouped(ROWS, by, read).items()
        if inside
    }
    found = run(evidence, measures.clearance.query(question))
    compare([one for one in found if one["answers"]], expected, by)


@pytest.mark.parametrize("where", ["site = 's1' and week >= 202604", "topic in ('new', 'fix') or topic is null"])
@pytest.mark.parametrize("by", [("person",), ("channel", "site")], ids="+".join)
def test_the_mix_of_shrinkage_is_that_of_the_ratings_that_are_read(
    evidence: Path, by: tuple[str, ...], where: str
) -> None:
    def read(one: Rating) -> bool:
        chosen = one.site == "s1" and one.week >= 202604 if "site" in where else one.topic in ("new", "fix", None)
        return oracle.everyday(one) and chosen

    beside = oracle.mixed(ROWS, by, read)
    expected = {
        key: {
            **oracle.share_sums(inside, by, oracle.is_hit),
            **beside[key],
            "answers": oracle.answers(inside, by),
        }
        for key, inside in oracle.grouped(ROWS, by, read).items()
    }
    compare(run(evidence, measures.shrinkage.query(Question(by, measures.parse_where(where)))), expected, by)


# Five answers


def test_answers_are_responses_and_not_ratings_where_standards_are_pooled(tmp_path: Path) -> None:
    """Four customers who each rate three standards are four answers, however many ratings there are."""
    rows = [
        row(f"{who}-{edition}", edition=edition, response=f"r{who}", site="s1")
        for who in range(4)
        for edition in ("e1", "e3", "e4")
    ]
    folder = keep(tmp_path / "evidence", rows)
    (pooled,) = run(folder, measures.clearance.query(Question(("site",))))
    assert (pooled["answers"], pooled["n"], pooled["hits"]) == (4, None, None)
    more = keep(tmp_path / "more", [*rows, row("5", response="r5", site="s1")])
    (shown,) = run(more, measures.clearance.query(Question(("site",))))
    assert (shown["answers"], shown["n"]) == (5, 13)


def test_a_group_of_four_comes_with_nothing_but_its_name(tmp_path: Path) -> None:
    rows = [row(f"a{i}", site="s1", level=5) for i in range(4)] + [row(f"b{i}", site="s2") for i in range(5)]
    folder = keep(tmp_path / "evidence", rows)
    for query in (measures.clearance.query, measures.delight.query, measures.shrinkage.query):
        found = {one["site"]: one for one in run(folder, query(Question(("site",))))}
        assert {name for name, value in found["s1"].items() if value is not None} == {"site", "answers"}
        assert found["s2"]["n"] == 5


def test_a_target_that_only_some_ratings_have_is_no_target(tmp_path: Path) -> None:
    """`right` has no target: nobody can say how far warm and right together are from one."""
    rows = [row(f"a{i}", site="s1", edition=edition) for i, edition in enumerate(["e1"] * 5 + ["e4"] * 5)]
    rows += [row(f"b{i}", site="s2", edition="e1") for i in range(5)]
    folder = keep(tmp_path / "evidence", rows)
    found = {one["site"]: one for one in run(folder, measures.clearance.query(Question(("site",))))}
    assert (found["s1"]["target_low"], found["s1"]["target_high"]) == (None, 0.8)
    assert (found["s2"]["target_low"], found["s2"]["target_high"]) == (0.8, 0.8)
    beside = {one["site"]: one["target"] for one in run(folder, measures.shrinkage.query(Question(("site",))))}
    assert beside == {"s1": None, "s2": pytest.approx(4.0)}


def test_the_same_question_has_the_same_answer_to_the_last_digit(evidence: Path) -> None:
    query = measures.shrinkage.query(Question(("standard", "person")))
    first = run(evidence, query)
    for _ in range(5):
        assert sorted(run(evidence, query), key=repr) == sorted(first, key=repr)


def test_no_ratings_at_all_are_counted_as_none(tmp_path: Path) -> None:
    folder = keep(tmp_path / "evidence", [])
    assert run(folder, measures.clearance.query(Question(("site",)))) == []
    (whole,) = run(folder, measures.clearance.query(Question()))
    assert whole["answers"] == 0 and whole["n"] is None
    assert run(folder, measures.consistency.query(Question(factors="person"))) == []
    (totals,) = run(folder, measures.about.totals(Question()))
    assert totals["ratings"] == 0 and totals["first_day"] is None


# What may be asked


ASKING = [measures.clearance, measures.delight, measures.gap, measures.shrinkage]


@pytest.mark.parametrize("measure", ASKING)
@pytest.mark.parametrize(
    "column", ["customer", "interaction", "response", "level", "rating", "millis", "x; drop", "r.site"]
)
def test_only_columns_of_the_allow_list_are_grouped_by(measure: Any, column: str) -> None:
    with pytest.raises(QuestionFault) as caught:
        measure.query(Question((column, "site")))
    (fault,) = caught.value.faults
    assert fault.code == "CQ002" and f"`{column}`" in fault.message and "site" in fault.hint


def test_all_faults_of_a_grouping_are_told_at_once() -> None:
    with pytest.raises(QuestionFault) as caught:
        measures.clearance.query(Question(("site", "nope", "site", "neither")))
    assert [fault.message.split("`")[1] for fault in caught.value.faults] == ["neither", "nope", "site"]


def test_shrinkage_needs_groups() -> None:
    with pytest.raises(QuestionFault) as caught:
        measures.shrinkage.query(Question())
    assert caught.value.faults[0].code == "CQ002" and caught.value.faults[0].hint


@pytest.mark.parametrize("query", [measures.shrinkage.query, measures.consistency.query])
def test_an_unknown_outcome_is_told_with_those_that_are_known(query: Any) -> None:
    with pytest.raises(QuestionFault) as caught:
        query(Question(("site",), of="mood", factors="person"))
    (fault,) = caught.value.faults
    assert fault.code == "CQ003" and fault.hint == "known: level, millis, gap"


@pytest.mark.parametrize(
    ("text", "names", "nested"),
    [
        ("person", ("person",), True), ("site/person", ("site", "person"), True),
        ("person,rater", ("person", "rater"), False), (" person , rater ", ("person", "rater"), False),
        ("team / person", ("team", "person"), True), ("person,rater,topic", ("person", "rater", "topic"), False),
    ],
)  # fmt: skip
def test_factors_are_nested_or_crossed(text: str, names: tuple[str, ...], nested: bool) -> None:
    assert measures.factors(text) == (names, nested)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a factor is missing"), ("site/", "a factor is missing"), (",", "a factor is missing"),
        ("mood", "`mood` is no factor"), ("customer", "`customer` is no factor"), ("site/site", "stands twice"),
        ("person,person", "stands twice"), ("site/person,rater", "either nested"), ("site/team/person", "at most two"),
    ],
)  # fmt: skip
def test_factors_that_make_no_sense_are_told(text: str, said: str) -> None:
    with pytest.raises(QuestionFault) as caught:
        measures.factors(text)
    (fault,) = caught.value.faults
    assert fault.code == "CQ004" and said in fault.message and "site/person" in fault.hint


def test_a_column_is_a_group_or_a_factor() -> None:
    with pytest.raises(QuestionFault, match="`site` cannot be both"):
        measures.consistency.query(Question(("site",), factors="site/person"))


# Queries as values


def test_a_query_binds_as_many_values_as_it_has_places() -> None:
    where = measures.parse_where("site in ('a', 'b') and week > 3")
    for measure in ASKING:
        for by in (("site",), ("standard",), ("week",)):
            query = measure.query(Question(by, where))
            assert query.sql.count("?") == len(query.values) and set(query.values) == {"a", "b", 3}
    query = measures.consistency.query(Question((), where, factors="person"))
    assert query.sql.count("?") == len(query.values) == 3


def test_only_groups_by_week_are_counted_in_slices() -> None:
    assert measures.clearance.query(Question(("site", "week"))).slice_by == "week"
    assert measures.clearance.query(Question(("site",))).slice_by is None
    assert isinstance(measures.gap.query(Question()), Query)
