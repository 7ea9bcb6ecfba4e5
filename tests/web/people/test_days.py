"""A house in Auckland: when it is evening in Greenwich, its next day has begun."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from clearbar.web.book.models import Version
from clearbar.web.followup.actions.peers_own import Praise, recognise
from clearbar.web.people import queries
from clearbar.web.people.actions import persons, welcomes
from clearbar.web.people.days import house_today, today_of
from clearbar.web.people.holding import Subject, SubjectKind, holders
from clearbar.web.people.models import Grant, Membership, Organisation, Person, Role, Site, Team
from clearbar.web.people.scope import scope_of
from clearbar.web.practice.actions.sign import object_to
from clearbar.web.practice.queries.sign_acts import acts
from tests.web.api.conftest import Program, program
from tests.web.conftest import NOW

__all__ = ["program"]

pytestmark = pytest.mark.django_db

EVENING = NOW.replace(hour=20)
THERE, GREENWICH = date(2026, 11, 19), date(2026, 11, 18)


@pytest.fixture
def far(cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch) -> dict[str, Person]:
    """The cast, in Auckland, on an evening of Greenwich."""
    Organisation.objects.update(timezone="Pacific/Auckland")
    Site.objects.update(timezone="Pacific/Auckland")
    monkeypatch.setattr("django.utils.timezone.now", lambda: EVENING)
    return cast


def test_it_is_the_next_day(far: dict[str, Person]) -> None:
    assert EVENING.date() == GREENWICH
    assert house_today(EVENING) == today_of("finn", EVENING) == THERE


def test_whose_last_day_is_over_there_is_let_in_no_more(
    far: dict[str, Person], program: Callable[..., Program]
) -> None:
    finn, key = far["finn"], program("finn")
    token = welcomes.welcome(scope=scope_of(far["ada"], THERE), person=finn, at=EVENING)
    for last, here in ((THERE, True), (GREENWICH, False)):
        Person.objects.filter(pk="finn").update(left_on=last)
        assert (queries.welcome(token, EVENING) is not None) is here
        assert (key.get("/readiness").status_code == 200) is here
    finn.refresh_from_db()
    with pytest.raises(ValidationError):
        welcomes.welcome(scope=scope_of(far["ada"], THERE), person=finn, at=EVENING)


@pytest.mark.parametrize(("last", "in_"), [(THERE, True), (GREENWICH, False)])
def test_a_log_in_holds_until_the_last_day_there(far: dict[str, Person], client: Client, last: date, in_: bool) -> None:
    Person.objects.filter(pk="finn").update(left_on=last)
    told = {"login": "finn@example.test", "password": "correct horse battery"}
    client.post("/accounts/login/", told)
    assert ("_auth_user_id" in client.session) is in_


def test_a_token_holds_until_its_last_day_there(program: Callable[..., Program], far: dict[str, Person]) -> None:
    assert program(expires_on=THERE).get("/ratings").status_code == 200
    assert program(expires_on=GREENWICH).get("/ratings").status_code == 401


def test_an_administrator_whose_last_day_is_over_there_is_no_second_one(far: dict[str, Person]) -> None:
    Grant.objects.create(person=far["hugo"], role=Role.ADMINISTRATOR)
    ada = scope_of(far["ada"], THERE)
    Person.objects.filter(pk="hugo").update(left_on=GREENWICH)
    with pytest.raises(ValidationError):
        persons.block(scope=ada, person=far["ada"], at=EVENING)
    Person.objects.filter(pk="hugo").update(left_on=THERE)
    persons.block(scope=ada, person=far["ada"], at=EVENING)


def test_who_begins_today_there_is_in_their_team(far: dict[str, Person], program: Callable[..., Program]) -> None:
    Membership.objects.filter(person="gwen").delete()
    Membership.objects.create(person=far["gwen"], team=Team.objects.get(pk="north"), since=THERE)
    told = program().get("/readiness", team="north").json()
    assert "gwen" in {one["person"] for one in told["items"]}


def test_an_objection_is_due_on_the_day_that_it_is_there(far: dict[str, Person], book: Version) -> None:
    finn = scope_of(far["finn"], THERE)
    objection = object_to(scope=finn, version=book, standard="right.choice", words="We have no time.", at=EVENING)
    assert objection.due == EVENING + timedelta(days=14)
    said = [one.says for one in acts(scope_of(far["lea"], THERE), EVENING)]
    assert "1 objection waits for your answer, by 3 December." in said


def test_what_is_handed_out_names_the_day_that_it_was_there(far: dict[str, Person], book: Version) -> None:
    assert book.number
    gwen = scope_of(far["gwen"], THERE)
    recognise(scope=gwen, praise=Praise("finn", "right.choice", "He asked me.", "1"), at=EVENING)
    told = dict(holders())["colleagues and own compass"].own(Subject(SubjectKind.PERSON, "finn"))
    assert [one["at"] for one in told["what colleagues recognised you for"]] == [f"{THERE}"]
