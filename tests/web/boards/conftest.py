"""A small house that was heard: every figure below can be counted by hand.

Of the whole visit customers said, by the chat in weeks 38 to 46 of 2026:
north shop, team north: finn 12 answers (9 at the bar), gwen 8 (6 at the bar)
east shop, team east: eve 10 (8 at the bar), evan 10 (7 at the bar)
south shop, team south: otto 4 (4 at the bar), which are too few for a figure
Four more answers about finn came by phone. In the north shop, rita reviewed each of the two three times on being at
home there, and six customers said how soon they were seen, one of them without a name: of finn, in week 46.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from clearbar.flow.define import read_book
from clearbar.flow.mirror import editions_of, mirror
from clearbar.model.book import Book
from clearbar.model.evidence import Rating as Row
from clearbar.web.book.models import Version
from clearbar.web.people.models import Membership, Person, Site, Team
from tests.web.conftest import DEMO_BOOK, NOW, SINCE

WEEKS = tuple(range(202638, 202647))
_number = count(1)


@pytest.fixture(scope="session")
def standards() -> Book:
    return read_book(DEMO_BOOK)


def rows(book: Book, person: str, place: str, levels: str, channel: str = "chat", name: str = "c") -> Iterator[Row]:
    """One answer of a different customer each about the whole visit, with these levels."""
    for number, level in enumerate(levels):
        week = WEEKS[number % len(WEEKS)]
        yield rating(
            book, person, place, "overall", int(level), week, channel=channel, customer=f"{name}-{person}-{number}"
        )


def rating(
    book: Book,
    person: str,
    place: str,
    standard: str,
    level: int,
    week: int,
    *,
    channel: str = "chat",
    customer: str | None = None,
    source: str = "customer",
    rater: str | None = None,
    response: str = "",
) -> Row:
    """A rating that was given on the Tuesday of its week, at a quarter past four; anonymous without a customer and a
    rater: then only the week is known."""
    known = bool(customer or rater)
    placed, number = book.find(standard), next(_number)
    assert placed
    at = datetime.fromisocalendar(week // 100, week % 100, 2).replace(hour=16, minute=15, tzinfo=UTC)
    return Row(
        rating=f"r{number:05}", interaction=f"i{number:05}" if known else None, standard=standard,
        edition=placed.standard.edition, response=response or f"a{number:05}", source=source, setting="live",
        rater=rater or customer, person=person, team=place, site=f"s-{place}", customer=customer, channel=channel,
        topic="varifocals", rated_at=at if known else None, day=int(at.strftime("%Y%m%d")) if known else None,
        week=week, level=level, expected=4, desired=None, millis=None, censored=False, instrument="link/en/1",
        inclusion=1.0,
    )  # fmt: skip


@pytest.fixture(scope="session")
def evidence(tmp_path_factory: pytest.TempPathFactory, standards: Book) -> Path:
    """The evidence of the small house."""
    folder = tmp_path_factory.mktemp("small") / "evidence"
    found = [
        *rows(standards, "finn", "north", "555444444321"),
        *rows(standards, "gwen", "north", "55444421"),
        *rows(standards, "eve", "east", "5554444422"),
        *rows(standards, "evan", "east", "5554444321"),
        *rows(standards, "otto", "south", "4455"),
        *rows(standards, "finn", "north", "4411", channel="phone", name="p"),
        *(
            rating(standards, person, "north", "choose.at-home", 2, 202646, source="reviewer", rater="rita")
            for person in ("finn", "finn", "finn", "gwen", "gwen", "gwen")
        ),
        *(
            rating(standards, person, "north", "choose.seen", 5, 202645, customer=f"s-{number}")
            for number, person in enumerate(("finn", "finn", "gwen", "gwen", "gwen"))
        ),
        rating(standards, "finn", "north", "choose.seen", 5, 202646, response="anon"),
    ]
    mirror(folder, found, editions_of(standards))
    return folder


@pytest.fixture
def heard(book: Version, own_data_folder: Path, evidence: Path) -> Version:
    """The house of the cast with an eastern shop, and with its evidence."""
    site = Site.objects.create(id="s-east", name="East shop", timezone="Europe/Berlin")
    team = Team.objects.create(id="east", name="Team East", site=site)
    for id_, name in (("eve", "Eve Eastern"), ("evan", "Evan Eastern")):
        Membership.objects.create(person=Person.objects.create(id=id_, name=name), team=team, since=SINCE)
    shutil.copytree(evidence, own_data_folder / "evidence")
    return book


@pytest.fixture(autouse=True)
def at_now(now: datetime) -> datetime:
    """Every page is asked for on a Wednesday of week 47."""
    assert now == NOW
    return now
