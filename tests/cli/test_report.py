"""`clearbar report` and `clearbar schema`: files written where they were asked for, or a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def kept(run: Run, book: Path, conversations: Path, tmp_path: Path) -> Path:
    """Evidence of the sample book."""
    assert run("check", book, conversations, "-o", tmp_path / "evidence").code == 0
    return tmp_path / "evidence"


def test_a_report_is_said_and_written(run: Run, book: Path, kept: Path, tmp_path: Path) -> None:
    page, data, text = tmp_path / "r.html", tmp_path / "deep" / "r.JSON", tmp_path / "r.txt"
    said = run("report", book, kept, "-o", page, "-o", data, "--output", text)
    assert said.code == 0 and "Harbour & Hill" in said.out
    assert said.out.splitlines()[-3:] == [f"written: {path}" for path in (page, data, text)]
    assert "<html" in page.read_text() and "Harbour &amp; Hill" in page.read_text()
    assert json.loads(data.read_text())
    assert text.read_text().strip() and text.read_text().split()[:3] == said.out.split()[:3]
    assert "\x1b" not in said.out  # nobody looks: no colours


def test_a_report_is_written_on_paper(run: Run, book: Path, kept: Path, tmp_path: Path) -> None:
    said = run("report", book, kept, "-q", "-o", tmp_path / "r.pdf")
    assert (said.code, said.out) == (0, f"written: {tmp_path / 'r.pdf'}\n")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-")


def test_a_quiet_report_says_only_what_it_wrote(run: Run, book: Path, kept: Path, tmp_path: Path) -> None:
    said = run("report", book, kept, "-q", "-o", tmp_path / "r.txt")
    assert (said.code, said.out) == (0, f"written: {tmp_path / 'r.txt'}\n")
    assert run("report", book, kept, "-q").out == ""


@pytest.mark.parametrize("name", ["r.docx", "r", "r.html.gz", ".html", "html"])
def test_a_suffix_that_is_none_is_refused_before_any_work(run: Run, tmp_path: Path, name: str) -> None:
    said = run("report", "no-book", "no-evidence", "-o", tmp_path / "good.html", "-o", tmp_path / name)
    assert said.is_refusal() and ".html, .json, .pdf, .txt" in said.err and not (tmp_path / "good.html").exists()


def test_what_is_missing_is_told(run: Run, book: Path, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder.html").mkdir()
    for arguments in (
        (tmp_path / "nowhere", kept), (tmp_path / "file", kept), (book, tmp_path / "nowhere"), (book, book),
        (book, tmp_path / "file"),
        (book, kept, "-o", tmp_path / "file" / "r.html"), (book, kept, "-o", tmp_path / "folder.html"),
    ):  # fmt: skip
        said = run("report", *arguments)
        assert said.is_refusal() and not said.is_own_fault(), (arguments, said)


def test_a_book_whose_files_cannot_be_read_is_told(process: Run, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "book" / "journeys").mkdir(parents=True)
    (tmp_path / "book" / "book.yaml").write_text("organisation: x\nvalue: y\n")
    (tmp_path / "book" / "journeys" / "a.yaml").mkdir()
    said = process("report", tmp_path / "book", kept)
    assert said.is_refusal() and "no journey" in said.err
    locked = tmp_path / "book" / "journeys" / "b.yaml"
    locked.write_text("x")
    locked.chmod(0)
    said = process("report", tmp_path / "book", kept)  # the superuser may read it, and finds no journey in it
    assert said.is_refusal() and not said.is_own_fault() and str(locked.name) in said.err


def test_schemas_are_written_where_they_are_asked_for(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run("schema", "-o", tmp_path / "deep" / "down")
    names = {Path(line.removeprefix("written: ")).name for line in said.out.splitlines()}
    assert said.code == 0 and names >= {"book.schema.json", "journey.schema.json"}
    for line in said.out.splitlines():
        assert json.loads(Path(line.removeprefix("written: ")).read_text())["$schema"]
    monkeypatch.chdir(tmp_path)
    assert run("schema").code == 0 and (tmp_path / "journey.schema.json").exists()
    (tmp_path / "file").write_text("x")
    assert run("schema", "-o", tmp_path / "file").is_refusal()
