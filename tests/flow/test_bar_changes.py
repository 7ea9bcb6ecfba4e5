"""The history of bars on every trend: a standard that got another target, bar or words is marked where that was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from clearbar.flow.assess import Looker, measure, report
from clearbar.flow.define import read_book_texts
from clearbar.flow.inform import answer_bytes, fragment, write_report
from clearbar.flow.mirror import editions_of, mirror
from clearbar.model.book import Book
from clearbar.model.estimate import BarChange
from clearbar.model.evidence import Rating
from clearbar.model.lens import Lens
from tests.web.boards.conftest import rating
from tests.web.conftest import DEMO_BOOK

NAME = "journeys/choose-glasses.yaml"
FILES = {one.relative_to(DEMO_BOOK).as_posix(): one.read_text(encoding="utf-8") for one in DEMO_BOOK.rglob("*.yaml")}
CHANGED = BarChange("choose.seen", 202628, 4, 4, 0.8, 0.9)


def book(**changes: str) -> Book:
    text = FILES[NAME]
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    return read_book_texts({**FILES, NAME: text})


OLD, NEW = book(), book(**{"target: 80%": "target: 90%"})


def rows(old: Book, new: Book) -> Iterator[Rating]:
    """Thirty weeks of a dozen answers each; from the nineteenth on by the new book. Times are known."""
    for week in range(30):
        for number in range(12):
            told = old if week < 18 else new
            for standard, level in (("choose.seen", 5 if (number + week) % 4 else 2), ("choose.listened", 4)):
                one = rating(told, f"p-{number % 5}", "north", standard, level, 202610 + week,
                             customer=f"c-{week}-{number}")  # fmt: skip
                yield replace(one, interaction=f"i-{week}-{number}", millis=60_000 + 100 * number)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bars") / "evidence"
    mirror(folder, rows(OLD, NEW), {*editions_of(OLD), *editions_of(NEW)})
    return folder


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html))).translate(dict.fromkeys((0xA0, 0x202F), " "))


@pytest.mark.parametrize("by", [("standard",), ("standard", "source")])
def test_a_series_by_week_knows_where_its_bar_changed(evidence: Path, by: tuple[str, ...]) -> None:
    found = measure("drift", evidence, by=by)
    assert found.marks == (CHANGED,)
    assert found.document()["bar_changes"][0]["target"] == 0.9


def test_a_bar_that_is_taken_back_is_marked_too(tmp_path: Path) -> None:
    """An edition is its content: what is given back its target has its old edition again."""

    def told() -> Iterator[Rating]:
        for week in range(30):
            for number in range(12):
                one = rating(NEW if 10 <= week < 20 else OLD, f"p-{number % 5}", "north", "choose.seen",
                             5 if (number + week) % 4 else 2, 202610 + week, customer=f"c-{week}-{number}")  # fmt: skip
                yield replace(one, interaction=f"i-{week}-{number}")
        late = rating(OLD, "p-1", "north", "choose.seen", 5, 202625, customer="late")  # asked before, answered late
        yield replace(late, interaction="late")

    mirror(tmp_path / "evidence", told(), {*editions_of(OLD), *editions_of(NEW)})
    found = measure("drift", tmp_path / "evidence", by="standard")
    up, down = BarChange("choose.seen", 202620, 4, 4, 0.8, 0.9), BarChange("choose.seen", 202630, 4, 4, 0.9, 0.8)
    assert found.marks == (up, down)


def test_it_is_a_line_with_words_in_the_picture_and_stands_in_the_table(evidence: Path) -> None:
    for name, by in (("drift", ("standard",)), ("balance", ("site",))):
        drawn = fragment(measure(name, evidence, by=by), book=NEW)
        assert drawn
        told = words(str(drawn.html))
        assert "target: 80 % to 90 %" in told, name
    drift = words(str(fragment(measure("drift", evidence, by="standard"), book=NEW).html))  # type: ignore[union-attr]
    assert "target: 80 % to 90 %" in drift.split("Each week with the limits")[-1] or "baseline; target" in drift


def test_a_series_about_another_standard_bears_no_mark(evidence: Path) -> None:
    found = measure("drift", evidence, by="standard", where="standard = 'choose.listened'")
    assert len(found) and found.marks == ()


def test_only_changes_within_the_weeks_that_were_asked_for_are_told(evidence: Path) -> None:
    assert measure("drift", evidence, by="standard", where="week < 202628").marks == ()
    assert measure("drift", evidence, by="standard", where="week >= 202620").marks == (CHANGED,)


def test_the_report_marks_its_weeks_too(evidence: Path, tmp_path: Path) -> None:
    found = report(NEW, evidence)
    (series,) = [one for one in found.delight if one.standard == "choose.seen"]
    assert series.bars == (CHANGED,)
    write_report(found, tmp_path / "report.html")
    assert "target: 80 % to 90 %" in words((tmp_path / "report.html").read_text(encoding="utf-8"))


def test_who_may_see_the_series_sees_the_marks(evidence: Path) -> None:
    looker = Looker(evidence)
    assert looker.look("drift", viewer=Lens(), by=("standard", "source")).marks == (CHANGED,)
    looker.close()


def test_words_alone_are_told_as_such(tmp_path: Path) -> None:
    reworded = book(**{"Within five minutes of coming in": "Within five minutes of stepping in"})
    mirror(tmp_path / "evidence", rows(OLD, reworded), {*editions_of(OLD), *editions_of(reworded)})
    found = measure("drift", tmp_path / "evidence", by="standard")
    assert found.marks == (BarChange("choose.seen", 202628, 4, 4, 0.8, 0.8),)
    assert "new words" in words(str(fragment(found, book=reworded).html))  # type: ignore[union-attr]


def test_too_few_ratings_of_an_edition_mark_nothing(tmp_path: Path) -> None:
    few = [*rows(OLD, OLD), *list(rows(OLD, NEW))[-4:]]
    some = [replace(one, rating=f"x-{at}", interaction=f"y-{at}") for at, one in enumerate(few)]
    mirror(tmp_path / "evidence", some, {*editions_of(OLD), *editions_of(NEW)})
    assert measure("drift", tmp_path / "evidence", by="standard").marks == ()


def test_exports_are_as_they_were(evidence: Path) -> None:
    assert answer_bytes(measure("drift", evidence, by="standard"), ".csv")
