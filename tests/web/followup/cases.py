"""Cases for tests: invented complaints."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.test import Client

from clearbar.web.followup.actions.recovery import open_case
from clearbar.web.followup.models.recovery import Case
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope, scope_of
from tests.web.conftest import NOW

WORDS = "I waited at the counter and nobody looked up."
WISH = "Send me the right size, please."
CONTACT = "anna.angler@customer.example"


def a_case(at: datetime = NOW, **told: Any) -> Case:
    """A complaint at the northern shop, about Finn."""
    known = {"came_by": "form", "words": WORDS, "wish": WISH, "contact": CONTACT, "team": "north", "person": "finn"}
    return open_case(at=at, actor="system", **(known | told))


def scope(cast: dict[str, Person], name: str) -> Scope:
    """What somebody may do."""
    return scope_of(cast[name], NOW.date())


def address(case: Case) -> str:
    """The page of a case."""
    return f"/followup/cases/{case.pk}/"


def act(client: Client, case: Case, name: str, **fields: Any) -> Any:
    """Sends one of the forms of a case, as it stands now."""
    case.refresh_from_db()
    return client.post(address(case), {"act": name, "version": case.version, **fields})
