"""Answers and rows as files: all that the screen shows, in every form, and nothing that runs."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime
from math import inf
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

import clearbar
from clearbar.flow.inform import ANSWERS, write_answer, write_rows
from clearbar.model.book import Book
from clearbar.model.estimate import Answer, Estimates, Unit, Verdict

ROOT = Path(__file__).parents[2]
NASTY = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\tx", " =1", "http://example.org", "é\ud800"]


@pytest.fixture(scope="module")
def book() -> Book:
    return clearbar.read_book(ROOT / "examples" / "demo" / "book")


def answer() -> Answer:
    """Two figures, a standard of the demonstration's book, a place where there is no figure, a part with one figure."""
    part = Answer(
        "by week", ("week",), {"week": [202601, 202602]},
        {"effect": Estimates([-0.05, 0.125], [-0.1, 0.1], [0.0, 0.15], [40, 60], None, None, 0.99)},
        {"waited": [inf, 12.5]}, ("A note of the part.",), units={"effect": Unit.POINTS, "waited": Unit.SECONDS},
    )  # fmt: skip
    return Answer(
        "clearance", ("standard", "site"),
        {"standard": ["choose.listened", "overall"], "site": ["north", "=1+1"]},
        {
            "clearance": Estimates([0.75, 0.5], [0.7, 0.4], [0.8, 0.6], [100, 10], [20, 5], [75, 5]),
            "gap": Estimates([-0.25, 0.0], [-0.5, 0.0], [0.125, 0.0], [80, 0]),
        },
        {"verdict": [Verdict.FALLS_SHORT, None], "target": [0.8, None]},
        ("A note, with \"signs\".",), units={"clearance": Unit.SHARE, "gap": Unit.SIGNED, "target": Unit.SHARE},
        parts=(part,),
    )  # fmt: skip


HEADS = [
    "standard", "standard_name", "site", "clearance", "clearance_low", "clearance_high", "clearance_n",
    "clearance_hits", "clearance_clusters", "gap", "gap_low", "gap_high", "gap_n", "verdict", "target",
]  # fmt: skip
FIRST = ["choose.listened", "asking before showing", "north", 0.75, 0.7, 0.8, 100, 75, 20, -0.25, -0.5, 0.125, 80,
         "falls short", 0.8]  # fmt: skip
NOTES = ['A note, with "signs".', "A note of the part.", "Ours"]


def test_csv_holds_the_tables_and_notes_under_each_other(tmp_path: Path, book: Book) -> None:
    write_answer(answer(), tmp_path / "a.csv", book=book, title="Ours")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8"), newline="")))
    first, second, *_ = [row for row in rows if row["table"] == "clearance" and not row["note"]]
    assert [first[head] for head in HEADS] == [str(value) for value in FIRST]
    assert second["site"] == "'=1+1" and second["gap"] == second["gap_n"] == second["target"] == ""
    of_part = [row for row in rows if row["table"] == "by week" and not row["note"]]
    assert [(row["week"], row["effect"], row["n"], row["waited"]) for row in of_part] == [
        ("202601", "-0.05", "40", "inf"), ("202602", "0.125", "60", "12.5"),
    ]  # fmt: skip
    said = [row["note"] for row in rows if row["note"]]
    assert set(NOTES) < set(said)
    assert "clearance: a share, 0.84 is 84 %; low and high are its 95 % interval" in said
    assert "effect: a difference of shares, 0.05 is 5 points; low and high are its 99 % interval" in said


def test_parquet_holds_the_same_with_numbers_as_numbers(tmp_path: Path, book: Book) -> None:
    write_answer(answer(), tmp_path / "a.parquet", book=book, title="Ours")
    table = pq.read_table(tmp_path / "a.parquet")
    assert str(table.schema.field("clearance_n").type) == "int64" and str(table.schema.field("gap").type) == "double"
    rows = table.to_pylist()
    assert [rows[0][head] for head in HEADS] == FIRST
    assert rows[1]["site"] == "=1+1" and rows[1]["gap"] is None
    assert set(NOTES) < {row["note"] for row in rows}
    assert [row["waited"] for row in rows if row["table"] == "by week" and row["note"] is None] == [inf, 12.5]


def test_excel_has_a_sheet_for_each_table_and_one_about_them(tmp_path: Path, book: Book) -> None:
    write_answer(answer(), tmp_path / "a.xlsx", book=book, title="Ours")
    found = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
    assert found.sheet_names == ["clearance", "by week", "About"]
    heads, first, second = found.get_sheet_by_name("clearance").to_python()
    assert heads == HEADS and first == FIRST and second[2] == "=1+1" and second[9] == ""
    assert found.get_sheet_by_name("by week").to_python()[1][-1] == "∞"
    about = found.get_sheet_by_name("About").to_python()
    assert set(NOTES) < {row[2] for row in about}
    assert ["by week", "waited", "a time in seconds"] in about


