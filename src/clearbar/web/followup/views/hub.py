"""Follow-up: what waits for whoever asks, and where all of it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from clearbar.web.followup.queries import hub as queries
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role
from clearbar.web.people.scope import Scope

MANAGE = (Role.COACH, Role.LEADER, Role.ADMINISTRATOR)


def _everybody(scope: Scope) -> bool:
    del scope
    return True


def _answers_for_others(scope: Scope) -> bool:
    return scope.has(Role.COACH, Role.LEADER, Role.ADMINISTRATOR)


def _leads(scope: Scope) -> bool:
    return scope.has(Role.LEADER, Role.ADMINISTRATOR)


def _leads_house(scope: Scope) -> bool:
    return scope.rules_house


_PLACES: tuple[tuple[str, str, str, Callable[[Scope], bool]], ...] = (
    ("findings", "Findings", "what was seen that deserves an act", _everybody),
    ("cases", "Cases", "customers who wait to be made right", _everybody),
    ("coaching", "Coaching", "what was agreed, and what it changed", _everybody),
    ("peers", "Colleagues", "thank a colleague, or ask one to look", _everybody),
    ("own", "Your own compass", "rate yourself first, and set your own next bar", _everybody),
    ("pulse", "The pulse", "three questions to staff, once a quarter", _everybody),
    ("managers", "Standards of managers", "what those who lead are held to", _answers_for_others),
    ("corrections", "Corrective action", "steps on which a person decides", _everybody),
    ("letters", "Letters", "complaints that came by mail, and what could not be read", _leads),
    ("raising", "Raise the bar", "which standards can rise, once a quarter", _leads_house),
)
"""Name of the address, what it is called, what it is for, for whom."""


@dataclass(frozen=True)
class Place:
    """A part of follow-up."""

    address: str
    name: str
    says: str


@allowed()
def hub(request: Asked) -> HttpResponse:
    """What to do next, and where each part is."""
    told = {"acts": queries.acts(request.scope, timezone.now()), "parts": _places(request)}
    return render(request, "followup/hub.html", told)


def _places(request: Asked) -> list[Place]:
    return [Place(reverse(name), called, says) for name, called, says, may in _PLACES if may(request.scope)]
