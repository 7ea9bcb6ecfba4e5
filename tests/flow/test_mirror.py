"""A mirror follows its database by id, and nobody else writes there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clearbar.engines import DuckDB, Evidence, delta
from clearbar.engines import mirror as store
from clearbar.flow.check import check
from clearbar.flow.define import read_book
from clearbar.flow.mirror import due, editions_of, mirror, rebuild
from clearbar.model.errors import EvidenceFault
from clearbar.model.evidence import Event, Invitation, Rating
from clearbar.model.question import Query
from tests.engines.samples import STANDARD, anonymous, on, rating

BOOK = Path(__file__).parents[1] / "roads" / "shop"
ASKED = Invitation("v1", "i1", "customer", "q", None, "s01", 202610, False, None)
DONE = Event("e1", "coached", 20260302, None, "p-7", None)


def kept(folder: Path) -> dict[str, int]:
    """The level under each id."""
    table = Evidence(folder)._table("ratings").to_pyarrow_table()
    assert table.num_rows == len(set(table["rating"].to_pylist()))
    return {row["rating"]: row["level"] for row in table.select(["rating", "level"]).to_pylist()}


def test_the_newest_content_of_an_id_replaces_the_old_and_what_is_gone_goes(tmp_path: Path) -> None:
    folder = tmp_path / "m"
    first = mirror(folder, [rating("a"), rating("b", level=2), rating("it's")], [STANDARD])
    assert (first.new, first.removed) == (3, 0)
    then = mirror(folder, [rating("b", level=5), rating("c")], [STANDARD], gone=["it's", "nowhere"])
    assert (then.new, then.corrected, then.removed, then.version) == (1, 1, 1, Evidence(folder).version)
    assert kept(folder) == {"a": 4, "b": 5, "c": 4}


def test_what_is_gone_is_gone_though_it_comes_in_the_same_call(tmp_path: Path) -> None:
    mirror(tmp_path, [rating("a")], [STANDARD])
    mirror(tmp_path, [rating("a", level=1), rating("b")], [STANDARD], gone={"a"})
    assert kept(tmp_path) == {"b": 4}


def test_the_same_batch_twice_makes_no_new_version_of_any_table(tmp_path: Path) -> None:
    def versions() -> list[int]:
        return [Evidence(tmp_path).newest(name)[0] for name in ("ratings", "standards", "invitations", "events")]

    for _ in range(2):
        mirror(tmp_path, [rating("a"), anonymous("b", 202610)], [STANDARD], [ASKED], [DONE], gone=["x"])
        versions_before = versions()
    mirror(tmp_path, [rating("a"), anonymous("b", 202610)], [STANDARD], [ASKED], [DONE], gone=["x"])
    assert versions() == versions_before
    mirror(tmp_path, (), (), [replace(ASKED, answered=True)])
    assert versions()[2] == versions_before[2] + 1
    assert Evidence(tmp_path)._table("invitations").to_pyarrow_table()["answered"].to_pylist() == [True]


def test_a_mirror_takes_no_ratings_from_elsewhere_and_other_evidence_becomes_no_mirror(tmp_path: Path) -> None:
    mirror(tmp_path / "m", [rating("a")], [STANDARD])
    with pytest.raises(EvidenceFault, match="mirrors another database"):
        check(read_book(BOOK), [], tmp_path / "m", new_id=lambda: "x")
    Evidence.create(tmp_path / "e").keep([rating("a")], [STANDARD])
    with pytest.raises(EvidenceFault, match="came some other way"):
        mirror(tmp_path / "e", [rating("b")], [STANDARD])
    with pytest.raises(EvidenceFault, match="came some other way"):
        rebuild(tmp_path / "e", [rating("b")], [STANDARD])
    assert kept(tmp_path / "e") == {"a": 4}


def test_many_small_commits_leave_few_files_and_the_same_ratings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_FILES", 4)
    for i in range(store.MOST_FILES * 2 + 3):
        mirror(tmp_path, [rating(f"r{i}", level=1 + i % 5)], [STANDARD], [replace(ASKED, invitation=f"v{i}")])
    assert len(Evidence(tmp_path).files("ratings")) <= store.MOST_FILES + 1
    assert len(Evidence(tmp_path).files("invitations")) <= store.MOST_FILES + 1
    assert kept(tmp_path) == {f"r{i}": 1 + i % 5 for i in range(store.MOST_FILES * 2 + 3)}


def test_files_that_nobody_reads_any_more_are_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "KEPT_HOURS", 0)
    monkeypatch.setattr(store, "MOST_FILES", 3)
    for i in range(8):
        mirror(tmp_path, [rating(f"r{i}")], [STANDARD])
    assert len(list((tmp_path / "ratings").rglob("*.parquet"))) <= 4
    assert len(kept(tmp_path)) == 8


def test_a_rebuild_leaves_the_rows_of_the_database_alone_and_keeps_the_key(tmp_path: Path) -> None:
    mirror(tmp_path, [rating("a"), rating("b")], [STANDARD], [ASKED], [DONE])
    key = Evidence(tmp_path).key
    done = rebuild(tmp_path, [rating("b", level=1), on(date(2026, 5, 1), "c")], [STANDARD], (), [DONE])
    assert (done.new, done.version) == (2, Evidence(tmp_path).version)
    assert kept(tmp_path) == {"b": 1, "c": 4}
    assert Evidence(tmp_path).key == key
    assert Evidence(tmp_path)._table("invitations").to_pyarrow_table().num_rows == 0
    assert Evidence(tmp_path).standards() == [STANDARD]
    assert Evidence(tmp_path).is_mirror
    assert rebuild(tmp_path, (), ()).new == 0
    assert kept(tmp_path) == {}
    assert rebuild(tmp_path / "new", [rating("a")], [STANDARD]).new == 1


def test_who_reads_goes_on_with_the_version_that_was_opened(tmp_path: Path) -> None:
    mirror(tmp_path, [rating("a"), rating("b")], [STANDARD])
    engine = DuckDB(Evidence(tmp_path))
    rebuild(tmp_path, [rating("c")], [STANDARD])
    assert engine.run(Query("select count(*) as n from ratings", (), ("n",)))["n"].tolist() == [2]
    engine.close()


def test_a_rebuild_mends_a_file_that_is_missing(tmp_path: Path) -> None:
    mirror(tmp_path, [rating("a")], [STANDARD])
    for name in ("ratings", "standards"):
        Path(Evidence(tmp_path).files(name)[0]).unlink()
    with pytest.raises(EvidenceFault):
        Evidence(tmp_path).snapshot()
    rebuild(tmp_path, [rating("a", level=3)], [STANDARD])
    assert kept(tmp_path) == {"a": 3}
    assert Evidence(tmp_path).standards() == [STANDARD]


KILLED = """
import os, sys
from pathlib import Path
from clearbar.flow.mirror import rebuild
from tests.engines.samples import STANDARD, rating
def rows():
    for i in range(60_000):
        yield rating(f"n{i}", level=5)
        if i == 59_999:
            os.kill(os.getpid(), 9)
