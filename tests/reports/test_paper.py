"""The report on paper: tagged, told in words, and in need of nothing from outside."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from clearbar.model.report import Report
from clearbar.reports.paper import _Refusing, paper
from tests.reports.samples import almost_empty, nasty, shop, star

poppler = pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="needs poppler-utils")


@cache
def made(sample: Callable[[], Report]) -> bytes:
    return paper(sample())


def objects(pdf: bytes) -> bytes:
    """Everything in a PDF, its streams of objects unpacked."""
    unpacked = [pdf]
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            unpacked.append(zlib.decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(unpacked)


def told(tmp_path: Path, pdf: bytes, *command: str) -> str:
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf)
    arguments = [command[0], *command[1:], str(file), *(["-"] if command[0] == "pdftotext" else [])]
    return subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.mark.parametrize("sample", [shop, star, almost_empty, nasty])
def test_paper_is_tagged_and_every_picture_is_told(sample: Callable[[], Report]) -> None:
    inside = objects(made(sample))
    for part in (
        b"/StructTreeRoot",
        b"/MarkInfo <</Marked true>>",
        b"/DisplayDocTitle true",
        b"/Lang (",
        b"pdfuaid:part",
    ):
        assert part in inside, part
    figures = re.findall(rb"/S /Figure(.*?)>>\n", inside, re.DOTALL)
    assert all(b"/Alt " in figure for figure in figures)
    assert bool(figures) == bool(sample().lines)
    assert inside.count(b"/S /H1") == 1
    assert not re.search(rb"/URI|/JavaScript|/JS |/Launch|/EmbeddedFile", inside)


def test_tables_have_heads_and_headings_come_in_order() -> None:
    inside = objects(made(shop))
    assert inside.count(b"/S /TH") > 20
    levels = [int(level) for level in re.findall(rb"/S /H(\d)", inside)]
    assert set(levels) == {1, 2, 3}


@poppler
def test_paper_says_what_the_page_says(tmp_path: Path) -> None:
    words = " ".join(told(tmp_path, paper(shop(), date(2026, 6, 2)), "pdftotext", "-layout").split())
    for said in (
        "Kaffeehaus Morgenrot",
        "Six of nine standards clear their bar;",
        "1. Work on greeting first",
        "Customers got less than they expected on greeting.",
        "Advice is vague;",
        "“promptly” can be read in two ways",
        "The numbers behind the charts",
        "Book version 2026-02-17.3; evidence version 41.",
    ):
        assert said in words, said
    assert "evidence of 1 March to 31 May 2026 1 of" in words


@poppler
@pytest.mark.parametrize("sample", [shop, star, almost_empty, nasty])
def test_pages_are_a4_and_named(tmp_path: Path, sample: Callable[[], Report]) -> None:
    about = told(tmp_path, made(sample), "pdfinfo")
    assert "A4" in about and re.search(r"Tagged: +yes", about) and "how far do we clear the bar?" in about
    assert re.search(r"JavaScript: +no", about) and re.search(r"Form: +none", about)
    assert int(re.search(r"Pages: +(\d+)", about)[1]) <= 30  # type: ignore[index]


@poppler
def test_nothing_is_drawn_beyond_the_paper(tmp_path: Path) -> None:
    boxes = told(tmp_path, made(shop), "pdftotext", "-bbox")
    right = [float(edge) for edge in re.findall(r'<word [^>]*xMax="([0-9.]+)"', boxes)]
    left = [float(edge) for edge in re.findall(r'<word xMin="([0-9.]+)"', boxes)]
    assert len(right) > 500 and min(left) >= 40 and max(right) <= 595.3 - 40


def test_whatever_a_text_asks_for_is_refused() -> None:
    for url in ("https://x.org/a.png", "file:///etc/passwd", "data:text/plain,hello"):
        with pytest.raises(ValueError, match="fetches nothing"):
            _Refusing().fetch(url)
