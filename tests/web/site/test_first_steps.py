"""The first quarter of an hour: each step is a form, ticks itself, and the last shows a real answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from clearbar.model.book import Source
from clearbar.web.book import queries as book
from clearbar.web.book.models import Draft
from clearbar.web.ledger.actions import keep_answer
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.people.models import Membership, Organisation, Person, Site, User, Welcome
from clearbar.web.site import first_run
from clearbar.web.surveys.models import Way

pytestmark = pytest.mark.django_db
Log = Callable[[str], Client]


@pytest.fixture
def fresh() -> Client:
    """The first administrator, who came by the link that the first start printed."""
    link = first_run.first_link(timezone.now())
    client = Client()
    told = {"name": "Ann", "username": "ann", "password": "a long enough sentence"}
    assert client.post(link, told).status_code == 302
    return client


def rate(anonymous: bool = False, person: str | None = None) -> None:
    published = book.current()
    assert published
    answer = Answer(
        source=Source.CUSTOMER, at=timezone.now(), timezone="UTC", instrument="poster/en/1", anonymous=anonymous,
        person=person,
    )  # fmt: skip
    keep_answer(answer=answer, marks=[Mark("overall", published.overall.edition, 4)], actor="customer")


def test_the_way_from_the_first_link_to_the_first_rating(fresh: Client) -> None:
    assert fresh.get("/").headers["Location"] == "/setup/begin/"
    answers = [
        ("name", {"name": "Harbour Stores (invented)", "timezone": "Europe/Berlin"}, "Harbour Stores"),
        ("book", {"trade": "shop"}, "Version 1 holds"),
        ("people", {"site": "High Street", "team": "Sales", "names": "Finn\n\n Gwen \nFinn"}, "2 people at 1 site"),
        ("poster", {"name": "Till 1"}, "“Till 1” is ready"),
    ]
    for step, told, words in answers:
        done = fresh.post("/setup/begin/", {"step": step, **told}, follow=True)
        assert done.redirect_chain == [("/setup/begin/", 302)] and words in done.content.decode()
    page = fresh.get("/setup/begin/").content.decode()
    poster = Way.objects.get()
    assert f"/surveys/ways/{poster.pk}/" in page and f"/q/{poster.address}" in page and "Waiting" in page
    assert '<meta http-equiv="refresh"' in page and "hx-get" in page
    rate()
    page = fresh.get("/setup/begin/first/").content.decode()
    assert "good" in page and "send a friend" in page and "hx-get" not in page
    assert fresh.get("/").status_code != 302 or fresh.get("/").headers["Location"] != "/setup/begin/"
    published = book.current()
    assert published and published.organisation == "Harbour Stores (invented)"
    assert Site.objects.get().timezone == "Europe/Berlin" and Membership.objects.count() == 2
    assert poster.survey.standards and poster.survey.site_id == Site.objects.get().pk


def test_the_survey_of_the_poster_can_be_opened_by_a_stranger(fresh: Client) -> None:
    fresh.post("/setup/begin/", {"step": "name", "name": "Harbour", "timezone": "UTC"})
    fresh.post("/setup/begin/", {"step": "book", "trade": "clinic-reception"})
    fresh.post("/setup/begin/", {"step": "people", "site": "Door", "team": "T", "names": "A"})
    fresh.post("/setup/begin/", {"step": "poster", "name": "Door"})
    assert Client().get(f"/q/{Way.objects.get().address}/").status_code == 200


@pytest.mark.parametrize(("anonymous", "person"), [(True, None), (False, "somebody")])
def test_what_was_said_anonymously_or_of_a_person_is_not_shown(
    fresh: Client, anonymous: bool, person: str | None
) -> None:
    fresh.post("/setup/begin/", {"step": "name", "name": "Harbour", "timezone": "UTC"})
    fresh.post("/setup/begin/", {"step": "book", "trade": "shop"})
    rate(anonymous, person)
    page = fresh.get("/setup/begin/first/").content.decode()
    assert "1 rating came" in page and "good" not in page and "level-4" not in page


def test_wrong_input_is_told_at_the_field_and_what_was_typed_is_kept(fresh: Client) -> None:
    fresh.post("/setup/begin/", {"step": "name", "name": "Harbour", "timezone": "UTC"})
    fresh.post("/setup/begin/", {"step": "book", "trade": "shop"})
    page = fresh.post(
        "/setup/begin/", {"step": "people", "site": "Pier 7", "team": "", "names": " \n"}
    ).content.decode()
    assert "Pier 7" in page and "This field is required" in page and page.count('class="faults"') == 2
    assert not Site.objects.exists()


def test_a_step_that_is_sent_twice_is_done_once(fresh: Client) -> None:
    fresh.post("/setup/begin/", {"step": "name", "name": "Harbour", "timezone": "UTC"})
    for _ in range(2):
        assert fresh.post("/setup/begin/", {"step": "book", "trade": "shop"}).status_code == 302
    newest = book.newest()
    assert newest and newest.number == 1


def test_a_draft_that_was_begun_is_not_thrown_away_by_a_starter_book(fresh: Client) -> None:
    fresh.post("/setup/begin/", {"step": "name", "name": "Harbour", "timezone": "UTC"})
    Draft.objects.create(files={}, changed_at=timezone.now(), by="ann")
    assert "You have begun a draft" in fresh.get("/setup/begin/").content.decode()
    fresh.post("/setup/begin/", {"step": "book", "trade": "shop"})
    assert Draft.objects.exists() and book.newest() is None


def test_home_can_be_had_before_all_is_done(fresh: Client) -> None:
    assert fresh.post("/setup/begin/finish/").headers["Location"] == "/"
    assert Organisation.the().ready_at is not None
    assert fresh.get("/").headers.get("Location") != "/setup/begin/"


def test_only_administrators_set_up(log_in: Log) -> None:
    Organisation.objects.update(ready_at=None)
    for name in ("lea", "rita", "cora", "finn"):
        assert log_in(name).get("/setup/begin/").status_code == 403
        assert log_in(name).get("/setup/").status_code == 403
        assert log_in(name).get("/").headers.get("Location") != "/setup/begin/"
    assert log_in("nobody").get("/setup/").status_code == 302


def test_the_first_link_is_for_once_and_a_second_start_makes_a_new_one() -> None:
    now = timezone.now()
    first, second = first_run.first_link(now), first_run.first_link(now)
    assert first != second and Welcome.objects.count() == 1
    assert Client().get(first).status_code == 410 and Client().get(second).status_code == 200
    told = {"name": "Ann", "username": "ann", "password": "a long enough sentence"}
    Client().post(second, told)
    assert Client().get(second).status_code == 410 and first_run.first_link(now) == ""
    assert User.objects.count() == Person.objects.count() == 1
