"""One suite for all engines: every measure, asked in many ways of the same evidence, has the same sums and the same
answer on each; and the sums are those that plain Python counts rating by rating."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clearbar.engines import Engine, Evidence, open_engine
from clearbar.flow.assess import MEASURES, ask
from clearbar.measures import about
from clearbar.model.estimate import Answer
from clearbar.model.evidence import Rating
from clearbar.model.question import FLOOR, Query, Question, Sums
from tests.engines.mixed import OFF_STAGE, QUESTIONS, keep_mixed
from tests.engines.samples import files_of
from tests.measures import oracle
from tests.measures.samples import STANDARDS, row

pytestmark = pytest.mark.long

QUICK = 1
"""Questions of each measure that the quick tests ask of both engines; the slow ones ask all."""
ASKED = [
    pytest.param((name, question), marks=[pytest.mark.slow] if place >= QUICK else [])
    for name in MEASURES
    for place, question in enumerate(QUESTIONS.get(name, []))
]
FOREIGN = ("::", "//", "arg_max", "group by all", "exclude (", "approx_", "list(", "qualify", "try_cast", "ilike")
"""What only one engine knows."""


def told(asked: tuple[str, Question]) -> str:
    name, question = asked
    where = question.where.sql if question.where else ""
    return " ".join(part for part in (name, "+".join(question.by), question.of, question.factors, where) if part)


class Recorder:
    """An engine that remembers what it was asked and what it answered."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.version = engine, engine.version
        self.ran: list[tuple[Query, Sums]] = []
        self.known: dict[tuple[str, Question], tuple[Answer, list[tuple[Query, Sums]]]] = {}

    def run(self, query: Query) -> Sums:
        sums = self.engine.run(query)
        self.ran.append((query, sums))
        return sums

    def close(self) -> None:
        self.engine.close()

    def asked(self, name: str, question: Question) -> tuple[Answer, list[tuple[Query, Sums]]]:
        """The answer, with the sums that it follows from; asked once."""
        if (name, question) not in self.known:
            self.ran = []
            self.known[name, question] = ask(self, name, question), self.ran
        return self.known[name, question]


Both = tuple[Recorder, Recorder]


def opened(spark: str, folder: Path) -> Both:
    evidence = Evidence(folder)
    return Recorder(open_engine("duckdb", evidence)), Recorder(open_engine(spark, evidence))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Rating]]:
    folder = tmp_path_factory.mktemp("mixed") / "evidence"
    return folder, keep_mixed(folder)


@pytest.fixture(scope="module")
def both(spark: str, kept: tuple[Path, list[Rating]]) -> Iterator[Both]:
    engines = opened(spark, kept[0])
    yield engines
    for one in engines:
        one.close()


# Comparing, whatever the order of rows


def plain(value: Any) -> Any:
    """A value as JSON would have it; unknown is None."""
    value = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(value, float) and isnan(value) else value


def sortable(record: Sequence[Any]) -> list[tuple[str, Any]]:
    """A key of which only the first digits of a fraction count: the last ones may differ."""
    return [(type(one).__name__, f"{one:.9e}" if isinstance(one, float) else str(one)) for one in record]


def same(ours: Any, theirs: Any, digits: float) -> bool:
    if isinstance(ours, float) and isinstance(theirs, float):
        return bool(ours == pytest.approx(theirs, rel=digits, abs=digits))
    return type(ours) is type(theirs) and bool(ours == theirs)


def records(sums: Sums) -> list[list[Any]]:
    found = [[plain(value) for value in values] for values in zip(*sums.values(), strict=True)]
    return sorted(found, key=sortable)


def compare_sums(query: Query, ours: Sums, theirs: Sums) -> None:
    """Columns of one name, kind and content: whole numbers exactly, fractions to 1e-9."""
    assert list(ours) == list(theirs) == list(query.columns)
    assert {name: column.dtype for name, column in ours.items()} == {name: one.dtype for name, one in theirs.items()}
    one, other = records(ours), records(theirs)
    assert len(one) == len(other)
    for mine, its in zip(one, other, strict=True):
        assert all(same(a, b, 1e-9) for a, b in zip(mine, its, strict=True)), (mine, its)


