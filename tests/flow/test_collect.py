"""Importing: a table → evidence, in one commit; what cannot be used → rejected.csv; and nothing lost on the way."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from clearbar.engines import Evidence, delta
from clearbar.flow import collect
from clearbar.flow.check import check
from clearbar.flow.collect import import_ratings, read_map
from clearbar.flow.define import read_book
from clearbar.model.book import Book
from clearbar.model.errors import EvidenceFault, InputFault
from tests.engines.samples import stored
from tests.flow.samples import BOOK, given, line
from tests.intake.tables_samples import as_csv, good


@pytest.fixture(scope="module")
def book() -> Book:
    return read_book(BOOK)


def write(folder: Path, rows: list[dict[str, Any]], name: str = "ratings.csv") -> Path:
    path = folder / name
    path.write_bytes(as_csv(rows))
    return path


def rejected(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def many(count: int, **more: str) -> list[dict[str, Any]]:
    return [good(interaction=f"i-{i}", level=str(1 + i % 5), **more) for i in range(count)]


def test_ratings_of_a_table_are_kept_and_the_same_again_add_nothing(book: Book, tmp_path: Path) -> None:
    file = write(tmp_path, many(30))
    first = import_ratings(file, tmp_path / "e", book=book, rejected=tmp_path / "rejected.csv")
    assert (first.rows, first.ratings, first.rejected, first.kept.new, first.kept.version) == (30, 30, 0, 30, 1)
    assert first.rejected_file is None and not (tmp_path / "rejected.csv").exists()
    again = import_ratings(file, tmp_path / "e")
    assert (again.kept.new, again.kept.same, again.kept.version) == (0, 30, 1)
    assert [row["level"] for row in stored(tmp_path / "e")].count(1) == 6
    assert {row["edition"] for row in stored(tmp_path / "e")} == {book.overall.edition}
    assert len(stored(tmp_path / "e", "standards")) == len(list(book.placed()))


def test_bad_rows_are_written_with_their_places_and_good_ones_kept(book: Book, tmp_path: Path) -> None:
    rows = [good(interaction=f"i-{i}", level=str(i), remark="=cmd()") for i in range(7)] + [
        good(source="=boss", rated_at="x")
    ]
    done = import_ratings(write(tmp_path, rows), tmp_path / "e", book=book, rejected=tmp_path / "rejected.csv")
    assert (done.rows, done.ratings, done.rejected, done.kept.new) == (8, 5, 3, 5)
    assert dict(done.reasons) == {"CI002": 2, "CI006": 1, "CI007": 1}
    assert done.not_read == ("remark",)
    assert done.rejected_file == tmp_path / "rejected.csv"
    told = rejected(tmp_path / "rejected.csv")
    assert [(one["file"], one["row"], one["line"], one["column"], one["code"], one["value"]) for one in told] == [
        ("ratings.csv", "1", "2", "level", "CI002", "0"),
        ("ratings.csv", "7", "8", "level", "CI002", "6"),
        ("ratings.csv", "8", "9", "source", "CI006", "'=boss"),
        ("ratings.csv", "8", "9", "rated_at", "CI007", "x"),
    ]
    assert all(one["reason"] and one["hint"] for one in told)
    assert "cmd" not in (tmp_path / "rejected.csv").read_text()


def test_a_file_of_rejected_rows_replaces_an_earlier_one_and_nothing_else(book: Book, tmp_path: Path) -> None:
    target = tmp_path / "rejected.csv"
    for level in ("7", "8"):
        import_ratings(write(tmp_path, [good(level=level)]), tmp_path / "e", book=book, rejected=target)
        assert [one["value"] for one in rejected(target)] == [level]
    target.write_text("my,own,table\n")
    with pytest.raises(InputFault, match="CI035"):
        import_ratings(write(tmp_path, [good(level="7")]), tmp_path / "e", book=book, rejected=target)
    assert target.read_text() == "my,own,table\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e", "ratings.csv", "rejected.csv"]


def test_a_table_and_conversations_give_the_same_ratings(book: Book, tmp_path: Path) -> None:
    """What `check` keeps of a conversation, `import` finds there already, content and all."""
    sent = [
        line(f"c-{i}", topic="repairs", site={"id": "s01"},
             ratings=[given("overall", 1 + i % 5, at=good()["rated_at"], rater=f"r-{i}", anonymous=i % 2 == 0)])
        for i in range(10)
    ]  # fmt: skip
    check(book, sent, tmp_path / "e", new_id=lambda: "drawn")
    rows = [
        good(
            interaction=f"c-{i}",
            level=str(1 + i % 5),
            rater=f"r-{i}",
            site="s01",
            topic="repairs",
            anonymous=str(i % 2 == 0),
        )
        for i in range(10)
    ]
    done = import_ratings(write(tmp_path, rows), tmp_path / "e")
    assert (done.kept.new, done.kept.same, done.kept.refused) == (0, 10, 0)


def test_other_content_is_a_conflict_unless_it_corrects(book: Book, tmp_path: Path) -> None:
    import_ratings(write(tmp_path, many(5)), tmp_path / "e", book=book)
    changed = write(tmp_path, [row | {"level": "3"} for row in many(5)])
    done = import_ratings(changed, tmp_path / "e")
    assert (done.kept.new, done.kept.same, done.kept.refused) == (0, 1, 4)
    assert {one.columns for one in done.kept.conflicts} == {("level",)}
    done = import_ratings(changed, tmp_path / "e", correct=True)
    assert (done.kept.corrected, done.kept.same) == (4, 1)
    assert {row["level"] for row in stored(tmp_path / "e")} == {3}


def test_two_rows_of_one_id_with_other_content_are_a_conflict_in_one_file(book: Book, tmp_path: Path) -> None:
    done = import_ratings(write(tmp_path, [good(), good(), good(level="1")]), tmp_path / "e", book=book)
    assert (done.kept.new, done.kept.same, done.kept.refused) == (1, 1, 1)
    assert stored(tmp_path / "e")[0]["level"] == 4


def test_without_a_book_the_evidence_says_which_edition_holds(book: Book, tmp_path: Path) -> None:
    import_ratings(write(tmp_path, many(1)), tmp_path / "e", book=book)
    assert import_ratings(write(tmp_path, many(9)), tmp_path / "e").kept.new == 8
    second = replace(book, overall=replace(book.overall, edition="e-2"))
    import_ratings(write(tmp_path, many(10)), tmp_path / "e", book=second, correct=True)
    assert {row["edition"] for row in stored(tmp_path / "e")} == {"e-2"} | {book.overall.edition} - {
        book.overall.edition
    }
    done = import_ratings(write(tmp_path, many(11)), tmp_path / "e")
    assert (done.ratings, dict(done.reasons)) == (0, {"CI005": 11})


def test_the_first_import_needs_a_book_and_touches_nothing_without_one(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="CI036"):
        import_ratings(write(tmp_path, many(1)), tmp_path / "e")
    assert not (tmp_path / "e").exists()


def test_a_mirror_takes_no_imports(book: Book, tmp_path: Path) -> None:
    evidence = Evidence.create(tmp_path / "e")
    assert not evidence.is_mirror
    (evidence.path / delta.MIRROR).touch()
    assert evidence.is_mirror
    with pytest.raises(EvidenceFault, match="mirrors another database"):
        import_ratings(write(tmp_path, many(1)), tmp_path / "e", book=book)
    assert evidence.version == 0 and stored(tmp_path / "e", "standards") == []


def test_a_table_that_cannot_be_read_makes_no_evidence(book: Book, tmp_path: Path) -> None:
    for content, name in [(b"", "a.csv"), (b"PK\x03\x04", "a.xlsx"), (b"PAR1", "a.parquet"), (b"x,y\n1,2\n", "b.csv")]:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputFault):
            import_ratings(tmp_path / name, tmp_path / "e", book=book)
    assert not (tmp_path / "e").exists()


def test_a_fault_while_reading_keeps_nothing_and_leaves_nothing(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_ratings(write(tmp_path, many(1)), tmp_path / "e", book=book)
    before = collect.importing.tables.clean
    seen = []

    def broken(*arguments: Any) -> Any:
        seen.append(before(*arguments))
        raise KeyboardInterrupt

    monkeypatch.setattr(collect.importing.tables, "clean", broken)
    with pytest.raises(KeyboardInterrupt):
        import_ratings(write(tmp_path, [*many(9), good(level="9")]), tmp_path / "e", rejected=tmp_path / "r.csv")
    assert seen and len(stored(tmp_path / "e")) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e", "ratings.csv"]


def test_progress_is_told_in_bytes(book: Book, tmp_path: Path) -> None:
    file, told = write(tmp_path, many(50)), list[int]()
    import_ratings(file, tmp_path / "e", book=book, progress=told.append)
    assert file.stat().st_size <= sum(told) <= file.stat().st_size + 100


def test_a_cut_file_is_told(book: Book, tmp_path: Path) -> None:
    file = write(tmp_path, many(5))
    file.write_bytes(file.read_bytes()[:-20])
    done = import_ratings(file, tmp_path / "e", book=book)
    assert (done.kept.new, done.rejected) == (4, 1) and "line 6" in done.cut


def test_many_blocks_are_one_commit_with_every_row_once(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clearbar.intake.tables.bytes_to_lines.CHUNK_BYTES", 2000)
    rows = [good(interaction=f"i-{i}", level=str(i % 6)) for i in range(600)]
    done = import_ratings(write(tmp_path, rows), tmp_path / "e", book=book, rejected=tmp_path / "r.csv")
    assert (done.rows, done.kept.new, done.rejected, done.kept.version) == (600, 500, 100, 1)
    assert [int(one["row"]) for one in rejected(tmp_path / "r.csv")] == list(range(1, 601, 6))
    assert {row["interaction"] for row in stored(tmp_path / "e")} == {f"i-{i}" for i in range(600) if i % 6}


def test_a_map_is_read_from_its_file(book: Book, tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text("columns: {level: Score}\nlevels: {from: 0..10}\n")
    rows = [{**good(interaction=f"i-{i}"), "Score": str(i)} for i in range(11)]
    import_ratings(write(tmp_path, rows), tmp_path / "e", book=book, map=read_map(tmp_path / "map.yaml"))
    assert sorted(row["level"] for row in stored(tmp_path / "e")) == [1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5]
    (tmp_path / "map.yaml").write_text("columms: {}\n")
    with pytest.raises(InputFault, match="did you mean `columns`"):
        read_map(tmp_path / "map.yaml")


def test_a_batch_in_other_columns_is_refused(tmp_path: Path) -> None:
    evidence = Evidence.create(tmp_path / "e")
    with pytest.raises(TypeError, match="columns"):
        evidence.keep([pa.record_batch({"rating": ["a"]})], [])
    assert evidence.version == 0


def test_the_moment_of_an_import_is_the_clock_of_the_flow(book: Book, tmp_path: Path) -> None:
    ahead = datetime(datetime.now(UTC).year + 1, 1, 3, tzinfo=UTC).isoformat()
    done = import_ratings(write(tmp_path, [good(rated_at=ahead)]), tmp_path / "e", book=book)
    assert dict(done.reasons) == {"CI013": 1} or datetime.now(UTC).month == 12
