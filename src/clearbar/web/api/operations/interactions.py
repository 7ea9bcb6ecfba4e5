"""Interactions, without their words."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Path, Query

from clearbar.web.api import reading
from clearbar.web.api.actions.interactions import keep_interactions
from clearbar.web.api.cursors import page
from clearbar.web.api.door import Call, Caller
from clearbar.web.api.once import once
from clearbar.web.api.problems import Problem
from clearbar.web.api.rights import Right
from clearbar.web.api.shapes import (
    Id,
    InteractionOut,
    InteractionPage,
    InteractionsIn,
    Kept,
    LongId,
    Paged,
    Time,
    Word,
)
from clearbar.web.api.v1 import get, post
from clearbar.web.ledger.models import Interaction


class WantedInteractions(Paged):
    """Which interactions."""

    team: Id | None = None
    site: Id | None = None
    channel: Word | None = None
    since: Time | None = None
    before: Time | None = None


_NAMES = {"since": "at__gte", "before": "at__lt"}


@get("/interactions", Right.INTERACTIONS_READ, "Interactions", InteractionPage)
def list_interactions(request: Call, wanted: Query[WantedInteractions]) -> Any:
    """The interactions of the teams that this token may read."""
    asked = wanted.model_dump(exclude_none=True, exclude={"cursor", "limit"})
    chosen = {_NAMES.get(name, name): value for name, value in asked.items()}
    rows = reading.interactions(request.auth).filter(**chosen)
    of = f"{request.auth.token.pk} interactions {sorted((name, str(value)) for name, value in asked.items())}"
    found, after = page(rows, of=of, cursor=wanted.cursor, limit=wanted.limit)
    return {"items": [_told(request.auth, one) for one in found], "next": after}


@get("/interactions/{interaction}", Right.INTERACTIONS_READ, "Interactions", InteractionOut)
def read_interaction(request: Call, interaction: Path[LongId]) -> Any:
    """One interaction."""
    found = reading.interactions(request.auth).filter(id=interaction).first()
    if found is None:
        raise Problem("missing")
    return _told(request.auth, found)


@post("/interactions", Right.INTERACTIONS_WRITE, "Interactions", Kept, refuses=("conflict",))
def send_interactions(request: Call, sent: InteractionsIn) -> HttpResponse:
    """Keeps interactions, all or none. What is known with the same content changes nothing."""
    return once(request, lambda: (201, keep_interactions(request.auth, sent.interactions, request.now)))


def _told(caller: Caller, one: Interaction) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in ("at", "site", "team", "person", "channel", "topic", "seconds")}
    said |= {"interaction": one.id, "words": one.messages is not None}
    hidden = one.person is not None and one.person not in caller.scope.readable_persons
    return said | ({"person": None, "seconds": None} if hidden else {})
