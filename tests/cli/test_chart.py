"""`clearbar chart`: an answer as a page or a picture, drawn from what the measure answers."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

import clearbar
from tests.cli.conftest import Run
from tests.measures.samples import keep, row

SVG = "{http://www.w3.org/2000/svg}"


def texts(file: Path) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(file.read_text("utf-8")).iter(f"{SVG}text")]


def test_a_picture_names_every_group_of_the_answer(run: Run, evidence: Path, tmp_path: Path) -> None:
    file = tmp_path / "deep" / "sites.svg"
    said = run("chart", "delight", evidence, "--by", "site", "-o", file)
    assert (said.code, said.err) == (0, "") and f"written: {file}" in said.out
    shown = " ".join(texts(file)).lower()
    sites = [row.keys["site"] for row in clearbar.measure("delight", evidence, by="site").rows]
    assert len(sites) > 1 and all((site or "site unknown").lower() in shown for site in sites)


def test_a_picture_in_pixels_is_one(run: Run, evidence: Path, tmp_path: Path) -> None:
    assert run("chart", "clearance", evidence, "--by", "site", "-o", tmp_path / "a.png").code == 0
    drawn = (tmp_path / "a.png").read_bytes()
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(drawn[16:20], "big") > 1000


def test_a_page_has_the_numbers_and_asks_nothing_of_any_network(run: Run, evidence: Path, tmp_path: Path) -> None:
    assert run("chart", "clearance", evidence, "--by", "site", "-o", tmp_path / "a.html").code == 0
    page = unescape((tmp_path / "a.html").read_text("utf-8"))
    assert "default-src 'none'" in page and "<table>" in page
    hits = [row.figures["clearance"].hits for row in clearbar.measure("clearance", evidence, by="site").rows]
    assert all(f"{one:,} of " in page for one in hits if one is not None)


def test_the_book_says_what_standards_are_called(run: Run, book: Path, tmp_path: Path) -> None:
    named = tmp_path / "book"
    shutil.copytree(book, named)
    journey = named / "journeys" / "return.yaml"
    first = next(one.standard for one in clearbar.read_book(book).placed())
    journey.write_text(re.sub(rf"(- id: {first.id}\n)( +)", r"\1\2name: a warm hello\n\2", journey.read_text()))
    folder = keep(tmp_path / "evidence", [row(str(i), edition="e1", level=4) for i in range(8)])
    for standard, shown in ((first.id, "A warm hello"), ("unheard-of", "Greeting")):
        answer = clearbar.measure("clearance", folder, by="standard")
        renamed = replace(answer, keys={"standard": [standard if standard == first.id else "greeting"]})
        clearbar.write_chart(renamed, tmp_path / "a.svg", book=clearbar.read_book(named))
        assert shown in texts(tmp_path / "a.svg")


def test_what_cannot_be_drawn_is_said_and_no_file_is_left(run: Run, evidence: Path, tmp_path: Path) -> None:
    for asked, told in (
        (["clearance", "--by", "site", "-o", "a.pdf"], "a chart ends in .html, .png, .svg"),
        (["clearance", "--where", "site = 'nowhere'", "-o", "a.svg"], "nothing to see"),
        (["clearance", "--by", "site", "-o", "a.svg", "--number", "99"], "the answer has"),
    ):
        asked[asked.index("-o") + 1] = str(tmp_path / asked[asked.index("-o") + 1])
        said = run("chart", asked[0], evidence, *asked[1:])
        assert said.is_refusal() and told in said.err
    assert not list(tmp_path.glob("*a.*"))


@pytest.mark.parametrize("name", clearbar.MEASURES)
def test_every_measure_can_be_drawn_or_says_why_not(run: Run, evidence: Path, tmp_path: Path, name: str) -> None:
    for by in ("standard", "standard,source", "site", ""):
        said = run("chart", name, evidence, "--by", by, "-o", tmp_path / "a.svg")
        assert not said.is_own_fault() and "Traceback" not in said.err
        if said.code == 0:
            assert texts(tmp_path / "a.svg")
            return
    assert said.is_refusal()
