"""The promises that customers are shown, on a page of their own."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from clearbar.web.book.actions import publish
from clearbar.web.book.models import Shown, Version
from clearbar.web.bridge import books
from clearbar.web.bridge.mirroring import mirror_new
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from tests.web.book.conftest import LogIn, said
from tests.web.book.test_reading import ID, now_holds, rate
from tests.web.conftest import NOW

PAGE = "/promises/"
CHOOSE = "/book/promises/"


@pytest.mark.django_db
def test_nothing_is_shown_before_something_was_chosen(book: Version) -> None:
    assert Client().get(PAGE).status_code == 404


@pytest.mark.django_db
def test_customers_see_the_chosen_promises_and_no_others(book: Version, hugo: Client) -> None:
    placed = [one.standard for one in now_holds().placed()]
    hugo.post(CHOOSE, {"standards": [placed[0].id, placed[2].id]})
    page = said(Client(), PAGE)
    shown = [one.promise in page.replace("&#x27;", "'") for one in placed]
    assert shown == [True, False, True, *[False] * (len(placed) - 3)]
    assert "2026-11-18" in page and "<svg" in page and "http://localhost:8000/promises/" in page
    assert "%" not in page and "<script" not in page and "style=" not in page
    assert not re.search(r'(src|href)="(?!/|\?)', page)  # nothing of anybody else's
    hugo.post(CHOOSE, {"standards": []})
    assert Client().get(PAGE).status_code == 404


@pytest.mark.django_db
def test_how_many_agree_is_said_of_five_or_more_and_where_it_was_switched_on(book: Version, hugo: Client) -> None:
    hugo.post(CHOOSE, {"standards": [ID], "figures": "on"})
    rate(5, 4)
    mirror_new(now=NOW)
    assert "Customers said so" not in said(Client(), PAGE)
    rate(4, 2)
    mirror_new(now=NOW)
    assert "Customers said so 6 of 6 times" in said(Client(), PAGE)
    hugo.post(CHOOSE, {"standards": [ID]})
    assert "Customers said so" not in said(Client(), PAGE)


@pytest.mark.django_db
def test_the_page_speaks_the_languages_of_the_book(cast: dict[str, Person], hugo: Client) -> None:
    publish(scope=scope_of(cast["ada"], NOW.date()), files=books.starter("hotel"), at=NOW)
    hugo.post(CHOOSE, {"standards": ["arrive.key-in-five"]})
    assert "Nach höchstens fünf Minuten" in said(Client(), f"{PAGE}?language=de")
    german = Client().get(PAGE, headers={"Accept-Language": "de-DE"}).content.decode()
    assert '<html lang="de">' in german and "Nach höchstens fünf Minuten" in german
    assert "You hold your key" in said(Client(), f"{PAGE}?language=xx")


@pytest.mark.django_db
def test_who_leads_no_whole_house_chooses_nothing(book: Version, log_in: LogIn) -> None:
    for name in ("finn", "lea", "rita"):
        assert log_in(name).post(CHOOSE, {"standards": [ID]}).status_code == 403
    assert log_in("nobody").post(CHOOSE, {"standards": [ID]}).status_code == 302
    assert not Shown.objects.exists()
