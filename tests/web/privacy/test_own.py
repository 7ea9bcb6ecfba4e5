"""Own data: all of it, understandable, and nobody else's."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.book.models import Version
from clearbar.web.ledger.models import Comment, Rating
from clearbar.web.people.models import Person
from clearbar.web.people.watch import SHARED
from clearbar.web.privacy.filed import filed
from clearbar.web.privacy.queries.own import Part, held
from clearbar.web.privacy.queries.subjects import customer, person
from tests.web.conftest import NOW
from tests.web.privacy import said

LogIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast: dict[str, Person], book: Version, now: datetime) -> dict[str, Person]:
    said.seed(cast["rita"], book, now)
    return cast


def read(content: bytes) -> tuple[dict[str, Any], str]:
    """What an archive says: as data, and all of it as text."""
    with ZipFile(BytesIO(content)) as packed:
        text = "".join(packed.read(name).decode() for name in packed.namelist())
        return json.loads(packed.read("data.json")), text


def test_a_person_gets_what_was_said_of_them_and_what_they_said(house: dict[str, Person]) -> None:
    _, text = read(filed(held(person(said.LEAVER)), whose="x", at=NOW))
    for what in ("the name", "the user name", "words of the conversation", "a reviewer's comment", "the dispute",
                 "the objection", "a comment on the card"):  # fmt: skip
        assert said.LEAVERS[what] in text, what


def test_who_said_it_is_in_no_part_and_what_a_customer_said_in_their_talk_is_theirs(house: dict[str, Person]) -> None:
    data, text = read(filed(held(person(said.LEAVER)), whose="x", at=NOW))
    assert "rita" not in text and said.CUSTOMER not in text and said.ADDRESS not in text
    assert said.CUSTOMERS["words of the conversation"] not in text
    for part in data["parts"]:
        assert not [row for row in part["rows"] if "rater" in row]


def test_an_anonymous_answer_has_its_week_and_nothing_that_leads_further(house: dict[str, Person]) -> None:
    Rating.objects.create(
        rating="r-anonymous", standard="s", edition="e", response="zyxanonymousresponse", source="colleague",
        person="finn", week=202640, level=4, mirrored=1,
    )  # fmt: skip
    Rating.objects.create(
        rating="r-colleague", standard="s", edition="e", response="zyxnamedresponse", source="colleague", rater="gwen",
        person="finn", week=202640, day=20261001, rated_at=NOW, level=4,
    )  # fmt: skip
    data, text = read(filed(held(person("finn")), whose="x", at=NOW))
    rows = next(part["rows"] for part in data["parts"] if part["name"] == "ratings")
    colleagues = [row for row in rows if row["source"] == "colleague"]
    assert len(colleagues) == 2 and all(row["week"] == 202640 and row["day"] is None for row in colleagues)
    assert "gwen" not in text


def test_what_is_still_confided_is_in_no_file(house: dict[str, Person]) -> None:
    def said_of(who: str, source: str, number: int, **further: Any) -> None:
        told = {"standard": "s", "edition": "e", "setting": "live", "week": 202640, "level": 2, **further}
        Rating.objects.create(rating=f"r{number}", response=f"p{number}", source=source, person=who, **told)
        Comment.objects.create(response=f"p{number}", person=who, kind="open", week=202640, text=f"zyxword{number}")

    def words() -> set[str]:
        found = {
            one for who in ("finn", "lea") for one in read(filed(held(person(who)), whose="x", at=NOW))[1].split('"')
        }
        return {one for one in found if one.startswith("zyxword")}

    said_of("finn", "customer", 0)
    for number in range(1, 5):
        said_of("lea", "vendor", number, rated_at=NOW, rater=f"someone-{number}", mirrored=1)
    assert words() == set()
    Rating.objects.filter(rating="r0").update(mirrored=1)
    assert words() == {"zyxword0"}
    said_of("lea", "vendor", 5, rated_at=NOW, rater="someone-5", mirrored=1)
    assert words() == {f"zyxword{number}" for number in range(6)}


def test_a_customer_gets_their_own_and_no_word_about_staff(house: dict[str, Person]) -> None:
    _, text = read(filed(held(customer(said.CUSTOMER, said.ADDRESS)), whose=said.CUSTOMER, at=NOW))
    for word in said.CUSTOMERS.values():
        assert word in text, word
    for what in ("a reviewer's comment", "the dispute", "the objection", "a comment on the card"):
        assert said.LEAVERS[what] not in text
    assert said.STAYS not in text


@pytest.mark.parametrize("name", ["ada", "lea", "hugo", "cora", "rita", "finn", "otto", "olga"])
def test_everybody_with_a_log_in_takes_their_own_and_it_leaves_a_line(name: str, house: object, log_in: LogIn) -> None:
    client = log_in(name)
    assert "What is held of me" in client.get("/privacy/mine/").content.decode()
    answer = client.post("/privacy/mine/")
    assert answer["Content-Type"] == "application/zip" and "no-store" in answer["Cache-Control"]
    data, _ = read(answer.content)
    rows = next(part["rows"] for part in data["parts"] if part["name"] == "person")
    assert [row["id"] for row in rows] == [name]
    assert Line.objects.filter(verb="took a file of their data", actor=name).count() == 1


def test_nobody_without_a_log_in_and_no_shared_tablet_takes_anything(
    house: object, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clearbar.web.people.queries.tablet_of", lambda request: object())
    assert log_in("nobody").post("/privacy/mine/").status_code == 302
    client = log_in("finn")
    session = client.session
    session[SHARED] = int(NOW.timestamp())
    session.save()
    answer = client.post("/privacy/mine/")
    assert "shared tablet" in answer.content.decode() and not Line.objects.filter(verb__startswith="took").exists()


def test_every_part_says_what_it_is(house: dict[str, Person]) -> None:
    for one in (*held(person(said.LEAVER)), *held(customer(said.CUSTOMER, said.ADDRESS))):
        assert one.says.endswith(".") and " " in one.says, one.name


def test_a_table_holds_no_formula() -> None:
    part = Part("ledger", "words", "Words.", [{"text": "=HYPERLINK(1)", "n": -3}, {"text": "plain", "n": 1}])
    with ZipFile(BytesIO(filed([part], whose="x", at=NOW))) as packed:
        rows = list(csv.reader(StringIO(packed.read("tables/ledger-words.csv").decode())))
        page = packed.read("read.html").decode()
    assert rows[1][0] == "'=HYPERLINK(1)" and rows[2][0] == "plain" and "Words." in page


def test_words_are_written_into_the_page_as_words(house: dict[str, Person]) -> None:
    Comment.objects.create(response="y", kind="review", person="finn", week=202647, text="<script>alert(1)</script>")
    Rating.objects.create(rating="y", standard="s", edition="e", response="y", source="reviewer", person="finn",
                          week=202647, level=2, mirrored=1)  # fmt: skip
    with ZipFile(BytesIO(filed(held(person("finn")), whose="x", at=NOW))) as packed:
        page = packed.read("read.html").decode()
    assert "<script>" not in page and "&lt;script&gt;" in page
