"""Evidence in Delta Lake: what is kept, what changes nothing, what is told, and what nobody ever sees half done."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError
from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar.engines import DuckDB, Evidence, delta, merge
from clearbar.model.errors import EvidenceFault, Fault, InputFault
from clearbar.model.evidence import Conflict, Rating
from clearbar.model.question import Query
from tests.engines.samples import (
    STANDARD,
    anonymous,
    days,
    files_of,
    on,
    rating,
    same_rows,
    stored,
    tree,
    week_of,
)

DOCS = Path(__file__).parents[2] / "docs" / "evidence.md"
TABLES = ("ratings", "standards", "invitations", "events")


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    return Evidence.create(tmp_path / "evidence")


# Creating


@pytest.mark.parametrize("made", [True, False], ids=["an empty folder", "a new folder"])
def test_evidence_is_begun_in_a_folder_that_is_new_or_empty(tmp_path: Path, made: bool) -> None:
    folder = tmp_path / "deep" / "evidence"
    if made:
        folder.mkdir(parents=True)
    Evidence.create(folder)
    assert {table: stored(folder, table) for table in TABLES} == {table: [] for table in TABLES}
    assert Evidence(folder).version == 0


def test_creating_again_changes_nothing(evidence: Evidence) -> None:
    evidence.keep([rating("a")], [STANDARD])
    before = tree(evidence.path)
    assert Evidence.create(evidence.path).version == 1
    assert tree(evidence.path) == before


@pytest.mark.parametrize("other", ["notes.txt", "events/notes.txt", "ratings/old.parquet", "standards/sub/x"])
def test_a_folder_that_holds_other_things_is_refused_and_not_touched(tmp_path: Path, other: str) -> None:
    (tmp_path / other).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / other).write_text("mine")
    before = tree(tmp_path)
    with pytest.raises(EvidenceFault, match="other things") as told:
        Evidence.create(tmp_path)
    assert str(tmp_path) in str(told.value)
    assert tree(tmp_path) == before


def test_a_foreign_file_called_key_is_refused_and_not_touched(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("-----BEGIN PRIVATE KEY-----")
    before = tree(tmp_path)
    with pytest.raises(EvidenceFault, match="key"):
        Evidence.create(tmp_path)
    assert tree(tmp_path) == before


def test_a_file_is_no_folder_of_evidence(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("mine")
    with pytest.raises(EvidenceFault, match="is a file"):
        Evidence.create(tmp_path / "evidence")
    assert (tmp_path / "evidence").read_text() == "mine"


@pytest.mark.parametrize("name", ["a[1]", "50%20off", "a|b", "a*", "a?", "a^b", "a\\b", "a\nb"])
def test_a_path_that_the_engines_would_misread_is_refused_before_anything_is_made(tmp_path: Path, name: str) -> None:
    with pytest.raises(EvidenceFault, match="cannot stand in the path"):
        Evidence.create(tmp_path / name / "evidence")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["my evidence", "o'hare", "größe", "a#b;c,d", 'a"b{c}', "日本"])
def test_a_path_may_hold_spaces_quotes_and_letters_of_any_script(tmp_path: Path, name: str) -> None:
    evidence = Evidence.create(tmp_path / name)
    evidence.keep([rating("a"), rating("b")], [STANDARD])
    kept = evidence.keep([rating("b"), rating("a", level=2)], [STANDARD], correct=True)
    assert (kept.same, kept.corrected) == (1, 1)
    assert same_rows(evidence.path, [rating("a", level=2), rating("b")])
    assert sorted(map(Path, evidence.files("ratings"))) == sorted(files_of(evidence.path))


def test_opening_a_folder_without_evidence_says_how_to_make_some(tmp_path: Path) -> None:
    with pytest.raises(EvidenceFault, match="clearbar check"):
        Evidence(tmp_path)
    assert list(tmp_path.iterdir()) == []


class Killed(BaseException):
    """Stands for the end of a process: nothing catches it."""


def created_but_killed_at(folder: Path, line: int) -> int:
    """Begins evidence and is cut off at a line of delta.py, counted as Python runs them; how many ran."""
    ran = 0

    def trace(frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
        nonlocal ran
        if frame.f_code.co_filename != delta.__file__:
            return None
        ran += event == "line"
        if ran == line:
            raise Killed
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        Evidence.create(folder)
    finally:
        sys.settrace(before)
    return ran


def test_a_folder_that_a_kill_left_half_made_is_completed(tmp_path: Path) -> None:
    """Killed at every line of the creation. The key is seen whole or not at all, and never by others."""
    before = os.umask(0)
    try:
        lines = created_but_killed_at(tmp_path / "whole", -1)
        assert lines > 30
        for line in range(1, lines):
            folder = tmp_path / f"killed-{line}"
            with pytest.raises(Killed):
                created_but_killed_at(folder, line)
            seen = {path.name: path.stat() for path in folder.glob("*key*")}
            assert all(stat.S_IMODE(found.st_mode) == 0o600 for found in seen.values()), line
            assert "key" not in seen or seen["key"].st_size == 32, line
            evidence = Evidence.create(folder)
            assert len(evidence.key) == 32
            if line % 10 == 0:
                assert evidence.keep([rating("a")], [STANDARD]).new == 1
            assert {path.name for path in folder.iterdir()} == {*TABLES, "key", ".writing"}, line
    finally:
        os.umask(before)


# The key


def test_the_key_is_32_random_bytes_that_only_the_owner_can_read(tmp_path: Path) -> None:
    one, other = Evidence.create(tmp_path / "one"), Evidence.create(tmp_path / "other")
    assert len(one.key) == len(other.key) == 32
    assert one.key != other.key
    assert stat.S_IMODE((tmp_path / "one" / "key").stat().st_mode) == 0o600


def test_a_key_cut_short_is_told_and_never_used(evidence: Evidence) -> None:
    (evidence.path / "key").write_bytes(b"")
    with pytest.raises(EvidenceFault, match="key"):
        _ = evidence.key
    (evidence.path / "key").unlink()
    with pytest.raises(EvidenceFault, match="key"):
        _ = Evidence.create(evidence.path).key
    assert not (evidence.path / "key").exists()


# Keeping


def test_what_is_kept_is_what_was_given(evidence: Evidence) -> None:
    given_rows = [
        rating("full"),
        anonymous("hidden", 202610),
        rating("bare", **dict.fromkeys(("team", "site", "channel", "topic", "person", "expected", "desired"))),
        rating("timed", millis=2**53, censored=True, inclusion=None, disputed=True, level=1),
    ]
    kept = evidence.keep(given_rows, [STANDARD])
    assert (kept.new, kept.same, kept.corrected, kept.conflicts, kept.version) == (4, 0, 0, (), 1)
    assert same_rows(evidence.path, given_rows)
    assert stored(evidence.path, "standards") == [asdict(STANDARD)]


def test_the_same_again_adds_nothing_not_even_a_version(evidence: Evidence) -> None:
    rows = [rating("a"), anonymous("b", 202610), rating("c", site=None, inclusion=None)]
    evidence.keep(rows, [STANDARD])
    before = tree(evidence.path)
    for correct in (False, True):
        kept = evidence.keep(reversed(rows), [STANDARD], correct=correct)
        assert (kept.new, kept.same, kept.corrected, kept.conflicts, kept.version) == (0, 3, 0, (), 1)
    assert {name: at for name, at in tree(evidence.path).items() if name != ".writing"} == {
        name: at for name, at in before.items() if name != ".writing"
    }


def test_nothing_at_all_can_be_kept(evidence: Evidence) -> None:
    kept = evidence.keep([], [])
    assert (kept.new, kept.same, kept.version) == (0, 0, 0)


def test_other_content_is_a_conflict_that_names_its_columns_and_the_first_stands(evidence: Evidence) -> None:
    first = rating("a")
    evidence.keep([first], [STANDARD])
    kept = evidence.keep([rating("a", level=1, site=None, topic="repairs")], [STANDARD])
    assert kept.conflicts == (Conflict("a", ("site", "topic", "level")),)
    assert (kept.new, kept.same, kept.corrected, kept.version) == (0, 0, 0, 1)
    assert same_rows(evidence.path, [first])


CHANGES = {
    **dict.fromkeys(("standard", "edition", "source", "setting", "instrument"), "other"),
    **dict.fromkeys(("interaction", "rater", "person", "team", "site", "customer", "channel", "topic"), None),
    **dict.fromkeys(("expected", "desired", "millis", "inclusion"), None),
    **{"rated_at": None, "day": 20260303, "week": 202611, "level": 1, "censored": True, "disputed": True},
}


def test_every_column_but_the_id_and_the_response_is_content(evidence: Evidence) -> None:
    assert set(CHANGES) == set(asdict(rating("a"))) - {"rating", "response"}
    evidence.keep([rating(column) for column in CHANGES], [STANDARD])
    kept = evidence.keep(
        [rating(column, **{"interaction": f"i-{column}"} | {column: new}) for column, new in CHANGES.items()], []
    )
    assert {(one.rating, one.columns) for one in kept.conflicts} == {(column, (column,)) for column in CHANGES}


def test_the_response_is_drawn_anew_and_is_no_content(evidence: Evidence) -> None:
    evidence.keep([rating("a", response="first")], [STANDARD])
    for correct in (False, True):
        kept = evidence.keep([rating("a", response="second")], [STANDARD], correct=correct)
        assert (kept.same, kept.version) == (1, 1)
    assert same_rows(evidence.path, [rating("a", response="first")])


def test_a_null_is_content_like_any_other_value(evidence: Evidence) -> None:
    evidence.keep([rating("a", site=None)], [STANDARD])
    assert evidence.keep([rating("a", site=None)], []).same == 1
    assert evidence.keep([rating("a")], []).conflicts == (Conflict("a", ("site",)),)
    assert evidence.keep([rating("a")], [], correct=True).corrected == 1
    assert evidence.keep([rating("a", site=None)], []).conflicts == (Conflict("a", ("site",)),)


def test_correct_replaces_and_adds_in_one_commit_also_across_months(evidence: Evidence) -> None:
    stays = rating("stays")
    evidence.keep([rating("moves"), rating("changes"), stays], [STANDARD])
    arriving = [
        on(date(2026, 4, 9), "moves", level=2),
        rating("changes", level=5),
        stays,
        on(date(2025, 12, 31), "new"),
    ]
    kept = evidence.keep(arriving, [], correct=True)
    assert (kept.new, kept.same, kept.corrected, kept.conflicts, kept.version) == (1, 1, 2, (), 2)
    assert same_rows(evidence.path, arriving)
    assert months(evidence.path) == {
        "moves": "2026-04", "changes": "2026-03", "stays": "2026-03", "new": "2025-12"
    }  # fmt: skip


def months(folder: Path) -> dict[str, str]:
    """The partition that each rating lies in, by the name of its folder."""
    return {
        name: file.parent.name.removeprefix("month=")
        for file in files_of(folder)
        for name in pq.ParquetFile(file).read(["rating"])["rating"].to_pylist()
    }


# One batch


def test_of_duplicates_in_one_batch_the_first_stands(evidence: Evidence) -> None:
    kept = evidence.keep(
        [rating("a"), rating("a"), rating("a", level=1), rating("b"), rating("a", level=2)], [STANDARD]
    )
    assert (kept.new, kept.same, kept.corrected) == (2, 1, 0)
    assert kept.conflicts == (Conflict("a", ("level",)), Conflict("a", ("level",)))
    assert same_rows(evidence.path, [rating("a"), rating("b")])


def test_of_duplicates_in_one_batch_the_last_stands_if_correct(evidence: Evidence) -> None:
    evidence.keep([rating("a"), rating("b")], [STANDARD])
    arriving = [
        rating("a", level=1), rating("b", level=1), rating("c"), rating("a", level=2), rating("b"), rating("c", level=3)
    ]  # fmt: skip
    kept = evidence.keep(arriving, [], correct=True)
    assert (kept.new, kept.corrected, kept.conflicts) == (1, 1, ())
    assert kept.same == len(arriving) - 2
    assert same_rows(evidence.path, [rating("a", level=2), rating("b"), rating("c", level=3)])


def test_the_first_of_a_batch_is_the_first_also_among_many(evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many blocks, so that an engine that reads them side by side would be seen."""
    monkeypatch.setattr("clearbar.engines.tables.BATCH_ROWS", 100)
    rows = [rating(f"r{i % 500}", level=1 + i // 500 % 5, millis=i) for i in range(3000)]
    kept = evidence.keep(rows, [STANDARD])
    assert (kept.new, kept.same) == (500, 0)
    assert same_rows(evidence.path, rows[:500])
    kept = evidence.keep(rows, [], correct=True)
    assert (kept.new, kept.corrected) == (0, 500)
    assert same_rows(evidence.path, rows[-500:])


def test_no_more_conflicts_are_told_one_by_one_than_a_person_reads(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge, "MAX_CONFLICTS", 3)
    evidence.keep([rating(f"r{i}") for i in range(10)], [STANDARD])
    kept = evidence.keep([rating(f"r{i}", level=4 - i % 2) for i in range(10)], [])
    assert [one.rating for one in kept.conflicts] == ["r1", "r3", "r5"]
    assert kept.same == 5


# Months, anonymity


def test_a_rating_lies_in_the_month_of_its_day_else_of_its_weeks_monday(evidence: Evidence) -> None:
    """All days around six turns of the year, the years with 53 weeks (2020, 2026) among them."""
    around = [day for year in range(2020, 2028) for day in days(date(year, 12, 24), 20)]
    dated = {f"d{day}": (on(day, f"d{day}"), f"{day:%Y-%m}") for day in around}
    mondays = {day: date.fromordinal(day.toordinal() - day.weekday()) for day in around}
    hidden = {f"w{day}": (anonymous(f"w{day}", week_of(day)), f"{mondays[day]:%Y-%m}") for day in around}
    evidence.keep([row for row, _ in (dated | hidden).values()], [STANDARD])
    assert months(evidence.path) == {name: month for name, (_, month) in (dated | hidden).items()}


@pytest.mark.parametrize("correct", [False, True])
def test_where_an_anonymous_rating_lies_does_not_tell_the_interaction_it_came_with(
    evidence: Evidence, correct: bool
) -> None:
    """Each interaction brings an anonymous rating and two identified ones, side by side. In the files the anonymous
    ones of a week stand by themselves, in the order of their keyed ids, which says nothing."""
    names = [f"{(i * 7919) % 1000:03}" for i in range(40)]
    rows = [
        row
        for name in names
        for row in (rating(f"a{name}"), anonymous(f"h{name}", 202610), rating(f"z{name}", level=2))
    ]
    if correct:
        evidence.keep([rating(f"a{names[0]}", level=1)], [STANDARD])
    evidence.keep(rows, [STANDARD], correct=correct)
    for file in files_of(evidence.path):
        table = pq.ParquetFile(file).read(["rating", "interaction"]).to_pylist()
        hidden = [i for i, row in enumerate(table) if row["interaction"] is None]
        if correct:  # a merge is free to order rows; it must not pair them
            pairs = sum(table[i - 1]["rating"][1:] == table[i]["rating"][1:] for i in hidden if i)
            assert pairs <= 4
        else:
            told = [table[i]["rating"] for i in hidden]
            assert hidden == list(range(hidden[0], hidden[0] + len(hidden)))
            assert told == sorted(told)


# Editions


def test_an_edition_is_kept_once_and_an_older_one_stays(evidence: Evidence) -> None:
    newer = replace(STANDARD, edition="e-2", target=0.95)
    evidence.keep([rating("a")], [STANDARD, STANDARD])
    evidence.keep([rating("b", edition="e-2")], [newer, STANDARD])
    evidence.keep([rating("c", edition="e-2")], [newer])
    assert stored(evidence.path, "standards") == [asdict(STANDARD), asdict(newer)]
    assert DeltaTable(str(evidence.path / "standards")).version() == 2


# One writer, many readers


def held(folder: Path, let_go: threading.Event) -> threading.Thread:
    """A writer that has begun to read its rows and waits."""
    begun = threading.Event()

    def rows() -> Iterator[Rating]:
        begun.set()
        let_go.wait(30)
        yield rating("slow")

    thread = threading.Thread(target=lambda: Evidence(folder).keep(rows(), [STANDARD]))
    thread.start()
    assert begun.wait(30)
    return thread


def test_a_second_writer_waits_then_is_told(evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delta, "WAIT_SECONDS", 0.2)
    let_go = threading.Event()
    writer = held(evidence.path, let_go)
    with pytest.raises(EvidenceFault, match="another process"):
        evidence.keep([rating("fast")], [STANDARD])
    let_go.set()
    writer.join()
    assert same_rows(evidence.path, [rating("slow")])
    assert evidence.keep([rating("fast")], [STANDARD]).new == 1


def test_a_second_writer_goes_on_when_the_first_has_finished(evidence: Evidence) -> None:
    let_go = threading.Event()
    writer = held(evidence.path, let_go)
    threading.Timer(0.3, let_go.set).start()
    kept = evidence.keep([rating("fast")], [STANDARD])
    writer.join()
    assert (kept.new, kept.version) == (1, 2)
    assert same_rows(evidence.path, [rating("fast"), rating("slow")])


COUNT = Query("select count(*) as n, sum(level) as total from ratings", (), ("n", "total"))


def count(engine: DuckDB) -> tuple[int, int]:
    sums = engine.run(COUNT)
    return int(sums["n"][0]), int(sums["total"][0])


def test_a_reader_keeps_the_version_that_it_opened(evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delta, "MAX_FILES", 2)
    evidence.keep([rating("a", level=1)], [STANDARD])
    reader = DuckDB(evidence)
    for i in range(5):
        evidence.keep([rating(f"b{i}", level=5)], [])
    evidence.keep([rating("a", level=3)], [], correct=True)
    assert (reader.version, count(reader)) == (1, (1, 1))
    reader.close()
    assert count(DuckDB(evidence)) == (6, 28)


def test_a_commit_while_a_reader_opens_does_not_mix_two_versions(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another writer commits each time that the reader has looked a table up."""
    sizes = {0: 0}
    plain = DeltaTable

    def keep_more() -> None:
        monkeypatch.setattr(delta, "DeltaTable", plain)
        kept = Evidence(evidence.path).keep([rating(f"r{len(sizes)}")], [STANDARD])
        sizes[kept.version] = len(sizes)
        monkeypatch.setattr(delta, "DeltaTable", Meddled)

    class Meddled(plain):  # type: ignore[misc]
        def __init__(self, path: str) -> None:
            super().__init__(path)
            keep_more()

    keep_more()
    reader = DuckDB(evidence)
    monkeypatch.setattr(delta, "DeltaTable", plain)
    assert len(sizes) > 3
    (n,) = reader.run(Query("select count(*) as n from ratings", (), ("n",)))["n"]
    assert n == sizes[reader.version]


def test_many_small_commits_are_written_together(evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delta, "MAX_FILES", 5)
    rows = [on(date(2026, 1 + i % 2, 5), f"r{i:02}", level=1 + i % 5) for i in range(24)]
    most = 0
    for row in rows:
        evidence.keep([row], [STANDARD])
        most = max(most, len(files_of(evidence.path)))
    assert most <= 5
    assert same_rows(evidence.path, rows)
    assert evidence.keep(rows, []).same == 24


# Faults


def test_a_fault_among_the_rows_leaves_the_old_version_and_stays_what_it_was(evidence: Evidence) -> None:
    evidence.keep([rating("a")], [STANDARD])

    for fault in (OSError, InputFault, KeyboardInterrupt):

        def broken(kind: type[BaseException] = fault) -> Iterator[Rating]:
            yield rating("b")
            raise kind([Fault("f", 1, 1, "X", "the input broke off")] if kind is InputFault else "the input broke off")

        with pytest.raises(fault, match="the input broke off"):
            evidence.keep(broken(), [STANDARD])
        assert (evidence.version, same_rows(evidence.path, [rating("a")])) == (1, True)
    assert evidence.keep([rating("b")], [STANDARD]).new == 1


@pytest.mark.parametrize("where", ["write_deltalake", "merge"])
def test_a_disk_that_refuses_a_commit_is_told_in_a_sentence(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    evidence.keep([rating("a")], [STANDARD])

    def refuse(*_: object, **__: object) -> None:
        raise DeltaError("No space left on device")

    if where == "merge":
        monkeypatch.setattr(DeltaTable, "merge", refuse)
    else:
        monkeypatch.setattr(delta, where, refuse)
    with pytest.raises(EvidenceFault, match=r"no rating was changed.*No space left"):
        evidence.keep([rating("a", level=1)] if where == "merge" else [rating("b")], [], correct=True)
    assert same_rows(evidence.path, [rating("a")])


def test_a_table_that_is_gone_is_told(evidence: Evidence) -> None:
    evidence.keep([rating("a")], [STANDARD])
    shutil.rmtree(evidence.path / "standards")
    with pytest.raises(EvidenceFault, match="standards"):
        DuckDB(evidence)


def test_ratings_that_are_gone_are_not_begun_anew_in_silence(evidence: Evidence) -> None:
    evidence.keep([rating("a")], [STANDARD])
    shutil.rmtree(evidence.path / "ratings")
    with pytest.raises(EvidenceFault):
        Evidence.create(evidence.path)


# The model of evidence: ids and what stands for them

IDS = st.sampled_from(["a", "b", "c", "d"])
ROW = st.builds(
    lambda name, level, site, day, hidden, number: (
        anonymous(name, week_of(day), level=level, site=site, response=f"x{number}")
        if hidden
        else on(day, name, level=level, site=site, response=f"x{number}")
    ),
    IDS,
    st.integers(1, 2),
    st.sampled_from(["s01", None]),
    st.sampled_from([date(2026, 3, 31), date(2026, 4, 1)]),
    st.booleans(),
    st.integers(0, 9),
)
BATCHES = st.lists(st.tuples(st.lists(ROW, max_size=7), st.booleans()), min_size=1, max_size=4)


def content(row: Rating) -> dict[str, object]:
    return {name: value for name, value in asdict(row).items() if name != "response"}


def expect(model: dict[str, Rating], batch: list[Rating], correct: bool) -> tuple[int, int, list[str]]:
    """What a batch does to a dict of id → row, row by row: new, corrected, ids in conflict."""
    before, clashes = dict(model), []
    for row in batch:
        stands = model.get(row.rating)
        if stands is None or (correct and content(stands) != content(row)):
            model[row.rating] = row
        elif content(stands) != content(row):
            clashes.append(row.rating)
    for name, first in before.items():
        if content(first) == content(model[name]):
            model[name] = first
    changed = [name for name in before if content(before[name]) != content(model[name])]
    return len(model) - len(before), len(changed), clashes


@settings(max_examples=25, derandomize=True)
@given(BATCHES)
def test_evidence_is_a_table_of_ids_and_what_stands_for_them(batches: list[tuple[list[Rating], bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        evidence, model = Evidence.create(Path(folder)), dict[str, Rating]()
        for batch, correct in batches:
            version = evidence.version
            new, corrected, clashes = expect(model, batch, correct)
            kept = evidence.keep(batch, [STANDARD], correct=correct)
            assert (kept.new, kept.corrected) == (new, corrected)
            assert [one.rating for one in kept.conflicts] == clashes
            assert kept.new + kept.same + kept.corrected + len(kept.conflicts) == len(batch)
            assert kept.version == version + bool(new or corrected)
            assert [content(Rating(**row)) for row in stored(Path(folder))] == [
                content(row) for _, row in sorted(model.items())
            ]


# The book of columns


def documented(table: str) -> list[tuple[str, str, bool]]:
    """The rows of a table of docs/evidence.md: column, type, whether it may be null."""
    section = DOCS.read_text(encoding="utf-8").split(f"\n## `{table}`")[1].split("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:3] == "| `"
    ]
    assert all(nullable in {"", "null"} for _, _, nullable, *_ in cells)
    return [(name.strip("`"), kind, nullable == "null") for name, kind, nullable, *_ in cells]


KINDS = {
    "text": pa.string(),
    "timestamp UTC": pa.timestamp("us", tz="UTC"),
    "int8": pa.int8(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "double": pa.float64(),
    "bool": pa.bool_(),
}


@pytest.mark.parametrize("table", TABLES)
def test_the_tables_on_disk_are_those_of_the_documentation(evidence: Evidence, table: str) -> None:
    fields = pa.schema(DeltaTable(str(evidence.path / table)).schema().to_arrow())
    on_disk = [(field.name, field.type, field.nullable) for field in fields]
    assert on_disk == [(name, KINDS[kind], nullable) for name, kind, nullable in documented(table)]


def test_the_documentation_reads_evidence_as_it_says(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The blocks for DuckDB, pandas and plain Delta are run as they stand; what they print is counted by hand."""
    evidence.keep([rating("a"), rating("b", standard="overall"), rating("c")], [STANDARD])
    monkeypatch.chdir(evidence.path.parent)
    blocks = [part.split("```")[0] for part in DOCS.read_text(encoding="utf-8").split("```python\n")[1:]]
    run = [block for block in blocks if "spark" not in block]
    assert [len(block.splitlines()) <= 4 for block in run] == [True] * 3
    printed = []
    for block in run:
        if "pandas" in block:
            pytest.importorskip("pandas")
        exec(compile(block, str(DOCS), "exec"), {})  # the documentation is ours
        printed.append(capsys.readouterr().out)
    assert all("return.no-blame" in out and "2" in out for out in printed)


def test_all_conflicts_are_counted_though_only_the_first_thousand_are_told(evidence: Evidence) -> None:
    first = [rating(f"r{i}", level=4) for i in range(1200)]
    evidence.keep(first, [STANDARD])
    again = evidence.keep([replace(one, level=2) for one in first], [STANDARD])
    assert (again.new, again.same, again.refused) == (0, 0, 1200)
    assert len(again.conflicts) == 1000
