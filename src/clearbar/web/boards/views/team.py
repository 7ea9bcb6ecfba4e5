"""Teams: which there are to see, and how one of them clears its bar."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clearbar.web.boards.queries import about
from clearbar.web.boards.views.board import board
from clearbar.web.people.access import Asked, allowed


@allowed()
def teams(request: Asked) -> HttpResponse:
    """The teams that one may read, and whom one coaches."""
    found = about.readable_teams(request.scope)
    coached = about.coached(request.scope, timezone.localdate())
    return render(request, "boards/teams.html", {"teams": found, "coached": coached})


@allowed()
def team(request: Asked, id_: str) -> HttpResponse:
    """How one team clears its bar, as a group."""
    found = about.team(request.scope, id_)
    if found is None:
        raise Http404
    return board(request, found, timezone.now())
