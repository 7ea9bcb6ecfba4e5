"""The book that holds, its versions, and all that carries the id of a standard."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from clearbar.model.book import Book, Source
from clearbar.web.book import queries
from clearbar.web.book.actions import publish
from clearbar.web.book.models import Version
from clearbar.web.bridge import books, drafting
from clearbar.web.bridge.mirroring import mirror_new
from clearbar.web.ledger.actions import keep_answer, keep_comment
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.models import Comment, Happened
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from tests.web.book.conftest import LogIn, said
from tests.web.conftest import NOW

ID = "choose.at-home"


def plain(page: str) -> str:
    """The words of a page, as they are read."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def now_holds() -> Book:
    found = queries.current()
    assert found
    return found


@pytest.mark.django_db
def test_everybody_with_a_log_in_reads_the_book_and_few_are_offered_to_change_it(book: Version, log_in: LogIn) -> None:
    for name in ("ada", "lea", "hugo", "cora", "rita", "finn", "otto"):
        client = log_in(name)
        assert ("Change the book" in said(client, "/book/")) == (name in {"ada", "hugo"})
    for address in ("/book/versions/", "/book/versions/1/", f"/book/standards/{ID}/"):
        assert client.get(address).status_code == 200


@pytest.mark.django_db
def test_nobody_reads_the_book_without_a_log_in(book: Version) -> None:
    for address in ("/book/", "/book/versions/1/", "/book/versions/1/book.zip", f"/book/standards/{ID}/"):
        assert Client().get(address).status_code == 302


@pytest.mark.django_db
def test_the_blueprint_reads_as_text_step_by_step_with_stage_and_standards(book: Version, hugo: Client) -> None:
    text = plain(said(hugo, "/book/"))
    whole = books.read(book.files)
    at = 0
    for journey in whole.journeys:
        for step in journey.steps:
            stage = "customer sees this" if step.stage.value == "front" else "customer does not see this"
            for words in (stage, step.title, *(one.promise for one in step.standards)):
                assert words in text[at:], words
                at = text.index(words, at)


@pytest.mark.django_db
def test_the_book_speaks_the_readers_language_where_it_can(cast: dict[str, Person], log_in: LogIn) -> None:
    publish(scope=scope_of(cast["ada"], NOW.date()), files=books.starter("hotel"), at=NOW)
    finn = log_in("finn")
    assert "You sleep well" in said(finn, "/book/")
    Person.objects.filter(pk="finn").update(language="de")
    assert "Sie schlafen gut" in said(finn, "/book/")
    assert "U slaapt goed" in said(finn, "/book/?language=nl")
    Person.objects.filter(pk="finn").update(language="es")
    assert "You sleep well" in said(finn, "/book/")


@pytest.mark.django_db
def test_versions_say_who_when_why_and_what_changed(book: Version, cast: dict[str, Person], hugo: Client) -> None:
    files = drafting.set_fields(book.files, "standard", ID, {"target": "55%"})
    scope = scope_of(cast["hugo"], NOW.date())
    publish(scope=scope, files=files, at=NOW + timedelta(days=3), reason="The bar was out of reach.")
    page = plain(said(hugo, "/book/versions/"))
    assert "Version 2 holds now 21 November 2026 · Hugo Head The bar was out of reach." in page
    page = plain(said(hugo, "/book/versions/2/"))
    assert "Changed:" in page and "55 %" in page and "1 to be read and signed anew" in page
    assert "all of it is new" in said(hugo, "/book/versions/1/")


