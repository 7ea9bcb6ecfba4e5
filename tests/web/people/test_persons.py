"""Administrators add people, put them into teams and say what they may do; all of it leaves a line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.audit.seals import unseal
from clearbar.web.people.models import Grant, Membership, Person, Role, User, Welcome
from tests.web.conftest import NOW

LogIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db


def newest() -> Line:
    return Line.objects.order_by("-at").first() or pytest.fail("no line")


def test_who_is_added_stands_in_the_team_and_can_log_in_by_their_link(log_in: LogIn, client: Client) -> None:
    ada = log_in("ada")
    told = {"name": "Nora New", "kind": "human", "email": "nora@example.test", "team": "north", "since": "2026-11-01"}
    answer = ada.post("/people/new/", told)
    nora = Person.objects.get(name="Nora New")
    assert answer["Location"] == f"/people/person/{nora.pk}/"
    assert nora.pk.startswith("p-")
    page = ada.get("/people/?team=north").content.decode()
    assert "Nora New" in page
    link = ada.post(f"/people/person/{nora.pk}/link/").content.decode()
    address = link.split('value="http://localhost:8000')[1].split('"')[0]
    assert Welcome.objects.get(person=nora).hash not in link
    begun = client.post(address, {"name": "Nora N", "username": "nora", "password": "a long enough sentence"})
    assert begun.status_code == 302
    assert client.get("/people/me/").status_code == 200
    assert Client().get(address).status_code == 410
    nora.refresh_from_db()
    assert (nora.name, nora.user.email) == ("Nora N", "nora@example.test")


def test_a_form_that_is_refused_keeps_what_was_typed_and_writes_nothing(log_in: LogIn) -> None:
    before = Person.objects.count(), Line.objects.count()
    told = {"name": "Nora New", "kind": "human", "email": "finn@example.test", "team": "north", "since": "2026-11-01"}
    page = log_in("ada").post("/people/new/", told).content.decode()
    assert "Somebody else has this e-mail address." in page
    assert 'value="Nora New"' in page
    assert (Person.objects.count(), Line.objects.count()) == before


def test_values_of_a_line_are_sealed_for_the_person_they_are_about(log_in: LogIn) -> None:
    log_in("ada").post("/people/person/finn/edit/", {"name": "Finn F", "kind": "human", "email": "finn@example.test"})
    line = Line.objects.get(verb="changed", thing="finn")
    assert (line.actor, line.subject, line.fields) == ("ada", "finn", ["name"])
    assert line.sealed is not None and b"Finn" not in bytes(line.sealed)
    assert unseal("finn", line.sealed) == {"name": "Finn F"}


def test_a_membership_that_overlaps_another_of_the_same_team_is_refused_at_its_field(log_in: LogIn) -> None:
    ada = log_in("ada")
    again = ada.post("/people/person/finn/join/", {"join-team": "north", "join-since": "2026-03-01"})
    assert again.status_code == 422
    assert "in this team in some of these days already" in again.content.decode()
    held = Membership.objects.get(person="finn")
    ended = {"team": "north", "since": "2026-01-01", "until": "2026-02-28", "shift": "early"}
    assert ada.post(f"/people/membership/{held.pk}/", ended).status_code == 302
    told = {"join-team": "north", "join-since": "2026-03-01", "join-shift": "night"}
    assert ada.post("/people/person/finn/join/", told).status_code == 302
    assert list(Membership.objects.filter(person="finn").values_list("since", "until", "shift")) == [
        (date(2026, 1, 1), date(2026, 2, 28), "early"),
        (date(2026, 3, 1), None, "night"),
    ]


def test_a_role_is_for_a_team_or_for_the_whole_house(log_in: LogIn) -> None:
    ada = log_in("ada")
    assert log_in("finn").get("/people/").status_code == 403
    ada.post("/people/person/finn/grant/", {"grant-role": "leader", "grant-team": "south"})
    listed = log_in("finn").get("/people/").content.decode()
    assert "Otto Otherteam" in listed
    assert "Gwen Frontline" not in listed
    refused = ada.post("/people/person/finn/grant/", {"grant-role": "administrator", "grant-team": "south"})
    assert "An administrator is one for the whole house." in refused.content.decode()
    held = Grant.objects.get(person="finn")
    ada.post(f"/people/grant/{held.pk}/withdraw/")
    assert log_in("finn").get("/people/").status_code == 403


def test_a_leader_reads_who_is_in_their_team_and_changes_nothing(log_in: LogIn) -> None:
    lea = log_in("lea")
    page = lea.get("/people/person/finn/").content.decode()
    assert "Team North" in page and "<form" not in page.split("<main")[1] and "finn@example.test" not in page
    assert lea.get("/people/person/otto/").status_code == 403
    assert log_in("cora").get("/people/person/finn/").status_code == 200
    assert log_in("gwen").get("/people/person/finn/").status_code == 403
    before = Line.objects.count()
    for act in ("edit", "join", "grant", "leave", "link", "badge", "block", "unblock", "come-back", "end-badge"):
        assert lea.post(f"/people/person/finn/{act}/").status_code == 403, act
    assert Line.objects.count() == before


def test_the_last_administrator_cannot_be_taken_away(log_in: LogIn) -> None:
    ada = log_in("ada")
    own = Grant.objects.get(person="ada")
    for address, told in (
        (f"/people/grant/{own.pk}/withdraw/", {}),
        ("/people/person/ada/block/", {}),
        ("/people/person/ada/leave/", {"leave-day": "2026-11-18"}),
    ):
        page = ada.post(address, told, follow=True).content.decode()
        assert "Somebody must be able to administer" in page
    assert Grant.objects.filter(person="ada", role=Role.ADMINISTRATOR).exists()
    assert ada.get("/people/").status_code == 200


def test_who_left_cannot_log_in_and_is_logged_out_where_they_are(log_in: LogIn, now: object) -> None:
    ada, finn = log_in("ada"), log_in("finn")
    assert finn.get("/people/me/").status_code == 200
    ada.post("/people/person/finn/leave/", {"leave-day": str(NOW.date() - timedelta(days=1))})
    assert finn.get("/people/me/")["Location"] == "/accounts/inactive/"
    told = {"login": "finn", "password": "correct horse battery"}
    assert Client().post("/accounts/login/", told)["Location"] == "/accounts/inactive/"
    assert Membership.objects.get(person="finn").until == NOW.date() - timedelta(days=1)
    ada.post("/people/person/finn/come-back/")
    assert Client().post("/accounts/login/", told)["Location"] == "/"


def test_the_last_day_still_counts(log_in: LogIn, now: object) -> None:
    log_in("ada").post("/people/person/finn/leave/", {"leave-day": str(NOW.date())})
    assert log_in("finn").get("/people/me/").status_code == 200


def test_a_block_ends_the_log_in_at_once_and_can_be_lifted(log_in: LogIn) -> None:
    ada, finn = log_in("ada"), log_in("finn")
    ada.post("/people/person/finn/block/")
    assert finn.get("/people/me/")["Location"].startswith("/accounts/login/")
    ada.post("/people/person/finn/unblock/")
    assert log_in("finn").get("/people/me/").status_code == 200


def test_a_link_is_sent_by_e_mail_where_that_was_asked(log_in: LogIn, settings: object) -> None:
    settings.EMAIL_HOST = "mail.example.test"  # type: ignore[attr-defined]
    page = log_in("ada").post("/people/person/finn/link/", {"mail": "yes"}).content.decode()
    assert "Sent to finn@example.test" in page
    [sent] = mail.outbox
    token = page.split("/people/welcome/")[1].split("/")[0]
    assert sent.to == ["finn@example.test"] and token in sent.body


def test_without_a_mail_server_the_page_says_so(log_in: LogIn) -> None:
    page = log_in("ada").post("/people/person/finn/link/", {"mail": "yes"}).content.decode()
    assert "could not be sent" in page
    assert mail.outbox == []


def test_an_agent_gets_no_log_in(log_in: LogIn) -> None:
    page = log_in("ada").post("/people/person/bot/link/", follow=True).content.decode()
    assert "An AI agent does not log in" in page
    assert not User.objects.filter(person="bot").exists()


def test_sites_and_teams_are_added_and_changed(log_in: LogIn) -> None:
    ada = log_in("ada")
    site = {"name": "Étoile Café", "timezone": "Europe/Paris", "language": "en"}
    ada.post("/people/places/site/", site)
    ada.post("/people/places/team/", {"name": "Counter", "site": "etoile-cafe"})
    ada.post("/people/places/team/", {"name": "Counter", "site": "s-north"})
    ada.post("/people/places/team/counter/", {"name": "Bar", "site": "etoile-cafe"})
    page = ada.get("/people/places/").content.decode()
    assert "Étoile Café" in page and "Bar" in page
    assert list(Line.objects.filter(kind="team").order_by("at").values_list("thing", "verb")) == [
        ("counter", "added"), ("counter-2", "added"), ("counter", "changed"),
    ]  # fmt: skip


def test_the_list_needs_no_more_queries_for_more_people(
    log_in: LogIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    ada = log_in("ada")
    Person.objects.bulk_create(Person(name=f"Person {count}") for count in range(60))
    with django_assert_max_num_queries(22):  # type: ignore[attr-defined]
        page = ada.get("/people/").content.decode()
    assert "Page 1 of 2" in page


def test_me_says_what_is_known_of_me_and_who_my_coach_is(log_in: LogIn) -> None:
    finn = log_in("finn")
    page = finn.get("/people/me/").content.decode()
    assert "Cora Coach" in page and "Team North" in page and "groups of five or more" in page
    finn.post("/people/me/", {"name": "Finn the First", "language": "de"})
    assert Person.objects.get(pk="finn").name == "Finn the First"
    assert Line.objects.filter(actor="finn", thing="finn", verb="changed").exists()


def test_the_organisation_says_what_leaders_see(log_in: LogIn) -> None:
    told = {"name": "Harbour", "language": "en", "timezone": "Europe/Berlin", "individual_view": "on"}
    ada = log_in("ada")
    ada.post("/people/organisation/", {**told, "allowed_hosts": "tickets.office.lan\n"})
    assert "whoever leads my team" in log_in("finn").get("/people/me/").content.decode()
    assert Line.objects.filter(verb="opened figures of persons to leaders").exists()
    wrong = ada.post("/people/organisation/", {**told, "allowed_hosts": "https://tickets/x"}).content.decode()
    assert "is no name of a host" in wrong and "https://tickets/x" in wrong