rebuild(Path(sys.argv[1]), rows(), [STANDARD])
"""


def test_a_rebuild_that_is_killed_leaves_the_old_ratings_whole(tmp_path: Path) -> None:
    mirror(tmp_path, [rating("a"), rating("b")], [STANDARD])
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)], cwd=Path(__file__).parents[2], env={**os.environ}, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    assert kept(tmp_path) == {"a": 4, "b": 4}
    assert mirror(tmp_path, [rating("c")], [STANDARD]).new == 1


def test_places_of_anonymous_ratings_do_not_tell_the_order_in_which_they_came(tmp_path: Path) -> None:
    rows = [anonymous(name, 202610, response=name) for name in ("9", "1", "5", "3", "7")]
    mirror(tmp_path / "one", rows, [STANDARD])
    mirror(tmp_path / "two", rows[::-1], [STANDARD])
    places = [list(kept(tmp_path / name)) for name in ("one", "two")]
    assert places[0] == places[1] == sorted(places[0])


def test_anonymous_ratings_wait_for_company_or_for_the_end_of_their_week() -> None:
    def answers(site: str, week: int, many: int) -> list[Rating]:
        return [
            anonymous(f"{site}-{i}-{k}", week, site=site, response=f"{site}-{i}") for i in range(many) for k in range(2)
        ]

    named, few, enough, over = (
        [rating("a")],
        answers("s1", 202611, 4),
        answers("s2", 202611, 5),
        answers("s3", 202610, 1),
    )
    now, later = due([*few, *named, *enough, *over], week=202611)
    assert sorted(one.rating for one in now) == sorted(one.rating for one in [*named, *enough, *over])
    assert later == few


def test_the_editions_of_a_book_are_those_that_a_check_keeps(tmp_path: Path) -> None:
    book = read_book(BOOK)
    check(book, [], tmp_path / "e", new_id=lambda: "x")
    assert sorted(editions_of(book), key=lambda row: row.edition) == sorted(
        Evidence(tmp_path / "e").standards(), key=lambda row: row.edition
    )
    assert delta.MIRROR == "mirror"
