"""What is printed to teach, as paper: its words, its pages, its sizes, and nothing that a text could smuggle in."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from clearbar.model.book import Book
from clearbar.practice.lessons import brief_of, kit_of
from clearbar.reports.teaching import kit_paper, pocket_paper, poster_paper
from tests.conftest import lacking
from tests.practice.lessons.books import demo, hotel, place

JOURNEY, STEP = place(demo(), "collect-glasses", "fit")


def told(pdf: bytes, folder: Path, *options: str) -> str:
    """What poppler reads in a PDF."""
    if not shutil.which("pdftotext"):
        lacking("no pdftotext (poppler-utils)")
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", *options, str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def about(pdf: bytes, folder: Path, *options: str) -> str:
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdfinfo", *options, str(file)], capture_output=True, check=True).stdout.decode()


def folded(text: str) -> str:
    return " ".join(text.split())


def test_a_kit_holds_notes_cards_and_sheets_in_this_order(tmp_path: Path) -> None:
    kit = kit_of(demo(), JOURNEY, {})
    text = folded(told(kit_paper(kit), tmp_path))
    at = [text.index(one) for one in ("For you who lead the class", "Role play, in threes", "What you do", "You watch")]
    assert at == sorted(at)
    for card in kit.cards:
        assert folded(card.promise) in text
        for level in card.levels:
            assert folded(level.says)[:40] in text
    assert text.count("You are the customer") == len(kit.sheets) == len(kit.cards)


def test_a_kit_in_german_is_german_where_the_book_is(tmp_path: Path) -> None:
    german = hotel().in_language("de")
    pdf = kit_paper(kit_of(german, german.journeys[0], {}))
    text = folded(told(pdf, tmp_path))
    assert "Für Sie, die den Kurs leiten" in text and folded(german.journeys[0].steps[0].standards[0].promise) in text
    assert "Unterlagen für den Kurs" in about(pdf, tmp_path)


def test_a_poster_is_one_page_with_every_promise(tmp_path: Path) -> None:
    for journey in demo().journeys:
        pdf = poster_paper(brief_of(demo(), journey, {}))
        text = folded(told(pdf, tmp_path))
        assert all(folded(one.promise) in text for each in journey.steps for one in each.standards)
        assert re.search(r"Pages: +1\n", about(pdf, tmp_path)), journey.id


def test_a_pocket_page_is_as_large_as_a_postcard(tmp_path: Path) -> None:
    pdf = pocket_paper(brief_of(demo(), JOURNEY, {}))
    assert re.search(r"Page size: +297\.\d* x 419\.\d* pts", about(pdf, tmp_path))  # A6
    text = folded(told(pdf, tmp_path))
    assert all(folded(one.self_check) in text for each in JOURNEY.steps for one in each.standards)


@pytest.mark.parametrize("draw", ["kit", "poster", "pocket"])
def test_papers_can_be_read_by_everybody(draw: str, tmp_path: Path) -> None:
    brief = brief_of(demo(), JOURNEY, {})
    pdf = {
        "kit": lambda: kit_paper(kit_of(demo(), JOURNEY, {})),
        "poster": lambda: poster_paper(brief),
        "pocket": lambda: pocket_paper(brief),
    }[draw]()
    said = about(pdf, tmp_path)
    assert re.search(r"Tagged: +yes", said) and re.search(r"Title: +\S", said)
    assert "pdfuaid:part" in about(pdf, tmp_path, "-meta")


def test_texts_of_others_are_words_and_nothing_more(tmp_path: Path) -> None:
    standard = replace(STEP.standards[0], promise='<img src="http://elsewhere.example/x.png"><b>Bold</b> \u202e& more')
    step = replace(STEP, standards=(standard,))
    journey = replace(JOURNEY, steps=(step,), title="{{ 7 * 7 }} <script>")
    book: Book = replace(demo(), journeys=(journey,))
    text = folded(told(kit_paper(kit_of(book, journey, {})), tmp_path))
    assert '<img src="http://elsewhere.example/x.png"><b>Bold</b> & more' in text
    assert "{{ 7 * 7 }} <script>" in text
