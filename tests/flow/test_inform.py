"""Reports as files: whole or not at all."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from clearbar.flow.inform import write_report
from clearbar.model.errors import ClearbarError
from tests.reports.samples import almost_empty, shop


@pytest.mark.parametrize("name", ["report.html", "report.json", "report.txt", "REPORT.HTML"])
def test_the_suffix_says_what_is_written(tmp_path: Path, name: str) -> None:
    path = tmp_path / "new" / name
    write_report(shop(), path)
    text = path.read_text(encoding="utf-8")
    suffix = path.suffix.lower()
    assert text.startswith({".html": "<!doctype html>", ".json": "{", ".txt": shop().organisation}[suffix])
    assert [file.name for file in path.parent.iterdir()] == [name]


def test_paper_is_written_as_a_pdf(tmp_path: Path) -> None:
    write_report(almost_empty(), tmp_path / "report.PDF")
    assert (tmp_path / "report.PDF").read_bytes().startswith(b"%PDF-")
    assert [file.name for file in tmp_path.iterdir()] == ["report.PDF"]


def test_a_machine_that_cannot_draw_a_pdf_is_told_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "clearbar.reports.paper", None)
    with pytest.raises(ClearbarError, match=r"no PDF can be drawn(.|\n)*hint: install Pango"):
        write_report(almost_empty(), tmp_path / "report.pdf")
    assert not list(tmp_path.iterdir())


def test_another_suffix_is_refused_and_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.html"):
        write_report(shop(), tmp_path / "report.docx")
    assert not list(tmp_path.iterdir())


def test_a_folder_in_its_place_is_told_and_nothing_left_behind(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(IsADirectoryError):
        write_report(shop(), tmp_path / "report.html")
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_an_old_report_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("of last time " * 1_000_000)
    write_report(almost_empty(), path)
    assert json.loads(path.read_text())["organisation"] == almost_empty().organisation
