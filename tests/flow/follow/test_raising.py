"""A book and real evidence → what is proposed for its standards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from clearbar.flow.assess import measure
from clearbar.flow.define import read_book, read_book_texts
from clearbar.flow.follow.raising import Heard, proposed, watched
from clearbar.flow.mirror import editions_of, mirror
from clearbar.model.book import Book
from clearbar.model.evidence import Rating
from clearbar.model.raising import Rise
from tests.web.boards.conftest import rating
from tests.web.conftest import DEMO_BOOK

BY = ("standard", "source", "edition")


@pytest.fixture(scope="module")
def book() -> Book:
    return read_book(DEMO_BOOK)


def answers(book: Book, number: int) -> Iterator[Rating]:
    """One answer about a visit: seen at once is nearly always exemplary, whether they were asked first decides the
    verdict, and coming in decides nothing."""
    person, place = f"p-{number % 23}", "north" if number % 2 else "south"
    asked = 2 if number % 3 == 0 else 5
    seen = 2 if number % 20 == 0 else 4 if number % 13 == 0 else 5
    for standard, level in (("choose.seen", seen), ("choose.listened", asked), ("overall", asked)):
        yield rating(book, person, place, standard, level, 202640 + number % 5, customer=f"c-{number}",
                     response=f"answer-{number}")  # fmt: skip


@pytest.fixture(scope="module")
def heard(book: Book, tmp_path_factory: pytest.TempPathFactory) -> Heard:
    folder = tmp_path_factory.mktemp("raising") / "evidence"
    rows = [replace(row, interaction=f"visit-{number}") for number in range(1200) for row in answers(book, number)]
    mirror(folder, rows, editions_of(book))
    return Heard(
        measure("clearance", folder, by=BY), measure("delight", folder, by=BY),
        measure("agreement", folder, by=("standard", "source")), measure("drivers", folder, by=("journey",)),
    )  # fmt: skip


def test_each_standard_is_seen_with_what_was_heard_of_it(book: Book, heard: Heard) -> None:
    found = {one.standard: one for one in watched(book, heard)}
    seen, listened = found["choose.seen"], found["choose.listened"]
    assert seen.clearance and seen.clearance.hits == 1140 and seen.next_level and seen.explains and seen.penalty
    assert seen.missed == 60 and seen.guards == ()
    assert listened.explains and listened.explains.value > 0.9 and set(listened.guards) >= {"choose.seen"}
    assert found["right.way"].clearance is None


def test_what_does_not_matter_and_is_surely_met_is_proposed_to_go(book: Book, heard: Heard) -> None:
    (found,) = proposed(book, heard)
    assert (found.rise, found.standard) == (Rise.RETIRE, "choose.seen")


def test_without_verdicts_beside_it_it_rises_instead(book: Book, heard: Heard) -> None:
    (found,) = proposed(book, replace(heard, drivers=None))
    assert (found.rise, found.standard, found.becomes) == (Rise.BAR, "choose.seen", 5.0)


def test_what_was_said_of_an_earlier_edition_does_not_count(book: Book, heard: Heard) -> None:
    files = {one.relative_to(DEMO_BOOK).as_posix(): one.read_text() for one in DEMO_BOOK.rglob("*.yaml")}
    name = "journeys/choose-glasses.yaml"
    text = files[name].replace("Within five minutes of coming in", "Within five minutes of stepping in")
    assert text != files[name]
    assert proposed(read_book_texts({**files, name: text}), replace(heard, drivers=None)) == ()