def test_json_says_what_each_column_is(tmp_path: Path, book: Book) -> None:
    write_answer(answer(), tmp_path / "a.json", book=book, title="Ours")
    said = json.loads((tmp_path / "a.json").read_text(), parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    assert said["rows"][0] == dict(zip(HEADS, FIRST, strict=True)) and said["title"] == "Ours"
    assert {one["name"]: one["unit"] for one in said["columns"]}["gap_low"] == "signed"
    (part,) = said["parts"]
    assert part["rows"][0]["waited"] is None and part["notes"] == ["A note of the part."]


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="reads a PDF with pdftotext")
def test_paper_holds_every_figure_with_its_n_and_interval(tmp_path: Path, book: Book) -> None:
    write_answer(answer(), tmp_path / "a.pdf", book=book, title="Ours <b>")
    done = subprocess.run(["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True)
    words = " ".join(done.stdout.decode().split())
    for said in ("Ours <b>", "asking before showing", "70 % to 80 %", "75 of 100 in 20 clusters", "falls short", "80 %",
                 "-5.0 points", "A note of the part", "∞", "=1+1", "99 % interval"):  # fmt: skip
        assert said in words, said


def test_nothing_in_a_workbook_runs(tmp_path: Path) -> None:
    write_rows(["=head", "n"], [(text, -i) for i, text in enumerate(NASTY)], tmp_path / "rows.xlsx")
    with zipfile.ZipFile(tmp_path / "rows.xlsx") as parts:
        assert not [name for name in parts.namelist() if "external" in name.lower() or "vba" in name.lower()]
        pages = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/")]
    assert pages and not [page for page in pages if re.search(r"<f[ >]|<hyperlink", page)]
    heads, *rows = CalamineWorkbook.from_path(str(tmp_path / "rows.xlsx")).get_sheet_by_index(0).to_python()
    assert heads == ["=head", "n"] and rows == [[text.replace("\ud800", "\ufffd"), -i] for i, text in enumerate(NASTY)]


def test_rows_come_back_from_every_form(tmp_path: Path) -> None:
    rows: list[tuple[Any, ...]] = [
        ("a", 1, -0.5, True, date(2026, 3, 2), datetime(2026, 3, 2, 9, 30, tzinfo=UTC), 2**70),
        (None, None, 2, False, None, None, 1),
    ]
    heads = ["text", "whole", "broken", "truth", "day", "moment", "large"]
    for suffix in ("csv", "parquet", "xlsx"):
        write_rows(heads, iter(rows), tmp_path / f"rows.{suffix}")
    told = list(csv.reader(io.StringIO((tmp_path / "rows.csv").read_text())))
    assert told[1] == ["a", "1", "-0.5", "True", "2026-03-02", "2026-03-02 09:30:00+00:00", str(2**70)]
    first, second = pq.read_table(tmp_path / "rows.parquet").to_pylist()
    assert list(first.values()) == [*rows[0][:-1], str(2**70)] and second["broken"] == 2.0 and second["text"] is None
    found = CalamineWorkbook.from_path(str(tmp_path / "rows.xlsx")).get_sheet_by_index(0).to_python()
    assert found[1] == ["a", 1, -0.5, True, date(2026, 3, 2), "2026-03-02 09:30:00+00:00", str(2**70)]


def test_no_rows_are_a_head_alone(tmp_path: Path) -> None:
    for suffix in ("csv", "parquet", "xlsx"):
        write_rows(["a", "b"], [], tmp_path / f"rows.{suffix}")
    assert (tmp_path / "rows.csv").read_text() == "a,b\n"
    assert pq.read_table(tmp_path / "rows.parquet").column_names == ["a", "b"]


@pytest.mark.parametrize("names", [["History", "history"], ["a/b:c*[d]?", "A b c  d"], ["x" * 40, "x" * 41], ["'", ""]])
def test_sheets_get_names_that_excel_takes(tmp_path: Path, names: list[str]) -> None:
    inner = [Answer(name, (), {}, {}, {}) for name in names]
    write_answer(Answer("clearance", (), {}, {}, {}, parts=tuple(inner)), tmp_path / "a.xlsx")
    found = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).sheet_names
    assert len({name.lower() for name in found}) == 3 and all(0 < len(name) <= 31 for name in found)


def test_another_suffix_is_refused_and_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.parquet"):
        write_answer(answer(), tmp_path / "a.docx")
    with pytest.raises(ValueError, match=r"\.parquet"):
        write_rows(["a"], [], tmp_path / "a.pdf")
    assert not list(tmp_path.iterdir())


def test_more_rows_than_anybody_reads_on_paper_are_refused_with_a_way_out(tmp_path: Path) -> None:
    long = Answer("x", (), {"site": list(range(2001))}, {"a": Estimates(*([[0.5] * 2001] * 3), [9] * 2001)}, {})
    with pytest.raises(ValueError, match=r"2,001 rows are too many for paper .* take \.xlsx or \.csv"):
        write_answer(long, tmp_path / "a.pdf")
    assert not list(tmp_path.iterdir())


def test_an_answer_without_rows_tells_its_notes_in_every_form(tmp_path: Path) -> None:
    empty = Answer("clearance", ("site",), {"site": []}, {"clearance": Estimates([], [], [], [])}, {}, ("Too few.",))
    for suffix in ANSWERS:
        write_answer(empty, tmp_path / f"a{suffix}")
    assert "Too few." in (tmp_path / "a.csv").read_text() and "Too few." in (tmp_path / "a.json").read_text()
    assert "Too few." in pq.read_table(tmp_path / "a.parquet")["note"].to_pylist()
