"""Walking a journey on the phone: as a page, as data for the phone, and as the page that shows them offline."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache

from clearbar.web.people.access import Asked, allowed, public
from clearbar.web.walks.queries.walk import led_sites, walkable
from clearbar.web.walks.queries.walk_acts import acts
from clearbar.web.walks.queries.walk_book import held
from clearbar.web.walks.queries.walk_data import assigned_to, walk_data


@allowed()
def walks(request: Asked) -> HttpResponse:
    """What one is asked to walk, and where all about walks lies."""
    sites = led_sites(request.scope)
    found = held()
    told = {
        "acts": acts(request.scope, timezone.now()),
        "journeys": walkable(found.book) if found else [],
        "plans": sites is None or bool(sites),
        "rules": _rules(request),
    }
    return render(request, "walks/walks.html", told)


def _rules(request: Asked) -> bool:
    return request.scope.rules_house


@allowed()
@never_cache
def go(request: Asked) -> HttpResponse:
    """The walk itself. Without scripts it can be written down afterwards."""
    return render(request, "walks/go.html", {"is_open": held() is not None})


@allowed()
@never_cache
def data(request: Asked) -> HttpResponse:
    """All that the phone of who asks needs to walk without a network."""
    found = walk_data(held(), assigned_to(person=request.scope.person), free=True)
    return JsonResponse({"user": request.scope.person, **found})


@public
def shell(request: Asked) -> HttpResponse:
    """The page that a phone shows without a network. It is the same for everybody and says nothing of anybody."""
    del request
    answer = HttpResponse(render_to_string("walks/go_shell.html"))
    answer["Cache-Control"] = "no-cache"
    return answer
