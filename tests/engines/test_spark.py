"""Counting with Spark: files of one version, sessions that do not meet, and the same columns as DuckDB's."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import clearbar
from clearbar.engines import DuckDB, Engine, Evidence, Spark
from clearbar.model.question import Query
from tests.cli.conftest import conversation
from tests.engines.samples import STANDARD, anonymous, days, files_of, on, rating
from tests.standards.samples import HEAD, RETURN

COUNT = Query(
    "select count(*) as n, sum(r.level) as total from ratings r join standards s using (edition)", (), ("n", "total")
)


@pytest.fixture(autouse=True)
def _with_spark(spark: str) -> None:
    """Every test here needs it."""


@pytest.fixture
def few(tmp_path: Path) -> Evidence:
    evidence = Evidence.create(tmp_path / "evidence")
    evidence.keep([rating("a"), rating("b", level=1, site=None), anonymous("c", 202611, level=5)], [STANDARD])
    return evidence


@pytest.fixture
def opened(few: Evidence) -> Iterator[Spark]:
    engine = Spark(few)
    yield engine
    engine.close()


def counted(engine: Engine) -> tuple[int, int]:
    sums = engine.run(COUNT)
    return sums["n"].tolist()[0], sums["total"].tolist()[0]


def test_only_files_that_the_version_lists_are_read(few: Evidence, opened: Spark) -> None:
    (file,) = files_of(few.path)
    (file.parent / "part-of-a-writer-that-died.parquet").write_bytes(file.read_bytes())
    assert counted(opened) == (3, 10)
    few.keep([rating("b", level=3)], [], correct=True)
    again = Spark(few)
    assert counted(again) == (3, 12)
    again.close()


def test_an_engine_stays_at_its_version_and_engines_do_not_meet(few: Evidence, opened: Spark, tmp_path: Path) -> None:
    other = Evidence.create(tmp_path / "other")
    other.keep([on(day, f"d-{day}") for day in days(date(2026, 1, 1), 100)], [STANDARD])
    few.keep([rating("d", level=2)], [])
    newer, elsewhere = Spark(few), Spark(other)
    assert (opened.version, newer.version) == (1, 2)
    assert [counted(one) for one in (opened, newer, elsewhere, opened)] == [(3, 10), (4, 12), (100, 400), (3, 10)]
    newer.close()
    assert counted(opened) == (3, 10)
    elsewhere.close()


def test_engines_of_two_threads_count_at_the_same_time(few: Evidence) -> None:
    found = []

    def count() -> None:
        engine = Spark(few)
        found.append(counted(engine))
        engine.close()

    threads = [threading.Thread(target=count) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert found == [(3, 10)] * 3


def test_views_and_settings_of_the_caller_stay_as_they_are(few: Evidence, opened: Spark) -> None:
    from pyspark.sql import SparkSession

    mine = SparkSession.builder.getOrCreate()
    mine.sql("select 'mine' as whose").createOrReplaceTempView("ratings")
    mine.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")
    engine = Spark(few)
    assert counted(engine) == (3, 10)
    engine.close()
    assert mine.sql("select whose from ratings").toArrow().to_pylist() == [{"whose": "mine"}]
    assert mine.conf.get("spark.sql.session.timeZone") == "Asia/Tokyo"
    mine.catalog.dropTempView("ratings")


def test_columns_are_of_the_kinds_that_duckdb_gives(few: Evidence, opened: Spark) -> None:
    names = ("rating", "site", "week", "day", "level", "millis", "censored", "inclusion", "rater")
    query = Query(f"select {', '.join(names)} from ratings", (), names)
    other = DuckDB(few)
    theirs, ours = other.run(query), opened.run(query)
    other.close()
    assert {name: ours[name].dtype for name in names} == {name: theirs[name].dtype for name in names}
    assert [ours[name].dtype for name in ("week", "level", "millis")] == [np.dtype(np.int64)] * 3
    order, place = np.argsort(ours["rating"]), np.argsort(theirs["rating"])
    assert all(str(ours[name][order].tolist()) == str(theirs[name][place].tolist()) for name in names)
    assert ours["rater"][order].tolist()[2] is None and np.isnan(ours["day"][order][2])


def test_a_value_is_bound_and_never_read_as_sql(opened: Spark, few: Evidence) -> None:
    odd = "' or 1=1 -- ? {slice} \\' \" `x` ${y} \n\t\x00 界😀"
    few.keep([rating("odd", site=odd)], [])
    engine = Spark(few)
    query = Query("select count(*) as n from ratings where site = ? and week >= ? and {slice}", (odd, 1), ("n",))
    assert engine.run(query)["n"].tolist() == [1]
    assert opened.run(query)["n"].tolist() == [0]
    engine.close()


@pytest.mark.parametrize("name", ["o'hare & daughters", "größe {a,b}", '5" pipe #1;=', "a:b"])
def test_a_path_may_hold_any_sign_that_evidence_may(tmp_path: Path, name: str) -> None:
    evidence = Evidence.create(tmp_path / name)
    evidence.keep([rating("a"), rating("b", level=1)], [STANDARD])
    engine = Spark(evidence)
    assert counted(engine) == (2, 5)
    engine.close()


def test_a_folder_named_from_where_one_stands_is_read(few: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(few.path.parent)
    engine = Spark(Evidence(Path("evidence")))
    assert counted(engine) == (3, 10)
    engine.close()


@pytest.mark.parametrize("table", ["ratings", "standards", "invitations", "events"])
def test_an_empty_table_has_its_columns_and_no_rows(tmp_path: Path, table: str) -> None:
    engine = Spark(Evidence.create(tmp_path / "evidence"))
    assert engine.run(Query(f"select count(*) as n from {table}", (), ("n",)))["n"].tolist() == [0]
    engine.close()


@pytest.mark.slow
def test_a_book_is_measured_and_reported_by_spark_as_by_duckdb(tmp_path: Path) -> None:
    """The whole road through the public door."""
    (tmp_path / "journeys").mkdir()
    (tmp_path / "book.yaml").write_text(HEAD)
    (tmp_path / "journeys" / "return.yaml").write_text(RETURN)
    (tmp_path / "lines").write_text("".join(conversation(i, 60 if i % 4 else 300) for i in range(40)))
    book, ids = clearbar.read_book(tmp_path), iter(range(10_000))
    with (tmp_path / "lines").open("rb") as lines:
        clearbar.check(book, lines, tmp_path / "evidence", new_id=lambda: f"id-{next(ids)}")
    ours = clearbar.measure("clearance", tmp_path / "evidence", by="standard")
    theirs = clearbar.measure("clearance", tmp_path / "evidence", by="standard", engine="spark")
    assert len(ours) >= 2 and list(ours.rows) == list(theirs.rows)
    assert clearbar.report(book, tmp_path / "evidence", engine="spark") == clearbar.report(book, tmp_path / "evidence")
