"""Counting with DuckDB: refusals carry their SQL, nothing is something, and slices change no sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest

from clearbar import measures
from clearbar.engines import DuckDB, Evidence, duckdb
from clearbar.model.errors import EngineFault, EvidenceFault
from clearbar.model.evidence import Rating
from clearbar.model.question import Query, Question, Sums
from tests.engines.samples import STANDARD, anonymous, days, files_of, on, rating, tree, week_of


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[DuckDB]:
    engine = DuckDB(Evidence.create(tmp_path / "evidence"))
    yield engine
    engine.close()


def keep(folder: Path, rows: list[Rating]) -> Evidence:
    evidence = Evidence.create(folder)
    evidence.keep(rows, [STANDARD, replace(STANDARD, edition="e-2", standard="overall", journey=None, step=None)])
    return evidence


def ask(evidence: Evidence, query: Query) -> Sums:
    engine = DuckDB(evidence)
    try:
        return engine.run(query)
    finally:
        engine.close()


def plain(sums: Sums) -> dict[str, list[object]]:
    """Columns as lists, in which unknown equals unknown."""
    return {name: [None if value != value else value for value in column.tolist()] for name, column in sums.items()}


def test_a_refusal_carries_the_sql_that_was_refused(empty: DuckDB) -> None:
    with pytest.raises(EngineFault, match="refused") as told:
        empty.run(Query("select nowhere from ratings where {slice}", (), ("nowhere",)))
    assert told.value.sql == "select nowhere from ratings where true"
    assert "\n" not in str(told.value)


def test_a_value_is_bound_and_never_read_as_sql(tmp_path: Path) -> None:
    evidence = keep(tmp_path / "evidence", [rating("a", site="' or 1=1 --")])
    query = Query("select count(*) as n from ratings where site = ?", ("' or 1=1 --",), ("n",))
    assert plain(ask(evidence, query)) == {"n": [1]}
    assert plain(ask(evidence, replace(query, values=("other",)))) == {"n": [0]}


@pytest.mark.parametrize("table", ["ratings", "standards", "invitations", "events"])
def test_an_empty_table_has_its_columns_and_no_rows(empty: DuckDB, table: str) -> None:
    assert plain(empty.run(Query(f"select count(*) as n from {table}", (), ("n",)))) == {"n": [0]}
    assert plain(empty.run(Query(f"select * from {table}", (), ()))) == {}


def test_measures_of_empty_evidence_are_empty(empty: DuckDB) -> None:
    by_week = empty.run(measures.clearance.query(Question(("week", "site"))))
    assert {name: len(column) for name, column in by_week.items()} == dict.fromkeys(by_week, 0)
    totals = plain(empty.run(measures.about.totals(Question())))
    assert (totals["ratings"], totals["first_day"]) == ([0], [None])


def test_sums_of_whole_numbers_are_whole_numbers(tmp_path: Path) -> None:
    """A sum of 64-bit integers is wider than those in the engine; 2**53 + 1 has no double that equals it."""
    evidence = keep(tmp_path / "evidence", [rating("a", millis=2**53), rating("b", millis=1)])
    sql = "select sum(millis) as total, sum(level) as levels, count(*) as n from ratings"
    sums = ask(evidence, Query(sql, (), ("total", "levels", "n")))
    assert [sums[name].dtype for name in ("total", "levels", "n")] == [np.dtype(np.int64)] * 3
    assert sums["total"].tolist() == [2**53 + 1]


def many(seed: int) -> list[Rating]:
    """Ratings of 30 weeks, some anonymous; sites, persons and levels at random, unknown ones among them."""
    chance, around = Random(seed), days(date(2025, 11, 3), 210)
    rows = []
    for i in range(4000):
        day = around[i * len(around) // 4000]
        more = {
            "level": chance.randint(1, 5),
            "site": chance.choice(["s1", "s2", None]),
            "person": chance.choice(["p1", "p2", "p3", None]),
            "edition": chance.choice(["e-1", "e-2"]),
            "expected": chance.choice([None, 3, 4]),
        }
        rows.append(anonymous(f"r{i}", week_of(day), **more) if i % 7 == 0 else on(day, f"r{i}", **more))
    return rows


def by_keys(sums: Sums, keys: tuple[str, ...]) -> dict[tuple[object, ...], tuple[object, ...]]:
    columns = plain(sums)
    figures = [name for name in columns if name not in keys]
    rows = zip(*(columns[name] for name in (*keys, *figures)), strict=True)
    found = {row[: len(keys)]: row[len(keys) :] for row in rows}
    assert len(found) == len(next(iter(columns.values()))), "a group stands twice"
    return found


@pytest.mark.parametrize("name", ["clearance", "delight", "gap"])
def test_slices_give_the_same_sums_as_one_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    rows = many(20260301)
    evidence = Evidence.create(tmp_path / "evidence")
    for month in range(5):  # several files, whose weeks overlap at the turn of a month
        keep(tmp_path / "evidence", rows[month::5])
    keys = ("week", "site")
    query = getattr(measures, name).query(Question(keys))
    assert query.slice_by == "week"
    whole = by_keys(ask(evidence, query), keys)
    ran: list[str] = []
    once = duckdb._once
    monkeypatch.setattr(duckdb, "_once", lambda *given: (ran.append(given[2]), once(*given))[1])
    monkeypatch.setattr(duckdb, "SLICE_ROWS", 300)
    assert by_keys(ask(evidence, query), keys) == whole
    assert len(ran) >= 5
    weeks = {row.week for row in rows if name != "gap" or row.expected is not None}
    assert {key[0] for key in whole} == weeks
    assert None in {key[1] for key in whole}


def test_the_sums_of_a_slice_are_those_counted_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duckdb, "SLICE_ROWS", 1)
    rows = many(7)
    evidence = keep(tmp_path / "evidence", rows)
    found = by_keys(ask(evidence, measures.clearance.query(Question(("week",)))), ("week",))
    columns = list(measures.clearance.query(Question(("week",))).columns)[1:]
    for week in {row.week for row in rows}:
        levels = [row.level for row in rows if row.week == week]
        figures = dict(zip(columns, found[(week,)], strict=True))
        assert (figures["n"], figures["hits"]) == (len(levels), sum(level >= 4 for level in levels))


@pytest.mark.parametrize("name", ["o'hare & daughters", "the evidence", "größe", '5" pipe'])
def test_a_path_may_hold_quotes_and_spaces(tmp_path: Path, name: str) -> None:
    evidence = keep(tmp_path / name, [rating("a"), rating("b", level=1)])
    query = Query(
        "select count(*) as n, sum(r.level) as total from ratings r join standards s using (edition)",
        (),
        ("n", "total"),
    )
    assert plain(ask(evidence, query)) == {"n": [2], "total": [5]}


def test_a_folder_that_was_moved_or_named_from_elsewhere_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence = keep(tmp_path / "first place", [rating("a")])
    evidence.path.rename(tmp_path / "second place")
    monkeypatch.chdir(tmp_path)
    query = Query("select count(*) as n from ratings", (), ("n",))
    assert plain(ask(Evidence(Path("second place")), query)) == {"n": [1]}


def test_evidence_that_nobody_may_write_can_be_read(tmp_path: Path) -> None:
    """Also where nothing is forbidden (the tests of a superuser), nothing is written."""
    evidence = keep(tmp_path / "evidence", [rating("a"), rating("b")])
    everything = [evidence.path, *evidence.path.rglob("*")]
    modes = {path: path.stat().st_mode for path in everything}
    before = tree(evidence.path)
    try:
        for path in everything:
            path.chmod(modes[path] & ~0o222)
        query = Query("select count(*) as n from ratings join standards using (edition)", (), ("n",))
        assert plain(ask(Evidence(evidence.path), query)) == {"n": [2]}
    finally:
        for path in everything:
            path.chmod(modes[path])
    assert tree(evidence.path) == before


@pytest.mark.parametrize("table", ["ratings", "standards"])
@pytest.mark.parametrize("broken", [True, False], ids=["broken", "gone"])
def test_a_file_that_is_gone_or_broken_is_told(tmp_path: Path, table: str, broken: bool) -> None:
    evidence = keep(tmp_path / "evidence", [rating("a")])
    (file,) = files_of(evidence.path, table)
    file.unlink()
    if broken:
        file.write_bytes(b"PAR1 no more")
    with pytest.raises((EngineFault, EvidenceFault)) as told:
        ask(evidence, Query("select * from ratings join standards using (edition)", (), ("rating",)))
    assert "\n" not in str(told.value)
    if table == "ratings":
        with pytest.raises(EvidenceFault, match="cannot be compared"):
            evidence.keep([rating("a")], [])
    else:
        with pytest.raises(EvidenceFault, match="standards"):
            evidence.keep([rating("b")], [STANDARD])


def test_files_that_no_version_names_are_not_read(tmp_path: Path) -> None:
    evidence = keep(tmp_path / "evidence", [rating("a")])
    (file,) = files_of(evidence.path)
    (file.parent / "part-of-a-writer-that-died.parquet").write_bytes(file.read_bytes())
    assert plain(ask(evidence, Query("select count(*) as n from ratings", (), ("n",)))) == {"n": [1]}
