"""How many people keep the promise: a sentence first, inputs in plain words, and never a time without its quality."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from clearbar.flow.define import read_book
from clearbar.flow.mirror import editions_of, mirror
from clearbar.web.book.models import Version
from tests.web.boards.conftest import rating
from tests.web.conftest import DEMO_BOOK
from tests.web.walks.reading import read

pytestmark = pytest.mark.django_db
Log = Callable[[str], Client]
PATH = "/walks/counter/"
ASKED = {"arrivals": "200", "service": "3", "promise": "0.3333333", "share": "80"}


@pytest.fixture
def timed(book: Version, own_data_folder: Path) -> Version:
    """Thirty chats by the check's clock, 24 within two minutes; in 20 of them the customer spoke of the guard."""
    known = read_book(DEMO_BOOK)
    waits = [
        replace(
            rating(known, person, place, "choose.first-answer", 4, 202645, source="check", rater="clock"),
            interaction=f"chat-{number}", millis=30_000 if number % 5 else 300_000, customer=f"c-{number}",
        )
        for number, (person, place) in enumerate([("finn", "north"), ("gwen", "north"), ("otto", "south")] * 10)
    ]  # fmt: skip
    heard = [
        replace(
            rating(known, "finn", "north", "choose.listened", 4 if number % 4 else 2, 202645, customer=f"c-{number}"),
            interaction=f"chat-{number}", person=waits[number].person, team=waits[number].team,
            site=waits[number].site,
        )
        for number in range(20)
    ]  # fmt: skip
    mirror(own_data_folder / "evidence", [*waits, *heard], editions_of(known))
    return book


def test_the_answer_comes_as_a_sentence_with_what_it_rests_on(book: Version, log_in: Log, now: datetime) -> None:
    html = log_in("lea").get(PATH, ASKED).content.decode()
    told = read(html)
    assert "14 people at the counter would keep it: 89 % of those who come would be served within 20 seconds" in told
    assert (
        "People come by chance" in told
        and "Nobody gives up waiting" in told
        and "the quality that goes with it" in told
    )
    assert html.index("at the counter would keep it") < html.index("<svg") < html.index("<table")
    assert html.index("<table") < html.index('<form method="get"')


def test_hours_are_told_one_by_one_and_can_be_played(book: Version, log_in: Log, now: datetime) -> None:
    asked = {**ASKED, "arrivals": "20, 60; 30", "promise": "2", "patience": "5", "play": "on"}
    html = log_in("lea").get(PATH, asked).content.decode()
    told = read(html)
    assert "Between" in told and "Played through on 200 invented days" in told and "hour surely falls short" in told
    assert told == read(log_in("lea").get(PATH, asked).content.decode())


@pytest.mark.parametrize(
    ("field", "typed"),
    [("arrivals", "many"), ("arrivals", "-3"), ("arrivals", ""), ("share", "100"), ("service", "0"), ("promise", "-1")],
)
def test_what_cannot_be_asked_is_told_at_its_field_and_kept(
    book: Version, log_in: Log, now: datetime, field: str, typed: str
) -> None:
    found = log_in("lea").get(PATH, {**ASKED, field: typed})
    told = found.content.decode()
    assert found.status_code == 422 and "faults" in told and "<svg" not in told
    assert f'value="{typed}"' in told or not typed


def test_a_promise_is_told_beside_the_quality_that_guards_it(timed: Version, log_in: Log, now: datetime) -> None:
    told = read(log_in("lea").get(PATH).content.decode())
    assert "80 % (" in told and "of 30 waits ended within it; asking before showing was cleared in 15 of 20" in told
    assert 'value="2.0"' in log_in("lea").get(PATH, {"standard": "choose.first-answer"}).content.decode()


def test_a_time_whose_guard_was_not_heard_is_not_told(book: Version, own_data_folder: Path, log_in: Log,
                                                      now: datetime) -> None:  # fmt: skip
    known = read_book(DEMO_BOOK)
    waits = [
        replace(
            rating(known, "finn" if number % 2 else "otto", "north", "choose.first-answer", 4, 202645, source="check",
                   rater="clock"),
            millis=30_000,
        )
        for number in range(30)
    ]  # fmt: skip
    mirror(own_data_folder / "evidence", waits, editions_of(known))
    told = read(log_in("lea").get(PATH).content.decode())
    assert "waits ended within it" not in told and "The first answer in the chat: 2 minutes are promised" in told


def test_it_is_for_leaders(book: Version, log_in: Log, now: datetime) -> None:
    for who, status in (("hugo", 200), ("ada", 200), ("olga", 200), ("finn", 403), ("cora", 403), ("rita", 403)):
        assert log_in(who).get(PATH).status_code == status, who


def test_without_a_book_it_still_reckons(log_in: Log, now: datetime) -> None:
    told = log_in("hugo").get(PATH).content.decode()
    assert "Once a book with a timed standard is published" in told
    assert "14 people" in read(log_in("hugo").get(PATH, ASKED).content.decode())