def concluded(answer: Answer) -> list[list[Any]]:
    found = []
    for one in answer.rows:
        record = [plain(value) for value in one.keys.values()]
        record += [plain(part) for figure in one.figures.values() for part in vars(figure).values()]
        found.append([*record, *(plain(value) for value in one.facts.values())])
    return sorted(found, key=sortable)


def compare_answers(ours: Answer, theirs: Answer) -> None:
    """Conclusions that are searched for step by step agree to 1e-5, all others to their last digits."""
    assert (ours.notes, set(ours.withheld), ours.by) == (theirs.notes, set(theirs.withheld), theirs.by)
    one, other = concluded(ours), concluded(theirs)
    assert len(one) == len(other)
    for mine, its in zip(one, other, strict=True):
        assert all(same(a, b, 1e-5) for a, b in zip(mine, its, strict=True)), (mine, its)


def conforms(both: Both, name: str, question: Question) -> Answer:
    (ours, counted), (theirs, recounted) = (engine.asked(name, question) for engine in both)
    assert len(counted) == len(recounted) > 0
    for (query, sums), (_, others) in zip(counted, recounted, strict=True):
        compare_sums(query, sums, others)
    compare_answers(ours, theirs)
    return ours


# The suite


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_is_asked_in_several_ways(name: str) -> None:
    """A new measure has to come with questions to it: by nothing or one column, by more, with a filter."""
    asked = QUESTIONS.get(name, [])
    assert len(asked) >= 3, f"tests/engines/mixed.py has too few questions for {name}"
    assert any(question.where for question in asked)
    assert len({question.by for question in asked}) >= 2


@pytest.mark.parametrize("asked", ASKED, ids=told)
def test_engines_give_the_same_sums_and_the_same_answer(both: Both, asked: tuple[str, Question]) -> None:
    conforms(both, *asked)


@pytest.mark.parametrize(
    "query",
    [about.totals(Question()), about.totals(QUESTIONS["clearance"][7]), about.heard()],
    ids=["all", "odd", "heard"],
)
def test_engines_count_the_head_of_a_report_alike(both: Both, query: Query) -> None:
    compare_sums(query, both[0].run(query), both[1].run(query))


@pytest.mark.parametrize("asked", ASKED, ids=told)
def test_no_query_uses_what_only_one_engine_knows(kept: tuple[Path, list[Rating]], asked: tuple[str, Question]) -> None:
    engine = Recorder(open_engine("duckdb", Evidence(kept[0])))
    _, ran = engine.asked(*asked)
    engine.close()
    assert not [word for query, _ in ran for word in FOREIGN if word in query.sql.lower()]


# The same, counted by hand


def gap_sums(inside: list[Rating], by: Sequence[str]) -> dict[str, Any]:
    return oracle.mean_sums(inside, by, lambda one: one.level, lambda one: one.expected or 0)


Count = Callable[[list[Rating], Sequence[str]], dict[str, Any]]
BY_HAND: dict[str, tuple[oracle.Pick, Count]] = {
    "clearance": (lambda one: True, lambda inside, by: oracle.share_sums(inside, by, oracle.is_hit)),
    "delight": (
        lambda one: oracle.value(one, "scale") == "levels",
        lambda inside, by: oracle.share_sums(inside, by, oracle.is_delight),
    ),
    "gap": (lambda one: one.expected is not None, gap_sums),
}


def off_stage(one: Rating) -> bool:
    target = oracle.value(one, "target")
    return one.setting in ("live", "rehearsal") and target is not None and target < 0.9


