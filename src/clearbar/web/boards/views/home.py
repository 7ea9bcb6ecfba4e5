"""Home."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clearbar.web.boards.queries.acts import Waiting
from clearbar.web.boards.queries.home import home as told
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role

FURTHER = 4
"""Acts that stand below the one; the others stand in follow-up."""


@allowed()
def home(request: Asked) -> HttpResponse:
    """Three sentences, one next act, and what else waits."""
    now = timezone.now()
    waiting = Waiting(request.scope, now)
    found = told(request.scope, now, waiting)
    waits = [act for act in waiting.others if act.address != found.address][:FURTHER]
    reads_all = request.scope.readable_teams is None
    analyses = request.scope.has(Role.LEADER, Role.ADMINISTRATOR, Role.REVIEWER)
    name = request.user.person.name
    shown = {"told": found, "waits": waits, "reads_all": reads_all, "analyses": analyses, "name": name}
    return render(request, "boards/home.html", shown)
