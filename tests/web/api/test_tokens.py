"""Tokens are told once, kept as hashes, and do no more than they were allowed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from clearbar.web.api.models import ApiToken
from clearbar.web.api.rights import Right
from clearbar.web.audit.models import Line
from clearbar.web.people.models import Organisation, Person
from tests.web.api.conftest import Program

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r"cb_[\w-]{22}")


def made(client: Client, **told: Any) -> str:
    body = {"name": "Help desk", "rights": ["ratings:read", "book:read"]} | told
    return client.post("/api/tokens/", body, follow=True).content.decode()


def test_an_administrator_makes_a_token_that_is_told_once(log_in: Callable[[str], Client]) -> None:
    ada = log_in("ada")
    [text] = TOKEN.findall(made(ada))
    assert not TOKEN.search(ada.get("/api/tokens/").content.decode())
    token = ApiToken.objects.get()
    assert token.hash and text not in repr(token.__dict__) and token.rights == ["book:read", "ratings:read"]
    assert Program(token, text).get("/ratings").status_code == 200
    assert Program(token, text).get("/persons").status_code == 403
    assert Line.objects.filter(verb="made", kind="token", actor="ada").count() == 1
    token.refresh_from_db()
    assert isinstance(token.last_used_on, date)


def test_a_token_for_another_person_is_told_to_nobody_else(log_in: Callable[[str], Client]) -> None:
    ada, cora, finn = log_in("ada"), log_in("cora"), log_in("finn")
    assert not TOKEN.search(made(ada, person="cora"))
    token = ApiToken.objects.get()
    assert token.hash is None
    assert finn.post(f"/api/tokens/{token.pk}/take/").status_code == 404
    assert ada.post(f"/api/tokens/{token.pk}/take/").status_code == 404
    assert "Take it" in cora.get("/api/tokens/").content.decode()
    [text] = TOKEN.findall(cora.post(f"/api/tokens/{token.pk}/take/").content.decode())
    assert not TOKEN.search(cora.post(f"/api/tokens/{token.pk}/take/", follow=True).content.decode())
    token.refresh_from_db()
    assert Program(token, text).get("/ratings").status_code == 200


def test_only_administrators_make_tokens(log_in: Callable[[str], Client]) -> None:
    for name in ("lea", "hugo", "cora", "rita", "finn"):
        made(log_in(name))
    assert not ApiToken.objects.exists()
    assert log_in("nobody").get("/api/tokens/").status_code == 302


def test_what_was_typed_is_kept_where_something_is_missing(log_in: Callable[[str], Client]) -> None:
    page = made(log_in("ada"), name="Our help desk", rights=[])
    assert "Our help desk" in page and "This field is required" in page and not ApiToken.objects.exists()


def test_a_token_ends_by_hand_by_its_day_and_with_its_person(
    log_in: Callable[[str], Client], program: Callable[..., Program], cast: dict[str, Person], now: object
) -> None:
    del now
    ended, old, coach = program(), program(expires_on=date(2026, 11, 17)), program("cora")
    assert (ended.get("/ratings").status_code, old.get("/ratings").status_code) == (200, 401)
    log_in("ada").post(f"/api/tokens/{ended.token.pk}/end/")
    assert ended.get("/ratings").status_code == 401
    assert coach.get("/ratings").status_code == 200
    Person.objects.filter(pk="cora").update(left_on=date(2026, 11, 17))
    assert coach.get("/ratings").status_code == 401
    assert cast


RIGHTS = {
    ("GET", "/ratings"): "ratings:read",
    ("GET", "/ratings/r1"): "ratings:read",
    ("POST", "/ratings"): "ratings:write",
    ("POST", "/ratings/r1/revisions"): "ratings:write",
    ("GET", "/interactions"): "interactions:read",
    ("GET", "/interactions/i1"): "interactions:read",
    ("POST", "/interactions"): "interactions:write",
    ("POST", "/conversations"): "interactions:write",
    ("GET", "/conversations/i1"): "interactions:read",
    ("GET", "/persons"): "persons:read",
    ("GET", "/persons/finn"): "persons:read",
    ("POST", "/persons"): "persons:write",
    ("POST", "/persons/finn/end"): "persons:write",
    ("GET", "/surveys"): "invitations:write",
    ("POST", "/invitations"): "invitations:write",
    ("GET", "/book"): "book:read",
    ("GET", "/book/versions"): "book:read",
    ("GET", "/book/versions/1"): "book:read",
    ("GET", "/book/versions/1/zip"): "book:read",
    ("GET", "/measures"): "measures:read",
    ("GET", "/measures/clearance"): "measures:read",
    ("GET", "/readiness"): "readiness:read",
    ("POST", "/complaints"): "cases:write",
}
"""Written by hand: which right each operation needs."""


def test_each_operation_needs_its_right_and_no_other(program: Callable[..., Program]) -> None:
    from clearbar.web.api.v1 import v1

    paths = v1.get_openapi_schema(path_prefix="/")["paths"]
    assert sum(len(methods) for methods in paths.values()) == len(RIGHTS)
    callers = {right.value: program(rights=(right.value,)) for right in Right}
    for (method, path), needed in RIGHTS.items():
        for right, caller in callers.items():
            status = (caller.get(path) if method == "GET" else caller.post(path, {})).status_code
            assert (status == 403) is (right != needed), (method, path, right, status)


def test_the_house_sees_no_single_person_unless_leaders_may(
    program: Callable[..., Program], cast: dict[str, Person]
) -> None:
    from tests.web.api.test_reading import rated

    for person in ("finn", "gwen", "otto"):
        rated(person)
    house = program()
    assert house.get("/ratings").json()["items"] == []
    Organisation.objects.update(individual_view=True)
    assert {one["person"] for one in house.get("/ratings").json()["items"]} == {"finn", "gwen", "otto"}
    assert cast
