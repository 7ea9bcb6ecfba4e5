"""Persons and their teams."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Path, Query

from clearbar.web.api import reading
from clearbar.web.api.actions.persons import add, end
from clearbar.web.api.cursors import page
from clearbar.web.api.door import Call
from clearbar.web.api.once import once
from clearbar.web.api.problems import Problem
from clearbar.web.api.rights import Right
from clearbar.web.api.shapes import Id, Paged, PersonEnd, PersonIn, PersonOut, PersonPage
from clearbar.web.api.v1 import get, post
from clearbar.web.people.models import Person


class WantedPersons(Paged):
    """Which persons."""

    team: Id | None = None


@get("/persons", Right.PERSONS_READ, "Persons", PersonPage)
def list_persons(request: Call, wanted: Query[WantedPersons]) -> Any:
    """The persons whom this token may know, with their times in teams."""
    rows = reading.persons(request.auth)
    if wanted.team:
        rows = rows.filter(memberships__team=wanted.team).distinct()
    of = f"{request.auth.token.pk} persons {wanted.team}"
    found, after = page(rows, of=of, cursor=wanted.cursor, limit=wanted.limit)
    return {"items": [_told(one) for one in found], "next": after}


@get("/persons/{person}", Right.PERSONS_READ, "Persons", PersonOut)
def read_person(request: Call, person: Path[Id]) -> Any:
    """One person."""
    return _told(_person(request, person))


@post("/persons", Right.PERSONS_WRITE, "Persons", PersonOut, refuses=("conflict",))
def add_person(request: Call, person: PersonIn) -> HttpResponse:
    """Adds a person, in a team if you name one. Only a token that may administer can."""
    return once(request, lambda: (201, _told(add(request.auth.scope, person, request.now))))


@post("/persons/{person}/end", Right.PERSONS_WRITE, "Persons", PersonOut, refuses=("conflict",))
def end_person(request: Call, person: Path[Id], last: PersonEnd) -> HttpResponse:
    """Says the last day of a person: memberships end with it. What was said of them stays."""

    def write() -> tuple[int, Any]:
        return 201, _told(end(request.auth.scope, _person(request, person), last, request.now))

    return once(request, write)


def _person(request: Call, person: str) -> Person:
    found = reading.persons(request.auth).filter(pk=person).first()
    if found is None:
        raise Problem("missing")
    return found


def _told(one: Person) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in ("name", "kind", "language", "left_on")}
    times = [
        {"team": time.team_id, "shift": time.shift, "since": time.since, "until": time.until}
        for time in one.memberships.all()
    ]
    return said | {"person": one.pk, "memberships": times}
