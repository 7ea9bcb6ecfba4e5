"""A person: what was said of them, in context, and their own figures. For that person and their coach."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clearbar.web.boards import conditions
from clearbar.web.boards.queries import about
from clearbar.web.boards.queries.about import About
from clearbar.web.boards.queries.acts import Waiting
from clearbar.web.boards.queries.said import MOST, said
from clearbar.web.boards.queries.standing import standing
from clearbar.web.boards.views.board import NOTHING, asked_for, shown
from clearbar.web.people.access import Asked, allowed

AT_FIRST = 24
"""Ratings that stand on a person's page; the rest is one click away."""


@allowed()
def me(request: Asked) -> HttpResponse:
    """My day: what was said of me."""
    found = about.person(request.scope, request.scope.person)
    if found is None:
        raise Http404
    return _person(request, found, is_me=True)


@allowed()
def person(request: Asked, id_: str) -> HttpResponse:
    """Somebody whom one coaches; oneself."""
    found = about.person(request.scope, id_)
    if found is None:
        raise Http404
    return _person(request, found, is_me=found.id == request.scope.person)


def _person(request: Asked, place: About, *, is_me: bool) -> HttpResponse:
    asked = asked_for(request, place)
    told: dict[str, Any] = {"about": place, "is_me": is_me}
    if is_me:
        told["acts"] = Waiting(request.scope, timezone.now()).all
    told["coaches"] = place.id in request.scope.coached
    if asked is None:
        return render(request, NOTHING, told)
    where = asked.chosen.where(conditions.equal("person", place.id))
    found = said(request.scope, where, asked.book, AT_FIRST)
    board = shown(asked, standing(place, asked.chosen, asked.book))
    more = sum(len(one.words) for one in found) == AT_FIRST
    return render(request, "boards/person.html", {**board, **told, "said": found, "more": more})


@allowed()
def ratings(request: Asked) -> HttpResponse:
    """The single ratings behind a figure, as far as one may read them."""
    whom, standard = request.GET.get("person", ""), request.GET.get("standard", "")
    place = about.person(request.scope, whom) if whom else about.house(request.scope)
    if place is None:
        raise Http404
    asked = asked_for(request, place)
    if asked is None:
        return render(request, NOTHING, {"about": place})
    placed = asked.book.find(standard)
    if standard and placed is None:
        raise Http404
    team = request.GET.get("team", "")
    within = [
        conditions.equal(name, value)
        for name, value in (("standard", standard), ("person", whom), ("team", team))
        if value
    ]
    found = said(request.scope, asked.chosen.where(*within), asked.book)
    is_full = sum(len(one.words) for one in found) == MOST
    told = {"asked": asked, "about": place, "placed": placed, "said": found, "is_full": is_full, "most": MOST}
    return render(request, "boards/ratings.html", told)