@pytest.mark.django_db
def test_what_leaves_is_what_was_published_byte_by_byte(cast: dict[str, Person], hugo: Client) -> None:
    odd = {name: f"# ü €\r\n{text}".replace("\n", "\r\n").replace("\r\r", "\r") for name, text in
           books.starter("shop").items()}  # fmt: skip
    publish(scope=scope_of(cast["ada"], NOW.date()), files=odd, at=NOW)
    archive = ZipFile(BytesIO(hugo.get("/book/versions/1/book.zip").content))
    assert {name: archive.read(name) for name in archive.namelist()} == {k: v.encode() for k, v in odd.items()}
    for name, text in odd.items():
        answer = hugo.get(f"/book/versions/1/files/{name}")
        assert answer.content == text.encode() and "attachment" in answer["Content-Disposition"]
    assert hugo.get("/book/versions/1/files/../../secret").status_code == 404


def rate(level: int, count: int, source: Source = Source.CUSTOMER) -> str:
    """Keeps so many answers of different people about the standard and the whole."""
    placed = now_holds().find(ID)
    assert placed
    marks = [Mark(ID, placed.standard.edition, level)]
    response = ""
    for number in range(count):
        answer = Answer(source=source, at=NOW, timezone="Europe/Berlin", instrument="link/en/1", inclusion=1.0,
                        person=("finn", "gwen")[number % 2], team="north", site="s-north",
                        rater=f"{source.value}-{level}-{number}")  # fmt: skip
        response = keep_answer(answer=answer, marks=marks, actor="customer")
    return response


@pytest.mark.django_db
def test_a_standards_page_has_all_that_carries_its_id(book: Version, cast: dict[str, Person], log_in: LogIn) -> None:
    rate(5, 20)
    response = rate(2, 5)
    keep_comment(response=response, kind=Comment.Kind.OPEN, text="Finn was rude to me.", week=202647, standard=ID)
    for number in range(6):
        Happened.objects.create(event=f"e{number}", kind="signed", day=20261102, standard=ID, person=f"p{number}")
    Happened.objects.create(event="t", kind="taught", day=20261101, standard=ID, person="p1")
    mirror_new(now=NOW)
    page = said(log_in("otto"), f"/book/standards/{ID}/")
    text = plain(page)
    placed = now_holds().find(ID)
    assert placed
    for words in (placed.standard.promise, placed.standard.do, *placed.standard.levels.values()):
        assert words in text.replace("&#x27;", "'"), words
    assert "80 %" in text and "customer 25 1" in text  # 20 of 25, with its interval in the chart
    assert "signed: 6 people, on 2 November 2026" in text
    assert "taught: fewer than five people" in text
    assert "Version 1" in text and placed.standard.edition in text
    assert "CB113" in text  # the rules find something in the demo's book
    assert "was rude" not in page


@pytest.mark.django_db
def test_no_count_is_shown_of_fewer_than_five_respondents(book: Version, hugo: Client) -> None:
    rate(5, 4, Source.REVIEWER)
    rate(5, 4, Source.REVIEWER)  # the same four once more: eight ratings
    mirror_new(now=NOW)
    text = plain(said(hugo, f"/book/standards/{ID}/"))
    assert "reviewer fewer than five respondents" in text and "reviewer 8" not in text
    rate(4, 1, Source.REVIEWER)
    mirror_new(now=NOW)
    assert "reviewer 9 1" in plain(said(hugo, f"/book/standards/{ID}/"))


@pytest.mark.django_db
def test_a_standard_that_went_keeps_its_page_and_an_unknown_one_has_none(
    book: Version, cast: dict[str, Person], hugo: Client
) -> None:
    files = drafting.remove_standard(book.files, ID)
    publish(scope=scope_of(cast["hugo"], NOW.date()), files=files, at=NOW)
    text = plain(said(hugo, f"/book/standards/{ID}/"))
    assert "no longer in the book" in text and "It went with version 2" in text and "taken out" in text
    assert hugo.get("/book/standards/nothing/").status_code == 404


@pytest.mark.django_db
def test_the_versions_page_asks_the_database_as_often_for_many_versions(
    book: Version, cast: dict[str, Person], hugo: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(6):
        Version.objects.create(number=number + 2, files=book.files, version="x", published_at=NOW, by="hugo")
    with django_assert_max_num_queries(14):
        hugo.get("/book/versions/")
