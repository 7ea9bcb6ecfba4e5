"""What the frame of every page of staff shows: whose house it is, and where one may go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from clearbar.web.notices import queries as notices
from clearbar.web.people.models import Organisation, Role, User
from clearbar.web.people.scope import Scope, scope_of

_PLACES = (
    ("/", "Home", ()),
    ("/me/", "My day", ()),
    ("/team/", "My team", ()),
    ("/house/", "The house", ()),
    ("/practice/", "Practice", ()),
    ("/followup/", "Follow-up", ()),
    ("/walks/", "Walks", ()),
    ("/reviews/", "Reviews", ()),
    ("/book/", "Book", ()),
    ("/surveys/", "Surveys", (Role.LEADER, Role.ADMINISTRATOR)),
    ("/people/", "People", (Role.COACH, Role.LEADER, Role.ADMINISTRATOR)),
    ("/setup/", "Set-up", (Role.ADMINISTRATOR,)),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """For templates: `organisation`, `scope`, `places` and the number of `news` that they have not read. Nothing for
    who is not logged in."""
    user: Any = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    known: Scope | None = None if getattr(request, "is_own", False) else getattr(request, "scope", None)
    scope = known or scope_of(user.person, timezone.localdate())
    places = [
        {"address": address, "name": name, "here": _is_here(request.path, address)}
        for address, name, roles in _PLACES
        if not roles or scope.has(*roles)
    ]
    return {
        "organisation": Organisation.the(),
        "scope": scope,
        "places": places,
        "news": notices.unread(user.person_id),
    }


def _is_here(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address))
