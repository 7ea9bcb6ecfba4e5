"""The house: how far the bar is cleared, journey by journey."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from clearbar.web.boards.queries import about
from clearbar.web.boards.views.board import board
from clearbar.web.people.access import Asked, allowed


@allowed()
def house(request: Asked) -> HttpResponse:
    """How the whole house clears its bar."""
    return board(request, about.house(request.scope), timezone.now())