@pytest.mark.parametrize("place", [0, 1], ids=["duckdb", "spark"])
@pytest.mark.parametrize("name", BY_HAND)
def test_each_engine_counts_as_one_does_by_hand(
    both: Both, kept: tuple[Path, list[Rating]], name: str, place: int
) -> None:
    has, count = BY_HAND[name]
    for question in QUESTIONS[name]:
        if question.where and question.where.sql != QUESTIONS["clearance"][9].where.sql:  # type: ignore[union-attr]
            continue
        if question.options:
            continue
        read = off_stage if question.where else oracle.everyday
        groups = oracle.grouped(kept[1], question.by, lambda one: has(one) and read(one))  # noqa: B023  asked at once
        (_, ((query, sums), *_)) = both[place].asked(name, question)
        found = {
            tuple(record[: len(question.by)]): dict(zip(query.columns, record, strict=True)) for record in records(sums)
        }
        assert set(found) == set(groups)
        for key, inside in groups.items():
            answers = oracle.answers(inside, question.by)
            expected = count(inside, question.by)
            if answers < FLOOR:
                expected = dict.fromkeys(expected)
            expected["answers"] = answers
            assert {figure: found[key][figure] for figure in expected} == pytest.approx(expected), (question, key)


def test_the_filter_of_the_test_above_is_what_it_says() -> None:
    where = QUESTIONS["clearance"][9].where
    assert where and where.sql.count("?") == len(where.values) == 3 and "rehearsal" in OFF_STAGE


# Evidence that nobody thought of

NAMES = st.one_of(
    st.none(), st.sampled_from(["a", "b", "A"]), st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
)
RATED = st.fixed_dictionaries(
    {
        "edition": st.sampled_from([one.edition for one in STANDARDS]),
        "level": st.integers(1, 5),
        "expected": st.one_of(st.none(), st.integers(1, 5)),
        "millis": st.one_of(st.none(), st.integers(0, 2**40)),
        "censored": st.booleans(),
        "disputed": st.sampled_from([False, False, False, True]),
        "setting": st.sampled_from(["live", "live", "live", "walk"]),
        "response": st.sampled_from([f"r{i}" for i in range(12)]),
        "week": st.sampled_from([202552, 202601, 202653]),
        "day": st.sampled_from([None, 20260101]),
        **dict.fromkeys(("site", "person", "rater", "interaction", "topic", "channel", "team"), NAMES),
    }
)


def hold(spark: str, folder: Path, rated: list[dict[str, Any]], questions: slice) -> None:
    half = len(rated) // 2
    for part in (slice(0, half), slice(half, None)):
        rows = [row(str(i), **one) for i, one in enumerate(rated)][part]
        Evidence.create(folder).keep(rows, STANDARDS)
    both = opened(spark, folder)
    try:
        for name, asked in QUESTIONS.items():
            for question in asked[questions]:
                conforms(both, name, question)
    finally:
        for one in both:
            one.close()


LOOSE: dict[str, Any] = {"suppress_health_check": list(HealthCheck), "database": None}


@pytest.mark.slow
@settings(max_examples=3, **LOOSE)
@given(st.lists(RATED, min_size=0, max_size=120))
def test_engines_agree_on_evidence_of_any_content(
    spark: str, tmp_path_factory: pytest.TempPathFactory, rated: list[dict[str, Any]]
) -> None:
    hold(spark, tmp_path_factory.mktemp("much") / "evidence", rated, slice(1, 3))


# The evidence is worth its name


def test_the_evidence_of_these_tests_holds_what_engines_might_read_unlike(kept: tuple[Path, list[Rating]]) -> None:
    folder, rows = kept
    for column in ("interaction", "rater", "person", "team", "site", "customer", "channel", "topic", "rated_at", "day",
                   "expected", "desired", "millis", "inclusion"):  # fmt: skip
        assert {getattr(one, column) is None for one in rows} == {True, False}, column
    for column in ("censored", "disputed"):
        assert {getattr(one, column) for one in rows} == {True, False}
    assert sum(one.expected == one.level for one in rows) >= 20
    assert {one.edition for one in rows} == {"e1", "e2", "e3", "e4", "e5"}
    listed = set(files_of(folder))
    assert len(listed) >= 3
    assert set(folder.glob("ratings/month=*/*.parquet")) - listed, "no file of an old version lies beside"
